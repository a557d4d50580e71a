"""Evaluates, tests and checks FEEL expressions.

Unknown names are null, as FEEL says; `names_used` tells them beforehand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from app.feel import limits
from app.feel.builtins import BUILT_IN_NAMES, LONG_NAMES
from app.feel.errors import FeelError
from app.feel.failures import FAILURES, failure_told_of, failures_told_of
from app.feel.limits import MAXIMUM_LENGTH, LimitReached
from app.feel.present import set_present
from app.feel.reading.names import NOTHING_KNOWN, KnownNames, NameHints, hints_of
from app.feel.reading.parser import parse
from app.feel.reading.results import computed, hidden_items, naming
from app.feel.reading.structure import Names, names_in
from app.feel.reading.tokens import Unreadable, tokens_of
from app.feel.reading.tree import ContextLiteral, Node
from app.feel.running import calls, iterations, operators, paths, unary_tests
from app.feel.running.compiler import compiled
from app.feel.running.scope import Allows, Code, Run, Scope
from app.feel.types import NO_TYPES
from app.feel.values import outgoing
from app.feel.values.durations import parse_duration
from app.feel.values.incoming import Context, read
from app.feel.values.temporal_text import parse_date, parse_moment, parse_time

CACHE_SIZE = 4096
KINDS_OF_NODES = (calls, iterations, operators, paths, unary_tests)
"""The modules that say how each kind of node runs: importing them registers it."""


@dataclass(frozen=True, kw_only=True)
class _Text:
    """An expression without spaces and "=" around it, `offset` characters after the start of what was written."""

    text: str
    offset: int
    hints: NameHints

    def parsed(self, *, unary: bool, known: KnownNames) -> Node:
        """Return the tree. Raises Unreadable, LimitReached."""
        return parse(tokens_of(self.text), unary=unary, known=known, functions=LONG_NAMES)


def evaluate(
    expression: str,
    context: Mapping[str, object],
    *,
    now: datetime,
    functions: bool = False,
    names: Iterable[str] = (),
    types: Mapping[str, str] = NO_TYPES,
    allows: Allows | None = None,
) -> object:
    """Return the value of `expression` (a leading "=" is accepted) with the names of `context`.

    `now` (aware) is what now() and today() give, in Moroccan time. Whole numbers come back as int, others as float.
    With `functions`, the value comes back as the interpreter has it, functions and ranges included: see the package.
    `names` are names with spaces or signs that may stand in the expression although the context does not show them,
    such as entries of a context that is null. `types` are the types of the model that it may name, with what each
    stands for as FEEL writes it: {"tFee": "context<amount: number>"}. `allows` tells whether the model allows a value
    (as `functions` gives it) where one of these types is named; it is asked about the arguments of functions.

    Raises:
        FeelError: bad syntax, broken limits, data that FEEL cannot hold, or a result that is a function.
    """
    announced = _announced(names, types)
    return _run(expression, context, (), now=now, unary=False, exact=functions, announced=announced, allows=allows)


def unary_test(
    test: str,
    value: object,
    context: Mapping[str, object],
    *,
    now: datetime,
    names: Iterable[str] = (),
    types: Mapping[str, str] = NO_TYPES,
) -> bool:
    """Tell whether `value` (also named "?") passes `test`, the content of a decision table's input cell.

    A test that FEEL finds neither true nor false (null) is not passed (DMN 1.5, 7.3.7). `names` and `types` as in
    `evaluate`.

    Raises:
        FeelError: as `evaluate`.
    """
    announced = _announced(names, types)
    return _run(test, context, (value,), now=now, unary=True, exact=False, announced=announced) is True


def chosen_name(expression: str, context: Mapping[str, object], *, now: datetime) -> str | None:
    """Return the name, with its dots, that an expression stands for or that its conditionals choose; None for others.

    `if urgent then parameters.reply.urgent else parameters.reply.usual` gives "parameters.reply.usual" when it is not
    urgent: whoever needs to know which value was meant, not only how much it is.

    Raises:
        FeelError: as `evaluate`.
    """
    name = _run(expression, context, (), now=now, unary=False, exact=False, announced=NOTHING_KNOWN, named=True)
    return name if isinstance(name, str) else None


def values_computed(expression: str, context: Mapping[str, object], *, now: datetime) -> tuple[object, ...]:
    """Return the value of each result of an expression that is no name, whatever its conditionals choose.

    Raises:
        FeelError: as `evaluate`.
    """
    results = computed(_tree(expression))
    return tuple(_ran(compiled(node), expression, context, (), now=now, exact=False) for node in results)


def keys_given(expression: str) -> tuple[str, ...]:
    """Return the keys of the context that an expression writes out, whichever of several its conditionals choose.

    `if paid then {receipt: number} else {reason: "unpaid"}` gives "receipt" and "reason"; what is computed, as by
    `context merge`, is not looked into.

    Raises:
        FeelError: the expression cannot be read.
    """
    contexts = (node for node in computed(_tree(expression)) if isinstance(node, ContextLiteral))
    return tuple(dict.fromkeys(key for context in contexts for key, _ in context.entries))


def items_hidden(expression: str, *, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the items of loops that an entry of a context hides from the entries after it, each once, in order.

    `for line in lines return {line: line.label, sum: line.sum}`: in the second entry `line` is the label. `names` are
    names that may hold spaces or signs.

    Raises:
        FeelError: the expression cannot be read.
    """
    return tuple(dict.fromkeys(hidden_items(_tree(expression, frozenset(names)))))


def check(expression: str, *, unary: bool = False, names: Iterable[str] = ()) -> None:
    """Accept an expression that can be read and that calls only functions that exist.

    `names` are names that may hold spaces, signs or functions of the model.

    Raises:
        FeelError: with the position of the first fault.
    """
    for name, position in _names(expression, unary, frozenset(names)).unknown_functions:
        prepared = _prepared(expression)
        raise FeelError(
            f"Expected a function of FEEL, found {name}(…).",
            expression,
            position + prepared.offset,
            reason="unknown-function",
        )


def names_used(
    expression: str, *, unary: bool = False, names: Iterable[str] = (), in_filters: bool = True
) -> frozenset[str]:
    """Return the free names of an expression, with their dots: {"fee.total", "copies"}.

    Names bound by for, some, every, function or a context are left out, and so are built-in functions that are
    called. Inside a filter, `items[price > limit]`, a name may be the element's own: `in_filters=False` leaves
    those names out.

    Raises:
        FeelError: the expression cannot be read.
    """
    found = _names(expression, unary, frozenset(names))
    return found.certain | found.in_filters if in_filters else found.certain


def parse_temporal(text: str, type_name: str) -> object:
    """Return the value of the interpreter that an ISO 8601 text spells, None where it spells none.

    `type_name` is "date", "time", "date and time", or the name of a duration as FEEL or DMN 1.1 write it.
    """
    match type_name:
        case "date":
            return parse_date(text)
        case "time":
            return parse_time(text)
        case "date and time" | "dateTime":
            return parse_moment(text)
    return parse_duration(text)


def plain(value: object) -> object:
    """Return a value that `evaluate(…, functions=True)` gave as Python data, by the table of the package.

    Raises:
        FeelError: `not-a-value` for a function, or for a date outside of the years 1 to 9999.
    """
    with failures_told_of("the value"):
        return outgoing.plain(value)


@lru_cache(maxsize=CACHE_SIZE)
def _prepared(expression: str) -> _Text:
    if len(expression) > 2 * MAXIMUM_LENGTH:
        raise _too_long(expression)
    stripped = expression.lstrip()
    if stripped.startswith("="):
        stripped = stripped[1:].lstrip()
    offset = len(expression) - len(stripped)
    text = stripped.rstrip()
    if not text:
        raise FeelError("Expected a FEEL expression, found nothing.", expression, offset, reason="syntax")
    if len(text) > MAXIMUM_LENGTH:
        raise _too_long(expression)
    try:
        tokens = tokens_of(text)
    except Unreadable as fault:
        raise FeelError(fault.problem, expression, fault.position + offset, reason="syntax") from None
    return _Text(text=text, offset=offset, hints=hints_of(text, tokens))


def _too_long(expression: str) -> FeelError:
    return FeelError(
        f"Expected an expression of at most {MAXIMUM_LENGTH} characters, found {len(expression)}.",
        expression,
        reason="too-long",
    )


@lru_cache(maxsize=CACHE_SIZE)
def _simple_code(expression: str, unary: bool, named: bool) -> Code:
    return _code(expression, unary, NOTHING_KNOWN, named)


@lru_cache(maxsize=CACHE_SIZE)
def _code(expression: str, unary: bool, known: KnownNames, named: bool) -> Code:
    prepared = _prepared(expression)
    try:
        tree = prepared.parsed(unary=unary, known=known)
        return compiled(naming(tree) if named else tree)
    except Unreadable as fault:
        raise FeelError(fault.problem, expression, fault.position + prepared.offset, reason="syntax") from None
    except (LimitReached, RecursionError) as failure:
        raise failure_told_of(failure, expression) from None


def _tree(expression: str, names: frozenset[str] = frozenset()) -> Node:
    prepared = _prepared(expression)
    try:
        return prepared.parsed(unary=False, known=KnownNames(variables=names, members=names))
    except Unreadable as fault:
        raise FeelError(fault.problem, expression, fault.position + prepared.offset, reason="syntax") from None
    except (LimitReached, RecursionError) as failure:
        raise failure_told_of(failure, expression) from None


@lru_cache(maxsize=CACHE_SIZE)
def _names(expression: str, unary: bool, names: frozenset[str]) -> Names:
    prepared = _prepared(expression)
    known = KnownNames(variables=names, members=names)
    try:
        tree = prepared.parsed(unary=unary, known=known)
        return names_in(tree, defined=names, built_in=BUILT_IN_NAMES)
    except Unreadable as fault:
        raise FeelError(fault.problem, expression, fault.position + prepared.offset, reason="syntax") from None
    except (LimitReached, RecursionError) as failure:
        raise failure_told_of(failure, expression) from None


def _announced(names: Iterable[str], types: Mapping[str, str]) -> KnownNames:
    if not names and not types:
        return NOTHING_KNOWN
    given = frozenset(names)
    return KnownNames(variables=given, members=given, types=frozenset(types.items()))


def _run(
    expression: str,
    context: Mapping[str, object],
    tested: tuple[object, ...],
    *,
    now: datetime,
    unary: bool,
    exact: bool,
    announced: KnownNames,
    named: bool = False,
    allows: Allows | None = None,
) -> object:
    hints = _prepared(expression).hints
    known = hints.known(context) if hints.may_be_long else NOTHING_KNOWN
    if announced is not NOTHING_KNOWN:
        known = KnownNames(
            variables=known.variables | announced.variables,
            members=known.members | announced.members,
            types=announced.types,
        )
    code = _simple_code(expression, unary, named) if known is NOTHING_KNOWN else _code(expression, unary, known, named)
    return _ran(code, expression, context, tested, now=now, exact=exact, allows=allows)


def _ran(
    code: Code,
    expression: str,
    context: Mapping[str, object],
    tested: tuple[object, ...],
    *,
    now: datetime,
    exact: bool,
    allows: Allows | None = None,
) -> object:
    if now.tzinfo is None:
        raise ValueError("Expected an aware moment as now, found a naive one: give it a time zone.")
    outermost = limits.start()
    before = set_present(now)
    try:
        scope = Scope(context, None, Run(now, allows))
        if tested:
            scope = scope.inner(Context({unary_tests.TESTED: read(tested[0])}))
        value = code(scope)
        return outgoing.exact(value) if exact else outgoing.plain(value)
    except FAILURES as failure:
        raise failure_told_of(failure, expression) from None
    finally:
        set_present(before)
        if outermost:
            limits.end()

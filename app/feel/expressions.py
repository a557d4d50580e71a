"""Evaluates, tests and checks FEEL expressions.

Numbers are 64-bit floats, as in the modelling tools: amounts are integers of centimes.
Unknown names are null, as FEEL says; `names_used` tells them beforehand.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from app.domain.clock import CASABLANCA
from app.feel import sandbox
from app.feel.errors import FeelError
from app.feel.values_old import Encoder, decode, structure_of

MAXIMUM_LENGTH = 10_000

LIMIT_MESSAGES = {
    "too-slow": "Expected an expression that ends within 0.2 seconds, found a longer one: make it simpler.",
    "too-much-memory": "Expected an expression that needs less than 64 MB, found a larger one: make it simpler.",
    "too-deep": "Expected an expression with less nesting, found one that is too deep: split it.",
}
FUNCTION_MESSAGE = "Expected an expression that gives a value, found one that gives a function: call it with (…)."


class _Names(NamedTuple):
    certain: frozenset[str]
    in_filters: frozenset[str]
    unknown_functions: tuple[tuple[str, int], ...]

    @property
    def roots(self) -> frozenset[str]:
        return frozenset(name.partition(".")[0] for name in self.certain | self.in_filters)


def evaluate(expression: str, context: Mapping[str, object], *, now: datetime) -> object:
    """Return the value of `expression` (a leading "=" is accepted) with the names of `context`.

    `now` (aware) is what now() and today() give, in Moroccan time. Whole numbers come back as int.

    Raises:
        FeelError: bad syntax, broken limits, data that FEEL cannot hold, or a result that is a function.
    """
    return _run(expression, context, now=now, unary=False)


def unary_test(test: str, value: object, context: Mapping[str, object], *, now: datetime) -> bool:
    """Tell whether `value` (also named "?") passes `test`, the content of a decision table's input cell.

    A test that FEEL finds neither true nor false (null) is not passed (DMN 1.5, 7.3.7).

    Raises:
        FeelError: as `evaluate`.
    """
    return _run(test, {**context, "?": value}, now=now, unary=True) is True


def check(expression: str, *, unary: bool = False, names: Iterable[str] = ()) -> None:
    """Accept an expression that can be read and that calls only functions that exist.

    `names` are names that may hold spaces, signs or functions of the model.

    Raises:
        FeelError: with the position of the first fault.
    """
    with _written_as(expression) as text:
        for name, position in _names(text, unary, frozenset(names)).unknown_functions:
            raise FeelError(f"Expected a function of FEEL, found {name}(…).", text, position, reason="unknown-function")


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
    with _written_as(expression) as text:
        found = _names(text, unary, frozenset(names))
    return found.certain | found.in_filters if in_filters else found.certain


@contextmanager
def _written_as(expression: str) -> Iterator[str]:
    """Give the text of an expression without spaces and "=" around it; failures tell places as it was written."""
    stripped = expression.lstrip()
    if stripped.startswith("="):
        stripped = stripped[1:].lstrip()
    try:
        yield _accepted(stripped.rstrip())
    except FeelError as error:
        raise error.within(expression, len(expression) - len(stripped)) from None


def _accepted(text: str) -> str:
    if not text:
        raise FeelError("Expected a FEEL expression, found nothing.", text, 0, reason="syntax")
    if len(text) > MAXIMUM_LENGTH:
        raise FeelError(
            f"Expected an expression of at most {MAXIMUM_LENGTH} characters, found {len(text)}.",
            text,
            reason="too-long",
        )
    return text


@lru_cache(maxsize=4096)
def _names(text: str, unary: bool, names: frozenset[str] = frozenset()) -> _Names:
    answer = _ask(
        {
            "action": "names",
            "unary": unary,
            "expression": text,
            "shape": sorted(names) or None,
            "context": dict.fromkeys(names, None),
        },
        text,
    )
    return _Names(
        certain=frozenset(_strings(answer["names"])),
        in_filters=frozenset(_strings(answer["filtered"])),
        unknown_functions=_functions(answer["unknownFunctions"]),
    )


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _functions(value: object) -> tuple[tuple[str, int], ...]:
    return tuple((item["name"], item["position"]) for item in value) if isinstance(value, list) else ()


def _run(expression: str, context: Mapping[str, object], *, now: datetime, unary: bool) -> object:
    if now.tzinfo is None:
        raise ValueError("Expected an aware moment as now, found a naive one: give it a time zone.")
    with _written_as(expression) as text:
        return _answer(text, context, now=now.astimezone(CASABLANCA), unary=unary)


def _answer(text: str, context: Mapping[str, object], *, now: datetime, unary: bool) -> object:
    encoder = Encoder(text)
    data = encoder.encode(_needed(text, context, unary))
    answer = _ask(
        {
            "action": "run",
            "unary": unary,
            "expression": text,
            "shape": _shape(text, data, encoder.odd_keys),
            "context": data,
            "temporals": encoder.temporals,
            "now": now.isoformat(),
            "today": now.date().isoformat(),
        },
        text,
    )
    return decode(answer, text)


def _needed(text: str, context: Mapping[str, object], unary: bool) -> Mapping[str, object]:
    """Return the part of the context that the expression names; all of it where a name may hold spaces or signs."""
    if not all(key.isidentifier() or key == "?" for key in context):
        return context
    roots = _names(text, unary).roots
    return {name: context[name] for name in (*roots, "?") if name in context}


def _shape(text: str, data: object, odd_keys: set[str]) -> str | None:
    """Return what the reading of `text` depends on: the keys, if one with spaces or signs may stand in it."""
    squeezed = "".join(text.split())
    if any("".join(key.split()) in squeezed for key in odd_keys if key != "?"):
        return json.dumps(structure_of(data))
    return None


def _ask(request: dict[str, object], text: str) -> dict[str, object]:
    try:
        answer = sandbox.ask(request)
    except sandbox.LimitError as breach:
        raise FeelError(LIMIT_MESSAGES[breach.limit], text, reason=breach.limit) from None
    failure = answer.get("failure")
    if isinstance(failure, dict):
        raise _failure(failure, text)
    return answer


def _failure(failure: dict[str, object], text: str) -> FeelError:
    if failure["reason"] == "function":
        return FeelError(FUNCTION_MESSAGE, text, reason="not-a-value")
    if failure["reason"] != "syntax":
        return FeelError(f"The expression failed: {failure['message']}.", text)
    position = failure["position"]
    found = str(failure["found"]) or "the end"
    return FeelError(
        f"Expected a FEEL expression, found {found} ({failure['message']}).",
        text,
        position if isinstance(position, int) else 0,
        reason="syntax",
    )

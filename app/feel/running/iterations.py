"""for, some and every (DMN 1.5, 10.3.2.14 and table 49)."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from app.feel.limits import MAXIMUM_ITEMS, LimitReached, spend
from app.feel.reading.structure import mentions
from app.feel.reading.tree import For, Iterator, Quantified
from app.feel.running.compiler import compiled, compiles
from app.feel.running.scope import Code, Scope
from app.feel.values.incoming import Context
from app.feel.values.numbers import whole
from app.feel.values.ranges import Range
from app.feel.values.temporal import Date, date_of_days

Visit = Callable[[Scope], bool]
"""Called in the scope of each turn; True ends the iteration."""


class NoIteration(Exception):
    """What is iterated over is neither a list nor a range of whole numbers or dates: the result is null.

    So it is where a condition turns out to be no truth value.
    """


@compiles(For)
def _for(node: For) -> Code:
    iterators = tuple(_source(iterator) for iterator in node.iterators)
    body = compiled(node.body)
    looks_back = mentions(node.body, "partial")

    def run(scope: Scope) -> object:
        results: list[object] = []

        def visit(inner: Scope) -> bool:
            if looks_back:
                spend(len(results) >> 3)
                inner = inner.inner(Context(partial=results.copy()))
            results.append(body(inner))
            if len(results) > MAXIMUM_ITEMS:
                raise LimitReached("too-much-memory")
            return False

        try:
            _iterate(iterators, scope, visit)
        except NoIteration:
            return None
        return results

    return run


@compiles(Quantified)
def _quantified(node: Quantified) -> Code:
    iterators = tuple(_source(iterator) for iterator in node.iterators)
    condition, deciding = compiled(node.condition), node.deciding
    otherwise = not deciding

    def run(scope: Scope) -> object:
        seen: set[object] = set()

        def visit(inner: Scope) -> bool:
            value = condition(inner)
            if not (value is None or isinstance(value, bool)):
                raise NoIteration
            seen.add(value)
            return value is deciding

        try:
            _iterate(iterators, scope, visit)
        except NoIteration:
            return None
        if deciding in seen:
            return deciding
        return None if None in seen else otherwise

    return run


Source = tuple[str, Callable[[Scope], Iterable[object]]]


def _source(node: Iterator) -> Source:
    start = compiled(node.source)
    if node.end is None:
        return node.name, lambda scope: _elements(start(scope))
    end = compiled(node.end)
    return node.name, lambda scope: steps_between(start(scope), end(scope))


def _iterate(iterators: tuple[Source, ...], scope: Scope, visit: Visit) -> bool:
    """Visit the cross-product of the iterators, the last one turning fastest."""
    (name, source), others = iterators[0], iterators[1:]
    for value in source(scope):
        spend()
        inner = scope.inner(Context({name: value}))
        if _iterate(others, inner, visit) if others else visit(inner):
            return True
    return False


def _elements(value: object) -> Iterable[object]:
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        return _within(value)
    raise NoIteration


def _within(interval: Range) -> Iterable[object]:
    for value in steps_between(interval.start, interval.end):
        at_start, at_end = value == interval.start, value == interval.end
        if (not at_start or interval.start_included) and (not at_end or interval.end_included):
            yield value


def steps_between(start: object, end: object) -> Iterable[object]:
    """Return the whole numbers, or the dates, from one to the other, upwards or downwards.

    Raises:
        NoIteration: the ends are neither both whole numbers nor both dates.
    """
    if isinstance(start, Date) and isinstance(end, Date):
        return (date_of_days(days) for days in _counting(start.days, end.days))
    first, last = whole(start), whole(end)
    if first is None or last is None:
        raise NoIteration
    return (Decimal(number) for number in _counting(first, last))


def _counting(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)

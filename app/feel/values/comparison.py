"""Equality and order of values (DMN 1.5, tables 52 to 54): null where two values cannot be compared."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from app.feel.limits import spend
from app.feel.values.durations import DaysDuration, MonthsDuration
from app.feel.values.functions import Function
from app.feel.values.incoming import entry
from app.feel.values.ranges import Range
from app.feel.values.temporal import Date, DateTime, Time, midnight

Test = Callable[[object, object], bool | None]


def equal(one: object, other: object) -> bool | None:
    """Tell whether two values are equal; null where they are of different kinds."""
    if one is None or other is None:
        return one is other
    kind = kind_of(one)
    if kind is not kind_of(other):
        return _equal_converted(one, other)
    return _EQUALITIES.get(kind, _is_same)(one, other)


def same(one: object, other: object) -> bool:
    """Tell whether two elements are equal: here a list of one element is not that element."""
    return isinstance(one, list) == isinstance(other, list) and equal(one, other) is True


def _equal_converted(one: object, other: object) -> bool | None:
    """Compare a date as its midnight, a list of one element as that element (10.3.2.9.4); else null."""
    if isinstance(one, Date) and isinstance(other, DateTime):
        return _equal_times(midnight(one), other)
    if isinstance(one, DateTime) and isinstance(other, Date):
        return _equal_times(one, midnight(other))
    if isinstance(one, list) and len(one) == 1 and not isinstance(other, list):
        return equal(one[0], other)
    if isinstance(other, list) and len(other) == 1 and not isinstance(one, list):
        return equal(one, other[0])
    return None


def kind_of(value: object) -> type:
    """Return the type that stands for the kind of a value: Mapping for contexts, Function for functions."""
    kind = type(value)
    if kind in _PLAIN_KINDS:
        return kind
    if isinstance(value, Mapping):
        return Mapping
    return Function if isinstance(value, Function) else kind


_PLAIN_KINDS = frozenset({bool, str, Decimal, list, Date, Time, DateTime, DaysDuration, MonthsDuration})


def _is_same(one: object, other: object) -> bool:
    return one == other


def _equal_lists(one: object, other: object) -> bool:
    assert isinstance(one, list)
    assert isinstance(other, list)
    spend(len(one))
    return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))


def _equal_contexts(one: object, other: object) -> bool:
    assert isinstance(one, Mapping)
    assert isinstance(other, Mapping)
    spend(len(one))
    return one.keys() == other.keys() and all(same(entry(one, key), entry(other, key)) for key in one)


def _equal_times(one: object, other: object) -> bool:
    assert isinstance(one, Time | DateTime)
    assert isinstance(other, Time | DateTime)
    return (one.offset is None) == (other.offset is None) and one.order == other.order


def _equal_ranges(one: object, other: object) -> bool:
    assert isinstance(one, Range)
    assert isinstance(other, Range)
    flags = (one.start_included, one.end_included) == (other.start_included, other.end_included)
    return flags and equal(one.start, other.start) is True and equal(one.end, other.end) is True


_EQUALITIES: dict[type, Test] = {
    list: _equal_lists,
    Mapping: _equal_contexts,
    Time: _equal_times,
    DateTime: _equal_times,
    Range: _equal_ranges,
}


def less(one: object, other: object) -> bool | None:
    """Tell whether the first value comes before the second; null where they cannot be ordered."""
    order = _ORDERS.get(type(one))
    if order is not None and type(one) is type(other):
        return order(one, other)
    if isinstance(one, list) and len(one) == 1 and not isinstance(other, list):
        return less(one[0], other)
    if isinstance(other, list) and len(other) == 1 and not isinstance(one, list):
        return less(one, other[0])
    return None


def _less_directly(one: object, other: object) -> bool:
    return bool(one < other)  # type: ignore[operator]


def _less_dates(one: object, other: object) -> bool:
    assert isinstance(one, Date)
    assert isinstance(other, Date)
    return one.order < other.order


def _less_times(one: object, other: object) -> bool:
    """Order times; a local one has the offset of the other (table 54)."""
    assert isinstance(one, Time | DateTime)
    assert isinstance(other, Time | DateTime)
    return _moment(one, other) < _moment(other, one)


def _moment(value: Time | DateTime, other: Time | DateTime) -> int:
    if value.offset is not None or other.offset is None:
        return value.order
    return value.order - other.offset * 1_000_000_000


_ORDERS: dict[type, Test] = {
    Decimal: _less_directly,
    str: _less_directly,
    Date: _less_dates,
    Time: _less_times,
    DateTime: _less_times,
    DaysDuration: _less_directly,
    MonthsDuration: _less_directly,
}


def at_most(one: object, other: object) -> bool | None:
    """Tell whether one < other or one = other (three-valued)."""
    before = less(one, other)
    if before is not False:
        return before
    return equal(one, other)

"""Python values to the values of the interpreter, one at a time and only those that an expression names.

A context of the caller (any Mapping) is never copied: its entries are read where a path or a name asks for them.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.domain.clock import CASABLANCA
from app.feel.limits import MAXIMUM_DATA_DEPTH, LimitReached, spend
from app.feel.values.durations import NANOSECONDS, DaysDuration, MonthsDuration
from app.feel.values.functions import Function
from app.feel.values.numbers import CONTEXT, DIGITS, NUMERIC_FAULTS
from app.feel.values.ranges import Range
from app.feel.values.temporal import Date, DateTime, Time
from app.feel.values.zones import Zone

_EXACT = 10**DIGITS
_MOST_BITS = 1023
"""The largest whole numbers of a JSON document are those of a 64-bit float."""


class Context(dict[str, object]):
    """A context that an expression made: its entries are values already."""


class DataRefused(Exception):
    """A value of the caller has no counterpart in FEEL."""

    def __init__(self, value: object) -> None:
        super().__init__(f"Expected text, a number, a date, a list or a context, found {type(value).__name__}.")


def read(value: object, depth: int = 0) -> object:
    """Return the value that the interpreter works with.

    Raises:
        DataRefused: the value has no counterpart in FEEL.
        LimitReached: lists nested too deep.
    """
    reader = _READERS.get(type(value))
    if reader is not None:
        return reader(value)
    if isinstance(value, list | tuple):
        return read_list(value, depth)
    return _read_other(value)


def _read_other(value: object) -> object:
    if isinstance(value, Mapping | Function):
        return value
    for kind, reader in _BY_INSTANCE:
        if isinstance(value, kind):
            return reader(value)
    raise DataRefused(value)


def read_list(values: list[object] | tuple[object, ...], depth: int = 0) -> list[object]:
    """Return the elements as values."""
    if depth > MAXIMUM_DATA_DEPTH:
        raise LimitReached("not-data")
    spend(1 + (len(values) >> 3))
    return [read(value, depth + 1) for value in values]


def entry(context: Mapping[str, object], key: str) -> object:
    """Return the value of a context's entry, null where it has none."""
    value = context.get(key)
    return value if type(context) is Context else read(value)


def entries(context: Mapping[str, object]) -> Context:
    """Return a context's entries as values.

    Raises:
        DataRefused: a key is no text, or a value has no counterpart.
    """
    if type(context) is Context:
        return context
    for key in context:
        if not isinstance(key, str):
            raise DataRefused(key)
    return Context((key, read(value)) for key, value in context.items())


def _itself(value: object) -> object:
    return value


def _read_int(value: object) -> Decimal:
    assert isinstance(value, int)
    if -_EXACT < value < _EXACT:
        return Decimal(value)
    if value.bit_length() > _MOST_BITS:
        raise DataRefused(value)
    return _rounded(Decimal(value))


def _read_float(value: object) -> Decimal:
    """Read a float as its shortest decimal: 0.1 stays 0.1."""
    assert isinstance(value, float)
    if not math.isfinite(value):
        raise DataRefused(value)
    return Decimal(float.__repr__(value))


def _read_decimal(value: object) -> Decimal:
    assert isinstance(value, Decimal)
    if not value.is_finite():
        raise DataRefused(value)
    return _rounded(value)


def _rounded(number: Decimal) -> Decimal:
    try:
        return CONTEXT.plus(number)
    except NUMERIC_FAULTS:
        raise DataRefused(number) from None


def _read_date(value: object) -> Date:
    assert isinstance(value, date)
    return Date(year=value.year, month=value.month, day=value.day)


def _read_time(value: object) -> Time:
    assert isinstance(value, time)
    return Time(nanoseconds=_nanoseconds(value), zone=_zone_of(value.tzinfo, value))


def _read_datetime(value: object) -> DateTime:
    """An aware moment is told at Casablanca's offset of that moment."""
    assert isinstance(value, datetime)
    if value.tzinfo is None:
        return DateTime(date=_read_date(value), time=Time(nanoseconds=_nanoseconds(value.time())))
    local = value.astimezone(CASABLANCA)
    offset = local.utcoffset()
    assert offset is not None
    zone = Zone(offset=int(offset.total_seconds()))
    return DateTime(date=_read_date(local), time=Time(nanoseconds=_nanoseconds(local.time()), zone=zone))


def _zone_of(tzinfo: tzinfo | None, value: time) -> Zone | None:
    if isinstance(tzinfo, ZoneInfo) and tzinfo.key:
        return Zone(name=tzinfo.key)
    offset = value.utcoffset()
    return None if offset is None else Zone(offset=int(offset.total_seconds()))


def _nanoseconds(value: time) -> int:
    return (value.hour * 3600 + value.minute * 60 + value.second) * NANOSECONDS + value.microsecond * 1000


def _read_timedelta(value: object) -> DaysDuration:
    assert isinstance(value, timedelta)
    microseconds = (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds
    return DaysDuration(nanoseconds=microseconds * 1000)


def _read_range(value: object) -> Range:
    assert isinstance(value, Range)
    return replace(value, start=read(value.start), end=read(value.end))


_READERS: dict[type, Callable[[object], object]] = {
    type(None): _itself,
    str: _itself,
    bool: _itself,
    int: _read_int,
    float: _read_float,
    Decimal: _read_decimal,
    dict: _itself,
    Context: _itself,
    date: _read_date,
    time: _read_time,
    datetime: _read_datetime,
    timedelta: _read_timedelta,
    MonthsDuration: _itself,
    DaysDuration: _itself,
    Date: _itself,
    Time: _itself,
    DateTime: _itself,
    Range: _read_range,
}
_BY_INSTANCE: tuple[tuple[type, Callable[[object], object]], ...] = (
    (str, str),
    (int, _read_int),
    (float, _read_float),
    (Decimal, _read_decimal),
    (datetime, _read_datetime),
    (date, _read_date),
    (time, _read_time),
    (timedelta, _read_timedelta),
)

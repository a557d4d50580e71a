"""Values of the interpreter to Python values."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.feel.limits import MAXIMUM_DATA_DEPTH, LimitReached, spend
from app.feel.values.durations import DAY_SECONDS, NANOSECONDS, DaysDuration
from app.feel.values.functions import Function
from app.feel.values.incoming import entries, read
from app.feel.values.ranges import Range
from app.feel.values.temporal import Date, DateTime, Time
from app.feel.values.zones import Zone


class NotAValue(Exception):
    """A result that a JSON document cannot hold: a function, a date outside of the years 1 to 9999, a huge number."""


_ALWAYS_INT = 10**15
_LARGEST_EXPONENT = 307
FUNCTION_MESSAGE = "Expected an expression that gives a value, found one that gives a function: call it with (…)."


def plain(value: object, depth: int = 0) -> object:
    """Return a value as plain Python data, deeply: see `app.feel` for the types.

    Raises:
        NotAValue: a function, or a date that Python cannot hold.
        DataRefused: data of the caller that FEEL cannot hold.
        LimitReached: data nested too deep.
    """
    if depth > MAXIMUM_DATA_DEPTH:
        raise LimitReached("not-data")
    value = read(value, depth)
    writer = _WRITERS.get(type(value))
    if writer is not None:
        return writer(value)
    if isinstance(value, Range):
        value = value.properties
    if isinstance(value, list):
        spend(1 + (len(value) >> 3))
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, Mapping):
        spend(1 + (len(value) >> 3))
        return {key: plain(item, depth + 1) for key, item in entries(value).items()}
    if isinstance(value, Function):
        raise NotAValue(FUNCTION_MESSAGE)
    return value


def exact(value: object, depth: int = 0) -> object:
    """Return a value as it is, with its own copy of each list and context; functions stay.

    Raises:
        DataRefused: data of the caller that FEEL cannot hold.
        LimitReached: data nested too deep.
    """
    if depth > MAXIMUM_DATA_DEPTH:
        raise LimitReached("not-data")
    value = read(value, depth)
    if isinstance(value, list):
        spend(1 + (len(value) >> 3))
        return [exact(item, depth + 1) for item in value]
    if isinstance(value, Mapping):
        spend(1 + (len(value) >> 3))
        return {key: exact(item, depth + 1) for key, item in entries(value).items()}
    return value


def _plain_number(value: object) -> int | float:
    """Return a whole number as int, another one as the nearest float; what came as the float 1e300 stays a float."""
    assert isinstance(value, Decimal)
    if value.adjusted() > _LARGEST_EXPONENT:
        raise NotAValue(f"Expected a number of at most {_LARGEST_EXPONENT} digits, found one of {value.adjusted()}.")
    whole = int(value)
    if whole != value:
        return float(value)
    if -_ALWAYS_INT < whole < _ALWAYS_INT:
        return whole
    nearest = float(value)
    exponent = value.as_tuple().exponent
    is_float = isinstance(exponent, int) and exponent > 0 and Decimal(repr(nearest)) == value
    return nearest if is_float else whole


def _plain_date(value: object) -> date:
    assert isinstance(value, Date)
    try:
        return date(value.year, value.month, value.day)
    except ValueError:
        raise _outside(value) from None


def _plain_time(value: object) -> time:
    assert isinstance(value, Time)
    seconds, nanoseconds = divmod(value.nanoseconds, NANOSECONDS)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, nanoseconds // 1000, tzinfo=_plain_zone(value.zone))


def _plain_moment(value: object) -> datetime:
    assert isinstance(value, DateTime)
    return datetime.combine(_plain_date(value.date), _plain_time(value.time))


def _plain_zone(zone: Zone | None) -> tzinfo | None:
    if zone is None:
        return None
    return ZoneInfo(zone.name) if zone.name is not None else timezone(timedelta(seconds=zone.offset or 0))


def _plain_duration(value: object) -> timedelta:
    assert isinstance(value, DaysDuration)
    microseconds = round(Decimal(value.nanoseconds) / 1000)
    seconds, microseconds = divmod(microseconds, 1_000_000)
    try:
        return timedelta(days=seconds // DAY_SECONDS, seconds=seconds % DAY_SECONDS, microseconds=microseconds)
    except OverflowError:
        raise _outside(value) from None


def _outside(value: object) -> NotAValue:
    return NotAValue(f"Expected a date or a duration between the years 1 and 9999, found {value}.")


def _itself(value: object) -> object:
    return value


_WRITERS: dict[type, Callable[[object], object]] = {
    type(None): _itself,
    bool: _itself,
    str: _itself,
    Decimal: _plain_number,
    Date: _plain_date,
    Time: _plain_time,
    DateTime: _plain_moment,
    DaysDuration: _plain_duration,
}

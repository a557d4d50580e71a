"""The named components of dates, times, durations and ranges (DMN 1.5, tables 64 to 67)."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from app.feel.limits import spend
from app.feel.values.durations import NANOSECONDS, DaysDuration, MonthsDuration
from app.feel.values.incoming import entry
from app.feel.values.ranges import Range
from app.feel.values.temporal import Date, DateTime, Time


def member(value: object, name: str) -> object:
    """Return value.name: an entry, a component, the entries of each element of a list; null where there is none."""
    if isinstance(value, Mapping):
        return entry(value, name)
    if isinstance(value, list):
        spend(len(value))
        return [member(item, name) for item in value]
    component = _COMPONENTS.get((type(value), name))
    return None if component is None else component(value)


def _offset_of(value: Time | DateTime) -> DaysDuration | None:
    offset = value.offset
    return None if offset is None else DaysDuration(nanoseconds=offset * NANOSECONDS)


def _zone_name(time: Time) -> str | None:
    return None if time.zone is None else time.zone.name


_OF_DATES: dict[str, Callable[..., object]] = {
    "year": lambda date: Decimal(date.year),
    "month": lambda date: Decimal(date.month),
    "day": lambda date: Decimal(date.day),
    "weekday": lambda date: Decimal(date.weekday),
}
_OF_TIMES: dict[str, Callable[..., object]] = {
    "hour": lambda time: Decimal(time.clock[0]),
    "minute": lambda time: Decimal(time.clock[1]),
    "second": lambda time: time.clock[2],
    "timezone": _zone_name,
}


def _of_date(component: Callable[..., object]) -> Callable[..., object]:
    return lambda moment: component(moment.date)


def _of_time(component: Callable[..., object]) -> Callable[..., object]:
    return lambda moment: component(moment.time)


_DAYS_PARTS = ("days", "hours", "minutes", "seconds")
_COMPONENTS: dict[tuple[type, str], Callable[..., object]] = {
    **{(Date, name): component for name, component in _OF_DATES.items()},
    **{(Time, name): component for name, component in _OF_TIMES.items()},
    **{(DateTime, name): _of_date(component) for name, component in _OF_DATES.items()},
    **{(DateTime, name): _of_time(component) for name, component in _OF_TIMES.items()},
    (Time, "time offset"): _offset_of,
    (DateTime, "time offset"): _offset_of,
    (MonthsDuration, "years"): lambda duration: Decimal(duration.parts[0]),
    (MonthsDuration, "months"): lambda duration: Decimal(duration.parts[1]),
    (DaysDuration, "days"): lambda duration: Decimal(duration.parts[0]),
    (DaysDuration, "hours"): lambda duration: Decimal(duration.parts[1]),
    (DaysDuration, "minutes"): lambda duration: Decimal(duration.parts[2]),
    (DaysDuration, "seconds"): lambda duration: duration.parts[3],
    **{
        (Range, name): (lambda interval, name=name: interval.properties[name])
        for name in ("start", "end", "start included", "end included")
    },
}

"""Conversion functions, not and is (DMN 1.5, tables 72, 73 and 77)."""

import re
from decimal import Decimal

from app.feel.builtins.registry import builtin
from app.feel.values.comparison import equal, kind_of
from app.feel.values.durations import NANOSECONDS, DaysDuration, MonthsDuration, parse_duration
from app.feel.values.functions import Function
from app.feel.values.numbers import CONTEXT, whole
from app.feel.values.temporal import Date, DateTime, Time, fixed_zone, make_date, make_time, midnight, months_between
from app.feel.values.temporal_text import parse_date, parse_moment, parse_time
from app.feel.values.text import text_of

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)", re.ASCII)
_LARGEST_NUMBER_TEXT = 10_000


@builtin("not(negand: boolean)")
def _not(negand: bool) -> bool:
    return not negand


@builtin("is(value1: any, value2: any)")
def _is(one: object, other: object) -> bool:
    if kind_of(one) is not kind_of(other):
        return False
    if isinstance(one, Function):
        return one is other
    if isinstance(one, Time | DateTime):
        return _as_read(one) == _as_read(other)
    return equal(one, other) is True


def _as_read(value: object) -> tuple[object, ...]:
    """Return what a time or a date and time says: its date, its clock and its offset, whatever the zone is called."""
    assert isinstance(value, Time | DateTime)
    if isinstance(value, DateTime):
        return value.date, value.time.nanoseconds, value.offset
    return value.nanoseconds, value.offset


@builtin("string(from: any)")
def _string(value: object) -> str | None:
    return None if value is None else text_of(value)


@builtin("number(from: number or string)")
def _number_itself(value: Decimal | str) -> Decimal | None:
    return value if isinstance(value, Decimal) else _number(value, None, None)


@builtin("number(from: string, grouping separator: string or null, decimal separator: string or null)")
def _number(text: str, grouping: str | None, decimal: str | None) -> Decimal | None:
    if grouping not in {" ", ",", ".", None} or decimal not in {".", ",", None}:
        return None
    if (grouping == decimal and grouping is not None) or len(text) > _LARGEST_NUMBER_TEXT:
        return None
    plain = text.replace(grouping, "") if grouping else text
    if decimal == ",":
        if "." in plain:
            return None
        plain = plain.replace(",", ".")
    return CONTEXT.create_decimal(plain) if _NUMBER.fullmatch(plain) else None


@builtin("date(from: string)")
def _date(text: str) -> Date | None:
    return parse_date(text)


@builtin("date(from: date or date and time)")
def _date_of(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@builtin("date(year: number, month: number, day: number)")
def _date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> Date | None:
    parts = whole(year), whole(month), whole(day)
    return None if None in parts else make_date(*parts)  # type: ignore[arg-type]


@builtin("time(from: string)")
def _time(text: str) -> Time | None:
    return parse_time(text)


@builtin("time(from: time or date and time or date)")
def _time_of(value: Time | DateTime | Date) -> Time:
    if isinstance(value, Date):
        return midnight(value).time
    return value.time if isinstance(value, DateTime) else value


@builtin("time(hour: number, minute: number, second: number, offset?: days and time duration or null)")
def _time_from_parts(
    hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None
) -> Time | None:
    hours, minutes = whole(hour), whole(minute)
    if hours is None or minutes is None or not 0 <= second < 60:
        return None
    zone = None
    if offset is not None:
        zone = fixed_zone(offset.nanoseconds // NANOSECONDS)
        if zone is None:
            return None
    return make_time(hours, minutes, int(second.scaleb(9, context=CONTEXT)), zone)


@builtin("date and time(from: string)")
def _moment(text: str) -> DateTime | None:
    return parse_moment(text)


@builtin("date and time(from: date and time or date)")
def _moment_of(value: DateTime | Date) -> DateTime:
    return midnight(value) if isinstance(value, Date) else value


@builtin("date and time(date: date or date and time, time: time)")
def _moment_from_parts(date: Date | DateTime, time: Time) -> DateTime:
    return DateTime(date=_date_of(date), time=time)


@builtin("duration(from: string)")
def _duration(text: str) -> MonthsDuration | DaysDuration | None:
    return parse_duration(text)


@builtin("duration(from: duration)")
def _duration_itself(value: MonthsDuration | DaysDuration) -> MonthsDuration | DaysDuration:
    return value


@builtin("years and months duration(from: date or date and time, to: date or date and time)")
def _months_between(start: Date | DateTime, end: Date | DateTime) -> MonthsDuration:
    return months_between(_date_of(start), _date_of(end))

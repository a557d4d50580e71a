"""The calendar and the present (DMN 1.5, tables 79 and 82)."""

from datetime import datetime
from decimal import Decimal

from app.domain.clock import CASABLANCA
from app.feel.builtins.registry import builtin
from app.feel.present import present
from app.feel.values.incoming import read
from app.feel.values.temporal import Date, DateTime

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _day(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@builtin("day of year(date: date or date and time)")
def _day_of_year(value: Date | DateTime) -> Decimal:
    day = _day(value)
    return Decimal(day.days - Date(year=day.year, month=1, day=1).days + 1)


@builtin("day of week(date: date or date and time)")
def _day_of_week(value: Date | DateTime) -> str:
    return DAYS[_day(value).weekday - 1]


@builtin("month of year(date: date or date and time)")
def _month_of_year(value: Date | DateTime) -> str:
    return MONTHS[_day(value).month - 1]


@builtin("week of year(date: date or date and time)")
def _week_of_year(value: Date | DateTime) -> Decimal:
    """Return the week of ISO 8601: that of the Thursday of the same week."""
    day = _day(value)
    thursday = day.days + 4 - day.weekday
    year = day.year
    if thursday < Date(year=year, month=1, day=1).days:
        year -= 1
    elif thursday > Date(year=year, month=12, day=31).days:
        year += 1
    return Decimal((thursday - Date(year=year, month=1, day=1).days) // 7 + 1)


def _here() -> datetime:
    return present().astimezone(CASABLANCA)


@builtin("now()")
def _now() -> object:
    return read(_here())


@builtin("today()")
def _today() -> object:
    return read(_here().date())

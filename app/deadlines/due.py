"""When a period is over.

| kind | counted | last day | late |
|---|---|---|---|
| franc, N days from day D | D+1 to D+N, whole days | D+N+1 | after the last second of that day |
| calendar, N days | from D+1 | D+N | the same |
| calendar, months and years | from date to date; a missing day is the month's last | the same | the same |
| working | working days after D | the N-th | the same |
| hour | hours that really pass, across changes of the clock | that of the last hour | after the last hour |

D is the day of the start in Morocco, whatever its hour. Neither D nor the day of the end, D+N+1, is counted in a
franc period (law 55-19, article 31), and what was due may still be done on that day: so courts read the same words in
the code of civil procedure, article 512 (known, not read again here). If D+N+1 of a franc period, or the last day of a
calendar one, is not worked, the next working day stands in its place.
"""

import calendar as gregorian
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from app.deadlines.calendar import Calendar
from app.deadlines.errors import DeadlineError
from app.deadlines.periods import Period
from app.domain.clock import CASABLANCA, local_day

ONE_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, kw_only=True)
class TimeLeft:
    """How far away the end of a period is; counted from today; days are negative when it is late."""

    late: bool
    days: int
    working_days: int


def last_day(period: Period, start: datetime, calendar: Calendar) -> date:
    """Return the last day, in Morocco, on which an answer is still in time.

    Raises:
        DeadlineError: `start` is naive, or the period ends after the year 9999.
    """
    nominal = nominal_end(period, start)
    if nominal is None:
        return calendar.add_working_days(day_of(start), period.amount)
    if period.unit == "hour":
        return nominal
    return calendar.next_working_day(nominal) if period.amount else nominal


def due_at(period: Period, start: datetime, calendar: Calendar) -> datetime:
    """Return the moment after which the period is over, with Casablanca's offset of that moment.

    Its date in Morocco is the last day of the period.

    Raises:
        DeadlineError: `start` is naive, or the period ends after the year 9999.
    """
    if period.unit == "hour":
        day_of(start)
        return with_offset(start.astimezone(UTC) + timedelta(hours=period.amount))
    return with_offset(datetime.combine(last_day(period, start, calendar), LAST_SECOND, CASABLANCA))


def past_last_second(moment: datetime) -> datetime:
    """Return `moment`, or the midnight after it when it lies in the last second of a day in Morocco.

    A day belongs whole to the period that ends with it: what begins when the period is over begins the day after.
    """
    local = moment.astimezone(CASABLANCA)
    if local.time() < LAST_SECOND:
        return moment
    return moment + (timedelta(seconds=1) - timedelta(microseconds=local.microsecond))


def time_left(due: datetime, now: datetime, calendar: Calendar) -> TimeLeft:
    """Return the days and the working days between today and the day of `due`."""
    today = day_of(now)
    last = day_of(due)
    if now > due:
        return TimeLeft(
            late=True, days=min(-1, (last - today).days), working_days=-calendar.count_working_days(last, today)
        )
    return TimeLeft(late=False, days=(last - today).days, working_days=calendar.count_working_days(today, last))


def nominal_end(period: Period, start: datetime) -> date | None:
    """Return the day that the count alone gives, before it moves for being closed; None for working days.

    For a franc period that is D+N+1.
    """
    day = day_of(start)
    if period.counts_working_days:
        return None
    if period.unit == "hour":
        return local_day(start.astimezone(UTC) + timedelta(hours=period.amount))
    after = ONE_DAY if period.kind == "franc" else timedelta(0)
    try:
        if period.unit == "day":
            return day + timedelta(days=period.amount) + after
        return _add_months(day, period.amount * (12 if period.unit == "year" else 1)) + after
    except (OverflowError, ValueError):
        raise DeadlineError(
            f"Expected a period that ends before the year 10000, found {period} from {day}.", day=day
        ) from None


def _add_months(day: date, amount: int) -> date:
    years, month_index = divmod(day.month - 1 + amount, 12)
    year, month = day.year + years, month_index + 1
    return date(year, month, min(day.day, gregorian.monthrange(year, month)[1]))


def day_of(moment: datetime) -> date:
    if moment.tzinfo is None:
        raise DeadlineError(f"Expected an aware moment, found {moment}: give it a time zone.", moment=moment)
    return local_day(moment)


def with_offset(moment: datetime) -> datetime:
    """Return `moment` with a plain offset: two moments of one named zone would be subtracted by the wall clock."""
    local = moment.astimezone(CASABLANCA)
    offset = local.utcoffset()
    assert offset is not None
    return local.replace(tzinfo=timezone(offset))

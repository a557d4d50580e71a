"""ISO 8601 durations, date-times and repeating intervals, as timers write them (BPMN 2.0 §10.5.5.2).

Years and months are calendar steps counted in Morocco's local time: 31 January plus one month is the last day of
February. Weeks, days and smaller are exact time (a day is 24 hours), as FEEL counts them (DMN 1.5 §10.3.2.3.6).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

from app.domain.clock import CASABLANCA
from app.domain.errors import MastaraError

MAXIMUM_MONTHS = 12 * 200
MAXIMUM_TIME = timedelta(days=366 * 200)
"""No legal period of a commune reaches two centuries: a longer one is a typing error."""

_DURATION = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?",
    re.ASCII,
)
_CYCLE = re.compile(
    r"R(?P<count>\d*)/(?:(?P<start>\d{4}-[^/]+)/)?(?:(?P<interval>P[^/]+)|(?P<end>\d{4}-[^/]+))", re.ASCII
)
_STARTS_LIKE_CYCLE = re.compile(r"R\d*/\d{4}-", re.ASCII)
_STARTS_LIKE_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class TimerRefused(MastaraError):
    """A timer's text is not an ISO 8601 duration, date-time or repeating interval within bounds."""

    code: ClassVar[str] = "timer-refused"


@dataclass(frozen=True, kw_only=True)
class IsoDuration:
    """A period: whole months of the calendar, then exact time."""

    months: int = 0
    time: timedelta = timedelta()

    def add_to(self, moment: datetime) -> datetime:
        """Return the aware moment this long after `moment`, in UTC."""
        return (_add_months(moment, self.months) + self.time).astimezone(UTC)

    def times(self, number: int) -> "IsoDuration":
        """Return this period `number` times: three months are counted at once, 31 January is then 30 April."""
        return IsoDuration(months=self.months * number, time=self.time * number)

    @property
    def is_empty(self) -> bool:
        return self.months == 0 and self.time == timedelta()


@dataclass(frozen=True, kw_only=True)
class IsoCycle:
    """A repeating interval `R[count]/[start/]duration` or `R[count]/start/end`; without a `count` it never ends.

    With a `start` the first time is that moment; without, one interval after the timer began.
    """

    count: int | None
    interval: IsoDuration
    start: datetime | None = None

    def number_from(self, start: datetime, moment: datetime) -> int:
        """Return the number, from 0, of the first time at or after `moment`, counted from `start`."""
        longest = timedelta(days=31 * self.interval.months) + self.interval.time
        number = max(0, (moment - start) // longest)
        while self.interval.times(number).add_to(start) < moment:
            number += 1
        return number


def parse_duration(text: str) -> IsoDuration:
    """Read `P1Y2M3W4DT5H6M7.5S`; raises TimerRefused on anything else, negative or longer than two centuries."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or text.strip().endswith(("P", "T")):
        raise TimerRefused(f"Expected an ISO 8601 duration such as P15D or PT2H, found “{text}”.", text=text)
    months = int(match["years"] or 0) * 12 + int(match["months"] or 0)
    # Bounds come before arithmetic: a number of a thousand digits must not reach timedelta.
    if any(len(number) > 12 for number in match.groups("") if number):
        raise TimerRefused(f"Expected a duration below 200 years, found “{text}”.", text=text)
    exact = timedelta(
        weeks=_small(match["weeks"], text),
        days=_small(match["days"], text),
        hours=_small(match["hours"], text),
        minutes=_small(match["minutes"], text),
        seconds=float((match["seconds"] or "0").replace(",", ".")),
    )
    if months > MAXIMUM_MONTHS or exact > MAXIMUM_TIME:
        raise TimerRefused(f"Expected a duration below 200 years, found “{text}”.", text=text)
    return IsoDuration(months=months, time=exact)


def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 date or date-time; without a zone it is Morocco's legal time; a date is its first instant."""
    trimmed = text.strip()
    try:
        if not _STARTS_LIKE_DATE.match(trimmed):
            raise ValueError(trimmed)
        return moment_of(date.fromisoformat(trimmed) if len(trimmed) == 10 else datetime.fromisoformat(trimmed))
    except (ValueError, OverflowError) as error:
        raise TimerRefused(f"Expected an ISO 8601 date-time, found “{text}”.", text=text) from error


def moment_of(day_or_moment: date) -> datetime:
    """Return the UTC moment of a date (its first instant in Morocco) or of a date-time (Morocco's when naive)."""
    if not isinstance(day_or_moment, datetime):
        day_or_moment = datetime.combine(day_or_moment, time())
    if day_or_moment.tzinfo is None:
        day_or_moment = day_or_moment.replace(tzinfo=CASABLANCA)
    return day_or_moment.astimezone(UTC)


def parse_cycle(text: str) -> IsoCycle:
    """Read `R3/PT1H`, `R3/2026-03-01T08:00:00+01:00/P1D` or `R/2026-03-01/2026-03-08`; the interval is not empty."""
    match = _CYCLE.fullmatch(text.strip())
    if match is None or len(match["count"]) > 6 or (match["end"] and not match["start"]):
        raise TimerRefused(f"Expected a repetition such as R3/PT1H, found “{text}”.", text=text)
    start = parse_moment(match["start"]) if match["start"] else None
    end = parse_moment(match["end"]) if match["end"] else None
    interval = IsoDuration(time=end - start) if start and end else parse_duration(match["interval"])
    if interval.months == 0 and interval.time < timedelta(seconds=1):
        raise TimerRefused(f"Expected at least one second between repetitions, found “{text}”.", text=text)
    return IsoCycle(count=int(match["count"]) if match["count"] else None, interval=interval, start=start)


def is_literal(text: str) -> bool:
    """Tell whether a timer's text is plain ISO 8601 rather than FEEL (which may stand with or without `=`)."""
    trimmed = text.strip()
    return (trimmed.startswith("R") and "/P" in trimmed) or bool(
        _STARTS_LIKE_CYCLE.match(trimmed)
        or re.fullmatch(r"-?P[\dYMWDTHS.,]*", trimmed)
        or re.fullmatch(r"\d{4}-\d\d-\d\d\S*", trimmed)
    )


def check_literal(text: str, timer: str) -> None:
    """Raise TimerRefused unless the literal fits the kind of timer: duration, date or cycle."""
    if timer == "cycle":
        parse_cycle(text)
    elif text.strip().startswith(("P", "-")):
        parse_duration(text)
    else:
        parse_moment(text)


def _small(number: str | None, text: str) -> int:
    value = int(number or 0)
    if value > 10**9:
        raise TimerRefused(f"Expected a duration below 200 years, found “{text}”.", text=text)
    return value


def _add_months(moment: datetime, months: int) -> datetime:
    if months == 0:
        return moment
    local = moment.astimezone(CASABLANCA)
    years, index = divmod(local.month - 1 + months, 12)
    year, month = local.year + years, index + 1
    last = calendar.monthrange(year, month)[1]
    return local.replace(year=year, month=month, day=min(local.day, last)).astimezone(UTC)

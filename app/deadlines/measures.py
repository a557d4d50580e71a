"""How the three sorts of legal time are measured: by days, by working days, by hours.

A measure turns moments into whole positions on a line and counts units between them. On the line of days a position is
the day itself: from Monday to Wednesday there are two units, Tuesday and Wednesday, since the first day never counts.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Literal, Protocol

from app.deadlines.calendar import Calendar
from app.deadlines.due import LAST_SECOND, day_of, nominal_end, with_offset
from app.deadlines.errors import DeadlineError
from app.deadlines.periods import Period
from app.domain.clock import CASABLANCA, local_day

CountedIn = Literal["day", "working_day", "hour"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_HOUR = timedelta(hours=1) // _TICK


class Measure(Protocol):
    """One way of measuring legal time."""

    counted_in: ClassVar[CountedIn]

    def position(self, moment: datetime) -> int:
        """Return where a moment stands on the line."""
        ...

    def first_of(self, day: date) -> int:
        """Return the position after which nothing counts when `day` is the first of a general stop."""
        ...

    def last_of(self, day: date) -> int:
        """Return the position after which time counts again when `day` is the last of a general stop."""
        ...

    def distance(self, start: int, end: int) -> int:
        """Return the units after `start` and not after `end`; 0 when `end` comes first."""
        ...

    def plus(self, start: int, units: int) -> int:
        """Return the position of the last of so many units after `start`."""
        ...

    def moment(self, position: int) -> datetime:
        """Return the last moment of a position, with Casablanca's offset."""
        ...

    def units(self, period: Period, start: datetime) -> tuple[int, int]:
        """Return the units of a period from `start`, and how many more there are before its end (franc: one day)."""
        ...


@dataclass(frozen=True)
class Days:
    """Every day counts; a month or a year is the number of days to its date."""

    counted_in: ClassVar[CountedIn] = "day"

    def position(self, moment: datetime) -> int:
        return day_of(moment).toordinal()

    def first_of(self, day: date) -> int:
        return day.toordinal() - 1

    def last_of(self, day: date) -> int:
        return day.toordinal()

    def distance(self, start: int, end: int) -> int:
        return max(0, end - start)

    def plus(self, start: int, units: int) -> int:
        return start + units

    def moment(self, position: int) -> datetime:
        return with_offset(datetime.combine(day_at(position), LAST_SECOND, CASABLANCA))

    def units(self, period: Period, start: datetime) -> tuple[int, int]:
        end = nominal_end(period, start)
        assert end is not None
        tail = 1 if period.kind == "franc" else 0
        return end.toordinal() - self.position(start) - tail, tail


@dataclass(frozen=True)
class WorkingDays(Days):
    """Only days that `calendar` calls working ones count."""

    calendar: Calendar
    counted_in: ClassVar[CountedIn] = "working_day"

    def distance(self, start: int, end: int) -> int:
        return 0 if end <= start else self.calendar.count_working_days(day_at(start), day_at(end))

    def plus(self, start: int, units: int) -> int:
        return self.calendar.add_working_days(day_at(start), units).toordinal()

    def units(self, period: Period, start: datetime) -> tuple[int, int]:
        return period.amount, 0


@dataclass(frozen=True)
class Hours:
    """Hours that really pass, whatever the clock on the wall does; a position is a microsecond."""

    counted_in: ClassVar[CountedIn] = "hour"

    def position(self, moment: datetime) -> int:
        return (moment - _EPOCH) // _TICK

    def first_of(self, day: date) -> int:
        return self.position(datetime.combine(day, time(), CASABLANCA))

    def last_of(self, day: date) -> int:
        return self.first_of(day + timedelta(days=1))

    def distance(self, start: int, end: int) -> int:
        return max(0, end - start)

    def plus(self, start: int, units: int) -> int:
        return start + units

    def moment(self, position: int) -> datetime:
        return with_offset(_EPOCH + position * _TICK)

    def units(self, period: Period, start: datetime) -> tuple[int, int]:
        return period.amount * _HOUR, 0


def measure_of(period: Period, calendar: Calendar) -> Measure:
    """Return how a period is measured."""
    if period.unit == "hour":
        return Hours()
    return WorkingDays(calendar=calendar) if period.counts_working_days else Days()


def whole_units(measure: Measure, units: int) -> int:
    """Return units as people count them: hours come in microseconds."""
    return units // _HOUR if measure.counted_in == "hour" else units


def day_at(position: int) -> date:
    """Return the day of a position on the line of days.

    Raises:
        DeadlineError: the period ends after the year 9999.
    """
    try:
        return date.fromordinal(position)
    except (OverflowError, ValueError):
        raise DeadlineError(
            "Expected a period that ends before the year 10000, found one that does not: correct its length."
        ) from None


def day_of_position(measure: Measure, position: int) -> date:
    """Return the day in Morocco of a position on any line."""
    return local_day(measure.moment(position)) if measure.counted_in == "hour" else day_at(position)

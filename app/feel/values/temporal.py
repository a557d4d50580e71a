"""Dates, times, and both (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.6): any year, nanoseconds, offsets, named zones."""

from dataclasses import dataclass
from decimal import Decimal

from app.feel.values.calendar import LARGEST_YEAR, day_at, days_of, is_day, length_of_month
from app.feel.values.durations import DAY_SECONDS, NANOSECONDS, DaysDuration, MonthsDuration
from app.feel.values.zones import LARGEST_OFFSET, UTC_ZONE, Zone

DAY_NANOSECONDS = DAY_SECONDS * NANOSECONDS
_REFERENCE_DAY = 10_957
"""1 January 2000: a time of day with a named zone has the standard offset of that day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Date:
    """A day of the calendar."""

    year: int
    month: int
    day: int

    @property
    def days(self) -> int:
        """Days since 1 January 1970."""
        return days_of(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return (self.days + 3) % 7 + 1

    @property
    def order(self) -> tuple[int, int, int]:
        """What dates are compared by."""
        return self.year, self.month, self.day

    def __str__(self) -> str:
        """Return the ISO 8601 form: 2026-03-02, -0044-03-15, 12026-01-01."""
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Time:
    """A time of day, local where it has no zone."""

    nanoseconds: int
    zone: Zone | None = None

    @property
    def clock(self) -> tuple[int, int, Decimal]:
        """Hour, minute, second."""
        seconds, rest = divmod(self.nanoseconds, NANOSECONDS)
        return seconds // 3600, seconds // 60 % 60, Decimal(seconds % 60) + Decimal(rest).scaleb(-9)

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC, None for a local time."""
        if self.zone is None:
            return None
        return self.zone.standard_offset(_REFERENCE_DAY)

    @property
    def order(self) -> int:
        """Nanoseconds since midnight in UTC, or local ones where there is no zone."""
        return self.nanoseconds - (self.offset or 0) * NANOSECONDS

    def __str__(self) -> str:
        """Return the ISO 8601 form: 10:30:00, 10:30:00.5+01:00, 10:30:00@Europe/Paris."""
        seconds, rest = divmod(self.nanoseconds, NANOSECONDS)
        fraction = f".{rest:09}".rstrip("0") if rest else ""
        zone = "" if self.zone is None else str(self.zone)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}{zone}"


@dataclass(frozen=True, kw_only=True, slots=True)
class DateTime:
    """A moment, or a local date and time where the time has no zone."""

    date: Date
    time: Time

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC at that moment, None for a local one."""
        if self.time.zone is None:
            return None
        return self.time.zone.offset_at(self.date.days, self.time.nanoseconds // NANOSECONDS)

    @property
    def order(self) -> int:
        """Nanoseconds since 1970 in UTC, or local ones where there is no zone."""
        return self.date.days * DAY_NANOSECONDS + self.time.nanoseconds - (self.offset or 0) * NANOSECONDS

    def __str__(self) -> str:
        """Return the ISO 8601 form of the date and of the time with a T between them."""
        return f"{self.date}T{self.time}"


def make_date(year: int, month: int, day: int) -> Date | None:
    """Return a date, None where the calendar has no such day."""
    return Date(year=year, month=month, day=day) if is_day(year, month, day) else None


def make_time(hour: int, minute: int, nanoseconds: int, zone: Zone | None = None) -> Time | None:
    """Return a time; `nanoseconds` are those of the minute. None where a day has no such time."""
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= nanoseconds < 60 * NANOSECONDS):
        return None
    return Time(nanoseconds=(hour * 3600 + minute * 60) * NANOSECONDS + nanoseconds, zone=zone)


def fixed_zone(offset: int) -> Zone | None:
    """Return the zone of an offset in seconds, None where it is larger than 14 hours."""
    return Zone(offset=offset) if abs(offset) <= LARGEST_OFFSET else None


def date_of_days(days: int) -> Date | None:
    """Return the date that many days after 1 January 1970."""
    found = day_at(days)
    return None if found is None else Date(year=found[0], month=found[1], day=found[2])


def midnight(date: Date) -> DateTime:
    """Return midnight in UTC: what a date stands for among dates and times (DMN 1.5, 10.3.2.3.5)."""
    return DateTime(date=date, time=Time(nanoseconds=0, zone=UTC_ZONE))


def move_date(date: Date, duration: MonthsDuration | DaysDuration, sign: int) -> Date | None:
    """Return the date moved by a duration; of a day that the month lacks, the last one of the month."""
    if isinstance(duration, MonthsDuration):
        months = date.year * 12 + date.month - 1 + sign * duration.months
        year, month = months // 12, months % 12 + 1
        if abs(year) > LARGEST_YEAR:
            return None
        return Date(year=year, month=month, day=min(date.day, length_of_month(year, month)))
    return date_of_days((date.days * DAY_NANOSECONDS + sign * duration.nanoseconds) // DAY_NANOSECONDS)


def move_time(time: Time, duration: DaysDuration, sign: int) -> Time:
    """Return the time of day moved by a duration, around midnight if need be."""
    return Time(nanoseconds=(time.nanoseconds + sign * duration.nanoseconds) % DAY_NANOSECONDS, zone=time.zone)


def move_moment(moment: DateTime, duration: MonthsDuration | DaysDuration, sign: int) -> DateTime | None:
    """Return the date and time moved by a duration; in a named zone, hours are hours that pass."""
    if isinstance(duration, MonthsDuration):
        date = move_date(moment.date, duration, sign)
        return None if date is None else DateTime(date=date, time=moment.time)
    return moment_at(moment.order + sign * duration.nanoseconds, moment.time.zone)


def moment_at(nanoseconds: int, zone: Zone | None) -> DateTime | None:
    """Return the moment that many nanoseconds after 1970 (in UTC where there is a zone), told in `zone`."""
    local = nanoseconds
    if zone is not None:
        local += zone.offset_at_instant(nanoseconds // NANOSECONDS) * NANOSECONDS
    days, rest = divmod(local, DAY_NANOSECONDS)
    date = date_of_days(days)
    return None if date is None else DateTime(date=date, time=Time(nanoseconds=rest, zone=zone))


def months_between(start: Date, end: Date) -> MonthsDuration:
    """Return the whole months from one date to another, negative where the second is earlier."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return MonthsDuration(months=months)

"""What a change of the calendar is, and whether a date of a clock may move by it."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.deadlines.calendar import Calendar
from app.deadlines.days import GeneralStop
from app.deadlines.errors import DeadlineError
from app.deadlines.state import ClockState, DayRange


@dataclass(frozen=True, kw_only=True)
class CalendarChange:
    """Days that were worked and are not, or the reverse, and general stops that came, went or changed."""

    days: frozenset[date] = frozenset()
    stops: tuple[GeneralStop, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.days or self.stops)


def calendar_change(before: Calendar, after: Calendar, *, first: date, last: date) -> CalendarChange:
    """Return in what two calendars differ between two days, both included; a feast on a Sunday changes nothing.

    Raises:
        DeadlineError: `last` comes before `first`.
    """
    if last < first:
        raise DeadlineError(f"Expected days to compare from {first} on, found {last}: correct them.")
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return CalendarChange(
        days=frozenset(day for day in days if before.is_working_day(day) != after.is_working_day(day)),
        stops=tuple(stop for stop in (*before.stops, *after.stops) if (stop in before.stops) != (stop in after.stops)),
    )


def affected_by(state: ClockState, change: CalendarChange) -> bool:
    """Tell whether a date of the clock may move by a change; False is certain, True asks for a new reading.

    A stopped clock never moves: what was decided stays decided.
    """
    return any(_holds(days, day) for days in state.closures_matter for day in change.days) or any(
        _overlaps(state.stops_matter, stop) for stop in change.stops
    )


def _holds(days: DayRange, day: date) -> bool:
    return days[0] <= day <= days[1]


def _overlaps(days: DayRange | None, stop: GeneralStop) -> bool:
    """Tell whether an order touches the days; one that begins the day after them counts too: it may hold the last day.

    So it does when a period was suspended on its last day: what remains ends in the evening of the resumption.
    """
    if days is None or days[1] == date.max:
        return days is not None and days[0] <= (stop.last or date.max)
    return stop.first <= days[1] + timedelta(days=1) and days[0] <= (stop.last or date.max)

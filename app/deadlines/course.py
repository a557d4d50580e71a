"""The course of a clock: the running stretches between its pauses, and the positions that its dates stand on.

Rules for resuming (law 55-19, article 14: the period goes on for the remaining time; no text says how it is counted):

- the day of a suspension still counts, the day of the resumption does not, as the day of the start does not: a pause
  from the 5th to the 9th takes the four days 6 to 9 away, and a pause that ends on its own day takes none (assumed);
- what remains is the days from the suspension to the end before it moved for being closed: the move is made once, at
  the very end (assumed); a franc period keeps its uncounted day of the end among them;
- a period in months or years has its date fixed at the start; what remains of it is counted in days (assumed);
- of a period in working days, the working days that remained; of hours, the time that remained to the microsecond;
- who suspends on the last day, or on a closed day to which the end moved, leaves no day: the period ends in the evening
  of the day of the resumption, or of the next working day (assumed);
- a general stop takes its first and last day and all between them; counting goes on the day after the last one
  (decree-law 2-20-292 of 2020, article 6, known), and no period ends inside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from app.deadlines.calendar import LONGEST_CLOSURE_DAYS, Calendar
from app.deadlines.errors import DeadlineError
from app.deadlines.measures import Measure, day_at, measure_of
from app.deadlines.periods import Period
from app.deadlines.rules import share_of

Stretch = tuple[datetime, datetime | None]
"""The moments of a suspension and of its resumption; None while it lasts."""


@dataclass(frozen=True, kw_only=True)
class Break:
    """Positions between which nothing counts; `end` is None while it lasts, `asked` when an event caused it."""

    start: int
    end: int | None
    asked: bool


@dataclass(frozen=True, kw_only=True)
class Course:
    """The positions of a started clock. `length` units run, `tail` more come before the end (franc: one day)."""

    measure: Measure
    calendar: Calendar
    start: int
    breaks: tuple[Break, ...]
    length: int
    tail: int

    def mark(self, share: float) -> int | None:
        """Return the position on which a share of the period has run; None while a pause hides it."""
        return self._after(share_of(share, self.length), ending=False)

    @cached_property
    def nominal(self) -> int | None:
        """Return the position of the end before it moves for being closed; None while a pause hides it."""
        return self._after(self.length + self.tail, ending=True)

    @cached_property
    def last(self) -> int | None:
        """Return the position of the end."""
        nominal = self.nominal
        if nominal is None or self.measure.counted_in == "hour":
            return nominal
        last = self._find_open(day_at(nominal))
        return None if last is None else last.toordinal()

    def run_until(self, moment: datetime) -> int:
        """Return the units that have run at a moment, the day of the moment included, and never more than there are."""
        now, run, start = self.measure.position(moment), 0, self.start
        for stop in self.breaks:
            if now <= stop.start:
                break
            run += self.measure.distance(start, stop.start)
            if stop.end is None or now <= stop.end:
                return min(run, self.length)
            start = stop.end
        return min(run + self.measure.distance(start, now), self.length)

    def running_stretches(self) -> list[tuple[int, int | None]]:
        """Return the positions between which time counts, in order; the last stretch has no end."""
        stretches: list[tuple[int, int | None]] = []
        start: int | None = self.start
        for stop in self.breaks:
            assert start is not None
            stretches.append((start, stop.start))
            start = stop.end
        return stretches if start is None else [*stretches, (start, None)]

    def _after(self, units: int, *, ending: bool) -> int | None:
        """Walk `units` along the running stretches.

        A pause that somebody asked for proves that the period was not over, even if it stands on the day of the end or
        on a closed day after it: the end never comes before its resumption.
        """
        start = self.start
        for stop in self.breaks:
            room = self.measure.distance(start, stop.start)
            if units <= room and not (ending and stop.asked):
                return self.measure.plus(start, units)
            units = max(0, units - room)
            if stop.end is None:
                return None
            start = stop.end
        return self.measure.plus(start, units)

    def _find_open(self, day: date) -> date | None:
        """Return the first day from `day` on which a period can end, None while an order without end covers it."""
        for _ in range(LONGEST_CLOSURE_DAYS):
            day = self.calendar.next_working_day(day)
            stop = self.calendar.find_stop(day)
            if stop is None:
                return day
            if stop.last is None:
                return None
            day = stop.last + timedelta(days=1)
        raise DeadlineError(f"Expected a day on which a period can end near {day}, found none: check the orders.")


def course_of(period: Period, start: datetime, pauses: Iterable[Stretch], calendar: Calendar) -> Course:
    """Return the course of a period that starts at `start`, with the calendar's general stops among its pauses."""
    measure = measure_of(period, calendar)
    length, tail = measure.units(period, start)
    origin = measure.position(start)
    asked = [
        Break(start=measure.position(begin), end=None if end is None else measure.position(end), asked=True)
        for begin, end in pauses
    ]
    ordered = [
        Break(
            start=measure.first_of(stop.first),
            end=None if stop.last is None else measure.last_of(stop.last),
            asked=False,
        )
        for stop in calendar.stops
    ]
    return Course(
        measure=measure,
        calendar=calendar,
        start=origin,
        breaks=_merged(origin, sorted([*asked, *ordered], key=lambda stop: stop.start)),
        length=length,
        tail=tail,
    )


def _merged(origin: int, breaks: Sequence[Break]) -> tuple[Break, ...]:
    """Return breaks without overlap, from `origin` on; those that take no time disappear."""
    merged: list[Break] = []
    for stop in breaks:
        start = max(stop.start, origin)
        if stop.end is not None and stop.end <= start:
            continue
        previous = merged[-1] if merged else None
        if previous is None or (previous.end is not None and previous.end < start):
            merged.append(Break(start=start, end=stop.end, asked=stop.asked))
            continue
        open_ended = previous.end is None or stop.end is None
        end = None if open_ended else max(previous.end or 0, stop.end or 0)
        merged[-1] = Break(start=previous.start, end=end, asked=previous.asked or stop.asked)
    return tuple(merged)

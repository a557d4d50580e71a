"""The legal clock: reads what happened to a request under one rule and says where its period stands.

Pure: the same rule, events and calendar give the same dates for ever, on any machine in any time zone.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from app.deadlines.calendar import Calendar
from app.deadlines.course import Course
from app.deadlines.days import GeneralStop
from app.deadlines.errors import DeadlineError
from app.deadlines.events import ClockEvent
from app.deadlines.journal import HALF, Journal, read_journal
from app.deadlines.measures import day_of_position, measure_of, whole_units
from app.deadlines.rules import ClockRule
from app.deadlines.state import Alert, ClockState, DayRange, Pause, Standing
from app.domain.clock import local_day

GENERAL_STOP = "general-stop"
ONE_SECOND = timedelta(seconds=1)
ONE_DAY = timedelta(days=1)
_BEGINNING = datetime.fromisoformat("1900-01-01T00:00:00+00:00")


def read_clock(
    rule: ClockRule, events: Iterable[ClockEvent], calendar: Calendar, *, now: datetime | None = None
) -> ClockState:
    """Return where a clock stands at `now`, or at its last event when `now` is None or earlier.

    A machine whose clock was put back so never undoes what has happened.

    Raises:
        ClockRefused: an event is impossible where it stands.
        DeadlineError: `now` is naive, or the period ends after the year 9999.
    """
    if now is not None and now.tzinfo is None:
        raise DeadlineError(f"Expected an aware moment, found {now}: give it a time zone.", moment=now)
    journal = read_journal(rule, events, calendar)
    moment = max(now or _BEGINNING, journal.events[-1].at if journal.events else _BEGINNING)
    course = journal.course(calendar)
    return _not_started(journal, calendar, moment) if course is None else _started(journal, course, moment)


def _not_started(journal: Journal, calendar: Calendar, moment: datetime) -> ClockState:
    stopped = journal.stopped
    return ClockState(
        rule=journal.rule,
        events=journal.events,
        moment=moment,
        state="stopped" if stopped else "not_started",
        started_at=None,
        started_on=None,
        nominal_day=None,
        last_day=None,
        due_at=None,
        used=0,
        remaining=journal.rule.period.amount,
        counted_in=measure_of(journal.rule.period, calendar).counted_in,
        suspended_days=0,
        pauses=(),
        extended_by=None,
        total=journal.rule.period,
        alerts=tuple(Alert(share=share, at=None) for share in journal.rule.alerts),
        half_window_until=None,
        silence_at=None,
        stopped_at=stopped.at if stopped else None,
        stop_reason=stopped.reason if stopped else "",
        late=False,
        closures_matter=(),
        stops_matter=None,
    )


def _started(journal: Journal, course: Course, moment: datetime) -> ClockState:
    rule, stopped, started = journal.rule, journal.stopped, journal.started
    assert started is not None
    reached = stopped.at if stopped else moment
    nominal, last = course.nominal, course.last
    due = None if last is None else course.measure.moment(last)
    late = due is not None and reached > due
    used = course.run_until(reached)
    pauses = _pauses(journal, course, reached)
    half = journal.course(course.calendar, extended=False)
    return ClockState(
        rule=rule,
        events=journal.events,
        moment=moment,
        state=_standing(journal, course, reached, late=late),
        started_at=started.at,
        started_on=local_day(started.at),
        nominal_day=None if nominal is None else day_of_position(course.measure, nominal),
        last_day=None if last is None else day_of_position(course.measure, last),
        due_at=due,
        used=whole_units(course.measure, used),
        remaining=whole_units(course.measure, course.length) - whole_units(course.measure, used),
        counted_in=course.measure.counted_in,
        suspended_days=_suspended_days(pauses),
        pauses=pauses,
        extended_by=journal.extended.amount if journal.extended else None,
        total=journal.period,
        alerts=tuple(Alert(share=share, at=_moment(course, course.mark(share))) for share in rule.alerts),
        half_window_until=_moment(half, half.mark(HALF)) if rule.half_window and half else None,
        silence_at=due + ONE_SECOND if due and rule.silence != "none" else None,
        stopped_at=stopped.at if stopped else None,
        stop_reason=stopped.reason if stopped else "",
        late=late,
        closures_matter=() if stopped else tuple(_closures_that_matter(course, nominal, last, reached)),
        stops_matter=None if stopped else (local_day(started.at), local_day(due) if due else date.max),
    )


def _standing(journal: Journal, course: Course, moment: datetime, *, late: bool) -> Standing:
    if journal.stopped is not None:
        return "stopped"
    if journal.paused is not None or _is_stopped_by_order(course, moment):
        return "suspended"
    if late:
        return "over"
    return "extended" if journal.extended else "running"


def _is_stopped_by_order(course: Course, moment: datetime) -> bool:
    last = course.last
    over = last is not None and moment > course.measure.moment(last)
    return not over and course.calendar.find_stop(local_day(moment)) is not None


def _moment(course: Course, position: int | None) -> datetime | None:
    return None if position is None else course.measure.moment(position)


def _pauses(journal: Journal, course: Course, reached: datetime) -> tuple[Pause, ...]:
    asked = [
        _pause(pause.suspended, local_day(pause.resumed.at) if pause.resumed else None, local_day(reached))
        for pause in journal.pauses
    ]
    ordered = [_general_pause(stop, course, local_day(reached)) for stop in _stops_within(course)]
    return tuple(sorted([*asked, *ordered], key=lambda pause: pause.since))


def _pause(suspended: ClockEvent, until: date | None, today: date) -> Pause:
    since = local_day(suspended.at)
    days = ((until or today) - since).days
    return Pause(reason=suspended.reason, since=since, until=until, days=max(0, days), words=suspended.words)


def _general_pause(stop: GeneralStop, course: Course, today: date) -> Pause:
    since = max(stop.first - ONE_DAY, day_of_position(course.measure, course.start))
    days = (min(stop.last or today, today) - since).days
    return Pause(
        reason=GENERAL_STOP,
        since=since,
        until=stop.last,
        days=max(0, days),
        words=stop.names,
        reference=stop.reference,
    )


def _stops_within(course: Course) -> list[GeneralStop]:
    start, last = day_of_position(course.measure, course.start), course.last
    end = date.max if last is None else day_of_position(course.measure, last)
    return [stop for stop in course.calendar.stops if (stop.last or date.max) > start and stop.first <= end]


def _suspended_days(pauses: Iterable[Pause]) -> int:
    """Return the days that pauses took away together: a day in two of them is one day."""
    taken = {pause.since + ONE_DAY * number for pause in pauses for number in range(1, pause.days + 1)}
    return len(taken)


def _closures_that_matter(course: Course, nominal: int | None, last: int | None, reached: datetime) -> list[DayRange]:
    """Return the days whose closing or opening may move a date of the clock."""
    if course.measure.counted_in == "hour":
        return []
    end = None if last is None else day_of_position(course.measure, last)
    if course.measure.counted_in == "working_day":
        return [(day_of_position(course.measure, course.start), end or local_day(reached))]
    if nominal is None:
        return []
    return [(day_of_position(course.measure, nominal), end or date.max)]

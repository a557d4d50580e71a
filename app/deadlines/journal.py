"""The events of one clock, checked one by one against its rule: the same events are accepted for ever."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.deadlines.calendar import Calendar
from app.deadlines.course import Course, course_of
from app.deadlines.errors import ClockRefused
from app.deadlines.events import ClockEvent
from app.deadlines.periods import Period
from app.deadlines.rules import ClockRule
from app.domain.clock import local_day

HALF = 0.5


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A suspension and its resumption, which is None while it lasts."""

    suspended: ClockEvent
    resumed: ClockEvent | None = None


@dataclass(frozen=True, kw_only=True)
class Journal:
    """What has happened to a clock so far."""

    rule: ClockRule
    events: tuple[ClockEvent, ...] = ()
    started: ClockEvent | None = None
    pauses: tuple[Asked, ...] = ()
    extended: ClockEvent | None = None
    stopped: ClockEvent | None = None

    @property
    def paused(self) -> Asked | None:
        """Return the suspension that lasts, if there is one."""
        return next((pause for pause in self.pauses if pause.resumed is None), None)

    @property
    def period(self) -> Period:
        """Return the period with its extension."""
        if self.extended is None or self.extended.amount is None:
            return self.rule.period
        return replace(self.rule.period, amount=self.rule.period.amount + self.extended.amount.amount)

    def course(self, calendar: Calendar, *, extended: bool = True) -> Course | None:
        """Return the course of the clock, None before it starts; `extended` False leaves the extension out."""
        if self.started is None:
            return None
        stretches = [(pause.suspended.at, pause.resumed.at if pause.resumed else None) for pause in self.pauses]
        return course_of(self.period if extended else self.rule.period, self.started.at, stretches, calendar)


def read_journal(rule: ClockRule, events: Iterable[ClockEvent], calendar: Calendar) -> Journal:
    """Check events in their order and return them sorted by what they do.

    Raises:
        ClockRefused: an event is impossible where it stands; `problem` names why.
    """
    journal = Journal(rule=rule)
    for event in events:
        journal = _add(journal, event, calendar)
    return journal


def _add(journal: Journal, event: ClockEvent, calendar: Calendar) -> Journal:
    _check_order(journal, event)
    added = replace(journal, events=(*journal.events, event))
    if event.starts(journal.rule.starts_on):
        return replace(added, started=_checked_start(journal, event))
    if event.kind == "suspended":
        _check_suspension(journal, event, calendar)
        return replace(added, pauses=(*journal.pauses, Asked(suspended=event)))
    if event.kind == "resumed":
        return replace(added, pauses=_resumed(journal, event))
    if event.kind == "extended":
        _check_extension(journal, event, calendar)
        return replace(added, extended=event)
    if event.kind == "stopped":
        return replace(added, stopped=_checked_stop(journal, event))
    return added


def is_past_end(journal: Journal, moment: datetime, calendar: Calendar) -> bool:
    """Tell whether the period was over at `moment`, by the calendar of now and by the one known on that day."""
    return all(
        course is not None and _is_after(course, course.last, moment) for course in _courses(journal, moment, calendar)
    )


def is_past_half(journal: Journal, moment: datetime, calendar: Calendar) -> bool:
    """Tell whether the first half of the period, without extension, was over at `moment`; calendars as above."""
    return all(
        course is not None and _is_after(course, course.mark(HALF), moment)
        for course in _courses(journal, moment, calendar, extended=False)
    )


def _courses(
    journal: Journal, moment: datetime, calendar: Calendar, *, extended: bool = True
) -> tuple[Course | None, ...]:
    now = journal.course(calendar, extended=extended)
    known = calendar.known_on(local_day(moment))
    return (now,) if known is calendar else (now, journal.course(known, extended=extended))


def _is_after(course: Course, position: int | None, moment: datetime) -> bool:
    return position is not None and moment > course.measure.moment(position) + _GRACE


_GRACE = timedelta(microseconds=999_999)
"""Ends are written to the second: the last second belongs to the period whole."""


def _check_order(journal: Journal, event: ClockEvent) -> None:
    previous = journal.events[-1] if journal.events else None
    if previous is None or previous.at <= event.at:
        _check_filing(journal, event)
        return
    if event.kind == "resumed" and journal.paused is not None:
        raise ClockRefused(
            "suspension-ends-before-start",
            f"Expected the suspension of {journal.paused.suspended.at} to end after it began, found its end at "
            f"{event.at}: correct the date.",
            found=event.at,
            expected=journal.paused.suspended.at,
        )
    raise ClockRefused(
        "wrong-order",
        f"Expected events in the order of time, found {event.kind} at {event.at} after {previous.kind} at "
        f"{previous.at}: give them in order.",
        found=event.at,
        expected=previous.at,
    )


def _check_filing(journal: Journal, event: ClockEvent) -> None:
    if event.kind == "filed" and any(earlier.kind in ("filed", "completed") for earlier in journal.events):
        raise ClockRefused(
            "filed-late",
            f"Expected a request to be filed once, before its file is complete, found it filed at {event.at}: "
            "remove the event.",
            found=event.at,
        )
    if journal.stopped is not None and event.kind in ("suspended", "resumed", "extended"):
        raise ClockRefused(
            "after-stop",
            f"Expected no event after the clock stopped at {journal.stopped.at}, found {event.kind} at {event.at}: "
            "open a new clock.",
            found=event.at,
            expected=journal.stopped.at,
        )


def _checked_start(journal: Journal, event: ClockEvent) -> ClockEvent:
    if journal.started is not None:
        raise ClockRefused(
            "started-twice",
            f"Expected the clock {journal.rule.key!r} to start once, at {journal.started.at}, found a second start at "
            f"{event.at}: remove it.",
            found=event.at,
            expected=journal.started.at,
        )
    if journal.stopped is not None:
        raise ClockRefused(
            "after-stop",
            f"Expected no start after the clock stopped at {journal.stopped.at}, found one at {event.at}: "
            "open a new clock.",
            found=event.at,
            expected=journal.stopped.at,
        )
    return event


def _check_running(journal: Journal, event: ClockEvent) -> None:
    if journal.started is None:
        raise ClockRefused(
            "not-started",
            f"Expected the clock {journal.rule.key!r} to run before it is {event.kind}, found that it has not started: "
            f"wait for {journal.rule.starts_on!r}.",
            found=event.at,
        )


def _check_suspension(journal: Journal, event: ClockEvent, calendar: Calendar) -> None:
    _check_running(journal, event)
    allowed = journal.rule.find_suspension(event.reason)
    if allowed is None:
        known = ", ".join(one.reason for one in journal.rule.may_suspend) or "no reason at all"
        raise ClockRefused(
            "reason-unknown",
            f"Expected a reason for which {journal.rule.key!r} may be suspended ({known}), found {event.reason!r}: "
            "let the clock run.",
            found=event.reason,
        )
    if journal.paused is not None:
        raise ClockRefused(
            "already-suspended",
            f"Expected a running clock, found it suspended since {journal.paused.suspended.at}: resume it first.",
            expected=journal.paused.suspended.at,
        )
    if allowed.once and any(pause.suspended.reason == event.reason for pause in journal.pauses):
        raise ClockRefused(
            "asked-twice",
            f"Expected one suspension for {event.reason!r}, found a second one at {event.at}: decide on the file as "
            "it is.",
            found=event.at,
        )
    _check_not_over(journal, event, calendar)
    if journal.rule.half_window and not allowed.any_time and is_past_half(journal, event.at, calendar):
        raise ClockRefused(
            "second-half",
            f"Expected a request to the user in the first half of {journal.rule.key!r}, found one at {event.at}: "
            "decide on the file as it is.",
            found=event.at,
        )


def _check_not_over(journal: Journal, event: ClockEvent, calendar: Calendar) -> None:
    if is_past_end(journal, event.at, calendar):
        raise ClockRefused(
            "after-end",
            f"Expected the clock {journal.rule.key!r} to be {event.kind} before its end, found {event.at}, after it: "
            "what silence means applies.",
            found=event.at,
        )


def _resumed(journal: Journal, event: ClockEvent) -> tuple[Asked, ...]:
    if journal.paused is None:
        raise ClockRefused(
            "resume-without-suspension",
            f"Expected a suspended clock to resume, found {journal.rule.key!r} not suspended at {event.at}: "
            "remove the event.",
            found=event.at,
        )
    return (*journal.pauses[:-1], replace(journal.pauses[-1], resumed=event))


def _check_extension(journal: Journal, event: ClockEvent, calendar: Calendar) -> None:
    _check_running(journal, event)
    allowed, amount = journal.rule.extension, event.amount
    if allowed is None or event.reason not in allowed.reasons:
        expected = ", ".join(allowed.reasons) if allowed else "none"
        raise ClockRefused(
            "extension-not-allowed",
            f"Expected an extension that the rule allows ({expected}), found {event.reason!r}: keep the period.",
            found=event.reason,
        )
    if journal.extended is not None:
        raise ClockRefused(
            "extended-twice",
            f"Expected one extension, found a second one at {event.at} after that of {journal.extended.at}: "
            "keep the first.",
            found=event.at,
            expected=journal.extended.at,
        )
    period = journal.rule.period
    assert amount is not None
    if (amount.unit, amount.kind) != (period.unit, period.kind):
        raise ClockRefused(
            "extension-measure",
            f"Expected an extension in {period.kind} {period.unit}s, found {amount.kind} {amount.unit}s: count it in "
            "the same way.",
            found=amount,
        )
    if allowed.ceiling is not None and amount.amount > allowed.ceiling.amount:
        raise ClockRefused(
            "extension-too-long",
            f"Expected an extension of at most {allowed.ceiling.amount}, found {amount.amount}: shorten it.",
            found=amount,
            expected=allowed.ceiling,
        )
    _check_not_over(journal, event, calendar)


def _checked_stop(journal: Journal, event: ClockEvent) -> ClockEvent:
    if journal.stopped is not None:
        raise ClockRefused(
            "stopped-twice",
            f"Expected the clock to stop once, at {journal.stopped.at}, found a second stop at {event.at}: remove it.",
            found=event.at,
            expected=journal.stopped.at,
        )
    return event

"""Turns a timer's text into the moment it is due, by the legal calendar, FEEL or plain ISO 8601."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.errors import MastaraError
from app.engine.environment import Environment
from app.engine.errors import ModelFault
from app.engine.token import Token
from app.feel import MonthsDuration
from app.procedures.bpmn import EventDefinition
from app.procedures.bpmn.timers import (
    IsoCycle,
    IsoDuration,
    TimerRefused,
    is_literal,
    moment_of,
    parse_cycle,
    parse_duration,
    parse_moment,
)

PARAMETERS = "parameters."
_PARAMETER = re.compile(r"=?\s*parameters\.([A-Za-z_][\w.-]*)\s*", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Due:
    """When a timer is due (UTC); for a repeating one its text and how many repetitions follow (-1: without end)."""

    moment: datetime
    cycle: str | None = None
    left: int = 0


def due_moment(token: Token, event: EventDefinition) -> Due:
    """Return when the timer is due: a period of the law, alone or chosen by if … then … else, by the legal calendar.

    Raises ModelFault when the text gives no moment, a negative one, or one beyond two centuries.
    """
    instance = token.workflow.top_workflow
    environment: Environment = instance.step.environment
    text = event.expression or ""
    path = _PARAMETER.fullmatch(text)
    if path:
        return Due(moment=_legal_due(environment, path[1]))
    if is_literal(text):
        return _literal_due(event, text, environment)
    chosen = instance.script_engine.chosen_name(token, text) or ""
    if chosen.startswith(PARAMETERS):
        return Due(moment=_legal_due(environment, chosen.removeprefix(PARAMETERS)))
    return _literal_due(event, instance.script_engine.evaluate(token, text), environment)


def _literal_due(event: EventDefinition, value: object, environment: Environment) -> Due:
    try:
        if event.timer == "cycle":
            return _cycle_due(environment.now, str(value))
        return Due(moment=_due_from(value, environment.now))
    except (TimerRefused, OverflowError, ValueError) as error:
        raise ModelFault("timer-unreadable", expression=str(event.expression), reason=str(error)) from error


def period_end(token: Token, text: str) -> datetime:
    """Return the end of a period that begins now: a duration, a date, FEEL or a parameter. Raises ModelFault."""
    return due_moment(token, EventDefinition(kind="timer", timer="duration", expression=text)).moment


def first_due(event: EventDefinition, environment: Environment) -> Due:
    """Return when the timer that begins a process is due, read without a case: ISO text or a parameter.

    Raises ModelFault for FEEL, which has nothing to look at before there is a case, and for text that gives no moment.
    """
    text = event.expression or ""
    path = _PARAMETER.fullmatch(text)
    if path:
        return Due(moment=_legal_due(environment, path[1]))
    if not is_literal(text):
        raise ModelFault("timer-unreadable", expression=text, reason="no case yet")
    return _literal_due(event, text, environment)


def next_due(due: datetime, cycle: str, left: int) -> Due | None:
    """Return the following repetition of a timer that fired, None when its count is used up."""
    if left == 0:
        return None
    parsed = parse_cycle(cycle)
    moment = parsed.interval.add_to(due)
    if parsed.start is not None:
        number = parsed.number_from(parsed.start, due + timedelta(microseconds=1))
        moment = parsed.interval.times(number).add_to(parsed.start)
    return Due(moment=moment, cycle=cycle, left=left - 1 if left > 0 else -1)


def _legal_due(environment: Environment, path: str) -> datetime:
    try:
        return moment_of(environment.due(path, environment.now))
    except (MastaraError, LookupError) as error:
        raise ModelFault("period-unknown", period=path) from error


def _cycle_due(now: datetime, text: str) -> Due:
    """Return the first time from now on: those before have passed, but the last of them when none is left to come."""
    cycle = parse_cycle(text)
    if cycle.count == 0:
        raise TimerRefused(f"Expected at least one repetition, found “{text}”.", text=text)
    start = cycle.start or now
    passed = cycle.number_from(start, now) if cycle.start else 0
    if cycle.count is not None:
        passed = min(passed, cycle.count - 1)
    first = cycle.interval.times(passed if cycle.start else 1).add_to(start)
    left = -1 if cycle.count is None else cycle.count - 1 - passed
    return Due(moment=first, cycle=_counted_from(start, cycle, text), left=left)


def _counted_from(start: datetime, cycle: IsoCycle, text: str) -> str:
    """Return the text with a start where months are counted: from one time to the next a 31st would become a 28th."""
    if cycle.start is not None or not cycle.interval.months:
        return text
    count, _, interval = text.strip().partition("/")
    return f"{count}/{start.isoformat()}/{interval}"


def _due_from(value: object, now: datetime) -> datetime:
    if isinstance(value, date):
        return moment_of(value)
    if isinstance(value, timedelta | MonthsDuration):
        return _period(value).add_to(now)
    if isinstance(value, str):
        return parse_duration(value).add_to(now) if value.strip().startswith(("P", "-P")) else parse_moment(value)
    raise TimerRefused(f"Expected a duration or a date, found {value!r}.", text=str(value))


def _period(value: timedelta | MonthsDuration) -> IsoDuration:
    period = IsoDuration(months=value.months) if isinstance(value, MonthsDuration) else IsoDuration(time=value)
    if period.months < 0 or period.time < timedelta():
        raise TimerRefused(f"Expected a duration that is not negative, found {value}.", text=str(value))
    return period

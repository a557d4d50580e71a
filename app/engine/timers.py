"""Turns a timer's text into the moment it is due, by the legal calendar, FEEL or plain ISO 8601."""

import re
from datetime import date, datetime, timedelta

from app.domain.errors import MastaraError
from app.engine.environment import Environment
from app.engine.errors import ModelFault
from app.engine.token import Token
from app.feel import MonthsDuration
from app.procedures.bpmn import EventDefinition
from app.procedures.bpmn.timers import (
    IsoDuration,
    TimerRefused,
    is_literal,
    moment_of,
    parse_cycle,
    parse_duration,
    parse_moment,
)

_PARAMETER = re.compile(r"=?\s*parameters\.([A-Za-z_][\w.-]*)\s*", re.ASCII)


def due_moment(token: Token, event: EventDefinition) -> tuple[datetime, int | None]:
    """Return when the timer is due (UTC) and how many repetitions follow (None: not a repeating timer).

    Raises ModelFault when the text gives no moment, a negative one, or one beyond two centuries.
    """
    step = token.workflow.top_workflow.step
    text = event.expression or ""
    path = _PARAMETER.fullmatch(text)
    try:
        if path:
            return _legal_due(step.environment, path[1]), None
        value = text if is_literal(text) else token.workflow.script_engine.evaluate(token, text)
        if event.timer == "cycle":
            return _cycle_due(step.environment.now, str(value))
        return _due_from(value, step.environment.now), None
    except (TimerRefused, OverflowError, ValueError) as error:
        raise ModelFault("timer-unreadable", expression=text, reason=str(error)) from error


def next_due(token: Token, event: EventDefinition) -> tuple[datetime, int] | None:
    """Return the following repetition of a timer that fired, None when its count is used up; -1 means without end."""
    left = int(token.internal_data.get("left", 0))
    if left == 0:
        return None
    text = event.expression or ""
    value = text if is_literal(text) else str(token.workflow.script_engine.evaluate(token, text))
    previous = datetime.fromisoformat(token.internal_data["due"])
    return parse_cycle(value).interval.add_to(previous), left - 1 if left > 0 else -1


def _legal_due(environment: Environment, path: str) -> datetime:
    try:
        return moment_of(environment.due(path, environment.now))
    except (MastaraError, LookupError) as error:
        raise ModelFault("period-unknown", period=path) from error


def _cycle_due(now: datetime, text: str) -> tuple[datetime, int]:
    cycle = parse_cycle(text)
    if cycle.count == 0:
        raise TimerRefused(f"Expected at least one repetition, found “{text}”.", text=text)
    return cycle.interval.add_to(now), -1 if cycle.count is None else cycle.count - 1


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

"""What may begin a case of a process without anybody filing: its message, signal and timer start events."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from app.engine.definition import ProcessDefinition
from app.engine.environment import Environment
from app.engine.errors import EngineError, ModelFault
from app.engine.specs.events import message_name, signal_name
from app.engine.timers import first_due, next_due
from app.procedures.bpmn import Element


class StartUnreadable(EngineError):
    """A timer start event whose text gives no moment before there is a case."""

    code: ClassVar[str] = "start-unreadable"


@dataclass(frozen=True, kw_only=True)
class StartWait:
    """One start event that waits: for the message or signal `name`, or until `due_at` (aware, UTC).

    `repeats` is the ISO 8601 cycle of a timer that begins case after case, `left` how often it still does (-1: always).
    """

    element: str
    kind: Literal["message", "signal", "timer"]
    name: str = ""
    due_at: datetime | None = None
    repeats: str | None = None
    left: int = 0


def waiting_starts(definition: ProcessDefinition, environment: Environment) -> tuple[StartWait, ...]:
    """Return the start events that wait from the moment a commune offers the process. Raises StartUnreadable."""
    return tuple(
        _wait_of(element, environment)
        for element in definition.model.children(None)
        if element.kind == "startEvent" and element.event_kind in ("message", "signal", "timer")
    )


def following_start(due: datetime, repeats: str | None, left: int) -> tuple[datetime, int] | None:
    """Return (moment, how often after that) of the next start by a repeating timer, None when it was the last."""
    following = next_due(due, repeats, left) if repeats else None
    return None if following is None else (following.moment, following.left)


def _wait_of(element: Element, environment: Environment) -> StartWait:
    if element.event is not None and element.event.kind == "timer":
        try:
            due = first_due(element.event, environment)
        except ModelFault as fault:
            raise StartUnreadable(
                f"Expected a date, a duration, a repetition or a parameter on the start event “{element.id}”, found "
                f"“{element.event.expression}”: nothing else can be read before there is a case.",
                element=element.id,
            ) from fault
        return StartWait(element=element.id, kind="timer", due_at=due.moment, repeats=due.cycle, left=due.left)
    if element.event_kind == "signal":
        return StartWait(element=element.id, kind="signal", name=signal_name(element))
    return StartWait(element=element.id, kind="message", name=message_name(element))

"""Reads from the tokens what an instance waits for: the rows that callers keep."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.engine.errors import ModelFault
from app.engine.incidents import incident_of
from app.engine.instance import Instance
from app.engine.results import (
    IncidentReport,
    OpenedJob,
    OpenedTask,
    OpenedTimer,
    Subscription,
)
from app.engine.specs.activities import JobTask, PersonTask, ReceiveTask
from app.engine.specs.events import CatchEvent, message_name, signal_name
from app.engine.specs.repetition import is_repeated
from app.engine.spiff import TaskState
from app.engine.token import Token
from app.procedures.bpmn import Element


@dataclass(kw_only=True)
class Waiting:
    """All that waits for the outside, by key."""

    tasks: dict[str, OpenedTask] = field(default_factory=dict)
    timers: dict[str, OpenedTimer] = field(default_factory=dict)
    jobs: dict[str, OpenedJob] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)


def waiting_of(instance: Instance) -> Waiting:
    """Return what the instance waits for, in the order in which it began to wait."""
    waiting = Waiting()
    for token in instance.tokens.values():
        if token.state == TaskState.STARTED and "done" not in token.internal_data:
            _add(waiting, instance, token)
    return waiting


def incidents_of(instance: Instance) -> tuple[IncidentReport, ...]:
    """Return the incidents that stand, oldest token first."""
    return tuple(
        incident_of(token.task_spec.element, ModelFault(fault[0], **fault[1]))
        for token in instance.tokens.values()
        if token.state == TaskState.ERROR and (fault := token.internal_data.get("fault"))
    )


def _add(waiting: Waiting, instance: Instance, token: Token) -> None:
    spec = token.task_spec
    element: Element = spec.element
    if is_repeated(element) and not token.is_instance:
        return
    if isinstance(spec, PersonTask):
        waiting.tasks[token.key] = _task(token, element)
    elif isinstance(spec, JobTask):
        waiting.jobs[token.key] = OpenedJob(
            key=token.key,
            element=element.id,
            operation=element.operation or "",
            inputs=instance.step.job_inputs.get(token.key, {}),
            index=_place_in_repetition(token),
        )
    elif isinstance(spec, CatchEvent):
        _add_event(waiting, token, element, receives=isinstance(spec, ReceiveTask))


def _task(token: Token, element: Element) -> OpenedTask:
    several = element.multi_instance
    local: dict[str, Any] = token.internal_data.get("vars", {})
    return OpenedTask(
        key=token.key,
        element=element.id,
        kind=element.kind,
        role=element.role,
        form=element.form,
        target=element.target,
        item=local.get(several.item) if several and several.item else None,
        index=_place_in_repetition(token),
    )


def _add_event(waiting: Waiting, token: Token, element: Element, *, receives: bool) -> None:
    if "due" in token.internal_data:
        waiting.timers[token.key] = OpenedTimer(
            key=token.key,
            element=element.id,
            due=datetime.fromisoformat(token.internal_data["due"]),
            interrupting=element.interrupting,
        )
        return
    if element.event_kind == "conditional":
        return  # nobody outside brings it about: the document does
    is_signal = element.event_kind == "signal"
    waiting.subscriptions[token.key] = Subscription(
        key=token.key,
        element=element.id,
        message=signal_name(element) if is_signal else message_name(element),
        correlation=token.internal_data.get("correlation"),
        interrupting=element.interrupting,
        kind="signal" if is_signal else "message",
        receive_task=receives,
        index=_place_in_repetition(token),
    )


def _place_in_repetition(token: Token) -> int | None:
    """Return the number, from 0, of the innermost instance of a repetition that a token is or stands in."""
    current = token
    while "index" not in current.internal_data:
        scope = current.workflow
        if scope.parent_task_id is None:
            return None
        current = scope.host
    return int(current.internal_data["index"])

"""The jobs of the platform that carry messages and signals: what each holds, wherever it is left."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.codes import new_id
from app.engine import ThrownMessage
from app.store.models import Case
from app.store.steps import Row, new_job_row


def route_row(case: Case, thrown: ThrownMessage, *, now: datetime) -> Row:
    """Return the job that finds who receives what a case has thrown."""
    inputs: dict[str, Any] = {"name": thrown.name, "payload": dict(thrown.payload)}
    if thrown.correlation is not None:
        inputs["correlation"] = thrown.correlation
    if thrown.waits_until is not None:
        inputs["waits_until"] = thrown.waits_until.isoformat()
    return platform_row(case, f"{thrown.kind}-{new_id()}", thrown.element, f"{thrown.kind}.route", inputs, now=now)


def hand_over_row(case: Case, message_id: str, *, now: datetime) -> Row:
    """Return the job that hands a kept message to a case that waits for it."""
    key = f"handover-{message_id[:8]}-{new_id()}"
    return platform_row(case, key, "message", "message.hand-over", {"id": message_id}, now=now)


def signal_row(case: Case, signal: str, payload: Mapping[str, Any], *, now: datetime) -> Row:
    """Return the job that hands a signal to one case."""
    inputs = {"name": signal, "payload": dict(payload)}
    return platform_row(case, f"received-{new_id()}", "signal", "signal.deliver", inputs, now=now)


def platform_row(
    case: Case, key: str, element: str, operation: str, inputs: Mapping[str, Any], *, now: datetime
) -> Row:
    """Return a job of the platform that is due at once."""
    return new_job_row(
        case,
        kind="platform",
        engine_key=key[:40],
        element=element,
        operation=operation,
        inputs=inputs,
        due_at=now,
        now=now,
    )

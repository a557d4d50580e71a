"""`message.*` and `signal.*`: carry what one case throws to those that wait for it; nothing happens outside."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.commands.routing import DeliverSignal, HandOverMessage, RouteMessage, RouteSignal
from app.commands.services import Services
from app.worker.held import HeldJob


def route_message(job: HeldJob, services: Services) -> RouteMessage:
    """Find the one receiver of a thrown message."""
    until = job.text("waits_until")
    return RouteMessage(
        job_id=job.id,
        lease_token=job.lease_token,
        message=job.text("name"),
        payload=_payload(job),
        correlation=job.text("correlation") or None,
        waits_until=datetime.fromisoformat(until) if until else None,
    )


def hand_over(job: HeldJob, services: Services) -> HandOverMessage:
    """Hand a kept message to the case that waits for it."""
    return HandOverMessage(job_id=job.id, lease_token=job.lease_token, message_id=job.text("id"))


def route_signal(job: HeldJob, services: Services) -> RouteSignal:
    """Leave a job with each case that waits for a signal."""
    return RouteSignal(job_id=job.id, lease_token=job.lease_token, signal=job.text("name"), payload=_payload(job))


def deliver_signal(job: HeldJob, services: Services) -> DeliverSignal:
    """Hand a signal to one case."""
    return DeliverSignal(job_id=job.id, lease_token=job.lease_token, signal=job.text("name"), payload=_payload(job))


def _payload(job: HeldJob) -> Mapping[str, Any]:
    payload = job.inputs.get("payload")
    return payload if isinstance(payload, dict) else {}

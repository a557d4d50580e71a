"""Messages and signals that a case throws: a message to one receiver, a signal to every one, of the same commune.

The throwing step only leaves jobs; nothing of another case is touched in its transaction. A message that nobody awaits
begins a case where a procedure of the commune starts with it, waits as long as its model declares, or is noted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.commands.applying import Application
from app.commands.bus import Unit, require
from app.commands.environment import environment_of
from app.commands.jobs import OnLease, finish_row
from app.commands.messages import NotAwaited, deliver
from app.commands.opening import open_triggered_case
from app.commands.payments import PAID_MESSAGE, give_back_unawaited
from app.commands.routes import hand_over_row, route_row, signal_row
from app.engine import ThrownMessage
from app.store import awaiting, cases, triggers, work
from app.store.models import BufferedMessage, Case


@dataclass(frozen=True, kw_only=True)
class RouteMessage(OnLease):
    """Find the one receiver of a thrown message."""

    message: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    correlation: str | None = None
    waits_until: datetime | None = None

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = cases.get_case(job.commune_id, job.case_id)
        finish_row(job, unit)
        correlation = self.correlation or case.reference
        receiver = awaiting.find_receiver(case.commune_id, self.message, correlation, but=case.id)
        if receiver is not None:
            kept = awaiting.keep_message(case, self.message, self.payload, at=unit.now, correlation=correlation)
            target = cases.get_case(case.commune_id, receiver.case_id)
            work.add_job(hand_over_row(target, kept.id, now=unit.now))
        elif trigger := triggers.find_trigger(case.commune_id, "message", self.message):
            open_triggered_case(trigger, self.payload, unit)
        elif self.waits_until is not None and self.waits_until > unit.now:
            awaiting.keep_message(
                case, self.message, self.payload, at=unit.now, correlation=correlation, expires_at=self.waits_until
            )
        else:
            tell_unreceived(case, self.message, unit)


@dataclass(frozen=True, kw_only=True)
class RouteSignal(OnLease):
    """Leave a job with each case that waits for a signal, and begin the cases that start with it."""

    signal: str
    payload: Mapping[str, Any] = field(default_factory=dict)

    def handle(self, unit: Unit) -> None:
        job = self.held()
        finish_row(job, unit)
        for case_id in awaiting.list_signal_receivers(job.commune_id, self.signal, but=job.case_id):
            receiver = cases.get_case(job.commune_id, case_id)
            work.add_job(signal_row(receiver, self.signal, self.payload, now=unit.now))
        for trigger in triggers.list_triggers(job.commune_id, "signal", self.signal):
            open_triggered_case(trigger, self.payload, unit)


@dataclass(frozen=True, kw_only=True)
class DeliverSignal(OnLease):
    """Hand a signal to one case; one that no longer waits for it lets it pass."""

    signal: str
    payload: Mapping[str, Any] = field(default_factory=dict)

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = cases.lock_case(job.commune_id, job.case_id)
        finish_row(job, unit)
        if case.state != "open":
            return
        deployed = unit.services.deployments.get(case.deployment_id)
        environment = environment_of(case, deployed, unit.services, unit.now)
        result = unit.services.engine.broadcast(
            deployed.definition, case.engine_state, case.document, self.signal, self.payload, environment
        )
        _record(case, "SignalReceived", unit, signal=self.signal)
        applied = Application(case=case, deployed=deployed, result=result, unit=unit)
        applied.write(expected_version=case.version)


@dataclass(frozen=True, kw_only=True)
class HandOverMessage(OnLease):
    """Hand a kept message to the case that waits for it; when it does not any more, look for another one."""

    message_id: str

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = cases.lock_case(job.commune_id, job.case_id)
        finish_row(job, unit)
        kept = awaiting.find_kept_message(job.commune_id, self.message_id)
        if kept is None:
            return
        awaiting.remove_kept_message(kept)
        try:
            deliver(case, kept.message, _on_present(case, kept.payload), unit, correlation=kept.correlation)
        except NotAwaited:
            if kept.message == PAID_MESSAGE:
                give_back_unawaited(case, unit)
            else:
                _route_again(kept, unit)


@dataclass(frozen=True, kw_only=True)
class ExpireMessages:
    """Forget messages that waited as long as their model declares, noted in the case of each. Returns how many."""

    limit: int = 100

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")

    def handle(self, unit: Unit) -> int:
        expired = awaiting.list_expired_messages(unit.now, limit=self.limit)
        for kept in expired:
            tell_unreceived(cases.get_case(kept.commune_id, kept.case_id), kept.message, unit)
            awaiting.remove_kept_message(kept)
        return len(expired)


def _route_again(kept: BufferedMessage, unit: Unit) -> None:
    thrown = ThrownMessage(
        element="message",
        name=kept.message,
        payload=kept.payload,
        correlation=kept.correlation,
        waits_until=kept.expires_at,
    )
    work.add_job(route_row(cases.get_case(kept.commune_id, kept.case_id), thrown, now=unit.now))


def _on_present(case: Case, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a kept message over what the case learned since: it must not take newer entries away."""
    present = case.document
    return {
        key: {**present[key], **value} if isinstance(value, dict) and isinstance(present.get(key), dict) else value
        for key, value in payload.items()
    }


def tell_unreceived(case: Case, message: str, unit: Unit) -> None:
    """Note in the history that nobody received a message."""
    _record(case, "MessageNotReceived", unit, message=message)


def _record(case: Case, kind: str, unit: Unit, **data: Any) -> None:
    cases.record_event(case, kind, at=unit.now, actor_kind="system", actor_name=unit.actor.name, data=data)

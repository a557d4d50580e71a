"""Writes what the engine decided: state, tasks, jobs, awaited messages, statuses, history — one version step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.commands.bus import Unit
from app.commands.clocks.keeping import keep_period
from app.deadlines import due_at
from app.deployments import Deployed, period_of
from app.domain.actors import Actor
from app.domain.codes import new_id
from app.domain.lifecycles import PAYMENT, may_become
from app.engine import ClosedJob, ClosedTimer, StepResult
from app.store import cases, payments, work
from app.store.database import flush
from app.store.models import Case, MessageSubscription, UserTask

CLOSED_STATES = ("completed", "terminated")


@dataclass(frozen=True, kw_only=True)
class Application:
    """One step of one case, about to be written."""

    case: Case
    deployed: Deployed
    result: StepResult
    unit: Unit

    def write(self, *, expected_version: int) -> None:
        """Write every row of the step, then the case itself by compare and set. Raises CaseChanged."""
        flush()
        self._write_tasks()
        self._write_timers()
        self._write_jobs()
        self._write_subscriptions()
        self._schedule_buffered_messages()
        keep_period(self.case, self.deployed, self.result, self.unit)
        self._write_history()
        self._write_incident()
        if self.result.status in CLOSED_STATES:
            self._close()
        cases.write_case(self.case, expected_version=expected_version, values=self._case_values())

    def _close(self) -> None:
        """End what outlives the process: bills that nobody shall pay any more."""
        for payment in payments.list_payments(self.case):
            state = "expired" if payment.expires_at <= self._now else "cancelled"
            if payment.paid_at is None and may_become(PAYMENT, payment.state, state):
                payment.state = state

    @property
    def _now(self) -> datetime:
        return self.unit.now

    def _case_values(self) -> dict[str, object]:
        result = self.result
        values: dict[str, object] = {
            "document": result.document,
            "engine_state": result.state,
            "updated_at": self._now,
        }
        if result.milestones:
            values["status"] = result.milestones[-1].status
        if result.status in CLOSED_STATES:
            outcomes = [end.outcome for end in result.ends if end.outcome]
            values |= {"state": "closed", "closed_at": self._now, "outcome": outcomes[-1] if outcomes else None}
        return values

    def _write_tasks(self) -> None:
        closed = {task.key for task in self.result.closed_tasks}
        for row in cases.list_open_tasks(self.case) if closed else ():
            if row.engine_key in closed:
                row.state = "cancelled"
                row.ended_at = self._now
        for task in self.result.opened_tasks:
            parameters = self.deployed.package.parameters
            target_at = None
            if task.target:
                period = period_of(parameters[task.target], self.case.filed_at)
                target_at = due_at(period, self._now, self.unit.services.calendar_in(self.case.commune_id))
            cases.add(
                UserTask(
                    id=new_id(),
                    commune_id=self.case.commune_id,
                    case_id=self.case.id,
                    engine_key=task.key,
                    element=task.element,
                    form=task.form,
                    role=task.role or "agent",
                    state="ready",
                    opened_at=self._now,
                    target_at=target_at,
                    due_at=min(filter(None, (target_at, self.case.due_at)), default=None),
                )
            )

    def _write_timers(self) -> None:
        work.cancel_jobs(self.case, "timer", _cancelled(self.result.closed_timers), now=self._now)
        for timer in self.result.opened_timers:
            work.new_job(
                self.case,
                kind="timer",
                engine_key=timer.key,
                element=timer.element,
                operation="timer",
                inputs={},
                due_at=timer.due,
                now=self._now,
            )

    def _write_jobs(self) -> None:
        work.cancel_jobs(self.case, "service", _cancelled(self.result.closed_jobs), now=self._now)
        for job in self.result.opened_jobs:
            work.new_job(
                self.case,
                kind="service",
                engine_key=job.key,
                element=job.element,
                operation=job.operation,
                inputs=job.inputs,
                due_at=self._now,
                now=self._now,
            )

    def _write_subscriptions(self) -> None:
        work.remove_subscriptions(self.case, [item.key for item in self.result.closed_subscriptions])
        for item in self.result.opened_subscriptions:
            cases.add(
                MessageSubscription(
                    id=new_id(),
                    commune_id=self.case.commune_id,
                    case_id=self.case.id,
                    engine_key=item.key,
                    element=item.element,
                    message=item.message,
                    correlation=item.correlation or self.case.reference,
                )
            )

    def _schedule_buffered_messages(self) -> None:
        """Hand over a message that came too early, or give it back when the case is closed."""
        awaited = {item.message for item in self.result.opened_subscriptions}
        closed = self.result.status in CLOSED_STATES
        if not awaited and not closed:
            return
        for kept in work.list_buffered_messages(self.case):
            key = f"buffered-{kept.id[:24]}"
            scheduled = work.find_job_by_key(self.case, "platform", key)
            if scheduled is None and (closed or kept.message in awaited):
                work.new_job(
                    self.case,
                    kind="platform",
                    engine_key=key,
                    element="message",
                    operation="message.deliver",
                    inputs={"id": kept.id},
                    due_at=self._now,
                    now=self._now,
                )

    def _write_history(self) -> None:
        for milestone in self.result.milestones:
            self._event("StatusReached", {"status": milestone.status, "element": milestone.element}, public=True)
        for taken in self.result.decisions:
            self._event(
                "DecisionTaken",
                {
                    "decision": taken.decision,
                    "element": taken.element,
                    "rules": list(taken.rules),
                    "result": taken.result,
                },
            )
        if self.result.trace:
            self._event("StepsPassed", {"elements": list(self.result.trace)})
        if self.result.status in CLOSED_STATES:
            ends = [end.element for end in self.result.ends]
            outcome = next((end.outcome for end in reversed(self.result.ends) if end.outcome), None)
            self._event("CaseClosed", {"ends": ends, "outcome": outcome}, public=True)

    def _write_incident(self) -> None:
        standing = frozenset((incident.code, incident.element) for incident in self.result.incidents)
        work.resolve_process_incidents(self.case, standing=standing, at=self._now, resolution="The case went on.")
        known = work.list_incident_places(self.case) if self.result.incidents else frozenset()
        for incident in self.result.incidents:
            if (incident.code, incident.element) in known:
                continue
            work.open_incident(
                self.case,
                kind=incident.code,
                message=incident.message,
                at=self._now,
                element=incident.element,
                job_id=None,
            )
            self._event("IncidentOpened", {"kind": incident.code, "element": incident.element})

    def _event(self, kind: str, data: dict[str, object], *, public: bool = False) -> None:
        actor: Actor = self.unit.actor
        cases.record_event(
            self.case, kind, at=self._now, actor_kind=actor.kind, actor_name=actor.name, public=public, data=data
        )


def _cancelled(closed: Iterable[ClosedJob | ClosedTimer]) -> list[str]:
    """Return the keys of those that end without having been done: the others' rows are finished by their worker."""
    return [item.key for item in closed if item.reason != "completed"]

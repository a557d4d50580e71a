"""Writes what the engine decided: state, tasks, jobs, awaited messages, statuses, history — one version step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.commands.bus import Unit
from app.commands.clocks.keeping import keep_period
from app.commands.routes import hand_over_row, route_row
from app.commands.surroundings import list_kept_messages
from app.deadlines import due_at
from app.deployments import Deployed, period_of
from app.domain.codes import new_id
from app.engine import ClosedJob, ClosedTimer, StepResult
from app.store import awaiting, cases, history, work
from app.store.database import flush
from app.store.models import Case
from app.store.steps import StepRows, new_job_row, new_task_row, task_row

CLOSED_STATES = ("completed", "terminated")


@dataclass(frozen=True, kw_only=True)
class Application:
    """One step of one case, about to be written.

    `ended_tasks` are the rows of tasks that this step completed, `finished_jobs` the ids and lease tokens of its jobs.
    """

    case: Case
    deployed: Deployed
    result: StepResult
    unit: Unit
    ended_tasks: tuple[Mapping[str, Any], ...] = ()
    finished_jobs: tuple[tuple[str, str], ...] = ()
    _rows: StepRows = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rows", StepRows(case=self.case, finished_jobs=list(self.finished_jobs)))

    def write(self, *, expected_version: int) -> None:
        """Write every row of the step, and the case itself by compare and set. Raises CaseChanged."""
        flush()
        self._write_tasks()
        self._write_timers()
        self._write_jobs()
        self._write_subscriptions()
        self._hand_over_kept_messages()
        self._route_thrown_messages()
        keep_period(self.case, self.deployed, self.result, self.unit)
        self._write_history()
        self._write_incident()
        if self.result.status in CLOSED_STATES:
            self._close()
        self._rows.write(expected_version=expected_version, values=self._case_values())

    def _close(self) -> None:
        """End what outlives the process: bills that nobody shall pay any more."""
        self._rows.closing = True

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
        self._rows.tasks.extend(self.ended_tasks)
        cancelled = {task.key for task in self.result.closed_tasks} - {row["engine_key"] for row in self.ended_tasks}
        for row in cases.list_open_tasks(self.case) if cancelled else ():
            if row.engine_key in cancelled:
                self._rows.tasks.append(task_row(row, state="cancelled", ended_at=self._now, answers=None))
        for task in self.result.opened_tasks:
            target_at = self._target_of(task.target) if task.target else None
            self._rows.tasks.append(
                new_task_row(
                    self.case,
                    identity=new_id(),
                    engine_key=task.key,
                    element=task.element,
                    form=task.form,
                    role=task.role or "agent",
                    opened_at=self._now,
                    target_at=target_at,
                    due_at=min(filter(None, (target_at, self.case.due_at)), default=None),
                )
            )

    def _target_of(self, parameter: str) -> datetime:
        period = period_of(self.deployed.package.parameters[parameter], self.case.filed_at)
        return due_at(period, self._now, self.unit.services.calendar_in(self.case.commune_id))

    def _write_timers(self) -> None:
        self._cancel_jobs("timer", self.result.closed_timers)
        for timer in self.result.opened_timers:
            self._rows.jobs.append(
                new_job_row(
                    self.case,
                    kind="timer",
                    engine_key=timer.key,
                    element=timer.element,
                    operation="timer",
                    inputs={},
                    due_at=timer.due,
                    now=self._now,
                )
            )

    def _write_jobs(self) -> None:
        self._cancel_jobs("service", self.result.closed_jobs)
        for job in self.result.opened_jobs:
            self._rows.jobs.append(
                new_job_row(
                    self.case,
                    kind="service",
                    engine_key=job.key,
                    element=job.element,
                    operation=job.operation,
                    inputs=job.inputs,
                    due_at=self._now,
                    now=self._now,
                )
            )

    def _cancel_jobs(self, kind: str, closed: Iterable[ClosedJob | ClosedTimer]) -> None:
        """Cancel the jobs that end without having been done: the others' rows are finished by their worker."""
        self._rows.cancelled_jobs.extend((kind, item.key) for item in closed if item.reason != "completed")

    def _write_subscriptions(self) -> None:
        awaiting.remove_subscriptions(self.case, [item.key for item in self.result.closed_subscriptions])
        self._rows.subscriptions.extend(
            {
                "id": new_id(),
                "commune_id": self.case.commune_id,
                "case_id": self.case.id,
                "engine_key": item.key,
                "element": item.element,
                "message": item.message,
                "correlation": item.correlation or self.case.reference,
                "kind": item.kind,
            }
            for item in self.result.opened_subscriptions
        )

    def _hand_over_kept_messages(self) -> None:
        """Hand over messages that came too early; a closed case has its own looked at again, to be given back."""
        awaited = {
            (item.message, item.correlation or self.case.reference)
            for item in self.result.opened_subscriptions
            if item.kind == "message"
        }
        closed = self.result.status in CLOSED_STATES
        correlations = [self.case.reference] if closed else sorted({correlation for _, correlation in awaited})
        for correlation in correlations:
            for kept in list_kept_messages(self.case, correlation, self.unit):
                if (closed and kept.owner == self.case.id) or (kept.message, correlation) in awaited:
                    self._rows.jobs.append(hand_over_row(self.case, kept.id, now=self._now))

    def _route_thrown_messages(self) -> None:
        self._rows.jobs.extend(route_row(self.case, thrown, now=self._now) for thrown in self.result.thrown_messages)

    def _write_history(self) -> None:
        passed = list(self.result.trace)
        if passed and not history.add_to_last_event(self.case, passed=passed):
            self._event("StepsPassed", {"passed": passed})
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
        if self.result.status in CLOSED_STATES:
            ends = [end.element for end in self.result.ends]
            outcome = next((end.outcome for end in reversed(self.result.ends) if end.outcome), None)
            self._event("CaseClosed", {"ends": ends, "outcome": outcome}, public=True)

    def _write_incident(self) -> None:
        if not self.result.incidents and self.result.status_before != "incident":
            return
        standing = frozenset((incident.code, incident.element) for incident in self.result.incidents)
        work.resolve_process_incidents(self.case, standing=standing, at=self._now, resolution="The case went on.")
        known = work.list_incident_places(self.case) if self.result.incidents else frozenset()
        for incident in self.result.incidents:
            if (incident.code, incident.element) in known:
                continue
            work.open_incident(
                self.case,
                kind=incident.code,
                cause=incident.cause,
                at=self._now,
                element=incident.element,
            )
            opened = {"kind": incident.code, "element": incident.element, "cause": incident.cause}
            self._event("IncidentOpened", opened)

    def _event(self, kind: str, data: Mapping[str, object], *, public: bool = False) -> None:
        actor = self.unit.actor
        cases.record_event(
            self.case, kind, at=self._now, actor_kind=actor.kind, actor_name=actor.name, public=public, data=data
        )

"""Writes a step after which rows keep their key though their element, form, role or operation is another one."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from app.commands.applying import Application
from app.commands.bus import Unit
from app.deadlines import due_at
from app.deployments import Deployed, period_of
from app.engine import OpenedJob, OpenedTask, OpenedTimer, StepResult
from app.store import cases, kept_rows, people, work
from app.store.database import flush
from app.store.models import Case, Job, UserTask

OPEN_TASKS = ("ready", "claimed")


class Keyed(Protocol):
    """Whatever the engine names by a key."""

    @property
    def key(self) -> str: ...


Item = TypeVar("Item", bound=Keyed)


@dataclass(frozen=True, kw_only=True)
class RowKeepingStep:
    """A move or its revert, about to be written: a row under a key that the result opens is changed in place.

    Awaited messages need no such care: theirs are removed and written again.
    """

    case: Case
    deployed: Deployed
    result: StepResult
    unit: Unit

    def write(self) -> None:
        """Write every row of the step, then the case by compare and set. Raises CaseChanged."""
        rest = replace(self.result, **self._change_tasks(), **self._change_timers(), **self._change_jobs())
        flush()
        self._set_targets()
        step = Application(case=self.case, deployed=self.deployed, result=rest, unit=self.unit)
        step.write(expected_version=self.case.version)

    def _change_tasks(self) -> dict[str, Any]:
        opened, closed = self.result.opened_tasks, self.result.closed_tasks
        rows = kept_rows.tasks_by_key(self.case, (item.key for item in opened))
        for task in opened:
            if task.key in rows:
                self._change_task(rows[task.key], task)
        return {"opened_tasks": _besides(opened, rows), "closed_tasks": _besides(closed, rows)}

    def _change_task(self, row: UserTask, task: OpenedTask) -> None:
        role = task.role or "agent"
        if row.state not in OPEN_TASKS:
            row.state, row.assignee_id, row.opened_at = "ready", None, self.unit.now
            row.ended_at = row.ended_by = None
        elif role != row.role and not self._may_keep(row, role):
            row.state, row.assignee_id = "ready", None
        row.element, row.form, row.role = task.element, task.form, role

    def _may_keep(self, row: UserTask, role: str) -> bool:
        """Tell whether the agent who holds a task holds its new role too."""
        able = people.list_agents_with_role(self.case.commune_id, role, service_id=self.case.service_id)
        return row.assignee_id in {agent.id for agent in able}

    def _set_targets(self) -> None:
        """Count the internal target of each open task from its opening, by the parameters of this version."""
        for row in cases.list_open_tasks(self.case):
            element = self.deployed.definition.find_element(row.element)
            target_at = None
            if element is not None and element.target:
                period = period_of(self.deployed.package.parameters[element.target], self.case.filed_at)
                target_at = due_at(period, row.opened_at, self.unit.services.calendar_in(self.case.commune_id))
            if target_at != row.target_at:
                row.target_at = target_at
                row.due_at = min(filter(None, (target_at, self.case.due_at)), default=None)

    def _change_timers(self) -> dict[str, Any]:
        opened, closed = self.result.opened_timers, self.result.closed_timers
        rows = kept_rows.jobs_by_key(self.case, "timer", (item.key for item in opened))
        for timer in opened:
            if timer.key in rows:
                self._change_timer(rows[timer.key], timer)
        return {"opened_timers": _besides(opened, rows), "closed_timers": _besides(closed, rows)}

    def _change_timer(self, row: Job, timer: OpenedTimer) -> None:
        row.element, row.due_at = timer.element, timer.due
        if row.state != "waiting":
            self._begin_again(row)

    def _change_jobs(self) -> dict[str, Any]:
        opened, closed = self.result.opened_jobs, self.result.closed_jobs
        rows = kept_rows.jobs_by_key(self.case, "service", (item.key for item in opened))
        for job in opened:
            if job.key in rows:
                self._change_job(rows[job.key], job)
        return {"opened_jobs": _besides(opened, rows), "closed_jobs": _besides(closed, rows)}

    def _change_job(self, row: Job, job: OpenedJob) -> None:
        """A job that asks for something else begins anew, also one that had failed; else it goes on as it was."""
        is_over = row.state not in ("waiting", "failed")
        is_other = (row.operation, dict(row.inputs)) != (job.operation, dict(job.inputs))
        row.element, row.operation = job.element, job.operation
        if is_over or is_other:
            row.inputs, row.due_at = dict(job.inputs), self.unit.now
            self._begin_again(row)

    def _begin_again(self, row: Job) -> None:
        row.state, row.attempts, row.error, row.ended_at = "waiting", 0, None, None
        row.lease_token = row.lease_until = None
        work.resolve_incidents(self.case, job_id=row.id, at=self.unit.now, resolution="The job was asked for anew.")


def _besides(items: Iterable[Item], rows: Container[str]) -> tuple[Item, ...]:
    """Return the items whose rows are not there yet."""
    return tuple(item for item in items if item.key not in rows)

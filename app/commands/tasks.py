"""User tasks: claim, release, reassign, complete."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.commands.applying import Application
from app.commands.bus import Forbidden, Unit, require
from app.commands.drafts import attachment_refs
from app.commands.environment import environment_of, sees_the_case
from app.commands.filing import AnswersRefused
from app.domain import permissions
from app.domain.actors import CITIZEN_ROLE
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.domain.lifecycles import USER_TASK, may_become
from app.store import cases, people
from app.store.models import Case, UserTask
from app.store.steps import task_row

Answers = Mapping[str, Any]
Seeing = Callable[[], Answers]
"""Tells the variables seen at a task."""


class TaskNotOpen(MastaraError):
    """The task was completed or cancelled meanwhile; nothing was done."""

    code = "task-not-open"


class TaskHeldByOther(MastaraError):
    """Another agent holds the task."""

    code = "task-held"


@dataclass(frozen=True, kw_only=True)
class _OnTask:
    """A command on one task of a commune."""

    commune_id: str
    task_id: str

    def _load(self) -> tuple[UserTask, Case]:
        task = cases.get_task(self.commune_id, self.task_id)
        case = cases.lock_case(self.commune_id, task.case_id)
        return cases.get_task(self.commune_id, self.task_id), case

    def authorise(self, unit: Unit) -> None:
        """Only those who hold the role of the task in this commune and service."""
        task = cases.get_task(self.commune_id, self.task_id)
        self._require_role(task, cases.get_case(self.commune_id, task.case_id), unit)

    @staticmethod
    def _require_role(task: UserTask, case: Case, unit: Unit) -> None:
        if task.role == CITIZEN_ROLE:
            allowed = task.case_id in unit.actor.case_ids
        else:
            allowed = unit.actor.holds(task.role, case.commune_id, case.service_id)
        require(allowed, f"Expected the role “{task.role}” in this commune for this task.", role=task.role)

    def _may_reassign(self, unit: Unit) -> bool:
        task = cases.get_task(self.commune_id, self.task_id)
        case = cases.get_case(self.commune_id, task.case_id)
        return permissions.may(unit.actor, permissions.REASSIGN, self.commune_id, case.service_id)

    def _must_become(self, task: UserTask, state: str) -> None:
        if not may_become(USER_TASK, task.state, state):
            raise TaskNotOpen(
                f"Expected a task that waits, found it {task.state} by {task.ended_by or 'the process'}.",
                state=task.state,
                ended_by=task.ended_by,
                case_id=task.case_id,
            )

    def _record(self, case: Case, kind: str, unit: Unit, **data: Any) -> None:
        actor = unit.actor
        cases.record_event(case, kind, at=unit.now, actor_kind=actor.kind, actor_name=actor.name, data=data)


@dataclass(frozen=True, kw_only=True)
class ClaimTask(_OnTask):
    """Take a task on oneself."""

    def handle(self, unit: Unit) -> None:
        task, case = self._load()
        if task.state == "claimed" and task.assignee_id != unit.actor.id:
            holder = people.find_agent(task.assignee_id or "")
            raise TaskHeldByOther(
                "Expected a free task, found it held by another agent.",
                holder_ar=holder.name_ar if holder else "",
                holder_fr=holder.name_fr if holder else "",
            )
        self._must_become(task, "claimed")
        if task.assignee_id != unit.actor.id:
            task.state, task.assignee_id = "claimed", unit.actor.id
            self._record(case, "TaskClaimed", unit, task=task.element)


@dataclass(frozen=True, kw_only=True)
class ReleaseTask(_OnTask):
    """Give a task back to everybody who holds its role: one's own, or an agent's as the head of the service."""

    def authorise(self, unit: Unit) -> None:
        """Those who hold the role of the task, and the head of the service."""
        if not self._may_reassign(unit):
            super().authorise(unit)

    def handle(self, unit: Unit) -> None:
        task, case = self._load()
        self._must_become(task, "ready")
        mine = task.assignee_id == unit.actor.id
        require(
            mine or self._may_reassign(unit),
            "Expected a task of yours: another agent's is given back by the head of the service.",
        )
        task.state, task.assignee_id = "ready", None
        self._record(case, "TaskReleased", unit, task=task.element)


@dataclass(frozen=True, kw_only=True)
class ReassignTask(_OnTask):
    """Give a task to another agent who holds its role."""

    agent_id: str

    def authorise(self, unit: Unit) -> None:
        """The head of the service or the director general."""
        require(self._may_reassign(unit), "Expected the head of the service or the director general for this.")

    def handle(self, unit: Unit) -> None:
        task, case = self._load()
        self._must_become(task, "claimed")
        agents = people.list_agents_with_role(self.commune_id, task.role, service_id=case.service_id)
        able = {agent.id: agent for agent in agents}
        if self.agent_id not in able:
            raise Forbidden(f"Expected an agent with the role “{task.role}” in this commune.", role=task.role)
        task.state, task.assignee_id = "claimed", self.agent_id
        self._record(case, "TaskReassigned", unit, task=task.element, to=able[self.agent_id].name_fr)


@dataclass(frozen=True, kw_only=True)
class CompleteTask(_OnTask):
    """Complete a task with the answers of its form, and let the process go on."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    language: Language
    expected_version: int | None = None
    """Version of the case that the person saw; None accepts the present one."""

    def authorise(self, unit: Unit) -> None:
        """Only those who hold the role of the task in this commune and service."""
        task, case = unit.seen["task"], unit.seen["case"] = cases.lock_task_with_case(self.commune_id, self.task_id)
        self._require_role(task, case, unit)

    def handle(self, unit: Unit) -> Case:
        task: UserTask = unit.seen["task"]
        case: Case = unit.seen["case"]
        self._must_become(task, "completed")
        if task.state == "claimed" and task.assignee_id != unit.actor.id:
            raise TaskHeldByOther("Expected a task of yours, found it held by another agent.")
        if self.expected_version is not None and case.version != self.expected_version:
            raise cases.CaseChanged(
                f"Expected version {self.expected_version} of the case, found {case.version}.", reference=case.reference
            )
        deployed = unit.services.deployments.get(case.deployment_id)
        environment = environment_of(case, deployed, unit.services, unit.now)
        answers: dict[str, Any] = {}

        def answer(seen: Seeing) -> Answers:
            document = case.document if sees_the_case(task.element, deployed) else seen()
            answers.update(self._checked(task, document, deployed, environment.context, unit))
            return answers

        result = unit.services.engine.complete(
            deployed.definition, case.engine_state, case.document, task.engine_key, answer, environment
        )
        self._record(case, "TaskCompleted", unit, task=task.element)
        assignee = unit.actor.id if unit.actor.kind == "agent" else None
        ended = task_row(
            task,
            state="completed",
            ended_at=unit.now,
            ended_by=unit.actor.name,
            assignee_id=assignee,
            answers=answers if task.form else None,
        )
        applied = Application(case=case, deployed=deployed, result=result, unit=unit, ended_tasks=(ended,))
        applied.write(expected_version=case.version)
        return case

    def _checked(
        self, task: UserTask, document: Mapping[str, Any], deployed: Any, context: Mapping[str, Any], unit: Unit
    ) -> dict[str, Any]:
        if not task.form:
            return {}
        form = deployed.form(task.form)
        supplied = cases.list_attachments(task.commune_id, case_id=task.case_id) if form.takes_files() else ()
        files = attachment_refs([row for row in supplied if row.uploaded_at >= task.opened_at])
        validation = form.validate(
            self.answers,
            context={**document, **context},
            language=self.language,
            now=unit.now,
            files=files,
            previous=document,
        )
        if validation.errors:
            raise AnswersRefused(dict(validation.errors))
        return dict(validation.answers)

"""The worklist of an agent: open tasks of the agent's roles, communes and services, the least time left first."""

from dataclasses import dataclass
from datetime import datetime

from app.domain import permissions
from app.domain.actors import Actor
from app.domain.languages import Text
from app.store import worklists
from app.store.worklists import Place, Reach, TaskFilter

TABS = ("mine", "free", "all", "late")
PAGE = 25


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One open task as a line of the list. `service_id` tells together with the role who may claim it."""

    id: str
    commune_id: str
    commune_slug: str
    commune: Text
    service_id: str | None
    case_id: str
    reference: str
    deployment_id: str
    procedure: Text
    element: str
    role: str
    applicant: str
    filed_at: datetime
    due_at: datetime | None
    case_due_at: datetime | None
    state: str
    assignee_id: str | None
    assignee: Text

    def is_internal_target(self) -> bool:
        """Tell whether the time left is the administration's own target, shorter than the legal period."""
        return self.due_at is not None and self.case_due_at is not None and self.due_at < self.case_due_at


@dataclass(frozen=True, kw_only=True)
class KindRow:
    """A kind of open task within reach, for the filters."""

    procedure: str
    element: str
    deployment_id: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Worklist:
    """One page of the list; `before` and `after` are the places of its neighbours, None where there is none."""

    rows: tuple[TaskRow, ...]
    counts: dict[str, int]
    kinds: tuple[KindRow, ...]
    before: Place | None
    after: Place | None


def reaches_of(actor: Actor, permission: str = permissions.TAKE_PART) -> tuple[Reach, ...]:
    """Return what a person's list holds: tasks of the person's roles; those who reassign see every role's."""
    reaches = set()
    for held in actor.assignments:
        alone = Actor(kind="agent", name=actor.name, id=actor.id, assignments=frozenset({held}))
        if not permissions.may(alone, permission):
            continue
        role = None if permissions.may(alone, permissions.REASSIGN) else held.role
        reaches.add(Reach(role=role, commune_id=held.commune_id, service_id=held.service_id))
    return tuple(sorted(reaches, key=lambda reach: (reach.commune_id or "", reach.role or "", reach.service_id or "")))


def read_worklist(actor: Actor, wanted: TaskFilter, *, now: datetime, place: Place | None) -> Worklist:
    """Return one page of the list: three statements, whatever its length."""
    reaches = reaches_of(actor)
    found = worklists.list_tasks(reaches, wanted, now=now, place=place, limit=PAGE + 1)
    backwards = place is not None and place.backwards
    more = len(found) > PAGE
    page = (found[1:] if backwards else found[:PAGE]) if more else found
    rows = tuple(
        TaskRow(
            id=task.id,
            commune_id=task.commune_id,
            commune_slug=commune.slug,
            commune={"ar": commune.name_ar, "fr": commune.name_fr},
            service_id=case.service_id,
            case_id=case.id,
            reference=case.reference,
            deployment_id=case.deployment_id,
            procedure=deployment.titles,
            element=task.element,
            role=task.role,
            applicant=case.applicant,
            filed_at=case.filed_at,
            due_at=task.due_at,
            case_due_at=case.due_at,
            state=task.state,
            assignee_id=task.assignee_id,
            assignee={"ar": agent.name_ar, "fr": agent.name_fr} if agent else {},
        )
        for task, case, commune, deployment, agent in page
    )
    has_before = more if backwards else place is not None
    has_after = (place is not None) if backwards else more
    return Worklist(
        rows=rows,
        counts=worklists.count_tasks(reaches, wanted, now=now, tabs=TABS),
        kinds=tuple(
            KindRow(procedure=slug, element=element, deployment_id=deployment, count=count)
            for slug, element, deployment, count in worklists.list_kinds(reaches)
        ),
        before=_place(rows[0], backwards=True) if rows and has_before else None,
        after=_place(rows[-1], backwards=False) if rows and has_after else None,
    )


def _place(row: TaskRow, *, backwards: bool) -> Place:
    return Place(due_at=row.due_at, task_id=row.id, backwards=backwards)

"""Statements behind the agents' lists: open tasks by time left, cases by name; one statement a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true

from app.domain.actors import CITIZEN_ROLE
from app.languages import collation_key
from app.store.database import database
from app.store.models import Agent, Case, CaseEvent, Commune, Deployment, Incident, Job, UserTask

OPEN_STATES = ("ready", "claimed")


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Tasks within reach: of a role (None: any agent's role), in a commune and a service (None: all of them)."""

    role: str | None
    commune_id: str | None
    service_id: str | None


@dataclass(frozen=True, kw_only=True)
class TaskFilter:
    """What a person narrows a list to; `words` are looked for in the reference and the applicant's name."""

    tab: str
    agent_id: str
    procedure: str = ""
    element: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in a list sorted by due moment: rows after it, or before it when `backwards`."""

    due_at: datetime | None
    task_id: str
    backwards: bool = False


def list_tasks(
    reaches: Sequence[Reach], wanted: TaskFilter, *, now: datetime, place: Place | None, limit: int
) -> list[tuple[UserTask, Case, Commune, Deployment, Agent | None]]:
    """Return open tasks with what a list shows of them, the least time left first."""
    backwards = place is not None and place.backwards
    statement = _with_case(select(UserTask, Case, Commune, Deployment, Agent)).where(*_narrowed(reaches, wanted, now))
    if place is not None:
        statement = statement.where(_beyond(place))
    order = (UserTask.due_at.is_(None), UserTask.due_at, UserTask.id)
    statement = statement.order_by(*(key.desc() for key in order) if backwards else order).limit(limit)
    rows = [tuple(row) for row in database.session.execute(statement)]
    return rows[::-1] if backwards else rows


def count_tasks(reaches: Sequence[Reach], wanted: TaskFilter, *, now: datetime, tabs: Iterable[str]) -> dict[str, int]:
    """Return how many tasks each tab holds, under the same procedure, task and words."""
    columns = [
        func.coalesce(func.sum(case((_of_tab(tab, wanted.agent_id, now), 1), else_=0)), 0).label(tab) for tab in tabs
    ]
    statement = _with_case(select(*columns).select_from(UserTask)).where(
        *_narrowed(reaches, TaskFilter(**{**vars(wanted), "tab": "all"}), now)
    )
    row = database.session.execute(statement).one()
    return {key: int(value) for key, value in row._mapping.items()}


def list_kinds(reaches: Sequence[Reach]) -> list[tuple[str, str, str, int]]:
    """Return (procedure, element, a deployment that knows it, count) of the open tasks within reach."""
    statement = (
        select(Case.slug, UserTask.element, func.max(Case.deployment_id), func.count())
        .select_from(UserTask)
        .join(Case, _same_case())
        .where(_is_open(), _within(reaches))
        .group_by(Case.slug, UserTask.element)
        .order_by(Case.slug, UserTask.element)
    )
    return [
        (slug, element, deployment, count) for slug, element, deployment, count in database.session.execute(statement)
    ]


def list_cases(reaches: Sequence[Reach], words: str, *, limit: int) -> list[tuple[Case, Commune, Deployment]]:
    """Return the cases whose reference or applicant holds every word, the newest first."""
    places = [
        and_(
            true(),
            *([Case.commune_id == reach.commune_id] if reach.commune_id else []),
            *([or_(Case.service_id == reach.service_id, Case.service_id.is_(None))] if reach.service_id else []),
        )
        for reach in reaches
    ]
    statement = (
        select(Case, Commune, Deployment)
        .join(Commune, Commune.id == Case.commune_id)
        .join(Deployment, Deployment.id == Case.deployment_id)
        .where(or_(false(), *places), *_holding(words))
        .order_by(Case.filed_at.desc(), Case.id)
        .limit(limit)
    )
    return [tuple(row) for row in database.session.execute(statement)]


def was_read_since(found: Case, *, actor_id: str, since: datetime) -> bool:
    """Tell whether the history says already that this agent opened the case."""
    statement = select(CaseEvent.data).where(
        CaseEvent.commune_id == found.commune_id,
        CaseEvent.case_id == found.id,
        CaseEvent.kind == "CaseRead",
        CaseEvent.at > since,
    )
    return any(data.get("agent") == actor_id for data in database.session.scalars(statement))


def list_jobs_of(state: str, *, tried: bool, limit: int) -> list[tuple[Job, str, str]]:
    """Return jobs of a state (only those tried before, when asked), due first: with case reference and deployment."""
    statement = (
        select(Job, Case.reference, Case.deployment_id)
        .join(Case, and_(Case.commune_id == Job.commune_id, Case.id == Job.case_id))
        .where(Job.state == state)
        .order_by(Job.due_at, Job.id)
        .limit(limit)
    )
    if tried:
        statement = statement.where(Job.attempts > 0)
    return [(job, reference, deployment_id) for job, reference, deployment_id in database.session.execute(statement)]


def list_open_incidents(*, limit: int) -> list[tuple[Incident, str, str, str]]:
    """Return the incidents that wait for somebody, oldest first: with case reference, deployment and commune."""
    statement = (
        select(Incident, Case.reference, Case.deployment_id, Commune.slug)
        .join(Case, and_(Case.commune_id == Incident.commune_id, Case.id == Incident.case_id))
        .join(Commune, Commune.id == Incident.commune_id)
        .where(Incident.resolved_at.is_(None))
        .order_by(Incident.opened_at, Incident.id)
        .limit(limit)
    )
    return [(incident, *case) for incident, *case in database.session.execute(statement)]


def _with_case(statement: Select[Any]) -> Select[Any]:
    return (
        statement.join(Case, _same_case())
        .join(Commune, Commune.id == UserTask.commune_id)
        .join(Deployment, Deployment.id == Case.deployment_id)
        .outerjoin(Agent, Agent.id == UserTask.assignee_id)
    )


def _same_case() -> ColumnElement[bool]:
    return and_(Case.commune_id == UserTask.commune_id, Case.id == UserTask.case_id)


def _is_open() -> ColumnElement[bool]:
    """Said twice on purpose: the index of open tasks is one over `ended_at IS NULL`."""
    return and_(UserTask.ended_at.is_(None), UserTask.state.in_(OPEN_STATES))


def _narrowed(reaches: Sequence[Reach], wanted: TaskFilter, now: datetime) -> list[ColumnElement[bool]]:
    conditions = [_is_open(), _within(reaches), _of_tab(wanted.tab, wanted.agent_id, now)]
    if wanted.procedure:
        conditions.append(Case.slug == wanted.procedure)
    if wanted.element:
        conditions.append(UserTask.element == wanted.element)
    return conditions + _holding(wanted.words)


def _within(reaches: Sequence[Reach]) -> ColumnElement[bool]:
    """Any of the places; with none, nothing."""
    return or_(false(), *(_one_reach(reach) for reach in reaches))


def _one_reach(reach: Reach) -> ColumnElement[bool]:
    conditions = [UserTask.role == reach.role if reach.role else UserTask.role != CITIZEN_ROLE]
    if reach.commune_id:
        conditions.append(UserTask.commune_id == reach.commune_id)
    if reach.service_id:
        conditions.append(or_(Case.service_id == reach.service_id, Case.service_id.is_(None)))
    return and_(*conditions)


def _of_tab(tab: str, agent_id: str, now: datetime) -> ColumnElement[bool]:
    if tab == "mine":
        return and_(UserTask.assignee_id == agent_id, UserTask.state == "claimed")
    if tab == "free":
        return UserTask.state == "ready"
    if tab == "late":
        return and_(UserTask.due_at.is_not(None), UserTask.due_at < now)
    return UserTask.state.in_(OPEN_STATES)


def _beyond(place: Place) -> ColumnElement[bool]:
    """Rows on the far side of a place; tasks without a due moment come last."""
    if place.due_at is None:
        if place.backwards:
            return or_(UserTask.due_at.is_not(None), UserTask.id < place.task_id)
        return and_(UserTask.due_at.is_(None), UserTask.id > place.task_id)
    if place.backwards:
        same = and_(UserTask.due_at == place.due_at, UserTask.id < place.task_id)
        return or_(UserTask.due_at < place.due_at, same)
    same = and_(UserTask.due_at == place.due_at, UserTask.id > place.task_id)
    return or_(UserTask.due_at > place.due_at, same, UserTask.due_at.is_(None))


def _holding(words: str) -> list[ColumnElement[bool]]:
    return [Case.applicant_key.contains(collation_key(word), autoescape=True) for word in words.split()[:8]]


def list_closed_spans(commune_id: str, slug: str, *, limit: int) -> Sequence[tuple[datetime, datetime]]:
    """Return when the last closed cases of a procedure in a commune were filed and closed, newest first."""
    statement = (
        select(Case.filed_at, Case.closed_at)
        .where(Case.commune_id == commune_id, Case.state == "closed", Case.slug == slug, Case.closed_at.is_not(None))
        .order_by(Case.filed_at.desc())
        .limit(limit)
    )
    return [(filed_at, closed_at) for filed_at, closed_at in database.session.execute(statement) if closed_at]

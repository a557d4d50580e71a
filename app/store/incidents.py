"""Incidents: read one, list and count them within reach, write down who resolved one and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select, update

from app.domain.errors import MastaraError
from app.store.database import database
from app.store.models import Case, Commune, Deployment, Incident


class IncidentUnknown(MastaraError):
    """The commune has no such incident."""

    code = "incident-unknown"


@dataclass(frozen=True, kw_only=True)
class Area:
    """Cases within reach: of a commune and a service (None: all of them)."""

    commune_id: str | None
    service_id: str | None


@dataclass(frozen=True, kw_only=True)
class IncidentFilter:
    """What a list is narrowed to; empty texts narrow nothing. `open` chooses those that wait, else the resolved."""

    open: bool = True
    kind: str = ""
    procedure: str = ""
    element: str = ""
    deployment_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Open incidents with one cause: same kind, same element, same deployment."""

    kind: str
    element: str
    deployment_id: str
    procedure: str
    count: int
    oldest: datetime


def get_incident(commune_id: str, incident_id: str) -> Incident:
    """Return an incident of the commune as the database has it now. Raises IncidentUnknown."""
    statement = select(Incident).where(Incident.commune_id == commune_id, Incident.id == incident_id)
    incident = database.session.scalar(statement.execution_options(populate_existing=True))
    if incident is None:
        raise IncidentUnknown(f"Expected an incident of the commune {commune_id}, found the id “{incident_id}”.")
    return incident


def find_anywhere(incident_id: str) -> Incident | None:
    """Return an incident by id alone, or None: for operators at the command line."""
    return database.session.scalar(select(Incident).where(Incident.id == incident_id))


def list_incidents(
    areas: Sequence[Area], wanted: IncidentFilter, *, limit: int
) -> list[tuple[Incident, Case, Commune, Deployment]]:
    """Return incidents within reach with their case: the open ones oldest first, the resolved ones newest first."""
    order = (Incident.opened_at, Incident.id) if wanted.open else (Incident.resolved_at.desc(), Incident.id)
    statement = (
        select(Incident, Case, Commune, Deployment)
        .join(Case, _same_case())
        .join(Commune, Commune.id == Incident.commune_id)
        .join(Deployment, Deployment.id == Case.deployment_id)
        .where(*_narrowed(areas, wanted))
        .order_by(*order)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [tuple(row) for row in database.session.execute(statement)]


def list_causes(areas: Sequence[Area]) -> list[Cause]:
    """Return the causes of the open incidents within reach, the most frequent first."""
    count = func.count()
    statement = (
        select(Incident.kind, Incident.element, Case.deployment_id, Case.slug, count, func.min(Incident.opened_at))
        .select_from(Incident)
        .join(Case, _same_case())
        .where(*_narrowed(areas, IncidentFilter()))
        .group_by(Incident.kind, Incident.element, Case.deployment_id, Case.slug)
        .order_by(count.desc(), Incident.kind, Incident.element, Case.deployment_id)
    )
    return [
        Cause(kind=kind, element=element or "", deployment_id=deployment, procedure=slug, count=number, oldest=oldest)
        for kind, element, deployment, slug, number, oldest in database.session.execute(statement)
    ]


def count_open(areas: Sequence[Area]) -> int:
    """Return how many incidents within reach wait for somebody."""
    statement = (
        select(func.count()).select_from(Incident).join(Case, _same_case()).where(*_narrowed(areas, IncidentFilter()))
    )
    return database.session.scalar(statement) or 0


def list_of_case(case: Case, *, open_only: bool = False) -> Sequence[Incident]:
    """Return the incidents of a case, oldest first: all of them, or those that wait for somebody."""
    statement = select(Incident).where(Incident.commune_id == case.commune_id, Incident.case_id == case.id)
    if open_only:
        statement = statement.where(Incident.resolved_at.is_(None))
    statement = statement.order_by(Incident.opened_at, Incident.id).execution_options(populate_existing=True)
    return database.session.scalars(statement).all()


def resolve(incident: Incident, *, at: datetime, resolution: str) -> None:
    """Close one incident that waits, inside the open transaction."""
    database.session.execute(
        update(Incident)
        .where(Incident.commune_id == incident.commune_id, Incident.id == incident.id, Incident.resolved_at.is_(None))
        .values(resolved_at=at, resolution=resolution)
        .execution_options(synchronize_session=False)
    )


def note_resolver(incident: Incident, *, by: str, how: str, reason: str) -> bool:
    """Write who resolved an incident, how and why; return False when it still waits and nothing was written."""
    statement = (
        update(Incident)
        .where(
            Incident.commune_id == incident.commune_id,
            Incident.id == incident.id,
            Incident.resolved_at.is_not(None),
            Incident.resolved_by.is_(None),
        )
        .values(resolved_by=by, resolved_how=how, reason=reason)
        .execution_options(synchronize_session=False)
    )
    database.session.flush()
    resolved: bool = database.session.execute(statement).rowcount == 1  # type: ignore[attr-defined]
    return resolved


def _same_case() -> ColumnElement[bool]:
    return and_(Case.commune_id == Incident.commune_id, Case.id == Incident.case_id)


def _narrowed(areas: Sequence[Area], wanted: IncidentFilter) -> list[ColumnElement[bool]]:
    waits = Incident.resolved_at.is_(None) if wanted.open else Incident.resolved_at.is_not(None)
    conditions = [waits, or_(false(), *(_within(area) for area in areas))]
    if wanted.kind:
        conditions.append(Incident.kind == wanted.kind)
    if wanted.procedure:
        conditions.append(Case.slug == wanted.procedure)
    if wanted.element:
        conditions.append(Incident.element == wanted.element)
    if wanted.deployment_id:
        conditions.append(Case.deployment_id == wanted.deployment_id)
    return conditions


def _within(area: Area) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [Incident.id.is_not(None)]
    if area.commune_id:
        conditions.append(Incident.commune_id == area.commune_id)
    if area.service_id:
        conditions.append(or_(Case.service_id == area.service_id, Case.service_id.is_(None)))
    return and_(*conditions)

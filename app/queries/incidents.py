"""The incidents that an agent may repair: counted by cause, and listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain import permissions
from app.domain.actors import Actor
from app.store import incidents
from app.store.incidents import Area, Cause, IncidentFilter

MOST = 200


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """One incident with what a list shows of its case; texts by language."""

    id: str
    kind: str
    element: str
    opened_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None
    resolved_how: str | None
    reference: str
    applicant: str
    commune_id: str
    commune_slug: str
    commune: Mapping[str, str]
    deployment_id: str
    procedure: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class IncidentList:
    """One page: the causes of all open incidents within reach, the rows of the filter (at most `MOST`)."""

    causes: tuple[Cause, ...]
    rows: tuple[IncidentRow, ...]

    @property
    def open_count(self) -> int:
        """How many incidents wait for somebody, whatever the filter."""
        return sum(cause.count for cause in self.causes)


def areas_of(actor: Actor) -> tuple[Area, ...]:
    """Return the communes and services whose incidents the actor sees to; the platform reaches all."""
    if actor.kind == "system":
        return (Area(commune_id=None, service_id=None),)
    held = permissions.list_assignments(actor, permissions.RETRY)
    return tuple(Area(commune_id=item.commune_id, service_id=item.service_id) for item in held)


def read_incidents(actor: Actor, wanted: IncidentFilter) -> IncidentList:
    """Return the list of an actor: two statements, whatever its length."""
    areas = areas_of(actor)
    return IncidentList(
        causes=tuple(incidents.list_causes(areas)),
        rows=tuple(
            IncidentRow(
                id=incident.id,
                kind=incident.kind,
                element=incident.element or "",
                opened_at=incident.opened_at,
                resolved_at=incident.resolved_at,
                resolved_by=incident.resolved_by,
                resolved_how=incident.resolved_how,
                reference=case.reference,
                applicant=case.applicant,
                commune_id=commune.id,
                commune_slug=commune.slug,
                commune={"ar": commune.name_ar, "fr": commune.name_fr},
                deployment_id=case.deployment_id,
                procedure=deployment.titles,
            )
            for incident, case, commune, deployment in incidents.list_incidents(areas, wanted, limit=MOST)
        ),
    )


def count_incidents(actor: Actor) -> int:
    """Return how many incidents wait for this actor."""
    return incidents.count_open(areas_of(actor))

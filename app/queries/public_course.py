"""The course of a case as anybody may read it: statuses and outcome with their days, and no personal data at all."""

from dataclasses import dataclass
from datetime import datetime

from app.queries.following import EventRow
from app.store import cases

SHOWN = {"StatusReached": "status", "CaseClosed": "outcome"}
"""The facts that are public to everybody, each with the one value that is told of it."""


@dataclass(frozen=True, kw_only=True)
class PublicCourse:
    """Where a case stands, for whoever knows its reference; `events` are oldest first."""

    reference: str
    commune_id: str
    deployment_id: str
    is_open: bool
    filed_at: datetime
    events: tuple[EventRow, ...]


def find_public_course(reference: str) -> PublicCourse | None:
    """Return the course of a case, or None where no case has the reference.

    Whether its procedure lets everybody read it is for the caller to ask, before anything is shown.
    """
    case = cases.find_case_by_reference(reference)
    if case is None:
        return None
    return PublicCourse(
        reference=case.reference,
        commune_id=case.commune_id,
        deployment_id=case.deployment_id,
        is_open=case.state != "closed",
        filed_at=case.filed_at,
        events=tuple(
            EventRow(kind=row.kind, at=row.at, data={SHOWN[row.kind]: row.data.get(SHOWN[row.kind])})
            for row in cases.list_events(case)
            if row.public and row.kind in SHOWN
        ),
    )

"""What an operator looks at: jobs by state, those that failed, incidents, with the case of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.languages import INTERFACE_LANGUAGES, Language
from app.queries.incident_causes import words_of_incident
from app.store import health, worklists

MOST = 100


@dataclass(frozen=True, kw_only=True)
class JobRow:
    """A job with the reference of its case."""

    id: str
    operation: str
    element: str
    reference: str
    deployment_id: str
    attempts: int
    error: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """An incident that waits for somebody."""

    id: str
    kind: str
    element: str
    why: Mapping[Language, str]
    reference: str
    deployment_id: str
    commune_slug: str
    opened_at: datetime


@dataclass(frozen=True, kw_only=True)
class PlatformState:
    """The page of an operator."""

    jobs_by_state: Mapping[str, int]
    failed: tuple[JobRow, ...]
    retrying: tuple[JobRow, ...]
    incidents: tuple[IncidentRow, ...]


def read_platform_state() -> PlatformState:
    """Return the counts, the failed jobs, those that wait for another attempt, and the open incidents."""
    return PlatformState(
        jobs_by_state=health.count_jobs(),
        failed=_job_rows("failed"),
        retrying=tuple(row for row in _job_rows("waiting", tried=True)),
        incidents=tuple(
            IncidentRow(
                id=incident.id,
                kind=incident.kind,
                element=incident.element or "",
                why={language: words_of_incident(incident, language) for language in INTERFACE_LANGUAGES},
                reference=reference,
                deployment_id=deployment_id,
                commune_slug=slug,
                opened_at=incident.opened_at,
            )
            for incident, reference, deployment_id, slug in worklists.list_open_incidents(limit=MOST)
        ),
    )


def _job_rows(state: str, *, tried: bool = False) -> tuple[JobRow, ...]:
    return tuple(
        JobRow(
            id=job.id,
            operation=job.operation,
            element=job.element,
            reference=reference,
            deployment_id=deployment_id,
            attempts=job.attempts,
            error=job.error or "",
            due_at=job.due_at,
        )
        for job, reference, deployment_id in worklists.list_jobs_of(state, tried=tried, limit=MOST)
    )

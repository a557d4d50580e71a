"""Jobs and incidents."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from app.domain.codes import new_id
from app.store.database import database
from app.store.models import Case, Incident, Job

TIMER = "timer"
TIMERS_SHARE = 4
"""One in so many of the jobs taken at once is kept for timers when other work waits too."""


def acquire_due_jobs(now: datetime, *, lease: timedelta, limit: int) -> Sequence[Job]:
    """Take up to `limit` due jobs under a lease, oldest first; jobs whose lease ran out are due again.

    A burst of timers, after hours without a worker, does not hold up the rest: timers get what other work leaves, and
    at least a quarter. Call it in a transaction of its own. Two workers never take the same job: rows are skipped when
    locked (PostgreSQL), or the write lock is held (SQLite).
    """
    work_first = _acquire(now, lease=lease, limit=limit - limit // TIMERS_SHARE, of_kind=Job.kind != TIMER)
    return [*work_first, *_acquire(now, lease=lease, limit=limit - len(work_first), of_kind=Job.kind == TIMER)]


def has_due_jobs(now: datetime) -> bool:
    """Tell whether a job waits that is due, without taking it."""
    due = select(Job.id).where(Job.state == "waiting", Job.due_at <= now).limit(1)
    return database.session.execute(due).first() is not None


def _acquire(now: datetime, *, lease: timedelta, limit: int, of_kind: ColumnElement[bool]) -> Sequence[Job]:
    due = (
        select(Job.id)
        .where(
            of_kind,
            or_(
                and_(Job.state == "waiting", Job.due_at <= now),
                and_(Job.state == "running", Job.lease_until < now),
            ),
        )
        .order_by(Job.due_at, Job.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(Job)
        .where(Job.id.in_(due.scalar_subquery()))
        .values(state="running", attempts=Job.attempts + 1, lease_token=new_id(), lease_until=now + lease)
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(database.session.scalars(statement), key=lambda job: (job.due_at, job.id))


def find_case_of_job(job_id: str) -> tuple[str, str] | None:
    """Return (commune id, case id) of a job, or None: the case is locked before the job, in every command."""
    found = database.session.execute(select(Job.commune_id, Job.case_id).where(Job.id == job_id)).one_or_none()
    return None if found is None else (found.commune_id, found.case_id)


def find_leased_job(job_id: str, lease_token: str) -> Job | None:
    """Return the job if this lease still holds it, else None: its late result must not count."""
    statement = select(Job).where(Job.id == job_id, Job.lease_token == lease_token, Job.state == "running")
    return database.session.scalar(statement.with_for_update().execution_options(populate_existing=True))


def find_job(commune_id: str, job_id: str) -> Job | None:
    """Return a job of the commune, or None."""
    return database.session.scalar(select(Job).where(Job.commune_id == commune_id, Job.id == job_id))


def get_job_anywhere(job_id: str) -> Job | None:
    """Return a job by id alone, its row locked where the database can: for operators at the command line."""
    statement = select(Job).where(Job.id == job_id).with_for_update().execution_options(populate_existing=True)
    return database.session.scalar(statement)


def find_job_by_key(case: Case, kind: str, engine_key: str) -> Job | None:
    """Return the job of a case by its engine key, or None."""
    return database.session.scalar(
        select(Job)
        .where(
            Job.commune_id == case.commune_id, Job.case_id == case.id, Job.kind == kind, Job.engine_key == engine_key
        )
        .execution_options(populate_existing=True)
    )


def list_jobs(*, state: str | None = None, commune_id: str | None = None, limit: int = 100) -> Sequence[Job]:
    """Return jobs, the next due first."""
    statement = select(Job)
    if state:
        statement = statement.where(Job.state == state)
    if commune_id:
        statement = statement.where(Job.commune_id == commune_id)
    return database.session.scalars(statement.order_by(Job.due_at, Job.id).limit(limit)).all()


def next_due(now: datetime) -> datetime | None:
    """Return when the next waiting job is due, or None."""
    return database.session.scalar(select(Job.due_at).where(Job.state == "waiting").order_by(Job.due_at).limit(1))


def open_incident(
    case: Case,
    *,
    kind: str,
    at: datetime,
    element: str | None,
    message: str = "",
    cause: Mapping[str, Any] | None = None,
    job_id: str | None = None,
) -> None:
    """Record that a person must look at the case: why (`cause`, of a process), or what a job said (`message`)."""
    database.session.add(
        Incident(
            id=new_id(),
            commune_id=case.commune_id,
            case_id=case.id,
            job_id=job_id,
            kind=kind,
            element=element,
            message=message,
            cause=None if cause is None else dict(cause),
            opened_at=at,
        )
    )


def resolve_incidents(case: Case, *, job_id: str, at: datetime, resolution: str) -> None:
    """Close the incidents of a job."""
    database.session.execute(
        update(Incident)
        .where(Incident.commune_id == case.commune_id, Incident.job_id == job_id, Incident.resolved_at.is_(None))
        .values(resolved_at=at, resolution=resolution)
        .execution_options(synchronize_session=False)
    )


def resolve_process_incidents(
    case: Case, *, standing: frozenset[tuple[str, str | None]], at: datetime, resolution: str
) -> None:
    """Close the incidents of the process itself, by (kind, element), that no longer stand."""
    statement = select(Incident).where(
        Incident.commune_id == case.commune_id,
        Incident.case_id == case.id,
        Incident.job_id.is_(None),
        Incident.resolved_at.is_(None),
    )
    for incident in database.session.scalars(statement):
        if (incident.kind, incident.element) not in standing:
            incident.resolved_at, incident.resolution = at, resolution


def list_incident_places(case: Case) -> frozenset[tuple[str, str | None]]:
    """Return (kind, element) of the incidents of a case that wait for somebody."""
    statement = select(Incident.kind, Incident.element).where(
        Incident.commune_id == case.commune_id, Incident.case_id == case.id, Incident.resolved_at.is_(None)
    )
    return frozenset((kind, element) for kind, element in database.session.execute(statement))


def list_incidents(commune_id: str | None = None, *, limit: int = 100) -> Sequence[Incident]:
    """Return the incidents that wait for somebody, oldest first."""
    statement = select(Incident).where(Incident.resolved_at.is_(None))
    if commune_id:
        statement = statement.where(Incident.commune_id == commune_id)
    return database.session.scalars(statement.order_by(Incident.opened_at, Incident.id).limit(limit)).all()


def new_job(
    case: Case,
    *,
    kind: str,
    engine_key: str,
    element: str,
    operation: str,
    inputs: Mapping[str, Any],
    due_at: datetime,
    now: datetime,
) -> Job:
    """Add a job to the caller's transaction."""
    job = Job(
        id=new_id(),
        commune_id=case.commune_id,
        case_id=case.id,
        kind=kind,
        engine_key=engine_key,
        element=element,
        operation=operation,
        inputs=dict(inputs),
        state="waiting",
        due_at=due_at,
        created_at=now,
    )
    database.session.add(job)
    return job


def add_job(row: Mapping[str, Any]) -> None:
    """Add a job from its columns to the caller's transaction."""
    database.session.add(Job(**row))

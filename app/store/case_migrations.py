"""Batches that move running cases: which cases they take, who carries them on, what became of each case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, literal, or_, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.store.database import database, insert_statement
from app.store.models import (
    Case,
    CaseMigration,
    CaseMigrationItem,
    Deadline,
    Deployment,
    Job,
    PublishedOverlay,
    Release,
)

CARRIED_ON = ("trying", "running", "reverting")
"""States in which a worker has something to do."""

Side = Literal["source", "target"]
Key = tuple[str, str]
"""(commune id, case id): the order in which a batch takes its cases."""


class MigrationUnknown(MastaraError):
    """No batch has this id."""

    code = "migration-unknown"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many cases of a batch ended in one way for the same reasons, with the first and last reference."""

    state: str
    reasons: tuple[dict[str, str], ...]
    count: int
    examples: tuple[str, ...]


def get_migration(migration_id: str, *, lock: bool = False) -> CaseMigration:
    """Return a batch as the database has it now. Raises MigrationUnknown."""
    statement = select(CaseMigration).where(CaseMigration.id == migration_id)
    statement = statement.with_for_update() if lock else statement
    found = database.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise MigrationUnknown(
            f"Expected the id of a migration, found “{migration_id}”: list them with `flask cases migrations`."
        )
    return found


def deployment_of(migration_id: str, side: Side) -> str:
    """Return the id of the deployment on one side of a batch. Raises MigrationUnknown."""
    migration = get_migration(migration_id)
    return migration.source_id if side == "source" else migration.target_id


def list_migrations(*, slug: str | None = None, limit: int = 50) -> Sequence[CaseMigration]:
    """Return the batches, the newest first."""
    statement = select(CaseMigration)
    if slug is not None:
        statement = statement.where(CaseMigration.slug == slug)
    return database.session.scalars(
        statement.order_by(CaseMigration.planned_at.desc(), CaseMigration.id).limit(limit)
    ).all()


def find_active(slug: str, *, besides: str) -> CaseMigration | None:
    """Return another batch of the procedure that is being carried out, or None."""
    statement = select(CaseMigration).where(
        CaseMigration.slug == slug, CaseMigration.id != besides, CaseMigration.state.in_(("running", "reverting"))
    )
    return database.session.scalar(statement.limit(1))


def add(migration: CaseMigration) -> None:
    """Add a batch or keep its changes; the caller's transaction commits it."""
    database.session.add(migration)
    database.session.flush()


def remove(migration: CaseMigration) -> None:
    """Forget a batch that moved nothing."""
    database.session.delete(migration)


# --- which cases ----------------------------------------------------------------------------------------------------


def list_sources() -> list[tuple[Deployment, int]]:
    """Return the deployments with open cases and how many, by procedure, the newest first."""
    statement = (
        select(Deployment, func.count(Case.id))
        .join(Case, and_(Case.deployment_id == Deployment.id, Case.state != "closed"))
        .group_by(Deployment.id)
        .order_by(Deployment.slug, Deployment.published_at.desc(), Deployment.id)
    )
    return [(deployment, count) for deployment, count in database.session.execute(statement)]


def list_versions(slug: str, *, commune_id: str | None) -> Sequence[Deployment]:
    """Return the deployments of a procedure of one owner (None: the country) that were in effect, the newest first.

    Variants that communes make of national ones are not among them.
    """
    owner = Deployment.commune_id.is_(None) if commune_id is None else Deployment.commune_id == commune_id
    statement = select(Deployment).outerjoin(Release, Release.deployment_id == Deployment.id)
    statement = statement.where(
        Deployment.slug == slug,
        owner,
        Deployment.base_id.is_(None),
        or_(Release.state.is_(None), Release.state == "published"),
    )
    return database.session.scalars(statement.order_by(Deployment.published_at.desc(), Deployment.id)).all()


def list_targets(source: Deployment) -> list[Deployment]:
    """Return the deployments to which cases of one may move, the newest first.

    Cases of a variant may move to other variants of the communes that published it, and to national versions.
    """
    versions = [row for row in list_versions(source.slug, commune_id=source.commune_id) if row.id != source.id]
    if source.base_id is None:
        return versions
    communes = select(PublishedOverlay.commune_id).where(PublishedOverlay.deployment_id == source.id)
    published = select(PublishedOverlay.deployment_id).where(
        PublishedOverlay.slug == source.slug, PublishedOverlay.commune_id.in_(communes)
    )
    statement = select(Deployment).where(
        Deployment.id.in_(published), Deployment.id != source.id, Deployment.base_id.is_not(None)
    )
    variants = database.session.scalars(statement.order_by(Deployment.published_at.desc(), Deployment.id)).all()
    return [*variants, *versions]


def list_open_cases(
    deployment_id: str, *, commune_id: str | None, after: Key | None, limit: int
) -> Sequence[tuple[Case, bool]]:
    """Return the next open cases of a deployment, each with whether a worker is at one of its jobs."""
    busy = select(Job.id).where(_is_busy(Case.commune_id, Case.id)).exists()
    statement = select(Case, busy).where(*_taken(deployment_id, commune_id))
    if after is not None:
        statement = statement.where(tuple_(Case.commune_id, Case.id) > tuple_(literal(after[0]), literal(after[1])))
    statement = statement.order_by(Case.commune_id, Case.id).limit(limit).execution_options(populate_existing=True)
    return [(case, at_work) for case, at_work in database.session.execute(statement)]


def count_open_cases(deployment_id: str, *, commune_id: str | None) -> int:
    """Return how many open cases a deployment has."""
    statement = select(func.count()).select_from(Case).where(*_taken(deployment_id, commune_id))
    return database.session.scalar(statement) or 0


def list_period_parameters(deployment_id: str, *, commune_id: str | None) -> Sequence[str]:
    """Return the parameters that the legal periods of the open cases name."""
    statement = (
        select(Deadline.parameter)
        .join(Case, and_(Case.commune_id == Deadline.commune_id, Case.id == Deadline.case_id))
        .where(*_taken(deployment_id, commune_id))
        .distinct()
        .order_by(Deadline.parameter)
    )
    return database.session.scalars(statement).all()


def is_at_work(case: Case) -> bool:
    """Tell whether a worker is at one of the jobs of a case."""
    statement = select(Job.id).where(_is_busy(literal(case.commune_id), literal(case.id))).limit(1)
    return database.session.scalar(statement) is not None


def _is_busy(commune_id: SQLColumnExpression[str], case_id: SQLColumnExpression[str]) -> ColumnElement[bool]:
    return and_(Job.commune_id == commune_id, Job.case_id == case_id, Job.state == "running")


def _taken(deployment_id: str, commune_id: str | None) -> list[ColumnElement[bool]]:
    conditions = [Case.deployment_id == deployment_id, Case.state != "closed"]
    return conditions if commune_id is None else [*conditions, Case.commune_id == commune_id]


# --- what becomes of them -------------------------------------------------------------------------------------------


def enlist(migration: CaseMigration) -> int:
    """Put every open case of the source on the list of the batch; return how many there are."""
    no_reasons = literal([], CaseMigrationItem.reasons.type)
    chosen = select(Case.commune_id, literal(migration.id), Case.id, literal("waiting"), no_reasons, literal(0))
    chosen = chosen.where(*_taken(migration.source_id, migration.commune_id))
    columns = ["commune_id", "migration_id", "case_id", "state", "reasons", "attempts"]
    statement: postgresql.Insert | sqlite.Insert = insert_statement(CaseMigrationItem)
    database.session.execute(statement.from_select(columns, chosen))
    listed = select(func.count()).select_from(CaseMigrationItem).where(CaseMigrationItem.migration_id == migration.id)
    migration.total = database.session.scalar(listed) or 0
    return migration.total


def list_due_items(migration_id: str, *, state: str, now: datetime, limit: int) -> Sequence[Key]:
    """Return the keys of the next cases of a batch that are to be dealt with."""
    statement = select(CaseMigrationItem.commune_id, CaseMigrationItem.case_id).where(
        CaseMigrationItem.migration_id == migration_id,
        CaseMigrationItem.state == state,
        or_(CaseMigrationItem.retry_at.is_(None), CaseMigrationItem.retry_at <= now),
    )
    statement = statement.order_by(CaseMigrationItem.commune_id, CaseMigrationItem.case_id).limit(limit)
    return [(commune_id, case_id) for commune_id, case_id in database.session.execute(statement)]


def next_retry(migration_id: str, *, state: str) -> datetime | None:
    """Return when the first case that was put off is to be tried again, or None."""
    statement = select(func.min(CaseMigrationItem.retry_at)).where(
        CaseMigrationItem.migration_id == migration_id, CaseMigrationItem.state == state
    )
    return database.session.scalar(statement)


def get_item(migration_id: str, key: Key) -> CaseMigrationItem:
    """Return the line of one case as the database has it now."""
    statement = select(CaseMigrationItem).where(
        CaseMigrationItem.commune_id == key[0],
        CaseMigrationItem.migration_id == migration_id,
        CaseMigrationItem.case_id == key[1],
    )
    return database.session.scalars(statement.execution_options(populate_existing=True)).one()


def get_snapshot(item: CaseMigrationItem) -> tuple[bytes, dict[str, Any]]:
    """Return the engine's state and the document that a case had before it was moved."""
    statement = select(CaseMigrationItem.state_before, CaseMigrationItem.document_before).where(
        CaseMigrationItem.commune_id == item.commune_id,
        CaseMigrationItem.migration_id == item.migration_id,
        CaseMigrationItem.case_id == item.case_id,
    )
    state, document = database.session.execute(statement).one()
    assert state is not None and document is not None, "a moved case has its snapshot"
    return state, document


def count_items(migration_id: str) -> dict[str, int]:
    """Return how many cases of a batch stand in each state."""
    statement = (
        select(CaseMigrationItem.state, func.count())
        .where(CaseMigrationItem.migration_id == migration_id)
        .group_by(CaseMigrationItem.state)
    )
    return {state: count for state, count in database.session.execute(statement)}


def list_outcomes(migration_id: str) -> list[Outcome]:
    """Return what became of the cases, grouped by state and reasons, the largest groups first."""
    count = func.count()
    statement = (
        select(
            CaseMigrationItem.state,
            CaseMigrationItem.reasons,
            count,
            func.min(Case.reference),
            func.max(Case.reference),
        )
        .join(Case, and_(Case.commune_id == CaseMigrationItem.commune_id, Case.id == CaseMigrationItem.case_id))
        .where(CaseMigrationItem.migration_id == migration_id)
        .group_by(CaseMigrationItem.state, CaseMigrationItem.reasons)
        .order_by(count.desc(), CaseMigrationItem.state)
    )
    return [
        Outcome(
            state=state,
            reasons=tuple(reasons),
            count=number,
            examples=tuple(dict.fromkeys((first, last))),
        )
        for state, reasons, number, first, last in database.session.execute(statement)
    ]


def list_items(
    migration_id: str, *, state: str, after: Key | None, limit: int
) -> Sequence[tuple[CaseMigrationItem, str]]:
    """Return the next lines of a batch in a state, each with the reference of its case."""
    statement = (
        select(CaseMigrationItem, Case.reference)
        .join(Case, and_(Case.commune_id == CaseMigrationItem.commune_id, Case.id == CaseMigrationItem.case_id))
        .where(CaseMigrationItem.migration_id == migration_id, CaseMigrationItem.state == state)
    )
    if after is not None:
        place = tuple_(CaseMigrationItem.commune_id, CaseMigrationItem.case_id)
        statement = statement.where(place > tuple_(literal(after[0]), literal(after[1])))
    order = (CaseMigrationItem.commune_id, CaseMigrationItem.case_id)
    return [(item, reference) for item, reference in database.session.execute(statement.order_by(*order).limit(limit))]


# --- who carries them on --------------------------------------------------------------------------------------------


def acquire(now: datetime, *, lease: timedelta, migration_id: str | None = None) -> CaseMigration | None:
    """Take a batch that has something to do under a lease, or None; call it in a transaction of its own."""
    statement = select(CaseMigration).where(
        CaseMigration.state.in_(CARRIED_ON),
        CaseMigration.due_at <= now,
        or_(CaseMigration.lease_until.is_(None), CaseMigration.lease_until < now),
    )
    if migration_id is not None:
        statement = statement.where(CaseMigration.id == migration_id)
    statement = statement.order_by(CaseMigration.due_at, CaseMigration.id).limit(1)
    found = database.session.scalar(
        statement.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    )
    if found is not None:
        found.lease_token, found.lease_until = new_id(), now + lease
    return found


def find_held(migration_id: str, lease_token: str) -> CaseMigration | None:
    """Return the batch, its row locked, if this lease still holds it, else None: a late worker must do nothing."""
    statement = select(CaseMigration).where(
        CaseMigration.id == migration_id,
        CaseMigration.lease_token == lease_token,
        CaseMigration.state.in_(CARRIED_ON),
    )
    return database.session.scalar(statement.with_for_update().execution_options(populate_existing=True))

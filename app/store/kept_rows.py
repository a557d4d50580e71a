"""Rows of a case found by the engine's keys, whatever their state: a move changes them in place."""

from collections.abc import Iterable

from sqlalchemy import select

from app.store.database import database
from app.store.models import Case, Job, MessageSubscription, UserTask


def tasks_by_key(case: Case, keys: Iterable[str]) -> dict[str, UserTask]:
    """Return the tasks of a case by engine key."""
    statement = select(UserTask).where(
        UserTask.commune_id == case.commune_id, UserTask.case_id == case.id, UserTask.engine_key.in_(list(keys))
    )
    rows = database.session.scalars(statement.execution_options(populate_existing=True))
    return {row.engine_key: row for row in rows}


def jobs_by_key(case: Case, kind: str, keys: Iterable[str]) -> dict[str, Job]:
    """Return the jobs of one kind (service, timer) of a case by engine key."""
    statement = select(Job).where(
        Job.commune_id == case.commune_id, Job.case_id == case.id, Job.kind == kind, Job.engine_key.in_(list(keys))
    )
    rows = database.session.scalars(statement.execution_options(populate_existing=True))
    return {row.engine_key: row for row in rows}


def subscriptions_by_key(case: Case, keys: Iterable[str]) -> dict[str, MessageSubscription]:
    """Return the awaited messages of a case by engine key."""
    statement = select(MessageSubscription).where(
        MessageSubscription.commune_id == case.commune_id,
        MessageSubscription.case_id == case.id,
        MessageSubscription.engine_key.in_(list(keys)),
    )
    rows = database.session.scalars(statement.execution_options(populate_existing=True))
    return {row.engine_key: row for row in rows}

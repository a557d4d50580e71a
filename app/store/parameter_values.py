"""Values of parameters decided after their packages were published, and the cases that stand on deployments."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from app.store.database import database
from app.store.models import Case, Deployment, ParameterValue


def list_values(key: str | None = None) -> Sequence[ParameterValue]:
    """Return the decided values (of one parameter, when given) in order of their first day."""
    statement = select(ParameterValue).order_by(ParameterValue.since, ParameterValue.key)
    if key is not None:
        statement = statement.where(ParameterValue.key == key)
    return database.session.scalars(statement).all()


def add(row: ParameterValue) -> None:
    """Add a value; the caller's transaction commits it."""
    database.session.add(row)
    database.session.flush()


def count_open_cases() -> Mapping[str, int]:
    """Return how many open cases stand on each deployment, by its id."""
    statement = select(Case.deployment_id, func.count()).where(Case.state == "open").group_by(Case.deployment_id)
    return {deployment_id: count for deployment_id, count in database.session.execute(statement)}


def list_deployments(ids: Sequence[str]) -> Sequence[Deployment]:
    """Return deployments by id, by slug and newest first."""
    statement = select(Deployment).where(Deployment.id.in_(ids))
    return database.session.scalars(statement.order_by(Deployment.slug, Deployment.published_at.desc())).all()

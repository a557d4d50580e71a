"""Deployments and what each commune offers."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import undefer

from app.domain.errors import MastaraError
from app.store.database import database
from app.store.models import Deployment, Offering, ProcedureState, Release

Row = TypeVar("Row", bound=tuple[Any, ...])

NATIONAL = (Deployment.commune_id.is_(None), Deployment.base_id.is_(None))
"""What makes a deployment a national version: neither a commune's own procedure nor a variant."""


def owned_by(commune_id: str | None) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a deployment a version of the country (None), or of a commune's own procedure."""
    return NATIONAL if commune_id is None else (Deployment.commune_id == commune_id, Deployment.base_id.is_(None))


class DeploymentUnknown(MastaraError):
    """No deployment has this id."""

    code = "deployment-unknown"


def get_deployment(deployment_id: str) -> Deployment:
    """Return a deployment with its package. Raises DeploymentUnknown."""
    statement = select(Deployment).where(Deployment.id == deployment_id).options(undefer(Deployment.package))
    deployment = database.session.scalar(statement)
    if deployment is None:
        raise DeploymentUnknown(f"Expected a published deployment, found the id “{deployment_id}”.")
    return deployment


def list_deployments(deployment_ids: Sequence[str]) -> Sequence[Deployment]:
    """Return the deployments of these ids with their packages, in no order; an unknown id is left out. One read."""
    statement = select(Deployment).where(Deployment.id.in_(deployment_ids)).options(undefer(Deployment.package))
    return database.session.scalars(statement).all()


def find_deployment_by_digest(digest: str, commune_id: str | None) -> Deployment | None:
    """Return the deployment of these very files, or None."""
    owner = Deployment.commune_id.is_(None) if commune_id is None else Deployment.commune_id == commune_id
    return database.session.scalar(select(Deployment).where(Deployment.digest == digest, owner))


def find_newest_deployment(slug: str, commune_id: str | None = None) -> Deployment | None:
    """Return the deployment that new cases of a procedure of the country, or of a commune's own, follow, or None.

    It is the one in effect; without one, the last that was published. A scheduled release waits for its day.
    """
    chosen = _in_effect_first(select(Deployment), commune_id).where(Deployment.slug == slug)
    return database.session.scalar(chosen.order_by(*_EFFECT_ORDER).limit(1))


def is_published(slug: str) -> bool:
    """Tell whether the country or any commune has published something under this name."""
    return database.session.scalar(select(Deployment.id).where(Deployment.slug == slug).limit(1)) is not None


def owners_of(slug: str) -> set[str | None]:
    """Return the communes that have published something of their own under this name; None stands for the country."""
    statement = select(Deployment.commune_id).where(Deployment.slug == slug, Deployment.base_id.is_(None)).distinct()
    return set(database.session.scalars(statement))


def list_versions(slug: str, commune_id: str | None = None) -> Sequence[Deployment]:
    """Return the deployments of a procedure of the country, or of a commune's own, newest first."""
    statement = select(Deployment).where(Deployment.slug == slug, *owned_by(commune_id))
    return database.session.scalars(statement.order_by(Deployment.published_at.desc(), Deployment.id)).all()


def list_newest_deployments(commune_id: str | None = None) -> Sequence[Deployment]:
    """Return the deployment that new cases of each procedure of the country, or of a commune's own, follow, by slug."""
    rank = func.row_number().over(partition_by=Deployment.slug, order_by=_EFFECT_ORDER).label("rank")
    ranked = _in_effect_first(select(Deployment.id, rank), commune_id).subquery()
    statement = select(Deployment).join(ranked, ranked.c.id == Deployment.id).where(ranked.c.rank == 1)
    return database.session.scalars(statement.order_by(Deployment.slug)).all()


_EFFECT_ORDER = (
    case((ProcedureState.current_id == Deployment.id, 0), else_=1),
    Deployment.published_at.desc(),
    Deployment.id,
)


def _in_effect_first(statement: Select[Row], commune_id: str | None) -> Select[Row]:
    """Join what decides which deployment is in effect, and leave out releases that are not."""
    return (
        statement.outerjoin(ProcedureState, ProcedureState.slug == Deployment.slug)
        .outerjoin(Release, Release.deployment_id == Deployment.id)
        .where(*owned_by(commune_id), or_(Release.state.is_(None), Release.state == "published"))
    )


def find_offering(commune_id: str, slug: str) -> Offering | None:
    """Return what the commune offers under this name, or None."""
    return database.session.get(Offering, (commune_id, slug))


def list_offerings(commune_id: str) -> Sequence[tuple[Offering, Deployment]]:
    """Return what the commune offers with its deployment, by slug."""
    statement = (
        select(Offering, Deployment)
        .join(Deployment, Deployment.id == Offering.deployment_id)
        .where(Offering.commune_id == commune_id)
        .order_by(Offering.slug)
    )
    return [(offering, deployment) for offering, deployment in database.session.execute(statement)]


def list_offering_communes(slug: str) -> Sequence[Offering]:
    """Return the offerings of a procedure by commune."""
    statement = select(Offering).where(Offering.slug == slug).order_by(Offering.commune_id)
    return database.session.scalars(statement).all()


def move_offerings(
    slug: str, deployment_id: str, commune_id: str | None = None, *, among: Sequence[str] | None = None
) -> Sequence[str]:
    """Let every commune that offers a deployment of the same owner offer this one; return their ids.

    A commune that offers a variant of a national procedure keeps it. With `among`, only communes of these ids move.
    """
    owned = select(Deployment.id).where(Deployment.slug == slug, *owned_by(commune_id))
    chosen = select(Offering).where(Offering.slug == slug, Offering.deployment_id.in_(owned))
    if among is not None:
        chosen = chosen.where(Offering.commune_id.in_(among))
    offerings = database.session.scalars(chosen.order_by(Offering.commune_id)).all()
    for offering in offerings:
        offering.deployment_id = deployment_id
    database.session.flush()
    return [offering.commune_id for offering in offerings]


def save(row: Deployment | Offering) -> None:
    """Add or update a row; the caller's transaction commits it."""
    database.session.merge(row) if isinstance(row, Offering) else database.session.add(row)
    database.session.flush()

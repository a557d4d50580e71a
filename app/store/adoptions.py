"""Figures of adoption: how many communes offer each procedure, and where a commune stands with its changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from app.store.database import database
from app.store.models import Offering, PublishedOverlay
from app.store.tailoring import IN_EFFECT, SCHEDULED


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """Communes that offer a procedure, and those of them whose changes are in effect."""

    adopted: int = 0
    tailored: int = 0


def count_adoptions() -> Mapping[str, Adoption]:
    """Return the figures by slug; a procedure that nobody adopted is not named."""
    offered = select(Offering.slug, func.count()).group_by(Offering.slug)
    tailored = (
        select(PublishedOverlay.slug, func.count(PublishedOverlay.commune_id.distinct()))
        .where(PublishedOverlay.state == IN_EFFECT)
        .group_by(PublishedOverlay.slug)
    )
    changed = {slug: count for slug, count in database.session.execute(tailored)}
    return {
        slug: Adoption(adopted=count, tailored=changed.get(slug, 0))
        for slug, count in database.session.execute(offered)
    }


@dataclass(frozen=True, kw_only=True)
class Publications:
    """What a commune published of one procedure: when last, and whether an overlay waits for its day."""

    last_at: datetime
    scheduled: bool


def list_publications(commune_id: str) -> Mapping[str, Publications]:
    """Return the publications of a commune by slug; what was never published is not named. One read."""
    waits = func.max(case((PublishedOverlay.state == SCHEDULED, 1), else_=0))
    statement = (
        select(PublishedOverlay.slug, func.max(PublishedOverlay.published_at), waits)
        .where(PublishedOverlay.commune_id == commune_id)
        .group_by(PublishedOverlay.slug)
    )
    return {
        slug: Publications(last_at=last_at, scheduled=bool(waiting))
        for slug, last_at, waiting in database.session.execute(statement)
    }

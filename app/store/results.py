"""What became of the cases of a procedure, counted by variant: a few grouped reads, never one a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, func, literal, select

from app.store.database import database
from app.store.deadlines import LEGAL
from app.store.models import Case, Commune, Deadline, Deployment, PublishedOverlay, UserTask
from app.store.tailoring import IN_EFFECT

SECONDS_A_DAY = 86_400
RATING_TASK = "rate-service"
"""The user task of the shared flow by which people say what they thought of the service."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one looks: the whole country, a region, or a province (codes)."""

    region_code: str | None = None
    province_code: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what the commune's row must be."""
        found: list[ColumnElement[bool]] = []
        if self.region_code:
            found.append(Commune.region_code == self.region_code)
        if self.province_code:
            found.append(Commune.province_code == self.province_code)
        return found


@dataclass(frozen=True, kw_only=True)
class CountedCases:
    """So many cases of one kind: same deployment, same outcome, same number of whole days from filing to decision.

    `days` is None while nothing is decided. `after` tells, where a change is looked at, whether they came under it.
    """

    deployment_id: str
    outcome: str | None
    days: int | None
    rating: str | None
    """What the applicant thought of the service, "1" to "5"; None where nobody said."""
    count: int
    after: bool = False


def count_results(slug: str, *, since: datetime, place: Place) -> Sequence[CountedCases]:
    """Return the cases of a procedure filed since a moment, by the deployment that rules them. One read."""
    statement = select(Case.deployment_id, *_results()).where(
        Case.slug == slug, Case.filed_at >= since, Case.deployment_id.in_(_deployments_of(slug))
    )
    if place.conditions():
        statement = statement.join(Commune, Commune.id == Case.commune_id).where(*place.conditions())
    each = statement.subquery()
    columns = (each.c.deployment_id, each.c.outcome, each.c.days, each.c.rating)
    rows = database.session.execute(select(*columns, func.count()).group_by(*columns))
    return [
        CountedCases(deployment_id=deployment, outcome=outcome, days=days, rating=rating, count=count)
        for deployment, outcome, days, rating, count in rows
    ]


def count_before_and_after(slug: str, *, since: datetime, place: Place) -> Sequence[CountedCases]:
    """Return the cases of the communes that follow a change, before and after its first day, by the variant. One read.

    A case counts as after when it was filed once the change was in effect.
    """
    after = cast(Case.filed_at >= PublishedOverlay.in_effect_at, Integer).label("after")
    statement = (
        select(PublishedOverlay.deployment_id, *_results(), after)
        .join(Case, and_(Case.commune_id == PublishedOverlay.commune_id, Case.slug == PublishedOverlay.slug))
        .where(PublishedOverlay.slug == slug, PublishedOverlay.state == IN_EFFECT, Case.filed_at >= since)
    )
    if place.conditions():
        statement = statement.join(Commune, Commune.id == Case.commune_id).where(*place.conditions())
    each = statement.subquery()
    columns = (each.c.deployment_id, each.c.outcome, each.c.days, each.c.rating, each.c.after)
    rows = database.session.execute(select(*columns, func.count()).group_by(*columns))
    return [
        CountedCases(deployment_id=deployment, outcome=outcome, days=days, rating=rating, after=bool(late), count=count)
        for deployment, outcome, days, rating, late, count in rows
    ]


def count_of_commune(commune_id: str, slug: str, *, since: datetime) -> Sequence[CountedCases]:
    """Return the cases of one commune's procedure filed since a moment, by the deployment that rules them. One read."""
    each = (
        select(Case.deployment_id, *_results())
        .where(Case.commune_id == commune_id, Case.filed_at >= since, Case.slug == slug)
        .subquery()
    )
    columns = (each.c.deployment_id, each.c.outcome, each.c.days, each.c.rating)
    rows = database.session.execute(select(*columns, func.count()).group_by(*columns))
    return [
        CountedCases(deployment_id=deployment, outcome=outcome, days=days, rating=rating, count=count)
        for deployment, outcome, days, rating, count in rows
    ]


def _deployments_of(slug: str) -> Any:
    """Return the deployments under a name: the index of cases begins with them."""
    return select(Deployment.id).where(Deployment.slug == slug)


def _results() -> tuple[Any, Any, Any]:
    """Return what a case came to: its outcome, the days to the decision, what the applicant thought of it."""
    rating = (
        select(func.max(UserTask.answers["rating"].as_string()))
        .where(
            UserTask.commune_id == Case.commune_id,
            UserTask.case_id == Case.id,
            UserTask.element == RATING_TASK,
            UserTask.state == "completed",
        )
        .correlate(Case)
        .scalar_subquery()
    )
    return Case.outcome, _days().label("days"), rating.label("rating")


def _days() -> ColumnElement[int]:
    """Return the whole days from the filing to the decision: the end of the legal period, else of the case."""
    decided = (
        select(func.min(Deadline.ended_at))
        .where(
            Deadline.commune_id == Case.commune_id,
            Deadline.case_id == Case.id,
            Deadline.kind == LEGAL,
            Deadline.state == "ended",
        )
        .correlate(Case)
        .scalar_subquery()
    )
    end = func.coalesce(decided, Case.closed_at)
    if database.engine.dialect.name == "sqlite":
        return cast(func.julianday(end) - func.julianday(Case.filed_at), Integer)
    seconds = func.date_part("epoch", end) - func.date_part("epoch", Case.filed_at)
    return cast(func.floor(seconds / literal(SECONDS_A_DAY)), Integer)

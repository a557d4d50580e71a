"""Variants of a national procedure over the country: which communes follow which, and every act about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.store.database import database
from app.store.models import Commune, Deployment, Offering, PublishedOverlay, Tailoring, TailoringAct
from app.store.publication import NATIONAL, DeploymentUnknown
from app.store.results import Place
from app.store.tailoring import IN_EFFECT, OverlayInEffect

ACTS_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class ActAnywhere:
    """One act of a commune's tailoring with the commune's names, for the history of the country."""

    act: TailoringAct
    commune_slug: str
    name_ar: str
    name_fr: str


@dataclass(frozen=True, kw_only=True)
class ActFilter:
    """What is looked for in the history; None looks everywhere."""

    commune_id: str | None = None
    slug: str | None = None
    kind: str | None = None
    region_code: str | None = None
    before_id: int | None = None
    """Only what happened earlier than this act: the next page."""


def list_in_effect_at(slug: str, place: Place) -> Sequence[OverlayInEffect]:
    """Return the overlays of a procedure that hold in a place, by region and commune. One read."""
    statement = (
        select(
            PublishedOverlay,
            Commune.slug,
            Commune.name_ar,
            Commune.name_fr,
            Commune.region_code,
            Commune.province_code,
        )
        .join(Commune, Commune.id == PublishedOverlay.commune_id)
        .where(PublishedOverlay.slug == slug, PublishedOverlay.state == IN_EFFECT, *place.conditions())
        .order_by(Commune.region_code, Commune.id)
    )
    return [
        OverlayInEffect(
            overlay=overlay, commune_slug=address, name_ar=arabic, name_fr=french, region_code=one, province_code=two
        )
        for overlay, address, arabic, french, one, two in database.session.execute(statement)
    ]


def count_national_communes(slug: str, place: Place) -> int:
    """Return how many communes of a place offer a national version of the procedure as it is."""
    statement = (
        select(func.count())
        .select_from(Offering)
        .join(Deployment, Deployment.id == Offering.deployment_id)
        .join(Commune, Commune.id == Offering.commune_id)
        .where(Offering.slug == slug, *NATIONAL, *place.conditions())
    )
    return database.session.scalar(statement) or 0


def count_variants() -> Mapping[str, tuple[int, int]]:
    """Return, by procedure, how many variants hold and in how many communes. One read."""
    statement = (
        select(
            PublishedOverlay.slug,
            func.count(func.distinct(PublishedOverlay.deployment_id)),
            func.count(),
        )
        .where(PublishedOverlay.state == IN_EFFECT)
        .group_by(PublishedOverlay.slug)
    )
    return {slug: (variants, communes) for slug, variants, communes in database.session.execute(statement)}


def find_ruling_overlay(commune_id: str, deployment_id: str, *, filed_at: datetime) -> PublishedOverlay | None:
    """Return the overlay of the commune under which a case runs, None when a national or local version rules it.

    Of several with the same files the last that was in effect when the case was filed, else the first of them.
    """
    statement = select(PublishedOverlay).where(
        PublishedOverlay.commune_id == commune_id, PublishedOverlay.deployment_id == deployment_id
    )
    found = database.session.scalars(statement.order_by(PublishedOverlay.number)).all()
    before = [row for row in found if row.in_effect_at is not None and row.in_effect_at <= filed_at]
    return before[-1] if before else found[0] if found else None


def get_facts(deployment_id: str) -> Deployment:
    """Return a deployment without loading its files. Raises DeploymentUnknown."""
    found = database.session.get(Deployment, deployment_id)
    if found is None:
        raise DeploymentUnknown(f"Expected a published deployment, found the id “{deployment_id}”.")
    return found


def find_overlay_before(overlay: PublishedOverlay) -> PublishedOverlay | None:
    """Return the overlay that the commune published before this one, or None."""
    statement = select(PublishedOverlay).where(
        PublishedOverlay.commune_id == overlay.commune_id,
        PublishedOverlay.slug == overlay.slug,
        PublishedOverlay.number < overlay.number,
    )
    return database.session.scalar(statement.order_by(PublishedOverlay.number.desc()).limit(1))


def list_acts_anywhere(wanted: ActFilter) -> Sequence[ActAnywhere]:
    """Return the newest acts that a filter lets through, at most one page and one more. One read."""
    statement = select(TailoringAct, Commune.slug, Commune.name_ar, Commune.name_fr).join(
        Commune, Commune.id == TailoringAct.commune_id
    )
    conditions = (
        (wanted.commune_id, TailoringAct.commune_id),
        (wanted.slug, TailoringAct.slug),
        (wanted.kind, TailoringAct.kind),
        (wanted.region_code, Commune.region_code),
    )
    for value, column in conditions:
        if value:
            statement = statement.where(column == value)
    if wanted.before_id is not None:
        statement = statement.where(TailoringAct.id < wanted.before_id)
    rows = database.session.execute(statement.order_by(TailoringAct.id.desc()).limit(ACTS_A_PAGE + 1))
    return [
        ActAnywhere(act=act, commune_slug=address, name_ar=arabic, name_fr=french)
        for act, address, arabic, french in rows
    ]


def list_adopters(slug: str) -> Sequence[tuple[Commune, datetime | None]]:
    """Return the communes that offer a procedure with the day they took it into their workshop, by name."""
    statement = (
        select(Commune, Tailoring.adopted_at)
        .join(Offering, Offering.commune_id == Commune.id)
        .outerjoin(Tailoring, (Tailoring.commune_id == Commune.id) & (Tailoring.slug == Offering.slug))
        .where(Offering.slug == slug)
        .order_by(Commune.name_fr)
    )
    return [(commune, at) for commune, at in database.session.execute(statement)]

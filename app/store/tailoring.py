"""Tailoring by communes: workshops, published overlays, history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CursorResult, func, or_, select, update

from app.domain.errors import MastaraError
from app.store.database import database
from app.store.models import Commune, PublishedOverlay, Tailoring, TailoringAct

LISTED = 200
IN_EFFECT, SCHEDULED = "in-effect", "scheduled"


class TailoringUnknown(MastaraError):
    """The commune has not adopted this procedure."""

    code = "tailoring-unknown"


class OverlayUnknown(MastaraError):
    """The commune has published no overlay of this number."""

    code = "overlay-unknown"


class TailoringMoved(MastaraError):
    """Another administrator was first: the workshop has a newer revision than the one the work began from."""

    code = "tailoring-moved"


@dataclass(frozen=True, kw_only=True)
class OverlayInEffect:
    """An overlay that holds in a commune, with what a report over the country needs of the commune."""

    overlay: PublishedOverlay
    commune_slug: str
    name_ar: str
    name_fr: str
    region_code: str
    province_code: str


def find_tailoring(commune_id: str, slug: str) -> Tailoring | None:
    """Return the workshop of a procedure in a commune as it stands in the database now, or None."""
    statement = select(Tailoring).where(Tailoring.commune_id == commune_id, Tailoring.slug == slug)
    return database.session.scalar(statement.execution_options(populate_existing=True))


def get_tailoring(commune_id: str, slug: str, *, lock: bool = False) -> Tailoring:
    """Return the workshop of a procedure in a commune. Raises TailoringUnknown."""
    statement = select(Tailoring).where(Tailoring.commune_id == commune_id, Tailoring.slug == slug)
    statement = statement.with_for_update() if lock else statement
    found = database.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise TailoringUnknown(
            f"Expected a procedure that the commune has adopted, found “{slug[:80]}”: adopt it first."
        )
    return found


def list_tailorings(commune_id: str) -> Sequence[Tailoring]:
    """Return the workshops of a commune by slug."""
    statement = select(Tailoring).where(Tailoring.commune_id == commune_id).order_by(Tailoring.slug)
    return database.session.scalars(statement).all()


def list_tailored(slug: str) -> frozenset[str]:
    """Return the ids of the communes whose own changes of a procedure are in effect."""
    statement = select(Tailoring.commune_id).where(Tailoring.slug == slug, Tailoring.current_id.is_not(None))
    return frozenset(database.session.scalars(statement))


def move_tailoring(row: Tailoring, *, seen: int) -> None:
    """Give the workshop its next revision by compare and set. Raises TailoringMoved."""
    changed = (
        update(Tailoring)
        .where(Tailoring.commune_id == row.commune_id, Tailoring.slug == row.slug, Tailoring.revision == seen)
        .values(revision=seen + 1)
        .execution_options(synchronize_session=False)
    )
    with database.session.no_autoflush:
        result = database.session.execute(changed)
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise TailoringMoved(
            f"Expected revision {seen} of the changes, found a newer one: read them again.", revision=row.revision
        )
    row.revision = seen + 1
    database.session.flush()


def add(row: Tailoring | PublishedOverlay | TailoringAct) -> None:
    """Add a row; the caller's transaction commits it."""
    database.session.add(row)
    database.session.flush()


# --- published overlays ----------------------------------------------------------------------------------------------


def next_number(commune_id: str, slug: str) -> int:
    """Return the number of the next overlay of a procedure in a commune; the workshop's row is locked."""
    statement = select(func.max(PublishedOverlay.number)).where(
        PublishedOverlay.commune_id == commune_id, PublishedOverlay.slug == slug
    )
    return int(database.session.scalar(statement) or 0) + 1


def find_overlay(commune_id: str, slug: str, number: int) -> PublishedOverlay | None:
    """Return one published overlay of a commune by its number, or None."""
    statement = select(PublishedOverlay).where(
        PublishedOverlay.commune_id == commune_id, PublishedOverlay.slug == slug, PublishedOverlay.number == number
    )
    return database.session.scalar(statement)


def get_overlay(commune_id: str, slug: str, number: int) -> PublishedOverlay:
    """Return one published overlay of a commune. Raises OverlayUnknown."""
    found = find_overlay(commune_id, slug, number)
    if found is None:
        raise OverlayUnknown(f"Expected the number of an overlay that the commune published, found {number}.")
    return found


def find_overlay_by_id(overlay_id: str | None) -> PublishedOverlay | None:
    """Return a published overlay, or None."""
    return database.session.get(PublishedOverlay, overlay_id) if overlay_id else None


def list_overlays(commune_id: str, slug: str) -> Sequence[PublishedOverlay]:
    """Return the published overlays of a procedure in a commune, the newest first."""
    statement = select(PublishedOverlay).where(PublishedOverlay.commune_id == commune_id, PublishedOverlay.slug == slug)
    return database.session.scalars(statement.order_by(PublishedOverlay.number.desc()).limit(LISTED)).all()


def find_scheduled(commune_id: str, slug: str) -> PublishedOverlay | None:
    """Return the overlay of a commune that waits for its day, or None."""
    statement = select(PublishedOverlay).where(
        PublishedOverlay.commune_id == commune_id,
        PublishedOverlay.slug == slug,
        PublishedOverlay.state == SCHEDULED,
    )
    return database.session.scalar(statement.order_by(PublishedOverlay.number).limit(1))


def list_due(today: date) -> Sequence[PublishedOverlay]:
    """Return the overlays whose first day has come and those whose last day is over, by day, then number."""
    begins = (PublishedOverlay.state == SCHEDULED) & (PublishedOverlay.since <= today)
    is_over = (PublishedOverlay.state == IN_EFFECT) & (PublishedOverlay.until < today)
    statement = select(PublishedOverlay).where(or_(begins, is_over))
    ordered = statement.order_by(PublishedOverlay.since, PublishedOverlay.commune_id, PublishedOverlay.number)
    return database.session.scalars(ordered.limit(LISTED)).all()


def list_in_effect(slug: str) -> Sequence[OverlayInEffect]:
    """Return every overlay of a procedure that holds somewhere, with its commune, by region and commune. One read."""
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
        .where(PublishedOverlay.slug == slug, PublishedOverlay.state == IN_EFFECT)
        .order_by(Commune.region_code, Commune.id)
    )
    return [
        OverlayInEffect(
            overlay=overlay, commune_slug=address, name_ar=arabic, name_fr=french, region_code=one, province_code=two
        )
        for overlay, address, arabic, french, one, two in database.session.execute(statement)
    ]


# --- history ---------------------------------------------------------------------------------------------------------


def list_acts(commune_id: str, slug: str) -> Sequence[TailoringAct]:
    """Return the history of a procedure's tailoring in a commune, the newest first."""
    statement = select(TailoringAct).where(TailoringAct.commune_id == commune_id, TailoringAct.slug == slug)
    return database.session.scalars(statement.order_by(TailoringAct.id.desc()).limit(LISTED)).all()

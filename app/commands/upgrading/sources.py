"""What a commune has of its own on an older version: the overlay in effect, one that waits, an unpublished workshop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.commands.upgrading.answers import Answer, operation_key
from app.commands.upgrading.carrying import NO_ANSWERS, CarriedOverlay, carry_overlay, check_carried
from app.deployments.bases import base_of
from app.procedures.tailoring import (
    Base,
    BaseReference,
    Operation,
    Overlay,
    operations_from_data,
    read_overlay,
)
from app.store import tailoring, territory
from app.store.models import PublishedOverlay, Tailoring

Kind = Literal["in-effect", "scheduled", "workshop"]
UNSAID = "…"


@dataclass(frozen=True, kw_only=True)
class Source:
    """One overlay of a commune that stands on an older version; `overlay_id` is None for the workshop."""

    kind: Kind
    base_id: str
    overlay: Overlay
    overlay_id: str | None


@dataclass(frozen=True, kw_only=True)
class CarriedSource:
    """A source with what becomes of it."""

    source: Source
    carried: CarriedOverlay


@dataclass(frozen=True, kw_only=True)
class CarriedCommune:
    """Everything that a commune has of its own, on the new version. `revision` is the workshop that was read."""

    commune_id: str
    slug: str
    revision: int
    new: Base
    sources: tuple[CarriedSource, ...]

    @property
    def unanswered(self) -> tuple[Operation, ...]:
        """The operations that somebody must decide about, each once."""
        found = {operation_key(one): one for each in self.sources for one in each.carried.unanswered}
        return tuple(found.values())

    @property
    def is_ready(self) -> bool:
        """True when everything is answered and every variant works."""
        return not self.unanswered and not any(each.carried.errors for each in self.sources)

    def of_kind(self, kind: Kind) -> CarriedSource | None:
        """Return the source of a kind, None where the commune has none on an older version."""
        return next((each for each in self.sources if each.source.kind == kind), None)


def carry_commune(
    commune_id: str,
    slug: str,
    new_id: str,
    *,
    today: date,
    answers: Mapping[str, Answer] = NO_ANSWERS,
    check: bool = True,
) -> CarriedCommune:
    """Return what becomes of everything that a commune has of its own; reads the database, writes nothing.

    With `check`, what will run is resolved, linted and tried as well, once everything is answered: that takes up to a
    second. Raises TailoringUnknown.
    """
    row = tailoring.get_tailoring(commune_id, slug)
    new = base_of(new_id)
    revision = row.revision
    carried = []
    for source in list_sources(row, new_id, today=today):
        old = base_of(source.base_id)
        found = carry_overlay(old, new, source.overlay, answers=answers)
        if check and source.kind != "workshop" and not found.unanswered and found.overlay.operations:
            found = check_carried(old, new, found, source.overlay)
        carried.append(CarriedSource(source=source, carried=found))
    return CarriedCommune(commune_id=commune_id, slug=slug, revision=revision, new=new, sources=tuple(carried))


def list_sources(row: Tailoring, new_id: str, *, today: date) -> list[Source]:
    """Return what a commune has on other versions than the new one, what runs first."""
    published: tuple[tuple[Kind, PublishedOverlay | None], ...] = (
        ("in-effect", tailoring.find_overlay_by_id(row.current_id)),
        ("scheduled", tailoring.find_scheduled(row.commune_id, row.slug)),
    )
    found = [
        Source(kind=kind, base_id=one.base_id, overlay=_published(one), overlay_id=one.id)
        for kind, one in published
        if one is not None and one.base_id != new_id
    ]
    if row.base_id != new_id:
        overlay = _workshop(row, today)
        found.append(Source(kind="workshop", base_id=row.base_id, overlay=overlay, overlay_id=None))
    return found


def _published(row: PublishedOverlay) -> Overlay:
    return read_overlay(row.content.encode(), file=f"overlays/{row.number}.yaml")


def _workshop(row: Tailoring, today: date) -> Overlay:
    base = base_of(row.base_id)
    return Overlay(
        procedure=row.slug,
        base=BaseReference(version=base.version, digest=base.digest),
        commune=territory.get_named_commune(row.commune_id).slug,
        reason=UNSAID,
        author=UNSAID,
        since=today,
        operations=operations_from_data(row.operations),
    )

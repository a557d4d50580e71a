"""Publishes a commune's changes: checked, on the national version in effect, from today or from a day to come."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from app.commands.bus import Unit
from app.commands.publishing import new_deployment
from app.commands.tailoring.adopting import national_version
from app.commands.tailoring.checking import CheckedOverlay
from app.commands.tailoring.effect import put_overlay_in_effect
from app.commands.tailoring.errors import (
    EffectRefused,
    NotPrepared,
    OnOtherBase,
    OperationsRefused,
    OutcomesUnread,
    ReasonMissing,
    WaitsAlready,
)
from app.commands.tailoring.noting import SHORTEST_REASON, note_act, require_tailor
from app.domain.clock import local_day
from app.domain.codes import new_id
from app.procedures import ProcedurePackage
from app.procedures.tailoring import Overlay, operations_to_data, write_overlay
from app.store import publication, tailoring, upgrades
from app.store.models import Deployment, PublishedOverlay, Tailoring

FARTHEST = timedelta(days=3 * 366)
Origin = Literal["workshop", "file", "api", "return", "rebase", "default", "province"]


@dataclass(frozen=True, kw_only=True)
class PublishedVariant:
    """What was published: `scheduled` when its first day is still to come, `shared` when others run the same files."""

    number: int
    deployment_id: str
    scheduled: bool
    shared: bool


@dataclass(frozen=True, kw_only=True)
class PublishOverlay:
    """Freeze a prepared overlay as what the commune offers.

    `seen` is the revision of the workshop that was checked; the workshop's operations must be those of the overlay.
    `outcomes_read`: somebody has read which national scenarios go otherwise.
    """

    commune_id: str
    slug: str
    seen: int
    checked: CheckedOverlay
    outcomes_read: bool = False
    origin: Origin = "workshop"

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> PublishedVariant:
        row = tailoring.get_tailoring(self.commune_id, self.slug, lock=True)
        package = self._checked(row)
        base = national_version(self.slug)
        if base.id != row.base_id and not upgrades.is_held(self.commune_id, self.slug):
            raise OnOtherBase(f"Expected changes on version {base.version}, found an older one: carry them over first.")
        if tailoring.find_scheduled(self.commune_id, self.slug) is not None:
            raise WaitsAlready("Expected no other overlay that waits for its day: withdraw that one first.")
        tailoring.move_tailoring(row, seen=self.seen)
        overlay = _from_today(self.checked.prepared.overlay, unit)
        published = publish(row, overlay, package, unit, origin=self.origin)
        row.details = {}
        return published

    def _checked(self, row: Tailoring) -> ProcedurePackage:
        package = self.checked.package
        if package is None:
            raise OperationsRefused(self.checked.prepared.errors)
        if row.operations != operations_to_data(self.checked.prepared.overlay.operations):
            raise NotPrepared("Expected the operations that were checked, found others: check again.")
        count = len(self.checked.changed)
        if count and not self.outcomes_read:
            raise OutcomesUnread(f"Expected that {count} changed outcomes were read.", count=count)
        return package


def publish(
    row: Tailoring, overlay: Overlay, package: ProcedurePackage, unit: Unit, *, origin: Origin
) -> PublishedVariant:
    """Write an overlay that was checked and put it in effect, or let it wait for its first day; the row is locked."""
    deployment, fresh = variant_deployment(row.base_id, package, unit)
    published = new_overlay(row, overlay, deployment, unit, origin=origin)
    tailoring.add(published)
    later = overlay.since > local_day(unit.now)
    if not later:
        put_overlay_in_effect(row, published, unit)
    note_act(
        unit,
        "scheduled" if later else "published",
        row.commune_id,
        row.slug,
        reason=overlay.reason,
        ground=overlay.decision.reference if overlay.decision else "",
        overlay_id=published.id,
        number=published.number,
        operations=published.operation_count,
        origin=origin,
        since=overlay.since.isoformat(),
    )
    return PublishedVariant(
        number=published.number,
        deployment_id=deployment.id,
        scheduled=later,
        shared=not fresh and bool(deployment.base_id),
    )


def variant_deployment(base_id: str, package: ProcedurePackage, unit: Unit) -> tuple[Deployment, bool]:
    """Return the deployment of these very files and whether it is new.

    Communes with equal variants share one; a variant that is the national version, is the national deployment.
    """
    known = publication.find_deployment_by_digest(package.digest, None)
    if known is not None:
        return known, False
    deployment = new_deployment(package, unit, published_by=unit.actor.name)
    deployment.base_id = base_id
    publication.save(deployment)
    return deployment, True


def new_overlay(
    row: Tailoring, overlay: Overlay, deployment: Deployment, unit: Unit, *, origin: Origin
) -> PublishedOverlay:
    """Return the row of an overlay that waits for its day, not yet saved."""
    content = write_overlay(overlay, file=f"overlays/{overlay.commune}.yaml").decode()
    return PublishedOverlay(
        id=new_id(),
        commune_id=row.commune_id,
        slug=row.slug,
        number=tailoring.next_number(row.commune_id, row.slug),
        base_id=row.base_id,
        deployment_id=deployment.id,
        content=content,
        operation_count=len(overlay.operations),
        reason=overlay.reason,
        author=overlay.author,
        author_id=unit.actor.id,
        decision_reference=overlay.decision.reference if overlay.decision else None,
        decision_taken=overlay.decision.taken if overlay.decision else None,
        since=overlay.since,
        until=overlay.until,
        state=tailoring.SCHEDULED,
        origin=origin,
        published_at=unit.now,
    )


def _from_today(overlay: Overlay, unit: Unit) -> Overlay:
    """Return the overlay as it can be kept: with a reason, and nothing in effect before today.

    Raises ReasonMissing, EffectRefused.
    """
    today = local_day(unit.now)
    if len(overlay.reason) < SHORTEST_REASON:
        raise ReasonMissing(f"Expected a reason of {SHORTEST_REASON} signs or more, found {len(overlay.reason)}.")
    if overlay.since - today > FARTHEST:
        raise EffectRefused(f"Expected a first day within three years, found {overlay.since}.")
    if overlay.until is not None and overlay.until < max(today, overlay.since):
        raise EffectRefused(f"Expected a last day from {max(today, overlay.since)} on, found {overlay.until}.")
    return overlay if overlay.since >= today else replace(overlay, since=today)

"""Goes back: to an earlier overlay of the commune, or to the national version."""

from dataclasses import dataclass, replace

from app.commands.bus import Unit
from app.commands.tailoring.adopting import national_version
from app.commands.tailoring.effect import leave_overlay
from app.commands.tailoring.errors import NothingToLeave, OnOtherBase, TailoringRefused
from app.commands.tailoring.noting import SHORTEST_REASON, cleaned, note_act, require_tailor
from app.commands.tailoring.publishing import PublishedVariant, publish
from app.deployments.published import published_package
from app.domain.clock import local_day
from app.procedures.tailoring import operations_to_data, read_overlay
from app.store import tailoring


@dataclass(frozen=True, kw_only=True)
class ReturnToOverlay:
    """Publish an earlier overlay again, when it stands on the national version in effect."""

    commune_id: str
    slug: str
    number: int
    reason: str

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> PublishedVariant:
        reason = _reason(self.reason)
        row = tailoring.get_tailoring(self.commune_id, self.slug, lock=True)
        earlier = tailoring.get_overlay(self.commune_id, self.slug, self.number)
        if earlier.id == row.current_id:
            raise NothingToLeave(f"Expected an overlay other than the one in effect, found number {self.number}.")
        if earlier.base_id != national_version(self.slug).id:
            raise OnOtherBase("Expected an overlay on the national version in effect, found one on an older version.")
        written = read_overlay(earlier.content.encode(), file=f"overlays/{self.number}.yaml")
        today = local_day(unit.now)
        until = written.until if written.until is None or written.until >= today else None
        overlay = replace(written, reason=reason, author=unit.actor.name, since=today, until=until)
        tailoring.move_tailoring(row, seen=row.revision)
        row.base_id, row.operations = earlier.base_id, operations_to_data(overlay.operations)
        return publish(row, overlay, published_package(earlier.deployment_id), unit, origin="return")


@dataclass(frozen=True, kw_only=True)
class ReturnToNational:
    """Follow the national version again; the changes stay in the workshop."""

    commune_id: str
    slug: str
    reason: str

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        reason = _reason(self.reason)
        row = tailoring.get_tailoring(self.commune_id, self.slug, lock=True)
        if row.current_id is None:
            raise NothingToLeave("Expected changes in effect, found the national version.")
        left = row.current_id
        leave_overlay(row, unit)
        note_act(unit, "returned-to-national", self.commune_id, self.slug, reason=reason, overlay_id=left)


def _reason(typed: str) -> str:
    reason = cleaned(typed)
    if len(reason) < SHORTEST_REASON:
        raise TailoringRefused(f"Expected a reason of {SHORTEST_REASON} signs or more, found {len(reason)}.")
    return reason

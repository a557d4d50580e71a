"""The workshop of a commune: what it may change of a procedure, what it has changed, what that gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.deployments.bases import base_today
from app.procedures.tailoring import (
    Base,
    BaseReference,
    CouncilDecision,
    Operation,
    Overlay,
    operations_from_data,
    read_overlay,
)
from app.store import publication, tailoring, territory
from app.store.models import Deployment, Offering, PublishedOverlay, Tailoring

UNSAID = "…"
"""What stands for a reason that nobody has typed yet, while changes are tried."""


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """One procedure in one commune's hands. `national` is the version in effect; another than `base` asks to rebase."""

    commune: territory.CommuneNames
    row: Tailoring
    base: Base
    base_version: str
    national: Deployment | None
    offering: Offering | None
    current: PublishedOverlay | None
    scheduled: PublishedOverlay | None
    operations: tuple[Operation, ...]

    @property
    def scenarios(self) -> tuple[Mapping[str, Any], ...]:
        """The commune's own trials: those kept since it last published, else those of what is in effect."""
        kept = self.row.details.get("scenarios")
        if kept is None and self.current is not None:
            return read_overlay(self.current.content.encode(), file=f"overlays/{self.current.number}.yaml").scenarios
        return tuple(kept or ())

    @property
    def is_behind(self) -> bool:
        """True when the country has another version in effect than the one that the changes stand on."""
        return self.national is not None and self.national.id != self.row.base_id

    def overlay(self, *, today: date, author: str, details: Mapping[str, Any] | None = None) -> Overlay:
        """Return the overlay that the workshop would publish, with what was typed for it so far.

        Days are ISO texts, as the workshop keeps them. Raises ValueError for one that is no day.
        """
        typed = self.row.details if details is None else details
        return Overlay(
            procedure=self.row.slug,
            base=BaseReference(version=self.base.version, digest=self.base.digest),
            commune=self.commune.slug,
            reason=str(typed.get("reason") or UNSAID),
            author=author,
            decision=_decision(typed),
            since=_day(typed.get("since")) or today,
            until=_day(typed.get("until")),
            operations=self.operations,
            scenarios=self.scenarios,
        )


def open_workshop(commune_id: str, slug: str) -> Workshop:
    """Return the workshop of a procedure in a commune. Raises TailoringUnknown, OverlayRefused."""
    row = tailoring.get_tailoring(commune_id, slug)
    base = base_today(row.base_id)
    return Workshop(
        commune=territory.get_named_commune(commune_id),
        row=row,
        base=base,
        base_version=base.version,
        national=publication.find_newest_deployment(slug),
        offering=publication.find_offering(commune_id, slug),
        current=tailoring.find_overlay_by_id(row.current_id),
        scheduled=tailoring.find_scheduled(commune_id, slug),
        operations=operations_from_data(row.operations),
    )


def _decision(typed: Mapping[str, Any]) -> CouncilDecision | None:
    reference, taken = str(typed.get("decision_reference") or ""), _day(typed.get("decision_taken"))
    return CouncilDecision(reference=reference, taken=taken) if reference and taken else None


def _day(typed: Any) -> date | None:
    return date.fromisoformat(str(typed)) if typed else None

"""Puts published overlays in effect on their first day and ends them after their last."""

from dataclasses import dataclass

from app.commands.bus import Unit, require
from app.commands.publishing import start_triggers
from app.commands.tailoring.errors import NotScheduled
from app.commands.tailoring.noting import cleaned, note_act, require_tailor
from app.domain.clock import local_day
from app.store import publication, tailoring, triggers
from app.store.models import PublishedOverlay, Tailoring


def put_overlay_in_effect(row: Tailoring, overlay: PublishedOverlay, unit: Unit) -> None:
    """Let new cases of the commune follow an overlay; running cases stay where they are."""
    _end_current(row, unit)
    row.current_id = overlay.id
    overlay.state, overlay.in_effect_at = tailoring.IN_EFFECT, unit.now
    follow(row.commune_id, row.slug, overlay.deployment_id, unit)


def leave_overlay(row: Tailoring, unit: Unit) -> None:
    """Let new cases of the commune follow the national version again."""
    _end_current(row, unit)
    row.current_id = None
    national = publication.find_newest_deployment(row.slug)
    follow(row.commune_id, row.slug, national.id if national else row.base_id, unit)


def follow(commune_id: str, slug: str, deployment_id: str, unit: Unit) -> None:
    """Let the commune offer a deployment; what begins cases by itself follows, where citizens are served."""
    offering = publication.find_offering(commune_id, slug)
    if offering is None:
        return
    offering.deployment_id = deployment_id
    if offering.open:
        begins = start_triggers(deployment_id, slug, [commune_id], unit)
        triggers.replace_triggers(commune_id, slug, begins[commune_id])


def _end_current(row: Tailoring, unit: Unit) -> None:
    current = tailoring.find_overlay_by_id(row.current_id)
    if current is not None and current.state == tailoring.IN_EFFECT:
        current.state, current.ended_at = "ended", unit.now


@dataclass(frozen=True, kw_only=True)
class PutDueOverlaysInEffect:
    """Put in effect overlays whose first day has come, end those whose last day is over; returns how many."""

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")

    def handle(self, unit: Unit) -> int:
        today = local_day(unit.now)
        done = 0
        for overlay in tailoring.list_due(today):
            row = tailoring.get_tailoring(overlay.commune_id, overlay.slug, lock=True)
            over = overlay.until is not None and overlay.until < today
            if overlay.state == tailoring.SCHEDULED and over:
                overlay.state, overlay.ended_at = "ended", unit.now
            elif overlay.state == tailoring.SCHEDULED:
                put_overlay_in_effect(row, overlay, unit)
                _note(unit, "in-effect", overlay)
            elif overlay.id == row.current_id and over:
                leave_overlay(row, unit)
                _note(unit, "ended", overlay)
            else:
                continue  # another worker was first
            done += 1
        return done


def _note(unit: Unit, kind: str, overlay: PublishedOverlay) -> None:
    ground = overlay.decision_reference or ""
    note_act(unit, kind, overlay.commune_id, overlay.slug, ground=ground, overlay_id=overlay.id, number=overlay.number)


@dataclass(frozen=True, kw_only=True)
class WithdrawOverlay:
    """Take back an overlay that waits for its day."""

    commune_id: str
    slug: str
    reason: str = ""

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        tailoring.get_tailoring(self.commune_id, self.slug, lock=True)
        overlay = tailoring.find_scheduled(self.commune_id, self.slug)
        if overlay is None:
            raise NotScheduled("Expected an overlay that waits for its day, found none.")
        overlay.state, overlay.ended_at = "withdrawn", unit.now
        note_act(
            unit,
            "withdrawn",
            self.commune_id,
            self.slug,
            reason=cleaned(self.reason),
            overlay_id=overlay.id,
            number=overlay.number,
        )

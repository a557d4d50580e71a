"""The DGCT steers an upgrade: opens rings, reminds communes, gives more time, ends it."""

from dataclasses import dataclass
from datetime import timedelta

from app.commands.bus import Unit, require
from app.commands.releasing.noting import checked_reason
from app.commands.tailoring.noting import note_act
from app.commands.upgrading.beginning import end_upgrade, note_upgrade, open_ring
from app.commands.upgrading.errors import PlanRefused, RingNotOpenable, UpgradeEnded
from app.commands.upgrading.planning import LONGEST_ANSWER
from app.commands.upgrading.trials import require_steering
from app.domain.clock import local_day
from app.store import upgrades
from app.store.models import Upgrade, UpgradeRing


@dataclass(frozen=True, kw_only=True)
class OpenRing:
    """Let the next communes follow now; rings open in their order."""

    upgrade_id: str
    number: int

    def authorise(self, unit: Unit) -> None:
        """The DGCT and its analysts."""
        require_steering(unit)

    def handle(self, unit: Unit) -> int:
        upgrade = _running(self.upgrade_id)
        ring = _openable(upgrade, self.number)
        moved = open_ring(upgrade, ring, unit)
        note_upgrade(unit, "upgrade-ring-opened", upgrade, ring=ring.number)
        return len(moved)


@dataclass(frozen=True, kw_only=True)
class OpenDueRings:
    """Open the rings whose day has come; returns how many."""

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")

    def handle(self, unit: Unit) -> int:
        opened = 0
        for upgrade_id, number in upgrades.list_due_rings(local_day(unit.now)):
            try:
                upgrade = _running(upgrade_id)
                ring = _openable(upgrade, number)
            except (RingNotOpenable, UpgradeEnded):
                continue  # it waits for the ring before it, or another worker was first
            open_ring(upgrade, ring, unit)
            note_upgrade(unit, "upgrade-ring-opened", upgrade, ring=number)
            opened += 1
        return opened


@dataclass(frozen=True, kw_only=True)
class RemindCommunes:
    """Remind the communes that have not answered: it stands on their page and in their history; returns how many."""

    upgrade_id: str
    region_code: str | None = None

    def authorise(self, unit: Unit) -> None:
        """The DGCT and its analysts."""
        require_steering(unit)

    def handle(self, unit: Unit) -> int:
        upgrade = _running(self.upgrade_id)
        asked = upgrades.list_items(upgrade.id, region_code=self.region_code, states=("asked", "failed"), limit=None)
        for each in asked:
            each.item.reminded_at = unit.now
            note_act(unit, "upgrade-reminded", each.item.commune_id, upgrade.slug, upgrade=upgrade.id)
        if asked:
            note_upgrade(unit, "upgrade-reminded", upgrade, communes=len(asked))
        return len(asked)


@dataclass(frozen=True, kw_only=True)
class ExtendAnswers:
    """Give every commune more days to answer, with a reason; rings that open later have them too."""

    upgrade_id: str
    days: int
    reason: str

    def authorise(self, unit: Unit) -> None:
        """The DGCT and its analysts."""
        require_steering(unit)

    def handle(self, unit: Unit) -> None:
        reason = checked_reason(self.reason)
        upgrade = _running(self.upgrade_id)
        if not 1 <= self.days <= LONGEST_ANSWER:
            raise PlanRefused("days", f"Expected 1 to {LONGEST_ANSWER} days, found {self.days}.")
        upgrade.answer_days += self.days
        for ring in upgrades.list_rings(upgrade.id):
            if ring.answers_by is not None:
                ring.answers_by += timedelta(days=self.days)
        note_upgrade(unit, "upgrade-extended", upgrade, reason=reason, days=self.days)


@dataclass(frozen=True, kw_only=True)
class EndAnswers:
    """End the time for answers now: the declared rule applies to communes that have not answered.

    Every ring is open before. The upgrade closes by itself once each commune has followed.
    """

    upgrade_id: str
    reason: str

    def authorise(self, unit: Unit) -> None:
        """The DGCT and its analysts."""
        require_steering(unit)

    def handle(self, unit: Unit) -> None:
        reason = checked_reason(self.reason)
        upgrade = _running(self.upgrade_id)
        rings = upgrades.list_rings(upgrade.id)
        if any(ring.opened_at is None for ring in rings):
            raise RingNotOpenable("Expected that every ring is open, found one that is not: open it first.")
        for ring in rings:
            ring.answers_by = local_day(unit.now) - timedelta(days=1)
        note_upgrade(unit, "upgrade-answers-ended", upgrade, reason=reason)


@dataclass(frozen=True, kw_only=True)
class CloseFinished:
    """Close the upgrades that every commune has followed; returns how many."""

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")

    def handle(self, unit: Unit) -> int:
        finished = upgrades.list_finished()
        for upgrade in finished:
            end_upgrade(upgrade, "closed", unit)
        return len(finished)


def _running(upgrade_id: str) -> Upgrade:
    upgrade = upgrades.get_upgrade(upgrade_id, lock=True)
    if upgrade.state != "running":
        raise UpgradeEnded(f"Expected an upgrade that runs, found it {upgrade.state}.")
    return upgrade


def _openable(upgrade: Upgrade, number: int) -> UpgradeRing:
    following = next((ring for ring in upgrades.list_rings(upgrade.id) if ring.opened_at is None), None)
    if following is None or following.number != number:
        raise RingNotOpenable(f"Expected the ring that comes next, found ring {number}: it is open, or not next.")
    return following

"""The worker's part of an upgrade: commune by commune, under a lease, one short transaction each."""

from dataclasses import dataclass
from datetime import timedelta

from app.commands.bus import Unit, require
from app.commands.upgrading.errors import TurnLost
from app.commands.upgrading.landing import land, write_found
from app.commands.upgrading.sources import CarriedCommune
from app.store import upgrades
from app.store.models import Upgrade

TURN = 20
"""Communes of one turn: other work comes in between."""
MOST_ATTEMPTS = 5


@dataclass(frozen=True, kw_only=True)
class HeldUpgrade:
    """What a worker knows of an upgrade while no transaction is open."""

    upgrade_id: str
    lease_token: str
    slug: str
    base_id: str
    communes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _OfWorker:
    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")


@dataclass(frozen=True, kw_only=True)
class AcquireUpgrade(_OfWorker):
    """Take an upgrade that has communes for the worker under a lease, with the next of them."""

    lease: timedelta
    limit: int = TURN

    def handle(self, unit: Unit) -> HeldUpgrade | None:
        found = upgrades.acquire(unit.now, lease=self.lease)
        if found is None or found.lease_token is None:
            return None
        return HeldUpgrade(
            upgrade_id=found.id,
            lease_token=found.lease_token,
            slug=found.slug,
            base_id=found.base_id,
            communes=tuple(upgrades.list_waiting(found.id, limit=self.limit)),
        )


@dataclass(frozen=True, kw_only=True)
class _OnUpgrade(_OfWorker):
    held: HeldUpgrade

    def upgrade(self) -> Upgrade:
        """Return the upgrade, its row locked. Raises TurnLost."""
        found = upgrades.find_held(self.held.upgrade_id, self.held.lease_token)
        if found is None:
            raise TurnLost(f"Expected to hold the upgrade {self.held.upgrade_id}, found that it is held no more.")
        return found


@dataclass(frozen=True, kw_only=True)
class CarryCommune(_OnUpgrade):
    """Write what became of one commune: it follows, or it is asked. Raises CarriedMeanwhile, TurnLost."""

    carried: CarriedCommune
    lease: timedelta

    def handle(self, unit: Unit) -> str:
        upgrade = self.upgrade()
        upgrade.lease_until = unit.now + self.lease
        item = upgrades.get_item(upgrade.id, self.carried.commune_id, lock=True)
        if item.state != "waiting":
            return item.state
        write_found(item, self.carried)
        if self.carried.is_ready:
            land(upgrade, self.carried, unit, origin="rebase")
            item.state, item.ended_at = "followed", unit.now
        else:
            item.state = "asked"
        return item.state


@dataclass(frozen=True, kw_only=True)
class PutCommuneOff(_OnUpgrade):
    """Try a commune again in a later turn; after many times it is left as failed, where a person sees it."""

    commune_id: str

    def handle(self, unit: Unit) -> None:
        upgrade = self.upgrade()
        item = upgrades.get_item(upgrade.id, self.commune_id, lock=True)
        if item.state != "waiting":
            return
        item.attempts += 1
        if item.attempts >= MOST_ATTEMPTS:
            item.state, item.ended_at = "failed", unit.now


@dataclass(frozen=True, kw_only=True)
class EndUpgradeTurn(_OnUpgrade):
    """Let the upgrade go until the next turn."""

    def handle(self, unit: Unit) -> None:
        upgrade = self.upgrade()
        upgrade.lease_token = upgrade.lease_until = None
        upgrade.due_at = unit.now

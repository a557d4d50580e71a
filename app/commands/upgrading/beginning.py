"""Begins an upgrade when a national version takes effect: every commune in its ring, the first ring open."""

from collections.abc import Sequence
from datetime import timedelta

from app.commands.bus import Unit
from app.commands.publishing import start_triggers
from app.commands.releasing.noting import note_act
from app.commands.upgrading.planning import AT_ONCE, RingPlan, as_plans, plan_upgrade
from app.domain.clock import local_day
from app.store import publication, triggers, upgrades
from app.store.models import Deployment, Upgrade, UpgradeRing
from app.store.upgrades import ReachedCommune


def begin_upgrade(deployment: Deployment, unit: Unit) -> Sequence[str]:
    """Let communes follow a version that took effect, as its plan says; return the ids of those that do at once.

    Upgrades that run are superseded: what their communes have not carried over yet is carried over to this version.
    Communes with changes of their own are left to the worker, one by one.
    """
    for running in upgrades.list_running(deployment.slug):
        end_upgrade(running, "superseded", unit)
    reached = upgrades.list_reached(deployment.slug)
    upgrade = upgrades.find_planned(deployment.id)
    if not reached:
        if upgrade is not None:
            upgrade.state = "dropped"
        return ()
    if upgrade is None:
        upgrade = plan_upgrade(AT_ONCE, deployment, unit, effect=local_day(unit.now))
    upgrade.state, upgrade.started_at, upgrade.due_at = "running", unit.now, unit.now
    rings = upgrades.list_rings(upgrade.id)
    plans = as_plans(rings)
    upgrades.add_items([_item(upgrade, commune, _ring_of(commune, plans)) for commune in reached])
    return open_ring(upgrade, rings[0], unit)


def open_ring(upgrade: Upgrade, ring: UpgradeRing, unit: Unit) -> Sequence[str]:
    """Let the communes of a ring follow; return the ids of those without changes of their own, which do at once."""
    ring.opened_at, ring.opened_by = unit.now, unit.actor.name
    ring.answers_by = local_day(unit.now) + timedelta(days=upgrade.answer_days)
    upgrades.open_ring_items(upgrade.id, ring.number, unit.now)
    among = upgrades.list_ring_communes(upgrade.id, ring.number)
    moved = publication.move_offerings(upgrade.slug, upgrade.base_id, among=among)
    begins = start_triggers(upgrade.base_id, upgrade.slug, moved, unit)
    triggers.remove_triggers(upgrade.slug, None, among=moved)
    triggers.add_all(row for rows in begins.values() for row in rows)
    upgrade.due_at = unit.now
    return moved


def end_upgrade(upgrade: Upgrade, state: str, unit: Unit) -> int:
    """End an upgrade, and for communes that it had not reached; return how many those were."""
    upgrade.state, upgrade.ended_at, upgrade.ended_by = state, unit.now, unit.actor.name
    upgrade.lease_token = upgrade.lease_until = None
    count = upgrades.supersede_items(upgrade.id, unit.now)
    note_upgrade(unit, f"upgrade-{state}", upgrade, communes=count)
    return count


def note_upgrade(unit: Unit, kind: str, upgrade: Upgrade, *, reason: str = "", **data: object) -> None:
    """Write one line of the country's history about an upgrade."""
    version = publication.get_deployment(upgrade.base_id).version
    note_act(unit, kind, upgrade.slug, version=version, reason=reason, upgrade=upgrade.id, **data)


def _ring_of(commune: ReachedCommune, plans: Sequence[RingPlan]) -> int:
    return next(number for number, plan in enumerate(plans, start=1) if plan.holds(commune))


def _item(upgrade: Upgrade, commune: ReachedCommune, ring: int) -> dict[str, object]:
    return {
        "upgrade_id": upgrade.id,
        "commune_id": commune.commune_id,
        "region_code": commune.region_code,
        "ring": ring,
        "state": "held",
        "former_id": commune.deployment_id,
        "details": {},
        "answers": {},
        "revision": 1,
        "attempts": 0,
    }

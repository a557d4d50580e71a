"""What holds for a commune that did not answer in time: the rule that was declared when the version was published."""

from dataclasses import dataclass, replace
from datetime import date

from app.commands.bus import Unit, require
from app.commands.tailoring.checking import check_overlay
from app.commands.tailoring.noting import note_act
from app.commands.upgrading.answers import Answer, answers_from_data, operation_key
from app.commands.upgrading.carrying import CarriedOverlay
from app.commands.upgrading.landing import land, write_found
from app.commands.upgrading.sources import CarriedCommune, CarriedSource, carry_commune
from app.domain.clock import local_day
from app.store import upgrades
from app.store.models import Upgrade

LEFT = Answer(choice="national", operation=None)


@dataclass(frozen=True, kw_only=True)
class ApplyDefault:
    """Apply the declared rule to a silent commune, and tell it. `carried` holds what it had answered until then.

    Raises CarriedMeanwhile when its changes moved: it is asked again by the next round.
    """

    upgrade_id: str
    commune_id: str
    carried: CarriedCommune

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")

    def handle(self, unit: Unit) -> str:
        upgrade = upgrades.get_upgrade(self.upgrade_id)
        item = upgrades.get_item(self.upgrade_id, self.commune_id, lock=True)
        if item.state not in upgrades.ASKED or upgrade.state != "running":
            return item.state
        if keeps(upgrade, local_day(unit.now)):
            if item.state != "kept":
                item.state = "kept"
                note_act(unit, "upgrade-kept", self.commune_id, upgrade.slug, upgrade=upgrade.id)
            return item.state
        write_found(item, self.carried)
        land(upgrade, self.carried, unit, origin="default")
        item.state, item.ended_at = "defaulted", unit.now
        return item.state


@dataclass(frozen=True, kw_only=True)
class NoteDefaultFailed:
    """Write down that the rule could not be applied to a commune: after many times it is left where it is."""

    upgrade_id: str
    commune_id: str

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")

    def handle(self, unit: Unit) -> None:
        upgrades.get_item(self.upgrade_id, self.commune_id, lock=True).attempts += 1


def keeps(upgrade: Upgrade, today: date) -> bool:
    """Tell whether a silent commune keeps its former variant on a day."""
    return upgrade.silent == "keep" and (upgrade.keep_until is None or today <= upgrade.keep_until)


def carry_silent(upgrade_id: str, commune_id: str, *, today: date) -> CarriedCommune:
    """Return what becomes of a commune with the answers that it gave, the country's version for the rest.

    A variant that would not work even so gives way as a whole: never a broken variant. Reads, writes nothing.
    """
    upgrade = upgrades.get_upgrade(upgrade_id)
    given = answers_from_data(upgrades.get_item(upgrade_id, commune_id).answers)
    slug, base_id = upgrade.slug, upgrade.base_id
    first = carry_commune(commune_id, slug, base_id, today=today, answers=given, check=False)
    left = {operation_key(one): LEFT for one in first.unanswered}
    carried = carry_commune(commune_id, slug, base_id, today=today, answers=given | left)
    sources = tuple(_given_way(each, carried) if each.carried.errors else each for each in carried.sources)
    return replace(carried, sources=sources)


def _given_way(source: CarriedSource, commune: CarriedCommune) -> CarriedSource:
    carried = source.carried
    empty = replace(carried.overlay, operations=())
    given_way = CarriedOverlay(
        found=carried.found,
        overlay=empty,
        unanswered=(),
        taken=(*carried.taken, *carried.overlay.operations),
        checked=check_overlay(commune.new, empty),
    )
    return replace(source, carried=given_way)

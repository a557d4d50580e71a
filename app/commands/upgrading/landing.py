"""Lets a commune's own changes run on the new version: published, put in its place, what was taken away is written."""

from collections.abc import Sequence

from app.commands.bus import Unit
from app.commands.tailoring.effect import follow, leave_overlay
from app.commands.tailoring.noting import note_act
from app.commands.tailoring.publishing import Origin, publish
from app.commands.upgrading.errors import CarriedMeanwhile
from app.commands.upgrading.findings import finding_data, found_data
from app.commands.upgrading.sources import CarriedCommune, CarriedSource
from app.procedures.tailoring import Operation, operations_to_data
from app.store import publication, tailoring
from app.store.models import Tailoring, Upgrade, UpgradeItem

WITHDRAWN = "withdrawn"


def require_unmoved(carried: CarriedCommune) -> Tailoring:
    """Return the workshop, its row locked, if it is still what was carried over. Raises CarriedMeanwhile."""
    row = tailoring.get_tailoring(carried.commune_id, carried.slug, lock=True)
    scheduled = tailoring.find_scheduled(carried.commune_id, carried.slug)
    runs, waits = carried.of_kind("in-effect"), carried.of_kind("scheduled")
    same = row.revision == carried.revision
    same = same and (runs is None or runs.source.overlay_id == row.current_id)
    same = same and (waits is None or (scheduled is not None and scheduled.id == waits.source.overlay_id))
    if not same:
        raise CarriedMeanwhile("Expected the changes that were read, found newer ones: they are carried over again.")
    return row


def land(upgrade: Upgrade, carried: CarriedCommune, unit: Unit, *, origin: Origin) -> list[Operation]:
    """Put everything that a commune has of its own on the new version; return what was left to the country.

    The caller has locked the workshop and knows that every variant works.
    """
    row = require_unmoved(carried)
    tailoring.move_tailoring(row, seen=carried.revision)
    row.base_id = upgrade.base_id
    row.updated_at = row.updated_at if carried.of_kind("workshop") is None else unit.now
    workshop = carried.of_kind("workshop")
    if workshop is not None:
        row.operations = operations_to_data(workshop.carried.overlay.operations)
    scheduled, runs = carried.of_kind("scheduled"), carried.of_kind("in-effect")
    if runs is not None:
        _land_current(row, runs, unit, origin=origin)
    if scheduled is not None:
        _land_scheduled(row, scheduled, unit, origin=origin)
    if row.current_id is None:
        follow(row.commune_id, row.slug, upgrade.base_id, unit)
    taken = _taken(carried)
    version = publication.get_deployment(upgrade.base_id).version
    note_act(
        unit,
        "carried-over",
        row.commune_id,
        row.slug,
        overlay_id=row.current_id,
        version=version,
        origin=origin,
        upgrade=upgrade.id,
        taken=operations_to_data(taken),
    )
    return taken


def _land_current(row: Tailoring, runs: CarriedSource, unit: Unit, *, origin: Origin) -> None:
    checked = runs.carried.checked
    if not runs.carried.overlay.operations or checked is None or checked.package is None:
        leave_overlay(row, unit)
        return
    publish(row, runs.carried.overlay, checked.package, unit, origin=origin)


def _land_scheduled(row: Tailoring, waits: CarriedSource, unit: Unit, *, origin: Origin) -> None:
    former = tailoring.find_overlay_by_id(waits.source.overlay_id)
    assert former is not None, "what was carried over was read"
    former.state, former.ended_at = WITHDRAWN, unit.now
    checked = waits.carried.checked
    if waits.carried.overlay.operations and checked is not None and checked.package is not None:
        publish(row, waits.carried.overlay, checked.package, unit, origin=origin)


def _taken(carried: CarriedCommune) -> list[Operation]:
    """Return the operations that were left to the country, each once."""
    found: list[Operation] = []
    for each in carried.sources:
        found += [one for one in each.carried.taken if one not in found]
    return found


def write_found(item: UpgradeItem, carried: CarriedCommune) -> None:
    """Keep with the commune's item what was found: the worst outcome, and all of it in typed form."""
    item.outcome = worst_outcome(carried.sources)
    details = [found_data(each.source.base_id, each.carried) for each in carried.sources]
    item.details = {
        "base": next((one["base"] for one in details), item.former_id),
        "conflicts": _each_once(details, "conflicts"),
        "attention": _each_once(details, "attention"),
        "scenarios": _each_once(details, "scenarios"),
        "findings": finding_data(error for each in carried.sources for error in each.carried.errors),
        "taken": operations_to_data(_taken(carried)),
    }


def worst_outcome(sources: Sequence[CarriedSource]) -> str | None:
    """Return the worst outcome, None where a commune has nothing of its own."""
    found = {each.carried.outcome for each in sources if each.source.overlay.operations}
    return next((one for one in ("conflict", "attention", "clean") if one in found), None)


def _each_once(details: Sequence[dict[str, list[object]]], key: str) -> list[object]:
    found: list[object] = []
    for one in details:
        found += [row for row in one[key] if row not in found]
    return found

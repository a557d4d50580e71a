"""A commune answers the conflicts of an upgrade, a few at a time, and follows when all are answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.tailoring.noting import note_act, require_tailor
from app.commands.upgrading.answers import CHOICES, Answer, operation_key
from app.commands.upgrading.carrying import carry_overlay, why_not_kept
from app.commands.upgrading.errors import (
    AnswerRefused,
    AnswersMissing,
    NothingToAnswer,
    UpgradeEnded,
    VariantBroken,
)
from app.commands.upgrading.landing import land, require_unmoved, write_found
from app.commands.upgrading.sources import CarriedCommune, list_sources
from app.deployments.bases import base_of
from app.domain.clock import local_day
from app.procedures.tailoring import Operation
from app.store import tailoring, upgrades
from app.store.models import Upgrade, UpgradeItem


@dataclass(frozen=True, kw_only=True)
class SaveAnswers:
    """Keep answers of a commune, those of other conflicts stay. `seen` is the revision that the page showed.

    `answers`: by the key of the operation; None takes an answer back. Raises AnswerRefused with rule and keeper,
    AnswersMoved when another administrator was first.
    """

    upgrade_id: str
    commune_id: str
    seen: int
    answers: Mapping[str, Answer | None]

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> int:
        upgrade, item = _asked(self.upgrade_id, self.commune_id)
        known = operations_to_decide(upgrade, self.commune_id, unit)
        for key, answer in self.answers.items():
            if answer is not None:
                _require_possible(upgrade, known, key, answer)
        upgrades.move_item(item, seen=self.seen)
        kept = {key: value for key, value in item.answers.items() if key not in self.answers}
        given = {key: answer.to_data() for key, answer in self.answers.items() if answer is not None}
        item.answers = kept | given
        return item.revision


@dataclass(frozen=True, kw_only=True)
class FollowUpgrade:
    """Let the commune follow with its answers. `carried` is what was checked with exactly these answers.

    Raises AnswersMissing, VariantBroken, AnswersMoved, CarriedMeanwhile.
    """

    upgrade_id: str
    commune_id: str
    seen: int
    carried: CarriedCommune

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        upgrade, item = _asked(self.upgrade_id, self.commune_id)
        require_unmoved(self.carried)
        if self.carried.unanswered:
            raise AnswersMissing(len(self.carried.unanswered))
        if not self.carried.is_ready:
            raise VariantBroken("Expected a procedure that works with these answers, found errors: change an answer.")
        upgrades.move_item(item, seen=self.seen)
        write_found(item, self.carried)
        land(upgrade, self.carried, unit, origin="rebase")
        item.state, item.ended_at = "followed", unit.now
        item.answered_at, item.answered_by = unit.now, unit.actor.name
        item.read_at, item.read_by = unit.now, unit.actor.name


@dataclass(frozen=True, kw_only=True)
class AcknowledgeUpgrade:
    """Say that what the upgrade changed around the commune's own changes was read."""

    upgrade_id: str
    commune_id: str

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        item = upgrades.get_item(self.upgrade_id, self.commune_id, lock=True)
        if item.state not in ("followed", "defaulted"):
            raise NothingToAnswer(f"Expected an upgrade that the commune has followed, found it {item.state}.")
        if item.read_at is None:
            item.read_at, item.read_by = unit.now, unit.actor.name
            slug = upgrades.get_upgrade(self.upgrade_id).slug
            note_act(unit, "upgrade-read", self.commune_id, slug, upgrade=self.upgrade_id)


def operations_to_decide(upgrade: Upgrade, commune_id: str, unit: Unit) -> dict[str, tuple[Operation, list[Operation]]]:
    """Return every operation of a commune by its key, each with those beside it: all of them may be answered."""
    row = tailoring.get_tailoring(commune_id, upgrade.slug)
    new = base_of(upgrade.base_id)
    found: dict[str, tuple[Operation, list[Operation]]] = {}
    for source in list_sources(row, upgrade.base_id, today=local_day(unit.now)):
        carried = carry_overlay(base_of(source.base_id), new, source.overlay)
        beside = list(source.overlay.operations)
        for operation in (*carried.unanswered, *carried.overlay.operations):
            found.setdefault(operation_key(operation), (operation, beside))
    return found


def _asked(upgrade_id: str, commune_id: str) -> tuple[Upgrade, UpgradeItem]:
    upgrade = upgrades.get_upgrade(upgrade_id)
    item = upgrades.get_item(upgrade_id, commune_id, lock=True)
    if upgrade.state != "running" or item.state == "superseded":
        raise UpgradeEnded(f"Expected an upgrade that runs, found it {upgrade.state}.")
    if item.state not in upgrades.ASKED:
        raise NothingToAnswer(f"Expected a commune that is asked, found it {item.state}.")
    return upgrade, item


def _require_possible(
    upgrade: Upgrade, known: Mapping[str, tuple[Operation, list[Operation]]], key: str, answer: Answer
) -> None:
    if key not in known or answer.choice not in CHOICES:
        raise AnswerRefused("Expected an answer to a change of the commune, found another one: read the page again.")
    operation, beside = known[key]
    if (answer.choice == "national") != (answer.operation is None):
        raise AnswerRefused("Expected a change to keep, or none to leave it to the country, found the contrary.")
    if answer.operation is None:
        return
    if answer.operation.identity != operation.identity:
        raise AnswerRefused(f"Expected another value of {operation.identity}, found {answer.operation.identity}.")
    others = [one for one in beside if one.identity != operation.identity]
    refused = why_not_kept(base_of(upgrade.base_id), answer.operation, [*others, answer.operation])
    if refused:
        raise AnswerRefused(refused)

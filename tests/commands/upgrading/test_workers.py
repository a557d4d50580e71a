"""Workers that stop in the middle, or meet: each commune is carried over once, and never half."""

from datetime import timedelta

import pytest

from app.commands.bus import execute
from app.commands.upgrading.errors import CarriedMeanwhile, TurnLost
from app.commands.upgrading.sources import carry_commune
from app.commands.upgrading.turns import MOST_ATTEMPTS, AcquireUpgrade, CarryCommune, HeldUpgrade
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock, local_day
from app.procedures.tailoring import Operation
from app.store import publication, tailoring
from app.store.upgrades import MOST_TRIES
from app.worker import upgrades as worker
from app.worker.upgrades import run_silence_turn, run_upgrade_turn
from tests.world.places import AZROU, SLUG, World
from tests.world.tailoring import adopt, explained, publish, save_operations
from tests.world.upgrading import ELSEWHERE, carry_over, item_of, publish_next, running_upgrade

LEASE = timedelta(minutes=1)


@pytest.fixture
def tailored(world: World) -> World:
    adopt(world)
    change(world, explained())
    publish(world)
    publish_next(world, ELSEWHERE)
    return world


def change(world: World, operation: Operation) -> None:
    save_operations(world, [operation])


def taken(world: World) -> HeldUpgrade:
    held = execute(AcquireUpgrade(lease=LEASE), actor=SYSTEM, services=world.services)
    assert held is not None
    return held


def carry(world: World, held: HeldUpgrade) -> str:
    today = local_day(world.services.clock.now())
    carried = carry_commune(AZROU, SLUG, held.base_id, today=today)
    return execute(CarryCommune(held=held, carried=carried, lease=LEASE), actor=SYSTEM, services=world.services)


def test_one_that_died_is_followed_after_its_lease_and_writes_nothing_when_it_comes_back(
    tailored: World, clock: FixedClock
) -> None:
    dead = taken(tailored)
    assert run_upgrade_turn(tailored.services) == 0, "another worker holds it"
    clock.advance(timedelta(minutes=2))
    assert run_upgrade_turn(tailored.services) == 1
    with pytest.raises(TurnLost):
        carry(tailored, dead)
    assert len(tailoring.list_overlays(AZROU, SLUG)) == 2, "published once on the new version"


def test_changes_saved_while_a_commune_is_carried_over_are_not_lost(tailored: World) -> None:
    held = taken(tailored)
    today = local_day(tailored.services.clock.now())
    carried = carry_commune(AZROU, SLUG, held.base_id, today=today)
    change(tailored, explained("Présentez-vous avec votre carte."))
    with pytest.raises(CarriedMeanwhile):
        execute(CarryCommune(held=held, carried=carried, lease=LEASE), actor=SYSTEM, services=tailored.services)
    assert carry(tailored, held) == "followed"
    assert tailoring.get_tailoring(AZROU, SLUG).operations[0]["to"]["fr"] == "Présentez-vous avec votre carte."


def test_a_commune_that_cannot_be_carried_over_is_left_on_its_variant_where_a_person_sees_it(
    tailored: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    before = publication.find_offering(AZROU, SLUG)
    monkeypatch.setattr(worker, "carry_commune", fail)
    for _ in range(MOST_ATTEMPTS):
        run_upgrade_turn(tailored.services)
    assert item_of(AZROU).state == "failed"
    assert publication.find_offering(AZROU, SLUG) == before
    monkeypatch.undo()
    carry_over(tailored)
    assert running_upgrade().state == "running", "it is not closed over the head of that commune"


def test_a_rule_that_cannot_be_applied_is_not_tried_for_ever(
    tailored: World, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(worker, "carry_commune", fail)
    monkeypatch.setattr(worker, "carry_silent", fail)
    for _ in range(MOST_ATTEMPTS):
        run_upgrade_turn(tailored.services)
    clock.advance(timedelta(days=31))
    for _ in range(MOST_TRIES):
        run_silence_turn(tailored.services)
    assert run_silence_turn(tailored.services) == 0
    assert item_of(AZROU).state == "failed"

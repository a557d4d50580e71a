"""A draft is tried over every overlay in effect before it is published; nothing changes in any commune."""

from datetime import timedelta

import pytest

from app.commands.bus import Forbidden, execute
from app.commands.upgrading.errors import TurnLost
from app.commands.upgrading.trials import AcquireSlice, StartCountryTrial, StopCountryTrial, Tried, WriteTried
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.store import country_trials, publication
from app.worker.upgrades import run_trial_turn
from tests.world.drafting import analyst
from tests.world.places import AZROU, CASABLANCA, SLUG, TABANT, World
from tests.world.tailoring import adopt, dgs, explained, longer_collection, publish, save_operations
from tests.world.upgrading import NARROWER, next_version

LEASE = timedelta(minutes=1)


@pytest.fixture
def tailored(world: World) -> World:
    """Azrou keeps copies longer; Tabant and Casablanca say one sentence in the same words."""
    for commune_id, operation in ((AZROU, longer_collection()), (TABANT, explained()), (CASABLANCA, explained())):
        adopt(world, commune_id)
        save_operations(world, [operation], commune_id=commune_id)
        publish(world, commune_id)
    return world


def start(world: World) -> str:
    command = StartCountryTrial(draft_id="a-draft", package=next_version(world, NARROWER))
    return execute(command, actor=analyst(world), services=world.services)


def outcomes(trial_id: str) -> dict[str, str | None]:
    return {one.item.commune_id: one.item.outcome for one in country_trials.list_items(trial_id)}


def test_each_commune_has_its_outcome_and_none_has_changed(tailored: World) -> None:
    before = [one.deployment_id for one in publication.list_offering_communes(SLUG)]
    trial_id = start(tailored)
    while run_trial_turn(tailored.services):
        pass
    assert outcomes(trial_id) == {AZROU: "conflict", TABANT: "clean", CASABLANCA: "clean"}
    assert country_trials.get_trial(trial_id).state == "done"
    conflict = country_trials.find_item(trial_id, AZROU)
    assert conflict is not None
    assert conflict.details["conflicts"][0]["message"].endswith("may be changed by the DGCT.")
    assert [one.deployment_id for one in publication.list_offering_communes(SLUG)] == before


def test_overlays_that_say_the_same_are_tried_once(tailored: World) -> None:
    start(tailored)
    assert run_trial_turn(tailored.services) == 2


def test_figures_are_told_by_region(tailored: World) -> None:
    trial_id = start(tailored)
    assert country_trials.count_outcomes(trial_id) == {
        "03": {"waiting": 1},
        "05": {"waiting": 1},
        "06": {"waiting": 1},
    }
    run_trial_turn(tailored.services)
    assert country_trials.count_outcomes(trial_id) == {"03": {"conflict": 1}, "05": {"clean": 1}, "06": {"clean": 1}}


def test_a_worker_that_came_late_writes_nothing_and_the_trial_goes_on(tailored: World, clock: FixedClock) -> None:
    trial_id = start(tailored)
    late = execute(AcquireSlice(lease=LEASE), actor=SYSTEM, services=tailored.services)
    assert late is not None and len(late.overlays) == 2
    assert run_trial_turn(tailored.services) == 0, "another worker holds it"
    clock.advance(timedelta(minutes=2))
    assert run_trial_turn(tailored.services) == 2
    tried = Tried(likeness=late.overlays[0][0], outcome="failed", details={})
    with pytest.raises(TurnLost):
        execute(WriteTried(held=late, tried=tried, lease=LEASE), actor=SYSTEM, services=tailored.services)
    assert set(outcomes(trial_id).values()) == {"conflict", "clean"}


def test_two_workers_share_one_trial(tailored: World) -> None:
    start(tailored)
    first, second, third = (
        execute(AcquireSlice(lease=LEASE, limit=1), actor=SYSTEM, services=tailored.services) for _ in range(3)
    )
    assert first is not None and second is not None
    assert first.overlays != second.overlays
    assert third is None


def test_one_that_is_stopped_goes_no_further(tailored: World) -> None:
    trial_id = start(tailored)
    execute(StopCountryTrial(trial_id=trial_id), actor=analyst(tailored), services=tailored.services)
    assert run_trial_turn(tailored.services) == 0
    assert set(outcomes(trial_id).values()) == {None}


def test_a_commune_starts_none(tailored: World) -> None:
    command = StartCountryTrial(draft_id="a-draft", package=next_version(tailored, NARROWER))
    with pytest.raises(Forbidden):
        execute(command, actor=dgs(tailored), services=tailored.services)

"""A request is taken back before its decision, through the commands and the worker, and what was paid is returned."""

from dataclasses import replace

import pytest

from app.commands.bus import execute
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.procedures import load_package
from app.scenarios.reading import read_scenario
from app.settings import ROOT
from app.store import awaiting, work
from tests.world.journeys import case_of
from tests.world.places import AZROU, World
from tests.world.playing import play

SLUG = "signature-legalisation"
PACKAGE = load_package(ROOT / "processes", ROOT / "forms", SLUG)


@pytest.fixture
def offered(world: World) -> World:
    """Azrou offers legalisations."""
    published = execute(PublishProcedure(package=PACKAGE, published_by="test"), actor=SYSTEM, services=world.services)
    offer = OfferProcedure(
        deployment_id=published.deployment_id, slug=SLUG, communes=[(AZROU, f"{AZROU.replace('.', '')}ec")]
    )
    execute(offer, actor=SYSTEM, services=world.services)
    return world


def test_a_paid_legalisation_is_taken_back_before_it_is_signed(offered: World, clock: FixedClock) -> None:
    file = "scenarios/withdrawn-paid.yaml"
    filed = play(offered, clock, read_scenario(PACKAGE.scenarios[file], file=file), slug=SLUG)
    case = case_of(filed)
    assert (case.state, case.outcome, case.document["refund"]["state"]) == ("closed", "withdrawn", "refunded")
    assert work.list_incidents(case.commune_id) == []


def test_a_legalisation_that_is_refused_can_no_longer_be_taken_back(offered: World, clock: FixedClock) -> None:
    file = "scenarios/refused-at-signature.yaml"
    scenario = read_scenario(PACKAGE.scenarios[file], file=file)
    decided = next(number for number, step in enumerate(scenario.steps, 1) if step.name == "write-refusal")
    filed = play(offered, clock, replace(scenario, steps=scenario.steps[:decided]), slug=SLUG)
    case = case_of(filed)
    assert case.state == "open" and awaiting.find_subscription(case, "withdrawal", None) is None

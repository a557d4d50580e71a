"""Every scenario of the shipped procedure, through the commands and the worker: the same end as in memory."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.clock import FixedClock
from app.procedures import load_package
from app.procedures.bpmn import BpmnModel
from app.scenarios.reading import read_scenario
from app.settings import ROOT
from app.store import cases, work
from app.store.database import transaction
from tests.world.journeys import case_of
from tests.world.places import AZROU, SLUG, World, add_agent
from tests.world.playing import play

PACKAGE = load_package(ROOT / "processes", ROOT / "forms", SLUG)
SCENARIOS = {name: read_scenario(raw, file=name) for name, raw in PACKAGE.scenarios.items()}


def _holds(actual: Any, expected: Any) -> bool:
    if isinstance(expected, Mapping):
        return isinstance(actual, Mapping) and all(_holds(actual.get(key), value) for key, value in expected.items())
    return bool(actual == expected)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_a_case_reaches_the_end_of_its_scenario(world: World, clock: FixedClock, name: str) -> None:
    scenario = SCENARIOS[name]
    with transaction():
        add_agent("president", AZROU, world.services)

    filed = play(world, clock, scenario)

    case = case_of(filed)
    closing = [event.data for event in cases.list_events(case) if event.kind == "CaseClosed"]
    reached = [element for event in cases.list_events(case) for element in event.data.get("ends", [])]
    assert work.list_incidents() == []
    assert (case.state, case.outcome, case.status) == ("closed", scenario.expect.outcome, scenario.expect.status)
    assert len(closing) == 1 and reached[-1] == (scenario.expect.ends or ())[-1]
    assert _holds(case.document, scenario.expect.data or {}), case.document
    assert {deadline.state for deadline in cases.list_deadlines(case)} == {"ended"}


def test_the_scenarios_reach_every_end_of_the_procedure() -> None:
    model: BpmnModel = PACKAGE.bpmn
    outcomes = {element.id for element in model.elements.values() if element.kind == "endEvent" and element.outcome}
    reached = {end for scenario in SCENARIOS.values() for end in scenario.expect.ends or ()}

    assert outcomes <= reached

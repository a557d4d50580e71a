"""Every kind of incident is repaired by each fitting action, through the commands, on the real database."""

from typing import Any

import pytest

from app.commands.repairs import CancelCase, MoveToken, RepairData, RetryIncident, SkipStep
from app.domain.changes import SetValue
from app.store import cases, incidents
from tests.commands.repairs.acting import WHY, kinds_of_history, repair, resolved
from tests.world.journeys import case_of, complete, open_task
from tests.world.places import World
from tests.world.playing import rows_match
from tests.world.stuck import STUCK, stand_still

KINDS = sorted(STUCK)
MENDED: dict[str, tuple[dict[str, Any], str]] = {
    "no-path": ({"fee": 0}, "review"),
    "job-failed": ({"message": "received"}, "review"),
    "too-many-steps": ({"stop": True}, "review"),
    "expression-failed": ({"age": 30}, "review"),
}
"""Data with which the step succeeds, and the task that waits then."""
SKIPPED: dict[str, tuple[dict[str, Any], str]] = {
    "no-path": ({"flow": "flow-4"}, "review"),
    "job-failed": ({"values": {"told": {"by": "telephone"}}}, "review"),
    "too-many-steps": ({"values": {"stop": True}}, "review"),
    "expression-failed": ({}, "pay"),
    "decision-failed": ({"values": {"rate": 3}}, "review"),
    "join-never-complete": ({}, "review"),
}


@pytest.mark.parametrize("kind", sorted(MENDED))
def test_data_are_repaired_and_the_step_is_run_again(world: World, kind: str) -> None:
    filed, incident = stand_still(world, kind)
    values, waits = MENDED[kind]

    repaired = repair(
        world, RepairData, incident, changes=[SetValue(path=name, value=value) for name, value in values.items()]
    )
    assert repaired.resolved is False
    assert repair(world, RetryIncident, incident, expected_version=repaired.version).resolved

    assert open_task(filed).element == waits
    assert resolved(incident).resolved_how == "retry"
    assert {"DataRepaired", "IncidentRetried"} <= set(kinds_of_history(filed, public=False))
    assert "CaseResumed" in kinds_of_history(filed, public=True)
    rows_match(world, filed)


@pytest.mark.parametrize("kind", ["no-path", "uncaught-error", "decision-failed", "expression-failed"])
def test_what_fails_again_stands_as_the_same_incident(world: World, kind: str) -> None:
    filed, incident = stand_still(world, kind)

    assert not repair(world, RetryIncident, incident).resolved

    (standing,) = incidents.list_of_case(case_of(filed))
    assert (standing.id, standing.resolved_at, standing.resolved_by) == (incident.id, None, None)
    assert "CaseResumed" not in kinds_of_history(filed, public=True)


@pytest.mark.parametrize("kind", sorted(SKIPPED))
def test_the_step_is_skipped(world: World, kind: str) -> None:
    filed, incident = stand_still(world, kind)
    given, waits = SKIPPED[kind]

    assert repair(world, SkipStep, incident, **given).resolved

    assert open_task(filed).element == waits
    assert resolved(incident).resolved_how == "skip"
    assert given.get("values", {}).items() <= case_of(filed).document.items()
    rows_match(world, filed)


def test_an_error_that_nobody_catches_is_skipped_as_an_end(world: World) -> None:
    filed, incident = stand_still(world, "uncaught-error")
    repair(world, SkipStep, incident)
    assert (case_of(filed).state, resolved(incident).resolved_how) == ("closed", "skip")


@pytest.mark.parametrize("kind", KINDS)
def test_the_token_is_moved_to_a_task(world: World, kind: str) -> None:
    filed, incident = stand_still(world, kind)

    assert repair(world, MoveToken, incident, target="review").resolved

    assert [task.element for task in cases.list_open_tasks(case_of(filed))] == ["review"]
    assert resolved(incident).resolved_how == "move"
    rows_match(world, filed)


@pytest.mark.parametrize("kind", KINDS)
def test_the_case_is_cancelled_with_everything_that_waited(world: World, kind: str) -> None:
    filed, incident = stand_still(world, kind)

    repair(world, CancelCase, incident)

    case = case_of(filed)
    assert (case.state, case.outcome) == ("closed", "cancelled")
    assert {row.state for row in cases.list_deadlines(case)} == {"ended"}
    assert resolved(incident).resolved_how == "cancel"
    told = {row.kind: row.data for row in cases.list_events(case) if row.public}
    assert told["CaseCancelled"] == {"reason": WHY}
    assert "CaseResumed" not in told
    rows_match(world, filed)


def test_after_a_repair_the_case_reaches_its_end(world: World) -> None:
    filed, incident = stand_still(world, "no-path")

    repair(world, SkipStep, incident, flow="flow-4")
    complete(world, open_task(filed), {"verdict": "accepted"})

    assert (case_of(filed).state, case_of(filed).outcome) == ("closed", "accepted")

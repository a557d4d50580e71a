"""Who may repair what, for which reason, on which version; what the history holds afterwards."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.commands.bus import Forbidden, execute
from app.commands.filing import AnswersRefused
from app.commands.repairs import (
    CancelCase,
    IncidentClosed,
    MoveToken,
    NotFitting,
    ReasonUnfit,
    RepairData,
    RetryIncident,
    SkipStep,
)
from app.domain.actors import SYSTEM, Actor, Assignment
from app.domain.changes import ChangeRefused, RemoveValue, SetValue
from app.engine import RepairRefused
from app.store import cases, incidents
from app.store.cases import CaseChanged
from app.store.database import transaction
from app.store.incidents import IncidentUnknown
from app.store.models import Incident
from tests.commands.repairs.acting import WHY, facts, repair
from tests.world.journeys import case_of
from tests.world.places import AZROU, CASABLANCA, TABANT, World
from tests.world.stuck import stand_still
from tests.world.together import at_once

COMMANDS: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "retry": (RetryIncident, {}),
    "data": (RepairData, {"changes": [SetValue(path="fee", value=0)]}),
    "skip": (SkipStep, {"flow": "flow-4"}),
    "move": (MoveToken, {"target": "review"}),
    "cancel": (CancelCase, {}),
}


def command_on(incident: Incident, name: str, **values: Any) -> Any:
    kind, given = COMMANDS[name]
    told = {"commune_id": incident.commune_id, "incident_id": incident.id, "reason": WHY, **given, **values}
    return kind(**told)


def agent_of(role: str, commune_id: str | None, service_id: str | None = None) -> Actor:
    assignment = Assignment(role=role, commune_id=commune_id, service_id=service_id)
    return Actor(kind="agent", name=role, id="x", assignments=frozenset({assignment}))


MAY_REPAIR = {
    "the operator": agent_of("operator", None),
    "the director general of the commune": agent_of("dgs", AZROU),
    "the platform": SYSTEM,
}
HEAD = agent_of("chef_service", AZROU)
"""Runs a step again, and does nothing else: a repair can take the place of a signature."""
MAY_NOT = {
    "a clerk": agent_of("agent_ec", AZROU),
    "the officer": agent_of("officier_ec", AZROU),
    "an analyst": agent_of("analyst", None),
    "a director general elsewhere": agent_of("dgs", CASABLANCA),
    "a head of service elsewhere": agent_of("chef_service", TABANT),
    "a citizen": Actor(kind="citizen", name="citizen"),
}


@pytest.fixture
def incident(world: World) -> Incident:
    return stand_still(world, "no-path")[1]


def test_the_operator_and_the_director_of_the_commune_repair_and_nobody_else(world: World, incident: Incident) -> None:
    for name in COMMANDS:
        for who, actor in MAY_NOT.items():
            assert _is_forbidden(world, command_on(incident, name), actor), f"{who}: {name}"
    filed = cases.get_case(incident.commune_id, incident.case_id)
    assert (filed.version, incidents.list_of_case(filed)[0].resolved_at) == (1, None)
    stale = {"expected_version": 9}
    for name in COMMANDS:
        for who, actor in MAY_REPAIR.items():
            assert not _is_forbidden(world, command_on(incident, name, **stale), actor), f"{who}: {name}"


def test_a_head_of_service_runs_a_step_again_and_repairs_nothing(world: World, incident: Incident) -> None:
    assert not _is_forbidden(world, command_on(incident, "retry"), HEAD)
    refused = [name for name in COMMANDS if _is_forbidden(world, command_on(incident, name), HEAD)]
    assert refused == ["data", "skip", "move", "cancel"]


def _is_forbidden(world: World, command: Any, actor: Actor) -> bool:
    try:
        execute(command, actor=actor, services=world.services)
    except Forbidden:
        return True
    except CaseChanged:
        pass  # allowed, and too late
    return False


def test_a_head_of_another_service_may_not(world: World, incident: Incident) -> None:
    case = cases.get_case(incident.commune_id, incident.case_id)
    assert case.service_id is None
    with transaction():
        cases.write_case(case, expected_version=1, values={"service_id": "03271.01.01ec"})
    head = agent_of("chef_service", AZROU, "another")
    with pytest.raises(Forbidden):
        execute(command_on(incident, "retry"), actor=head, services=world.services)


def test_an_incident_is_unknown_under_another_commune(world: World, incident: Incident) -> None:
    for name in COMMANDS:
        command = command_on(incident, name, commune_id=CASABLANCA)
        with pytest.raises(IncidentUnknown):
            execute(command, actor=MAY_REPAIR["the operator"], services=world.services)


def test_a_stale_version_changes_nothing(world: World, incident: Incident) -> None:
    before = len(cases.list_events(cases.get_case(incident.commune_id, incident.case_id)))
    for name in COMMANDS:
        with pytest.raises(CaseChanged):
            execute(command_on(incident, name, expected_version=9), actor=SYSTEM, services=world.services)
    case = cases.get_case(incident.commune_id, incident.case_id)
    assert (case.version, len(cases.list_events(case))) == (1, before)


def test_every_repair_says_why(world: World, incident: Incident) -> None:
    for name in COMMANDS:
        for reason in ("", "  too short ", "x" * 501, "\n" * 40):
            with pytest.raises(ReasonUnfit):
                execute(command_on(incident, name, reason=reason), actor=SYSTEM, services=world.services)


def test_a_resolved_incident_is_not_repaired_again(world: World, incident: Incident) -> None:
    repair(world, SkipStep, incident, flow="flow-4")
    for name in COMMANDS:
        with pytest.raises(IncidentClosed):
            execute(command_on(incident, name), actor=SYSTEM, services=world.services)


def test_the_history_holds_before_and_after_and_why(world: World) -> None:
    filed, incident = stand_still(world, "no-path")
    about = {"incident": incident.id, "kind": "no-path", "element": "price", "reason": WHY}

    repair(world, RepairData, incident, changes=[SetValue(path="fee", value=3), RemoveValue(path="age")])
    repair(world, SkipStep, incident, values={"fee": 0})

    assert facts(filed, "DataRepaired") == [
        {
            **about,
            "changes": [
                {"path": "fee", "before": None, "after": 3},
                {"path": "age", "before": 130, "after": None},
            ],
        }
    ]
    assert facts(filed, "StepSkipped") == [
        {
            **about,
            "flow": None,
            "before": {"at": ["price"], "values": {"fee": 3}},
            "after": {"at": ["review"], "values": {"fee": 0}},
        }
    ]
    public = [row for row in cases.list_events(case_of(filed)) if row.public]
    assert WHY not in str([row.data for row in public])


def test_a_move_is_told_with_both_places(world: World) -> None:
    filed, incident = stand_still(world, "no-path")
    repair(world, MoveToken, incident, target="pay")
    (told,) = facts(filed, "TokenMoved")
    assert (told["from"], told["to"]) == ("price", "pay")
    assert (told["before"], told["after"]) == ({"at": ["price"]}, {"at": ["pay"]})


def test_a_value_obeys_the_rules_of_the_form_that_owns_it(world: World) -> None:
    filed, incident = stand_still(world, "no-path")
    with pytest.raises(AnswersRefused) as refused:
        repair(world, RepairData, incident, changes=[SetValue(path="age", value="many")])
    assert list(refused.value.errors) == ["age"]
    with pytest.raises(AnswersRefused):
        repair(world, SkipStep, incident, values={"verdict": "perhaps"}, flow="flow-4")
    assert case_of(filed).document["age"] == 130
    repair(world, RepairData, incident, changes=[SetValue(path="age", value="31")])
    assert case_of(filed).document["age"] == 31


def test_a_change_that_changes_nothing_or_too_much_is_refused(world: World, incident: Incident) -> None:
    refused: list[tuple[list[Any], type[Exception]]] = [
        ([], NotFitting),
        ([SetValue(path="age", value=130)], NotFitting),
        ([SetValue(path="case.reference", value="x")], ChangeRefused),
        ([SetValue(path="parameters", value={})], ChangeRefused),
        ([RemoveValue(path="nowhere")], ChangeRefused),
        ([SetValue(path="note", value="x" * 300_000)], ChangeRefused),
    ]
    for changes, error in refused:
        with pytest.raises(error):
            repair(world, RepairData, incident, changes=changes)


def test_a_repair_that_the_process_cannot_take_leaves_no_trace(world: World) -> None:
    filed, incident = stand_still(world, "no-path")
    for command, values in (
        (SkipStep, {"values": {"fee": "unknown"}}),
        (SkipStep, {"flow": "flow-99"}),
        (SkipStep, {"values": {"applicant.name": "x"}, "flow": "flow-4"}),
        (MoveToken, {"target": "nowhere"}),
        (MoveToken, {"target": "start"}),
    ):
        with pytest.raises((RepairRefused, ChangeRefused)):
            repair(world, command, incident, **values)
    case = case_of(filed)
    assert (case.version, "fee" in case.document) == (1, False)
    assert {row.kind for row in cases.list_events(case)} == {"CaseFiled", "IncidentOpened"}


def test_of_three_repairs_at_the_same_moment_one_wins(app: Flask, world: World, incident: Incident) -> None:
    commands = [command_on(incident, name, expected_version=1) for name in ("skip", "move", "cancel")]

    def act(command: Any) -> Callable[[], Any]:
        return lambda: execute(command, actor=SYSTEM, services=world.services)

    answers = at_once(app, [act(command) for command in commands])

    lost = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(lost) == 2
    assert all(isinstance(answer, CaseChanged | IncidentClosed) for answer in lost), lost

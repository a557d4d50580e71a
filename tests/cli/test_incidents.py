"""`flask incidents …`: an operator repairs cases on a server without a browser."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app.commands.filing import Filed
from app.store import cases, incidents
from app.store.models import Incident
from tests.commands.repairs.acting import facts
from tests.world.databases import Template
from tests.world.journeys import case_of
from tests.world.places import World
from tests.world.stuck import stand_still_again

WHY = "Vérifié au téléphone avec la commune."
Run = Callable[..., Result]
Stuck = tuple[Filed, Incident]


@pytest.fixture(scope="module")
def beginning(standing_still: tuple[Template, Stuck]) -> Template:
    """Each test begins where a case stands still."""
    return standing_still[0]


@pytest.fixture
def stuck(app: Flask, standing_still: tuple[Template, Stuck]) -> Stuck:
    """The case that stands still, with its incident."""
    filed, incident = standing_still[1]
    return filed, incidents.get_incident(filed.commune_id, incident.id)


@pytest.fixture
def run(app: Flask) -> Run:
    """Run a command of the group; a repair says why."""

    def runner(*args: str, why: bool = True) -> Result:
        said = ["--reason", WHY, "--by", "k.alami"] if why else []
        return app.test_cli_runner().invoke(args=["incidents", *args, *said])

    return runner


def data_of(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_incidents_are_listed_counted_and_shown(world: World, stuck: Stuck, run: Run) -> None:
    filed, incident = stuck
    stand_still_again(world, "no-path", "price")

    listed = data_of(run("list", "--commune", "azrou", "--kind", "no-path", "--json", why=False))
    assert len(listed) == 2
    assert {row["id"]: row["reference"] for row in listed}[incident.id] == filed.reference
    assert data_of(run("list", "--kind", "job-failed", "--json", why=False)) == []
    (cause,) = data_of(run("list", "--causes", "--json", why=False))
    assert (cause["count"], cause["kind"], cause["element"]) == (2, "no-path", "price")
    assert filed.reference in run("list", why=False).stdout

    shown = data_of(run("show", incident.id, "--json", why=False))
    (token,) = shown["tokens"]
    assert (token["element"], token["code"]) == ("price", "no-path")
    assert "review" in token["targets"]
    assert shown["data"]["age"] == 130
    told = run("show", incident.id, why=False).stdout
    assert "aucune condition" in told
    assert re.search(r"^\d+ +price +no-path", told, re.MULTILINE)
    assert re.search(r"^Token \d+ \(price\) may move to: .*review", told, re.MULTILINE)
    assert re.search(r"^age +130$", told, re.MULTILINE)
    assert "null" not in told


def test_data_are_repaired_and_the_incident_retried(stuck: Stuck, run: Run) -> None:
    filed, incident = stuck
    assert "still stops" in run("retry", incident.id).stdout

    assert run("repair", incident.id, "--set", "fee=0", "--set", "note=par téléphone", "--remove", "age").exit_code == 0
    (result,) = data_of(run("retry", incident.id, "--json"))

    assert result["result"] == "Resolved."
    document = case_of(filed).document
    assert (document["fee"], document["note"], "age" in document) == (0, "par téléphone", False)
    resolved = incidents.get_incident(filed.commune_id, incident.id)
    assert (resolved.resolved_by, resolved.resolved_how, resolved.reason) == ("k.alami", "retry", WHY)


def test_a_whole_cause_is_retried(world: World, stuck: Stuck, run: Run) -> None:
    _, first = stuck
    _, second = stand_still_again(world, "no-path", "price")
    run("repair", second.id, "--set", "fee=0")
    results = data_of(run("retry", "--kind", "no-path", "--element", "price", "--json"))
    assert {row["id"]: row["result"] for row in results} == {
        first.id: "The same cause still stops the case.",
        second.id: "Resolved.",
    }


def test_a_step_is_skipped_moved_and_a_case_cancelled(world: World, stuck: Stuck, run: Run) -> None:
    skipped, incident = stuck
    outcome = data_of(run("skip", incident.id, "--set", "fee=2", "--flow", "flow-4", "--json"))
    assert (outcome["resolved"], case_of(skipped).document["fee"]) == (True, 2)

    moved, incident = stand_still_again(world, "no-path", "price")
    assert "Resolved." in run("move", incident.id, "--to", "pay").stdout
    assert [task.element for task in cases.list_open_tasks(case_of(moved))] == ["pay"]

    cancelled, incident = stand_still_again(world, "no-path", "price")
    assert run("cancel", incident.id, "--keep-payments").exit_code == 0
    assert case_of(cancelled).outcome == "cancelled"
    assert facts(cancelled, "CaseCancelled") == [{"reason": WHY}]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["retry"], 2, "--kind"),
        (["retry", "0" * 32], 1, "flask incidents list"),
        (["show", "nothing"], 1, "flask incidents list"),
        (["skip", "{id}"], 1, "name one of"),
        (["skip", "{id}", "--set", "fee"], 2, "NAME=VALUE"),
        (["move", "{id}", "--to", "nowhere"], 1, "nowhere"),
        (["repair", "{id}", "--set", "case.x=1"], 1, "read-only"),
        (["cancel", "{id}", "--reason", "short"], 1, "10 to 500"),
    ],
)
def test_a_wrong_request_ends_with_a_message(stuck: Stuck, run: Run, args: list[str], code: int, said: str) -> None:
    why = "--reason" not in args and args[0] != "show"
    result = run(*[arg.replace("{id}", stuck[1].id) for arg in args], why=why)
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output

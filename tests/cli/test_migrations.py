"""`flask cases …`: an operator moves running cases on a server without a browser."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.store import case_migrations
from tests.builders.packages import SLUG as LIBRARY
from tests.commands.migrating.acting import dry_run, plan, start
from tests.world.journeys import case_of
from tests.world.places import TABANT, World
from tests.world.two_versions import Versions, do_task, file_card, first_version, publish, publish_both

WHY = "La nouvelle version corrige une erreur."
MOVE = ["cases", "migrate", LIBRARY, "--from", "1.0.0", "--to", "2.0.0"]


@pytest.fixture
def versions(world: World) -> Versions:
    return publish_both(world)


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    """A terminal."""
    return app.test_cli_runner()


def test_a_dry_run_tells_and_leaves_nothing_behind(run: FlaskCliRunner, world: World, versions: Versions) -> None:
    moving, stuck = file_card(world), file_card(world)
    do_task(world, stuck, "review", verdict="accepted")

    result = run.invoke(args=[*MOVE, "--dry-run"])

    assert result.exit_code == 0, result.output
    assert "1 of 2 cases can move; 1 cannot." in result.stdout
    assert f"1 refused: element-missing at “check-shelf” (for example {stuck.reference}): name" in result.stdout
    assert "--map check-shelf=NEW" in result.stdout
    assert "1 would start the timer “remind”, due on 20" in result.stdout
    assert "2 of 2 cases tried." in result.stderr
    assert case_migrations.list_migrations() == []
    assert case_of(moving).deployment_id == versions.old


def test_cases_are_moved_listed_and_put_back(run: FlaskCliRunner, world: World, versions: Versions) -> None:
    filed, other = file_card(world), file_card(world)
    do_task(world, other, "review", verdict="accepted")

    moved = json.loads(run.invoke(args=[*MOVE, "--map", "check-shelf=hand-over", "--reason", WHY, "--json"]).stdout)

    assert (moved["state"], moved["cases"], moved["dry_run"]["movable"]) == ("done", {"moved": 2}, 2)
    assert moved["elements"]["check-shelf"] == "hand-over"
    assert case_of(filed).deployment_id == case_of(other).deployment_id == versions.new
    assert moved["id"] in run.invoke(args=["cases", "migrations"]).stdout
    (listed,) = json.loads(run.invoke(args=["cases", "migrations", "--json"]).stdout)
    assert (listed["id"], listed["from"], listed["to"], listed["reason"]) == (moved["id"], "1.0.0", "2.0.0", WHY)

    result = run.invoke(args=["cases", "revert", moved["id"], "--reason", "Erreur de version, retour."])

    assert "2 reverted" in result.stdout
    assert case_of(filed).deployment_id == versions.old


def test_a_batch_is_stopped_and_resumed(run: FlaskCliRunner, world: World, versions: Versions) -> None:
    filed = file_card(world)
    migration = plan(world, versions)
    dry_run(world, migration)
    start(world, migration)

    assert "1 waiting" in run.invoke(args=["cases", "stop", migration.id]).stdout
    assert case_of(filed).deployment_id == versions.old
    assert "1 moved" in run.invoke(args=["cases", "resume", migration.id]).stdout
    assert case_of(filed).deployment_id == versions.new


def test_two_deployments_of_one_version_are_told_apart_by_id(
    run: FlaskCliRunner, world: World, versions: Versions
) -> None:
    again = publish(world, first_version().manifest(version="2.0.0").build())
    refused = run.invoke(args=[*MOVE, "--dry-run"])
    assert refused.exit_code == 1
    assert again in refused.output and versions.new in refused.output
    assert run.invoke(args=[*MOVE[:-1], again, "--dry-run"]).exit_code == 0


def test_only_the_cases_of_a_commune_move_when_it_is_named(
    run: FlaskCliRunner, world: World, versions: Versions
) -> None:
    here, there = file_card(world), file_card(world, commune_id=TABANT)

    result = run.invoke(args=[*MOVE, "--commune", TABANT, "--reason", WHY])

    assert "done: 1 moved" in result.stderr
    assert (case_of(here).deployment_id, case_of(there).deployment_id) == (versions.old, versions.new)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["cases", "migrate", LIBRARY, "--from", "1.0.0", "--to", "9.9.9", "--dry-run"], "9.9.9"),
        (["cases", "migrate", "magic", "--from", "1", "--to", "2", "--dry-run"], "choose among none"),
        ([*MOVE, "--reason", "court"], "10 to 500"),
        ([*MOVE, "--map", "review=end-lapsed", "--reason", WHY], "kind-differs"),
        ([*MOVE[:3], "--from", "1.0.0", "--to", "1.0.0", "--dry-run"], "same one twice"),
        (["cases", "revert", "0" * 32, "--reason", WHY], "0" * 32),
    ],
)
def test_a_wrong_request_moves_nothing_and_says_why(
    run: FlaskCliRunner, world: World, versions: Versions, args: list[str], said: str
) -> None:
    filed = file_card(world)
    result = run.invoke(args=args)
    assert result.exit_code == 1
    assert said in result.output
    assert case_of(filed).deployment_id == versions.old
    assert case_migrations.list_migrations() == []


def test_a_map_that_is_none_is_an_error_of_use(run: FlaskCliRunner, versions: Versions) -> None:
    assert run.invoke(args=[*MOVE, "--map", "review", "--dry-run"]).exit_code == 2

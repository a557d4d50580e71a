"""`flask users|jobs|database …`: an operator at the command line."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.commands.accounts import verify_password
from app.store import people
from tests.world.places import AZROU

NEW = ["users", "add", "nadia@azrou", "--name-ar", "نادية", "--name-fr", "Nadia"]


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    """A terminal."""
    return app.test_cli_runner()


def roles_of(username: str) -> set[tuple[str, str | None]]:
    """Return the roles of an agent with their commune."""
    agent = people.find_agent_by_username(username)
    assert agent is not None
    return {(row.role, row.commune_id) for row in people.list_assignments(agent.id)}


def test_an_account_is_added_with_roles(run: FlaskCliRunner) -> None:
    given = [*NEW, "--role", "agent_ec", "--role", "agent_guichet", "--commune", "azrou", "--password", "long enough 1"]
    result = run.invoke(args=given)
    assert result.exit_code == 0, result.output
    assert roles_of("nadia@azrou") == {("agent_ec", AZROU), ("agent_guichet", AZROU)}


def test_a_generated_password_is_printed_once_and_works(run: FlaskCliRunner) -> None:
    output = run.invoke(args=[*NEW, "--generate"]).stdout
    password = output.rpartition(": ")[2].strip()
    assert verify_password(people.find_agent_by_username("nadia@azrou"), password)


def test_a_password_is_asked_for_without_showing_it(run: FlaskCliRunner) -> None:
    result = run.invoke(args=NEW, input="a long password\na long password\n")
    assert result.exit_code == 0
    assert "a long password" not in result.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([*NEW, "--password", "short"], "10 to 200"),
        ([*NEW, "--password", "long enough 1", "--commune", "atlantis"], "atlantis"),
        ([*NEW, "--password", "long enough 1", "--commune", "azrou", "--service", "magic"], "magic"),
        (["users", "add", "agent_ec@03.271.01.01", *NEW[3:], "--password", "long enough 1"], "in use"),
        (["users", "password", "nobody", "--password", "long enough 1"], "nobody"),
        (["users", "role", "nobody", "agent_ec"], "nobody"),
        (["users", "role", "agent_ec@03.271.01.01", "regisseur", "--commune", "azrou", "--remove"], "regisseur"),
        (["jobs", "retry", "0" * 32], "0" * 32),
        (["jobs", "list", "--commune", "atlantis"], "atlantis"),
    ],
)
def test_a_wrong_request_ends_with_a_message(run: FlaskCliRunner, args: list[str], said: str) -> None:
    result = run.invoke(args=args)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_role_is_given_and_taken_back(run: FlaskCliRunner) -> None:
    run.invoke(args=[*NEW, "--generate"])
    run.invoke(args=["users", "role", "nadia@azrou", "dgs", "--commune", "azrou"])
    assert roles_of("nadia@azrou") == {("dgs", AZROU)}
    run.invoke(args=["users", "role", "nadia@azrou", "dgs", "--commune", "azrou", "--remove"])
    assert roles_of("nadia@azrou") == set()


def test_the_accounts_of_a_commune_are_listed(run: FlaskCliRunner) -> None:
    rows = json.loads(run.invoke(args=["users", "list", "--commune", "azrou", "--json"]).stdout)
    assert rows
    assert all(f"@{AZROU}" in row["roles"] for row in rows)


def test_jobs_are_listed_and_run_once(run: FlaskCliRunner) -> None:
    assert run.invoke(args=["jobs", "list"]).stdout.strip() == "(none)"
    assert run.invoke(args=["jobs", "run", "--once"]).stdout.strip() == "0 jobs done."


def test_retry_without_a_choice_is_an_error_of_use(run: FlaskCliRunner) -> None:
    assert run.invoke(args=["jobs", "retry"]).exit_code == 2


def test_the_database_says_what_it_holds(run: FlaskCliRunner) -> None:
    found = json.loads(run.invoke(args=["database", "check", "--json"]).stdout)
    assert found["communes"] == 1503
    assert found["online"] == 3

"""`flask demo …`: the demonstration is loaded once for these tests, into an empty database."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from app.cli.demo.loading import Counted, load_demo
from app.cli.demo.reading import read_communes
from app.cli.demo.story_files import list_stories
from app.commands.accounts import verify_password
from app.commands.bus import execute
from app.commands.repairs import RetryIncident
from app.commands.services import Services
from app.connectors.switches import read_switches
from app.domain.actors import Actor, Assignment
from app.domain.clock import CASABLANCA, FixedClock
from app.store import cases, incidents, people, publication, territory
from app.store.database import create_schema, database
from app.store.models import Case, Incident
from app.store.simulation import StoredRecords
from app.worker.loop import run_due_jobs
from tests.conftest import make_app
from tests.world.databases import Template
from tests.world.places import AZROU, TABANT
from tests.world.places import CASABLANCA as CASABLANCA_CITY

NOW = datetime(2026, 3, 3, 14, 0, tzinfo=CASABLANCA)
ONLY = ("civil-status-copy",)
TOLD = next(len(stories.told) for stories in list_stories() if stories.slug in ONLY)
COMMUNES = (CASABLANCA_CITY, AZROU, TABANT)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Counted]]:
    """An application with the demonstration, and what the first load added."""
    folder: Path = tmp_path_factory.mktemp("demo")
    template = Template(folder)
    template.create()
    app = make_app(template.url, folder, FixedClock(NOW))
    with app.app_context():
        create_schema()
        added = load_demo(services_of(app).settings, FixedClock(NOW), only=ONLY, share=0, quiet=True)
        yield app, added
        database.session.remove()
        database.engine.dispose()
    template.drop()


def services_of(app: Flask) -> Services:
    """Return the services of an application."""
    services: Services = app.extensions["mastara"]
    return services


def all_cases() -> list[Case]:
    """Return every case."""
    return list(database.session.scalars(database.select(Case)))


def test_the_first_load_adds_everything(loaded: tuple[Flask, Counted]) -> None:
    _, added = loaded
    assert added["communes"] == 1503
    assert added["communes opened"] == 3
    assert added["cases"] == TOLD == len(all_cases())
    assert added["told cases that went another way"] == 0


def standing_still() -> dict[str, tuple[Case, Incident]]:
    """Return the cases that ever stood still with their incident, by language."""
    found = {}
    for case in all_cases():
        for incident in incidents.list_of_case(case):
            assert case.language not in found
            found[case.language] = (case, incident)
    return found


def test_one_case_in_each_language_stands_still_before_the_register(loaded: tuple[Flask, Counted]) -> None:
    found = standing_still()
    assert {language: case.commune_id for language, (case, _) in found.items()} == {
        "ar": AZROU,
        "fr": CASABLANCA_CITY,
    }
    for _, incident in found.values():
        assert (incident.kind, incident.element) == ("job-failed", "search-register")
    app, _ = loaded
    switches = read_switches(StoredRecords(services_of(app).clock), "civil-register")
    assert switches.fail_next == 0, "the outage touched nobody else"


@pytest.mark.parametrize(("language", "head"), [("ar", "fadma.chef@azrou.demo"), ("fr", "karima.chef@casablanca.demo")])
def test_the_head_of_service_puts_the_case_that_stands_still_back_on_its_way(
    loaded: tuple[Flask, Counted], language: str, head: str
) -> None:
    app, _ = loaded
    case, incident = standing_still()[language]
    assert cases.list_open_tasks(case) == []
    retry = RetryIncident(commune_id=case.commune_id, incident_id=incident.id, reason="Le registre répond de nouveau.")
    execute(retry, actor=actor_of(head), services=services_of(app))
    run_due_jobs(services_of(app), limit=100)
    assert [task.element for task in cases.list_open_tasks(case)] == ["look-up-act"]


def actor_of(username: str) -> Actor:
    """Return an agent with the roles of the demonstration."""
    agent = people.find_agent_by_username(username)
    assert agent is not None
    held = people.list_assignments(agent.id)
    assignments = frozenset(
        Assignment(role=row.role, commune_id=row.commune_id, service_id=row.service_id) for row in held
    )
    return Actor(kind="agent", name=agent.name_fr, id=agent.id, assignments=assignments)


def test_a_second_load_adds_nothing(loaded: tuple[Flask, Counted]) -> None:
    app, _ = loaded
    again = load_demo(services_of(app).settings, FixedClock(NOW), only=ONLY, share=0, quiet=True)
    assert not any(again.values())


def test_each_demonstration_commune_is_ready_for_citizens(loaded: tuple[Flask, Counted]) -> None:
    for commune_id in COMMUNES:
        assert territory.get_commune_by_id(commune_id).online
        assert {service.key for service in territory.list_services(commune_id)} == {
            "civil-status",
            "finance",
            "front-desk",
        }
        assert territory.list_counters(commune_id)
        assert publication.find_offering(commune_id, "civil-status-copy") is not None


def test_every_role_has_an_account_that_can_sign_in(loaded: tuple[Flask, Counted]) -> None:
    rows = people.list_demo_accounts()
    held = {(assignment.role, assignment.commune_id) for _, assignment, _ in rows}
    for role in ("agent_ec", "officier_ec", "agent_guichet", "regisseur", "chef_service", "dgs"):
        assert {(role, commune_id) for commune_id in COMMUNES} <= held
    assert {(role, None) for role in ("autorite_centrale", "analyst", "operator")} <= held
    agent = people.find_agent_by_username("amina.ec@azrou.demo")
    assert verify_password(agent, read_communes()["password"])


def test_cases_stand_in_many_states_and_none_lies_in_the_future(loaded: tuple[Flask, Counted]) -> None:
    found = all_cases()
    assert len({case.status for case in found}) >= 8
    assert {"open", "closed"} == {case.state for case in found}
    assert all(case.filed_at <= NOW and case.updated_at <= NOW for case in found)


def test_worklists_are_not_empty(loaded: tuple[Flask, Counted]) -> None:
    roles = {(case.commune_id, task.role) for case in all_cases() for task in cases.list_open_tasks(case)}
    assert {(AZROU, "agent_ec"), (AZROU, "officier_ec"), (TABANT, "agent_guichet")} <= roles
    assert (CASABLANCA_CITY, "autorite_centrale") in roles


def test_a_reset_refuses_a_database_with_real_accounts(loaded: tuple[Flask, Counted]) -> None:
    app, _ = loaded
    run = app.test_cli_runner()
    given = ["--name-ar", "نادية", "--name-fr", "Nadia", "--password", "long enough 1"]
    run.invoke(args=["users", "add", "nadia@azrou", *given])
    result = run.invoke(args=["demo", "reset", "--yes"])
    assert result.exit_code == 1
    assert "nadia@azrou" in result.output
    assert len(all_cases()) == TOLD


def test_a_reset_asks_before_it_deletes(loaded: tuple[Flask, Counted]) -> None:
    app, _ = loaded
    assert app.test_cli_runner().invoke(args=["demo", "reset"], input="n\n").exit_code == 1
    assert len(all_cases()) == TOLD

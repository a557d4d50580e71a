"""Fixtures of the whole suite: a fixed clock, a fresh database a test, one client an actor."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from app.commands.filing import Filed
from app.commands.services import Services
from app.domain.clock import CASABLANCA, FixedClock
from app.factory import create_app
from app.settings import ROOT, Settings
from app.store.models import Incident
from tests.world.databases import Template
from tests.world.places import World, build
from tests.world.sparing import share_what_stays, spare_the_collector
from tests.world.strict import StrictClient
from tests.world.stuck import stand_still

spare_the_collector()

settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("searching", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("searching" if os.environ.get("MASTARA_SEARCH") else "steady")
"""Property tests try the same examples each time, however busy the machine; MASTARA_SEARCH=1 looks for new ones."""

Prepared = TypeVar("Prepared")

MORNING = datetime(2026, 3, 3, 9, 0, tzinfo=CASABLANCA)
"""A Tuesday."""


def make_settings(url: str, folder: Path) -> Settings:
    """Return settings of a throw-away installation."""
    return Settings(
        database_url=url,
        instance_folder=folder,
        secret_key="test-secret",
        connector_secret="test-connector-secret",
        public_url="http://localhost",
        demo=True,
        processes_root=ROOT / "processes",
        forms_root=ROOT / "forms",
    )


def make_app(url: str, folder: Path, clock: FixedClock) -> Flask:
    """Return a test application on a database."""
    app = create_app(make_settings(url, folder), clock=clock, testing=True)
    app.test_client_class = StrictClient
    share_what_stays(app)
    return app


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """A database with the test world, built once."""
    folder = tmp_path_factory.mktemp("template")
    template = Template(folder)
    template.create()
    build(make_app(template.url, folder, FixedClock(MORNING)))
    yield template
    template.drop()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands on Tuesday 3 March 2026, 9:00 in Morocco."""
    return FixedClock(MORNING)


@pytest.fixture(scope="session")
def beginning(template: Template) -> Template:
    """What the database of a test holds when it begins: the world; a folder or a module may begin further on."""
    return template


@pytest.fixture(scope="session")
def standing_still(
    template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Template, tuple[Filed, Incident]]]:
    """A world in which one case of Azrou stands still because no path is possible."""
    with prepared(template, tmp_path_factory.mktemp("stuck"), lambda world: stand_still(world, "no-path")) as standing:
        yield standing


@pytest.fixture
def app(beginning: Template, tmp_path: Path, clock: FixedClock) -> Iterator[Flask]:
    """An application on a fresh copy of what the test begins with; its context is open."""
    with open_app(beginning, tmp_path, clock) as app:
        yield app


@contextmanager
def open_app(template: Template, folder: Path, clock: FixedClock) -> Iterator[Flask]:
    """Give an application on a fresh copy of a template, its context open."""
    with template.copy(folder) as url:
        app = make_app(url, folder, clock)
        app.before_request_funcs.setdefault(None, []).insert(0, _forget_person)
        with _at_work(app):
            yield app


@contextmanager
def prepared(
    template: Template, folder: Path, prepare: Callable[[World], Prepared]
) -> Iterator[tuple[Template, Prepared]]:
    """Give a template in which something has happened once for many tests, and what `prepare` returned of it."""
    derived = template.derive(folder)
    app = make_app(derived.url, folder, FixedClock(MORNING))
    with _at_work(app):
        answer = prepare(World(services=app.extensions["mastara"]))
    yield derived, answer
    derived.drop()


@contextmanager
def _at_work(app: Flask) -> Iterator[None]:
    from app.store.database import database

    with app.app_context():
        yield
        database.session.remove()
        database.engine.dispose()


def _forget_person() -> None:
    """Forget who made the last request: a test keeps its context open, so `g` outlives a request here only."""
    for name in ("actor", "_login_user", "csrf_token", "csrf_valid", "commune"):
        g.pop(name, None)


@pytest.fixture
def services(app: Flask) -> Services:
    """The services of the application."""
    services: Services = app.extensions["mastara"]
    return services


@pytest.fixture
def world(services: Services) -> World:
    """Agents, jobs and places of the test world."""
    return World(services=services)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without an account."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """Return a browser signed in as the agent of a login name."""
    from app.store import people

    def signed_in(username: str) -> FlaskClient:
        agent = people.find_agent_by_username(username)
        assert agent is not None, f"no agent {username}"
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = f"{agent.id}.{agent.session_version}"
            session["_fresh"] = True
            session["language"] = "fr"
        return client

    return signed_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses a database: the others are the same whatever the database is."""
    for item in items:
        if "template" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--seeds N`: how many random processes are played against the oracle. `--pictures`: keep what browsers show."""
    parser.addoption("--pictures", action="store_true", help="keep pictures of pages in tests/screenshots")
    parser.addoption("--seeds", type=int, default=300, help="random processes to play against the oracle")

"""The real application behind a real server, on a fresh copy of the test world, with worker and clock at hand."""

import dataclasses
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from app.commands.accounts import AssignRole, CreateAgent
from app.commands.bus import Command, execute
from app.commands.opening import tracking_code
from app.commands.services import Services
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.factory import create_app
from app.settings import Settings
from app.store.database import database
from app.web.security import limiter
from app.worker.loop import run_due_jobs
from tests.conftest import MORNING, make_settings
from tests.world.databases import Template
from tests.world.journeys import Filed
from tests.world.places import AZROU, World
from tests.world.sparing import share_what_stays, spare_the_collector

Answer = TypeVar("Answer")
PASSWORD = "cèdre-lion-atlas"
MOST_JOBS = 1_000
NATIONAL_ROLES = frozenset({"operator", "analyst"})


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """An invented agent of the commune of Azrou."""

    username: str
    role: str
    name_ar: str
    name_fr: str
    title_ar: str
    title_fr: str


CLERK = Colleague(
    username="salma.ouhaddou",
    role="agent_ec",
    name_ar="سلمى أوحدو",
    name_fr="Salma Ouhaddou",
    title_ar="عون الحالة المدنية",
    title_fr="Agente d’état civil",
)
OFFICER = Colleague(
    username="driss.belghazi",
    role="officier_ec",
    name_ar="إدريس بلغازي",
    name_fr="Driss Belghazi",
    title_ar="ضابط الحالة المدنية",
    title_fr="Officier d’état civil",
)
OPERATOR = Colleague(
    username="nour.tazi",
    role="operator",
    name_ar="نور التازي",
    name_fr="Nour Tazi",
    title_ar="مستغل المنصة",
    title_fr="Exploitante",
)


class _Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_request(self, *_: object) -> None:
        """Say nothing."""


class Site:
    """A running installation. Work on its rows is done in a thread of its own: the test's belongs to the browser."""

    def __init__(self, app: Flask, clock: FixedClock, address: str) -> None:
        self.app = app
        self.clock = clock
        self.address = address
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="site")

    @property
    def services(self) -> Services:
        """The services of the application."""
        services: Services = self.app.extensions["mastara"]
        return services

    @property
    def world(self) -> World:
        """The test world of this installation."""
        return World(services=self.services)

    def within(self, act: Callable[[], Answer]) -> Answer:
        """Do something inside the application, outside of any request."""

        def inside() -> Answer:
            with self.app.app_context():
                try:
                    return act()
                finally:
                    database.session.remove()

        return self._thread.submit(inside).result(timeout=120)

    def run(self, command: Command[Answer]) -> Answer:
        """Run a command as the platform."""
        return self.within(lambda: execute(command, actor=SYSTEM, services=self.services))

    def work(self) -> None:
        """Let the worker do everything that is due."""
        self.within(lambda: run_due_jobs(self.services, limit=MOST_JOBS))

    def pass_time(self, delta: timedelta) -> None:
        """Let time pass, and the worker see it."""
        self.clock.advance(delta)
        self.work()

    def code_of(self, filed: Filed) -> str:
        """Return the tracking code on the receipt of a case."""
        return tracking_code(self.services.settings.secret_key, filed.case_id)

    def close(self) -> None:
        """Let go of the database."""
        self.within(lambda: database.engine.dispose())
        self._thread.shutdown()


ANALYST = Colleague(
    username="hind.berrada",
    role="analyst",
    name_ar="هند برادة",
    name_fr="Hind Berrada",
    title_ar="محللة المساطر",
    title_fr="Analyste, DGCT",
)


def engage(site: Site, colleague: Colleague) -> None:
    """Give a colleague an account and a role: in the whole country where the role is national, else in Azrou."""
    site.run(
        CreateAgent(
            username=colleague.username,
            password=PASSWORD,
            name_ar=colleague.name_ar,
            name_fr=colleague.name_fr,
            title_ar=colleague.title_ar,
            title_fr=colleague.title_fr,
            demo=True,
        )
    )
    place = None if colleague.role in NATIONAL_ROLES else AZROU
    site.run(AssignRole(username=colleague.username, role=colleague.role, commune_id=place))


def _settings(url: str, folder: Path, address: str) -> Settings:
    return dataclasses.replace(make_settings(url, folder), public_url=address)


@contextmanager
def _listening() -> Iterator[BaseWSGIServer]:
    """Give a server on a free port whose application is still to come."""
    server = make_server("127.0.0.1", 0, Flask("empty"), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join(timeout=30)
        server.server_close()


@contextmanager
def serve(template: Template, folder: Path) -> Iterator[Site]:
    """Serve a fresh copy of the world as in production: tokens against forged requests and limits on tries are on."""
    with template.copy(folder) as url, _listening() as server:
        address = f"http://127.0.0.1:{server.server_port}"
        clock = FixedClock(MORNING)
        app = create_app(_settings(url, folder, address), clock=clock)
        spare_the_collector()
        share_what_stays(app)
        app.config["RATELIMIT_ENABLED"] = limiter.enabled = True
        limiter.init_app(app)
        limiter.reset()
        site = Site(app, clock, address)
        for colleague in (CLERK, OFFICER, OPERATOR):
            engage(site, colleague)
        server.app = app
        try:
            yield site
        finally:
            site.close()
            limiter.enabled = False

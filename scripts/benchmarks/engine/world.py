"""A throw-away instance with one commune, one agent and the workloads published: what the benchmark acts on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from app.commands.applying import Application
from app.commands.bus import Unit, execute
from app.commands.environment import case_context
from app.commands.publishing import PublishProcedure
from app.commands.services import Services
from app.domain.actors import SYSTEM, Actor, Assignment
from app.domain.clock import FixedClock
from app.domain.codes import new_id
from app.factory import create_app
from app.settings import Settings
from app.store import cases, territory
from app.store.database import create_schema, database, transaction
from app.store.models import Agent, Case, RoleAssignment
from app.store.territory_source import load_territory
from scripts.benchmarks.engine.packages import package_of
from scripts.benchmarks.engine.workloads import Workload

COMMUNE = "03.271.01.01"
AGENT_ID = "benchmark-agent"
AGENT = Actor(
    kind="agent", name="Agent", id=AGENT_ID, assignments=frozenset({Assignment(role="agent", commune_id=COMMUNE)})
)
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class World:
    """The application and its clock; use inside `app.app_context()`."""

    app: Flask
    clock: FixedClock

    @property
    def services(self) -> Services:
        services: Services = self.app.extensions["mastara"]
        return services

    def close(self) -> None:
        """Give every connection back, so that the database can be removed."""
        database.session.remove()
        database.engine.dispose()

    def publish(self, workload: Workload) -> str:
        """Publish a workload and return the id of its deployment."""
        command = PublishProcedure(package=package_of(workload), published_by="benchmark")
        return execute(command, actor=SYSTEM, services=self.services).deployment_id

    def start(self, deployment_id: str, workload: Workload, count: int, *, first: int = 0) -> None:
        """Open cases, two hundred in a transaction: starting is not what is measured."""
        for begin in range(first, first + count, 200):
            with transaction():
                for number in range(begin, min(begin + 200, first + count)):
                    self._start_one(deployment_id, workload, number)

    def _start_one(self, deployment_id: str, workload: Workload, number: int) -> None:
        services, now = self.services, self.clock.now()
        deployed = services.deployments.get(deployment_id)
        reference = f"{workload.name}-{number:07d}"
        commune = territory.get_commune_by_id(COMMUNE)
        context = case_context(reference=reference, language="fr", channel="portal", commune=commune, filed_at=now)
        environment = deployed.environment(
            context, calendar=lambda: services.calendar_in(COMMUNE), filed_at=now, now=now
        )
        result = services.engine.start(deployed.definition, workload.document(), environment)
        case = new_case(deployment_id, reference, workload, now)
        cases.add(case)
        unit = Unit(actor=SYSTEM, services=services, now=now)
        Application(case=case, deployed=deployed, result=result, unit=unit).write(expected_version=0)


def new_case(deployment_id: str, reference: str, workload: Workload, now: datetime) -> Case:
    """Return the row of a case about to start."""
    return Case(
        id=new_id(),
        commune_id=COMMUNE,
        reference=reference,
        tracking_fingerprint="",
        slug=f"workload-{workload.name.lower()}",
        deployment_id=deployment_id,
        service_id=None,
        version=0,
        state="open",
        status="",
        language="fr",
        channel="portal",
        applicant="—",
        applicant_key=reference.lower(),
        document={},
        engine_state=b"",
        filed_at=now,
        updated_at=now,
    )


RELAXED = {
    ("sqlite", "normal"): "PRAGMA synchronous=NORMAL",
    ("sqlite", "off"): "PRAGMA synchronous=OFF",
    ("postgresql", "normal"): "SET synchronous_commit TO off",
}
"""What makes a new connection less durable than the product's own."""


def build_world(url: str, folder: Path, *, fresh: bool, synchronous: str = "full") -> World:
    """Return the world of a database; `fresh` creates the schema, the country and the agent first.

    With `synchronous` "normal" a commit does not wait for the disk; "off" (SQLite) never waits for it.
    """
    settings = Settings(
        database_url=url,
        instance_folder=folder,
        secret_key="benchmark",
        connector_secret="benchmark",
        public_url="http://127.0.0.1",
        demo=False,
        lease_seconds=600,
    )
    clock = FixedClock(NOW)
    app = create_app(settings, clock=clock)
    if synchronous != "full":
        with app.app_context():
            event.listen(database.engine, "connect", partial(_relax, synchronous))
    if fresh:
        with app.app_context():
            create_schema()
            with transaction():
                load_territory()
                _add_agent()
    return World(app=app, clock=clock)


def _relax(synchronous: str, connection: Any, _record: object) -> None:
    connection.execute(RELAXED[database.engine.dialect.name, synchronous])
    connection.commit()


def _add_agent() -> None:
    values: dict[str, Any] = {"id": AGENT_ID, "username": "agent", "name_fr": "Agent", "name_ar": "موظف"}
    cases.add(Agent(**values, password_hash="-", language="fr", active=True, created_at=NOW))
    cases.add(RoleAssignment(id=new_id(), agent_id=AGENT_ID, commune_id=COMMUNE, role="agent"))

"""Communes, services and agents of the test world. Everybody is invented."""

from dataclasses import dataclass

from flask import Flask

from app.commands.bus import execute
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.commands.services import Services
from app.domain.actors import SYSTEM, Actor, Assignment
from app.procedures import load_package
from app.store import people, territory
from app.store.database import create_schema, database, transaction
from app.store.models import Agent, RoleAssignment, Service
from app.store.territory_source import load_territory

AZROU, CASABLANCA, TABANT = "03.271.01.01", "06.141.01.0", "05.081.03.09"
SLUG = "civil-status-copy"
ROLES = ("agent_ec", "officier_ec", "agent_guichet", "regisseur", "chef_service", "dgs")


@dataclass(frozen=True, kw_only=True)
class World:
    """Handles on the test world."""

    services: Services

    def agent(self, role: str, commune_id: str = AZROU) -> Actor:
        """Return the agent of a role in a commune."""
        row = people.find_agent_by_username(f"{role}@{commune_id}")
        assert row is not None, f"no agent {role} in {commune_id}"
        assignments = frozenset(
            Assignment(role=item.role, commune_id=item.commune_id, service_id=item.service_id)
            for item in people.list_assignments(row.id)
        )
        return Actor(kind="agent", name=row.name_fr, id=row.id, assignments=assignments)

    def run_jobs(self) -> int:
        """Let the worker do everything that is due."""
        from app.worker.loop import run_due_jobs

        return run_due_jobs(self.services, limit=1_000)


def build(app: Flask) -> None:
    """Fill an empty database with the world."""
    services: Services = app.extensions["mastara"]
    with app.app_context():
        create_schema()
        with transaction():
            load_territory()
            offers = [(commune_id, _open_commune(commune_id)) for commune_id in (AZROU, CASABLANCA, TABANT)]
            add_agent("autorite_centrale", None, services)
            add_agent("operator", None, services)
            add_agent("analyst", None, services)
        settings = services.settings
        package = load_package(settings.processes_root, settings.forms_root, SLUG)
        published = execute(PublishProcedure(package=package, published_by="test"), actor=SYSTEM, services=services)
        execute(
            OfferProcedure(deployment_id=published.deployment_id, slug=SLUG, communes=offers),
            actor=SYSTEM,
            services=services,
        )
        with transaction():
            for commune_id in (AZROU, CASABLANCA, TABANT):
                for role in ROLES:
                    add_agent(role, commune_id, services)
        database.session.remove()
        database.engine.dispose()


def _open_commune(commune_id: str) -> str:
    commune = territory.get_commune_by_id(commune_id)
    commune.online = True
    service = Service(
        id=f"{commune_id.replace('.', '')}ec",
        commune_id=commune_id,
        key="civil-status",
        name_ar="مصلحة الحالة المدنية",
        name_fr="Service de l’état civil",
    )
    territory.add_all([service])
    return service.id


def add_agent(role: str, commune_id: str | None, services: Services) -> None:
    """Add an agent of a role, whose login name is `role@commune`; the caller commits."""
    agent = Agent(
        id=f"{role}-{(commune_id or 'country').replace('.', '')}"[:32],
        username=f"{role}@{commune_id or 'country'}",
        password_hash="-",
        name_ar="موظف تجريبي",
        name_fr=f"Agent {role}",
        title_ar="ضابط الحالة المدنية",
        title_fr="Officier d’état civil",
        language="fr",
        active=True,
        session_version=1,
        created_at=services.clock.now(),
    )
    people.add(agent)
    database.session.flush()
    people.add(RoleAssignment(id=agent.id, commune_id=commune_id, agent_id=agent.id, role=role, service_id=None))

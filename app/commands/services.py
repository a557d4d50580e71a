"""What a command may use besides the database: clock, engine, deployments, connectors, files."""

from dataclasses import dataclass, field

from flask import current_app

from app.commands.calendars import CalendarCache
from app.commands.deployed import DeploymentCache
from app.commands.registered_acts import RegisteredActs
from app.connectors.registry import Connectors, simulated_connectors
from app.deadlines import Calendar
from app.domain.clock import Clock
from app.engine import Engine
from app.procedures.library import Library
from app.settings import Settings
from app.store.files import FileStore
from app.store.simulation import StoredRecords


@dataclass(frozen=True)
class Services:
    """The parts put together once for an application."""

    settings: Settings
    clock: Clock
    engine: Engine
    deployments: DeploymentCache
    connectors: Connectors
    files: FileStore
    calendars: CalendarCache = field(default_factory=CalendarCache)

    @property
    def library(self) -> Library:
        """The national library on disk."""
        return library_of(self.settings)

    @property
    def calendar(self) -> Calendar:
        """Working days of Morocco, national orders included."""
        return self.calendars.get(None)

    def calendar_in(self, commune_id: str) -> Calendar:
        """Return the working days of a commune: those of Morocco with its local orders."""
        return self.calendars.get(commune_id)


def library_of(settings: Settings) -> Library:
    """Return the national library of an installation."""
    return Library(processes_root=settings.processes_root, forms_root=settings.forms_root)


def build_services(settings: Settings, clock: Clock) -> Services:
    """Put the parts together; nothing is read or computed before its first use."""
    return Services(
        settings=settings,
        clock=clock,
        engine=Engine(),
        deployments=DeploymentCache(),
        connectors=simulated_connectors(
            StoredRecords(clock), settings, clock=clock, declared_acts=RegisteredActs(library_of(settings))
        ),
        files=FileStore(settings.files_folder),
    )


def current_services() -> Services:
    """Return the services of the running application."""
    services: Services = current_app.extensions["mastara"]
    return services

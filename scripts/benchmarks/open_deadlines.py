"""Open periods in a database, read again by the worker after an order: what `scripts/bench deadlines` adds to it.

A throw-away SQLite database with one commune and the shipped procedure; the cases are rows that were never filed, since
only their periods are read. Every period moves that ends on the decreed day; each of those is told by a message job.
"""

import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.commands.bus import execute
from app.commands.clocks.orders import DecideOrder
from app.commands.clocks.recomputing import RecomputeSlice
from app.commands.publishing import PublishProcedure
from app.commands.services import Services
from app.deadlines import ClockEvent, morocco_calendar
from app.deployments import CaseClock, plan_clock
from app.domain.actors import SYSTEM, Actor, Assignment
from app.domain.clock import FixedClock
from app.factory import create_app
from app.procedures import load_package
from app.settings import ROOT, Settings
from app.store import calendars, territory
from app.store.database import create_schema, database, transaction
from app.store.models import Case, Deadline, DeadlineEvent
from app.store.territory_source import load_territory

SLUG, COMMUNE = "civil-status-copy", "03.271.01.01"
NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
FIRST_FILED = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAYS = 9
DECREED = date(2026, 3, 18)
DGCT = Actor(kind="agent", name="DGCT", id="dgct", assignments=frozenset({Assignment(role="dgct", commune_id=None)}))


def measure(amount: int) -> dict[str, float | int]:
    """Return seconds, periods a second, and how many moved, for `amount` open periods."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(_settings(Path(folder)), clock=FixedClock(NOW), testing=True)
        with app.app_context():
            services: Services = app.extensions["mastara"]
            _fill(services, amount)
            order = DecideOrder(
                commune_id=None,
                effect="close",
                first_day=DECREED,
                last_day=None,
                name_ar="عطلة استثنائية",
                name_fr="Congé exceptionnel",
                reference="Circulaire",
            )
            decided = execute(order, actor=DGCT, services=services)
            begun = time.perf_counter()
            while execute(RecomputeSlice(), actor=SYSTEM, services=services) is not None:
                continue
            seconds = time.perf_counter() - begun
            [reading] = calendars.list_recomputations([decided.id])
            figures = {
                "periods": reading.read,
                "seconds": round(seconds, 2),
                "per_second": round(reading.read / seconds),
                "moved": reading.moved,
            }
            database.session.remove()
            database.engine.dispose()
            return figures


def _settings(folder: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder}/bench.sqlite3",
        instance_folder=folder,
        secret_key="bench",
        connector_secret="bench",
        public_url="http://localhost",
        demo=False,
        processes_root=ROOT / "processes",
        forms_root=ROOT / "forms",
    )


def _fill(services: Services, amount: int) -> None:
    create_schema()
    with transaction():
        load_territory()
    package = load_package(services.settings.processes_root, services.settings.forms_root, SLUG)
    published = execute(PublishProcedure(package=package, published_by="bench"), actor=SYSTEM, services=services)
    calendar = morocco_calendar()
    with transaction():
        commune = territory.get_commune_by_id(COMMUNE)
        for number in range(amount):
            filed = FIRST_FILED + timedelta(days=number % DAYS, seconds=number)
            events = (ClockEvent.filed(filed), ClockEvent.completed(filed))
            state = CaseClock(plan=plan_clock(package, filed), events=events).read(calendar)
            case = _case(number, commune.id, published.deployment_id, filed)
            case.due_at = state.due_at
            row = Deadline(
                id=f"d{number:08d}",
                commune_id=commune.id,
                case_id=case.id,
                kind="legal",
                parameter=state.rule.key,
                state="running",
                opened_at=filed,
                started_at=filed,
                last_day=state.last_day,
                due_at=state.due_at,
            )
            database.session.add_all([case, row])
            if number % 500 == 0:
                database.session.flush()
        database.session.flush()
        for number in range(amount):
            filed = FIRST_FILED + timedelta(days=number % DAYS, seconds=number)
            database.session.add_all(
                DeadlineEvent(commune_id=commune.id, deadline_id=f"d{number:08d}", at=filed, kind=kind)
                for kind in ("filed", "completed")
            )


def _case(number: int, commune_id: str, deployment_id: str, filed: datetime) -> Case:
    return Case(
        id=f"c{number:08d}",
        commune_id=commune_id,
        reference=f"2026-BENCH-{number:06d}",
        tracking_fingerprint="",
        slug=SLUG,
        deployment_id=deployment_id,
        version=1,
        state="open",
        status="received",
        language="fr",
        channel="portal",
        applicant="Nora Bennani",
        document={},
        engine_state=b"",
        filed_at=filed,
        updated_at=filed,
    )

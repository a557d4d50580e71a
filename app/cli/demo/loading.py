"""Loads the demonstration: country, communes, accounts, procedures, cases. What is there already stays as it is."""

from app.cli.demo.places import add_agents, count_agents, demo_commune_ids, open_communes
from app.cli.demo.reading import read_cases
from app.cli.demo.stories import count_events, missing_cases, play
from app.cli.group import progress
from app.cli.procedures import offer
from app.cli.sources import find_sources
from app.commands.bus import execute
from app.commands.releasing.library import PublishLibraryVersion
from app.commands.services import Services, build_services
from app.domain.actors import SYSTEM
from app.domain.clock import Clock, FixedClock
from app.procedures import package_from_files
from app.settings import Settings
from app.store.database import transaction
from app.store.territory_source import load_territory

Counted = dict[str, int]
PUBLISHER = "demo"


def load_demo(settings: Settings, clock: Clock, *, quiet: bool = False) -> Counted:
    """Add what is missing; return how much of each kind was added. The tables must exist."""
    moved = FixedClock(clock.now())
    services = build_services(settings, moved)
    added: Counted = {}
    with progress("Country", 1, hidden=quiet) as bar:
        with transaction():
            added["communes"] = load_territory()
        bar.update(1)
    added["communes opened"] = open_communes()
    with progress("Accounts", count_agents(), hidden=quiet) as bar:
        added["accounts"] = add_agents(services, done=lambda: bar.update(1))
    added["procedures"] = _publish_library(services, quiet=quiet)
    stories = missing_cases(read_cases())
    with progress("Cases", count_events(stories), hidden=quiet) as bar:
        added["cases"] = play(stories, services, moved, done=lambda: bar.update(1))
    return added


def _publish_library(services: Services, *, quiet: bool) -> int:
    """Publish every package of the library and offer it in the demonstration communes."""
    sources = find_sources((), services.settings)
    fresh = 0
    with progress("Procedures", len(sources), hidden=quiet) as bar:
        for source in sources:
            package = package_from_files(source.slug, source.files)
            command = PublishLibraryVersion(package=package, published_by=PUBLISHER)
            published = execute(command, actor=SYSTEM, services=services)
            offer(package, published, demo_commune_ids(), services)
            fresh += published.fresh
            bar.update(1)
    return fresh

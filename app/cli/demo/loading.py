"""Loads the demonstration: country, communes, accounts, procedures, cases. What is there already stays as it is."""

from collections.abc import Collection, Mapping
from datetime import datetime

import structlog

from app.cli.demo.places import add_agents, count_agents, demo_commune_ids, open_communes
from app.cli.demo.planning import BEFORE, DemoCase, Planner
from app.cli.demo.registers import fill_registers
from app.cli.demo.stories import Played, count_events, missing_cases, play
from app.cli.demo.story_files import list_stories
from app.cli.group import progress
from app.cli.procedures import offer
from app.cli.sources import find_sources
from app.commands.bus import execute
from app.commands.releasing.library import PublishLibraryVersion
from app.commands.services import Services, build_services
from app.domain.actors import SYSTEM
from app.domain.clock import Clock, FixedClock
from app.procedures import ProcedurePackage, package_from_files
from app.settings import Settings
from app.store import publication
from app.store.database import transaction, without_waiting_for_disk
from app.store.territory_source import load_territory

log = structlog.get_logger("mastara.demo")
Counted = dict[str, int]
PUBLISHER = "demo"
SEED = "mastara"


def load_demo(
    settings: Settings,
    clock: Clock,
    *,
    only: Collection[str] = (),
    share: float = 1.0,
    seed: str = SEED,
    quiet: bool = False,
) -> Counted:
    """Add what is missing; return how much of each kind was added. The tables must exist.

    Only the procedures `only` are published and have cases, all when none is named. Beside the cases that are told a
    `share` of the crowd is loaded, of which `seed` decides who it is.
    """
    with without_waiting_for_disk():
        return _load(settings, clock.now(), only=only, share=share, seed=seed, quiet=quiet)


def _load(settings: Settings, now: datetime, *, only: Collection[str], share: float, seed: str, quiet: bool) -> Counted:
    moved = FixedClock(now - BEFORE)
    services = build_services(settings, moved)
    added: Counted = {}
    with progress("Country", 1, hidden=quiet) as bar:
        with transaction():
            added["communes"] = load_territory()
        bar.update(1)
    added["communes opened"] = open_communes()
    with progress("Accounts", count_agents(), hidden=quiet) as bar:
        added["accounts"] = add_agents(services, done=lambda: bar.update(1))
    added["register entries"] = fill_registers(services)
    packages, added["procedures"] = _publish_library(services, only, moved, now, quiet=quiet)
    moved.move_to(now)
    stories = missing_cases(plan_cases(packages, services, share=share, seed=seed))
    with progress("Cases", count_events(stories, now), hidden=quiet) as bar:
        played = play(stories, services, moved, done=lambda: bar.update(1))
    return {**added, **_said(played)}


def plan_cases(
    packages: Mapping[str, ProcedurePackage], services: Services, *, share: float, seed: str
) -> list[DemoCase]:
    """Return the cases of some packages: those that are told, and a share of the crowd."""
    now, calendar = services.clock.now(), services.calendar
    cases: list[DemoCase] = []
    for stories in list_stories():
        if stories.slug not in packages:
            continue
        planner = Planner(stories, packages[stories.slug], seed=seed, now=now, calendar=calendar)
        cases += [*planner.told(), *planner.crowd(share)]
    return cases


def _said(played: Played) -> Counted:
    """Return how many cases there are, and name the told ones that went another way."""
    for why in played.told_stopped:
        log.error("demo-story-stopped", why=why)
    return {
        "cases": played.filed,
        "told cases that went another way": len(played.told_stopped),
        "cases left where nobody acted": len(played.crowd_stopped),
    }


def _publish_library(
    services: Services, only: Collection[str], moved: FixedClock, now: datetime, *, quiet: bool
) -> tuple[dict[str, ProcedurePackage], int]:
    """Publish every package of the library and offer it in the demonstration communes; tell how many were new.

    The first version of a procedure is published before its first case, a later one now.
    """
    before = moved.now()
    sources = find_sources(tuple(only), services.settings)
    packages: dict[str, ProcedurePackage] = {}
    fresh = 0
    with progress("Procedures", len(sources), hidden=quiet) as bar:
        for source in sources:
            package = packages[source.slug] = package_from_files(source.slug, source.files)
            moved.move_to(now if publication.find_newest_deployment(source.slug) else before)
            command = PublishLibraryVersion(package=package, published_by=PUBLISHER)
            published = execute(command, actor=SYSTEM, services=services)
            offer(package, published, demo_commune_ids(), services)
            fresh += published.fresh
            bar.update(1)
    return packages, fresh

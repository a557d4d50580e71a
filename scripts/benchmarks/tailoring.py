"""A country of overlays on the copy of an act of civil status: published, then tried on a new national version.

    scripts/bench tailoring [--communes 1503] [--workers 2] [--database sqlite|postgresql] [--scenarios]

Each commune has 0 to 20 operations, drawn with a fixed seed. First every overlay is resolved and linted, its variant
becomes a deployment, and the commune offers it, one transaction a commune, on a database as the product keeps it. Then
the dry run of a new national version: every overlay is rebased, resolved and linted; with `--scenarios` its 26
scenarios run too, as the trial over the country does. Prints JSON: seconds for the country, milliseconds of processor a
commune (which says more on a machine that others use), deployments, memory of all processes together; exit code 1
beyond a limit. With fewer communes than the country has, seconds are in proportion.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.commands.bus import Unit, execute
from app.commands.publishing import OfferProcedure, Published, PublishProcedure, new_deployment
from app.commands.upgrading.carrying import try_overlay
from app.domain.actors import SYSTEM
from app.linting import lint
from app.procedures import ProcedurePackage
from app.procedures.tailoring import rebase, resolve
from app.store import publication, releases, territory
from app.store.database import database
from scripts.benchmarks.engine.durable import postgresql_server, sqlite_database
from scripts.benchmarks.engine.sizes import database_bytes
from scripts.benchmarks.engine.world import World, build_world
from scripts.benchmarks.tailoring_country import NEW, OLD, SLUG, national, overlay_of

COUNTRY = 1503
LIMITS = {"publish_seconds": 180.0, "dry_run_seconds": 300.0, "megabytes_together": 1024.0}
DATABASES = {"sqlite": sqlite_database, "postgresql": postgresql_server}


@dataclass(frozen=True, kw_only=True)
class PublishVariant:
    """Freeze the variant of a commune, once for all communes whose variant is the same."""

    package: ProcedurePackage

    def authorise(self, unit: Unit) -> None:
        """The benchmark acts for the platform."""

    def handle(self, unit: Unit) -> Published:
        releases.lock_state(SLUG)
        known = publication.find_deployment_by_digest(self.package.digest, None)
        if known is not None:
            return Published(deployment_id=known.id, fresh=False)
        deployment = new_deployment(self.package, unit, published_by="benchmark")
        publication.save(deployment)
        return Published(deployment_id=deployment.id, fresh=True)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What came of one commune: `deployment` of its variant, `outcome` of its rebase, errors of the lint."""

    deployment: str = ""
    outcome: str = ""
    refused: bool = False
    errors: int = 0
    seconds: float
    """Of processor."""
    megabytes: float
    """The most that this process has held."""


class Worker:
    """One process: its world, entered for good."""

    world: World
    communes: Sequence[str]

    @classmethod
    def enter(cls, url: str, folder: Path) -> None:
        """Open the database in this process."""
        cls.world = build_world(url, folder, fresh=False)
        cls.world.app.app_context().push()
        cls.communes = communes()


def communes() -> list[str]:
    """Return the ids of all communes of the country."""
    provinces = [one.code for region in territory.list_regions() for one in territory.list_provinces(region.code)]
    found = [one.id for province in provinces for one in territory.list_communes(province)]
    database.session.remove()
    return sorted(found)


def publish_one(number: int) -> Figures:
    """Resolve, lint and publish the overlay of a commune, and let the commune offer it."""
    start = time.process_time()
    result = resolve(national(OLD), overlay_of(number))
    if result.variant is None:
        return _figures(start, refused=True)
    errors = _errors(result.variant.package)
    services = Worker.world.services
    published = execute(PublishVariant(package=result.variant.package), actor=SYSTEM, services=services)
    offer = OfferProcedure(deployment_id=published.deployment_id, slug=SLUG, communes=[(Worker.communes[number], None)])
    execute(offer, actor=SYSTEM, services=services)
    return _figures(start, deployment=published.deployment_id, errors=errors)


def try_one(number: int) -> Figures:
    """Carry the overlay of a commune to the next version, resolve and lint it there; nothing is written."""
    start = time.process_time()
    found = rebase(national(OLD), national(NEW), overlay_of(number))
    result = resolve(national(NEW), found.overlay)
    if result.variant is None:
        return _figures(start, outcome=found.outcome, refused=True)
    return _figures(start, outcome=found.outcome, errors=_errors(result.variant.package))


def try_whole(number: int) -> Figures:
    """Do for a commune what the trial over the country does: carry, resolve, lint, run every scenario."""
    start = time.process_time()
    found = try_overlay(national(OLD), national(NEW), overlay_of(number))
    return _figures(start, outcome=found.outcome, errors=len(found.errors))


def _errors(package: ProcedurePackage) -> int:
    return sum(1 for one in lint(package) if one.severity == "error")


def _figures(
    start: float, *, deployment: str = "", outcome: str = "", refused: bool = False, errors: int = 0
) -> Figures:
    return Figures(
        deployment=deployment,
        outcome=outcome,
        refused=refused,
        errors=errors,
        seconds=time.process_time() - start,
        megabytes=_megabytes(),
    )


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def country(database_name: str, workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes on a throw-away database with the communes of the country and the national version."""
    with DATABASES[database_name]() as url, tempfile.TemporaryDirectory(prefix="mastara-bench-") as folder:
        world = build_world(url, Path(folder), fresh=True)
        with world.app.app_context():
            base = resolve(national(OLD), None)
            if base.variant is None:
                raise SystemExit("\n".join(str(finding) for finding in base.findings))
            command = PublishProcedure(package=base.variant.package, published_by="benchmark")
            execute(command, actor=SYSTEM, services=world.services)
            world.close()
        with ProcessPoolExecutor(workers, initializer=Worker.enter, initargs=(url, Path(folder))) as pool:
            yield pool


def size_of_database(_: int) -> int:
    """Return the bytes of the database, asked of a worker."""
    return database_bytes()


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Benchmark of tailoring")
    parser.add_argument("--communes", type=int, default=COUNTRY)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--database", choices=list(DATABASES), default="sqlite")
    parser.add_argument("--scenarios", action="store_true", help="run the scenarios of each variant in the dry run")
    chosen = parser.parse_args(arguments)
    numbers, scale = range(chosen.communes), COUNTRY / chosen.communes
    with country(chosen.database, chosen.workers) as pool:
        start = time.perf_counter()
        published = list(pool.map(publish_one, numbers, chunksize=8))
        publish_seconds = time.perf_counter() - start
        start = time.perf_counter()
        tried = list(pool.map(try_whole if chosen.scenarios else try_one, numbers, chunksize=8))
        dry_run_seconds = time.perf_counter() - start
        stored = next(iter(pool.map(size_of_database, range(1))))
    limited = {
        "publish_seconds": round(publish_seconds * scale, 1),
        "dry_run_seconds": round(dry_run_seconds * scale, 1),
        "megabytes_together": round(_megabytes() + chosen.workers * max(one.megabytes for one in tried)),
    }
    report = {"communes": chosen.communes, "workers": chosen.workers, "database": chosen.database}
    report |= {"scenarios": chosen.scenarios, **limited}
    report |= {
        "megabytes_of_a_worker": round(max(one.megabytes for one in tried)),
        "publish_processor_milliseconds_a_commune": _milliseconds(published),
        "dry_run_processor_milliseconds_a_commune": _milliseconds(tried),
        "deployments": len({one.deployment for one in published if one.deployment}),
        "refused": [sum(one.refused for one in phase) for phase in (published, tried)],
        "with_lint_errors": [sum(one.errors > 0 for one in phase) for phase in (published, tried)],
        "outcomes": dict(sorted(Counter(one.outcome for one in tried).items())),
        "database_megabytes": round(stored / 1e6),
        "limits": LIMITS,
    }
    print(json.dumps(report, indent=2, ensure_ascii=False))
    return int(any(limited[name] > limit for name, limit in LIMITS.items()))


def _milliseconds(phase: Sequence[Figures]) -> float:
    return round(sum(one.seconds for one in phase) * 1000 / len(phase), 1)


if __name__ == "__main__":
    sys.exit(main())

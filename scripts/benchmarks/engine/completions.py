"""Durable completions: each is one `CompleteTask` in a transaction of its own, its case read from the database."""

import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import event, select

from app.commands.bus import execute
from app.commands.tasks import CompleteTask
from app.store.database import database
from app.store.models import UserTask
from scripts.benchmarks.engine.workloads import ANSWER
from scripts.benchmarks.engine.world import AGENT, COMMUNE, World

ANSWER_TEXT = json.dumps(ANSWER)


@dataclass(kw_only=True)
class Completions:
    """What one process did: milliseconds of each completion, its CPU, and how many statements it sent."""

    milliseconds: list[float] = field(default_factory=list)
    cpu_ms: float = 0.0
    statements: int = 0
    began: float = 0.0
    ended: float = 0.0

    def to_json(self) -> dict[str, object]:
        ordered = sorted(self.milliseconds)
        count = len(ordered)
        return {
            "completions": count,
            "per_second": round(count / (self.ended - self.began)),
            "p50_ms": round(statistics.median(ordered), 3),
            "p99_ms": round(ordered[int(count * 0.99)], 3),
            "cpu_ms": round(self.cpu_ms / count, 3),
            "statements": round(self.statements / count, 2),
        }


def complete_all(world: World, *, share: int = 0, shares: int = 1) -> Completions:
    """Complete every open task of this share of the cases, round by round, until none is open."""
    done = Completions()
    counting = _count_statements(done)
    done.began = time.perf_counter()
    spent_listing = 0.0
    while True:
        began = time.perf_counter()
        with counting(False):
            tasks = _open_tasks(share, shares)
        spent_listing += time.perf_counter() - began
        if not tasks:
            break
        for task_id, element in tasks:
            _complete_one(world, task_id, element, done)
    done.ended = time.perf_counter() - spent_listing
    return done


def _complete_one(world: World, task_id: str, element: str, done: Completions) -> None:
    command = CompleteTask(
        commune_id=COMMUNE, task_id=task_id, answers={f"answer_{element}": ANSWER_TEXT}, language="fr"
    )
    cpu, began = time.process_time_ns(), time.perf_counter_ns()
    execute(command, actor=AGENT, services=world.services)
    database.session.remove()
    done.milliseconds.append((time.perf_counter_ns() - began) / 1e6)
    done.cpu_ms += (time.process_time_ns() - cpu) / 1e6


def _open_tasks(share: int, shares: int) -> list[tuple[str, str]]:
    statement = (
        select(UserTask.id, UserTask.element, UserTask.case_id)
        .where(UserTask.commune_id == COMMUNE, UserTask.state == "ready")
        .order_by(UserTask.case_id)
    )
    rows = database.session.execute(statement).all()
    database.session.remove()
    return [(row.id, row.element) for row in rows if _number(row.case_id) % shares == share]


def _number(identity: str) -> int:
    return sum(identity.encode())


def _count_statements(done: Completions):  # type: ignore[no-untyped-def]
    from contextlib import contextmanager

    counts = {"on": True}

    @event.listens_for(database.engine, "before_cursor_execute")
    def count(*_args: object) -> None:
        if counts["on"]:
            done.statements += 1

    @contextmanager
    def counting(on: bool) -> Iterator[None]:
        counts["on"] = on
        yield
        counts["on"] = True

    return counting

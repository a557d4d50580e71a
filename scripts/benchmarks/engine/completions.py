"""Durable completions: each is one `CompleteTask` in a transaction of its own, its case read from the database."""

import json
import statistics
import time
import zlib
from dataclasses import dataclass, field

from sqlalchemy import select

from app.commands.bus import execute
from app.commands.tasks import CompleteTask
from app.store.database import database
from app.store.models import UserTask
from scripts.benchmarks.engine.counting import statements_sent
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
    counting: bool = True

    def count(self, _statement: str) -> None:
        """Count a statement, unless the benchmark itself asks."""
        self.statements += self.counting

    def to_json(self) -> dict[str, object]:
        ordered = sorted(self.milliseconds)
        count = len(ordered)
        return {
            "completions": count,
            "per_second": round(count / (self.ended - self.began)),
            "p10_ms": round(ordered[count // 10], 3),
            "p50_ms": round(statistics.median(ordered), 3),
            "p99_ms": round(ordered[int(count * 0.99)], 3),
            "cpu_ms": round(self.cpu_ms / count, 3),
        }


def merged(parts: list[dict[str, object]]) -> dict[str, object]:
    """Return the figures of several processes as one: rates add up, times are the slowest process's."""
    if len(parts) == 1:
        return parts[0]
    counts = [int(str(part["completions"])) for part in parts]
    total = sum(counts)

    def mean(name: str) -> float:
        weighted = (float(str(part[name])) * count for part, count in zip(parts, counts, strict=True))
        return round(sum(weighted) / total, 3)

    return {
        "completions": total,
        "per_second": sum(int(str(part["per_second"])) for part in parts),
        **{name: max(float(str(part[name])) for part in parts) for name in ("p10_ms", "p50_ms", "p99_ms")},
        "cpu_ms": mean("cpu_ms"),
    }


def complete_all(world: World, *, share: int = 0, shares: int = 1, most: int = 10**9) -> Completions:
    """Complete the open tasks of this share of the cases, round by round, until none is open or `most` are done."""
    done = Completions()
    _complete_rounds(world, done, share, shares, most)
    return done


def count_statements(world: World) -> tuple[float, int]:
    """Complete every open task; return the statements sent for each (listening costs time) and how many tasks."""
    done = Completions()
    with statements_sent(done.count):
        _complete_rounds(world, done, 0, 1, 10**9)
    return round(done.statements / len(done.milliseconds), 2), len(done.milliseconds)


def _complete_rounds(world: World, done: Completions, share: int, shares: int, most: int) -> None:
    done.began = time.perf_counter()
    spent_listing = 0.0
    while True:
        began = time.perf_counter()
        done.counting = False
        tasks = _open_tasks(share, shares)
        done.counting = True
        spent_listing += time.perf_counter() - began
        if not tasks or len(done.milliseconds) >= most:
            break
        for task_id, element in tasks[: most - len(done.milliseconds)]:
            _complete_one(world, task_id, element, done)
    done.ended = time.perf_counter() - spent_listing


def _complete_one(world: World, task_id: str, element: str, done: Completions) -> None:
    answers = {f"answer_{element}": ANSWER_TEXT}
    command = CompleteTask(commune_id=COMMUNE, task_id=task_id, answers=answers, language="fr")
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
    return zlib.crc32(identity.encode())

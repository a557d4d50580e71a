"""Timers that are all due together, as after a night without a worker: fired by the real worker."""

import time
from datetime import timedelta

from app.worker.loop import run_due_jobs
from scripts.benchmarks.engine.world import World


def fire_all(world: World, most: int = 1_000_000) -> dict[str, object]:
    """Let one worker do all that is due; return how many it did and its figures."""
    began, cpu = time.perf_counter(), time.process_time()
    fired = run_due_jobs(world.services, limit=most)
    took = time.perf_counter() - began
    return {
        "timers": fired,
        "seconds": round(took, 3),
        "per_second": round(fired / took),
        "cpu_ms": round((time.process_time() - cpu) * 1_000 / max(fired, 1), 3),
    }


def make_due(world: World) -> None:
    """Move the clock beyond every timer of the workload."""
    world.clock.advance(timedelta(hours=1))

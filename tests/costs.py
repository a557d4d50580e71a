"""What something costs, counted and never timed: the same on every machine and beside any load."""

import cProfile
import pstats
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def calls_of(act: Callable[[], Any]) -> tuple[int, Any]:
    """Return how many functions were called, those of the interpreter included, and what came back."""
    profile = cProfile.Profile()
    result = profile.runcall(act)
    return pstats.Stats(profile).total_calls, result


@contextmanager
def at_most_calls(limit: int) -> Iterator[None]:
    """Fail when the block calls more than ``limit`` functions, those of the interpreter included."""
    profile = cProfile.Profile()
    with profile:
        yield
    calls = pstats.Stats(profile).total_calls
    assert calls <= limit, f"{calls:,} calls of functions, at most {limit:,}"


@contextmanager
def at_most_bytes(limit: int) -> Iterator[None]:
    """Fail when the block holds more than ``limit`` bytes of new memory at any moment."""
    tracemalloc.start()
    try:
        yield
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most <= limit, f"{most:,} bytes at most at one moment, at most {limit:,} wanted"

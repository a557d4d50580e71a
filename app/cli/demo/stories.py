"""Lets the demonstration's cases happen: the real commands, in the order of time, with a clock that is moved."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cli.demo.acting import happen
from app.cli.demo.colleagues import Colleagues
from app.cli.demo.errors import DemoRefused
from app.cli.demo.filing import file_case, is_filed
from app.cli.demo.planning import DemoCase
from app.commands.services import Services
from app.domain.clock import FixedClock
from app.store import work
from app.worker.loop import run_due_jobs

MOST_JOBS = 2_000


@dataclass(frozen=True, kw_only=True, order=True)
class _Event:
    """One thing that is going to happen; ordered by time, then by case, then by step (0 is the filing)."""

    moment: datetime
    number: int
    step: int


@dataclass(frozen=True, kw_only=True)
class Played:
    """How many cases were filed, and what kept some of them from going on as their scenario says."""

    filed: int
    stopped: tuple[str, ...]


def missing_cases(planned: Sequence[DemoCase]) -> list[DemoCase]:
    """Return the cases that an earlier load has not filed."""
    return [case for case in planned if not is_filed(case)]


def play(stories: Sequence[DemoCase], services: Services, clock: FixedClock, *, done: Callable[[], None]) -> Played:
    """Let the cases happen up to now, calling `done` after each event.

    Raises DemoRefused when a strict case cannot go on; another one stops there, as cases do when nobody acts.
    """
    now = clock.now()
    queue = _events(stories, now)
    heapq.heapify(queue)
    colleagues = Colleagues()
    filed: dict[int, str] = {}
    stopped: dict[int, str] = {}
    while queue:
        event = heapq.heappop(queue)
        clock.move_to(event.moment)
        _work(services)
        story = stories[event.number]
        try:
            if event.step == 0:
                filed[event.number] = file_case(story, services, colleagues)
            elif event.number not in stopped:
                happen(story, story.steps[event.step - 1], filed[event.number], services, colleagues)
        except DemoRefused as refused:
            if story.strict or event.step == 0:
                raise
            stopped[event.number] = refused.message
        _work(services)
        done()
    clock.move_to(now)
    _work(services)
    return Played(filed=len(filed), stopped=tuple(stopped.values()))


def _work(services: Services) -> None:
    """Do what a worker would do now; one that has nothing to do is not asked."""
    if work.has_due_jobs(services.clock.now()):
        run_due_jobs(services, limit=MOST_JOBS)


def count_events(stories: Sequence[DemoCase], now: datetime) -> int:
    """Return how many things happen in the cases up to now."""
    return len(_events(stories, now))


def _events(stories: Sequence[DemoCase], now: datetime) -> list[_Event]:
    return [
        _Event(moment=moment, number=number, step=step)
        for number, story in enumerate(stories)
        for step, moment in enumerate([story.filed_at, *(step.moment for step in story.steps)])
        if moment <= now
    ]

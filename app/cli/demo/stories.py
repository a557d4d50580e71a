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
    """How many cases were filed, and why some stopped before the end of their scenario: told ones, and the crowd's."""

    filed: int
    told_stopped: tuple[str, ...]
    crowd_stopped: tuple[str, ...]


def missing_cases(planned: Sequence[DemoCase]) -> list[DemoCase]:
    """Return the cases that an earlier load has not filed."""
    return [case for case in planned if not is_filed(case)]


def play(stories: Sequence[DemoCase], services: Services, clock: FixedClock, *, done: Callable[[], None]) -> Played:
    """Let the cases happen up to now, calling `done` after each event.

    A case that cannot go on stays where it is, as cases do when nobody acts: a holiday may have moved a day too far.
    """
    now = clock.now()
    queue = _events(stories, now)
    heapq.heapify(queue)
    cast = _Cast(stories=stories, services=services)
    while queue:
        event = heapq.heappop(queue)
        clock.move_to(event.moment)
        _work(services)
        cast.act(event)
        _work(services)
        done()
    clock.move_to(now)
    _work(services)
    return cast.played()


class _Cast:
    """The cases while they are played; mutable, and alive for one load only."""

    def __init__(self, *, stories: Sequence[DemoCase], services: Services) -> None:
        self._stories = stories
        self._services = services
        self._colleagues = Colleagues()
        self._filed: dict[int, str] = {}
        self._stopped: dict[int, str] = {}

    def act(self, event: _Event) -> None:
        """Let one thing happen, unless its case has stopped."""
        if event.number in self._stopped:
            return
        story = self._stories[event.number]
        try:
            if event.step == 0:
                self._filed[event.number] = file_case(story, self._services, self._colleagues)
            else:
                step = story.steps[event.step - 1]
                happen(story, step, self._filed[event.number], self._services, self._colleagues)
        except DemoRefused as refused:
            self._stopped[event.number] = refused.message

    def played(self) -> Played:
        """Return what became of the cases."""
        told = {number for number in self._stopped if self._stories[number].told}
        return Played(
            filed=len(self._filed),
            told_stopped=tuple(why for number, why in self._stopped.items() if number in told),
            crowd_stopped=tuple(why for number, why in self._stopped.items() if number not in told),
        )


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

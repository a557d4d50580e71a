"""The legal clock of a scenario: kept in memory by the same rules as that of a case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.deadlines import Calendar, ClockState, morocco_calendar
from app.deployments import CLOSED, CaseClock, moves_clock, open_clock, plan_clock
from app.domain.clock import local_day
from app.engine import StepResult
from app.procedures import ProcedurePackage

ONE_SECOND = timedelta(seconds=1)
READABLE = (
    "state",
    "started_on",
    "last_day",
    "suspended_days",
    "remaining",
    "half_window_until",
    "stop_reason",
    "late",
)
"""What an analyst may assert of the period, as `app.deadlines.ClockState` names it; days are ISO days."""


@dataclass(frozen=True, kw_only=True)
class PeriodFault:
    """One thing about a period or a timer that is otherwise than expected.

    `found` is None when `name` can not be asserted.
    """

    name: str
    expected: str
    found: str | None
    of: str = "period"
    """What the name belongs to: the period, or the timers that wait."""

    def __str__(self) -> str:
        if self.found is None:
            return f"{self.of}.{self.name}: expected one of {', '.join(READABLE)}"
        return f"{self.of}.{self.name}: expected {self.expected}, found {self.found}"


class ScenarioClock:
    """The period of the case of a scenario; mutable, and alive for one run only."""

    def __init__(self, package: ProcedurePackage, filed_at: datetime) -> None:
        self.calendar: Calendar = morocco_calendar()
        self._package = package
        plan = plan_clock(package, filed_at)
        opened = open_clock(plan, filed_at)
        self._told: datetime | None = None
        self._asked: tuple[CaseClock, datetime, bool] | None = None
        self._clock: CaseClock = opened.after_step(frozenset(), frozenset(), self.calendar, now=filed_at)

    def may_ask(self, now: datetime) -> bool:
        """Tell whether the user may still be asked for something; a procedure without half-window always may.

        A step asks several times at one moment: the answer is kept until the period or the moment is another.
        """
        if self._asked is None or self._asked[0] is not self._clock or self._asked[1] != now:
            allowed = not self._clock.plan.rule.half_window or self._clock.may_ask(self.calendar, now)
            self._asked = (self._clock, now, allowed)
        return self._asked[2]

    def follow(self, result: StepResult, waiting: set[str], *, now: datetime) -> None:
        """Move the period by what a step did. Raises ClockRefused."""
        closes = result.status in ("completed", "terminated")
        if closes or moves_clock(self._package, result):
            moved = self._clock.after_step(frozenset(waiting), frozenset(result.trace), self.calendar, now=now)
            self._clock = moved.ended(CLOSED, self.calendar, now=now) if closes else moved

    def over_at(self, awaited: bool) -> datetime | None:
        """Return the first moment after the period, when something waits for it and was not told; None else."""
        due = self._clock.read(self.calendar).due_at
        if not awaited or due is None or self._clock.stopped or due == self._told:
            return None
        return due + ONE_SECOND

    def tell_over(self) -> None:
        """Remember that the end of the period was told: what waits beside the flow goes on waiting for another."""
        self._told = self._clock.read(self.calendar).due_at

    def read(self, now: datetime) -> ClockState:
        """Return where the period stands at `now`. Raises DeadlineError."""
        return self._clock.read(self.calendar, now=now)

    def faults(self, expected: Mapping[str, Any], now: datetime) -> list[PeriodFault]:
        """Compare where the period stands at `now` with what a scenario expects of it."""
        return list(period_faults(self.read(now), expected))


def period_faults(state: ClockState, expected: Mapping[str, Any]) -> Iterator[PeriodFault]:
    """Compare a period with what a scenario expects of it; what it does not name may be as it is."""
    for name, wanted in expected.items():
        found = _written(state, name) if name in READABLE else None
        if found != str(wanted):
            yield PeriodFault(name=str(name), expected=str(wanted), found=found)


def period_differences(state: ClockState, expected: Mapping[str, Any]) -> Iterator[str]:
    """Yield the faults of a period as sentences of the command line."""
    return (str(fault) for fault in period_faults(state, expected))


def timer_faults(timers: Mapping[str, datetime], expected: Mapping[str, Any]) -> list[PeriodFault]:
    """Compare the timers that wait, by element, with the last day in Morocco that a scenario expects of each."""
    days = {element: local_day(due).isoformat() for element, due in timers.items()}
    found = {str(element): days.get(element, "none that waits") for element in expected}
    return [
        PeriodFault(name=element, expected=str(wanted), found=found[element], of="timers")
        for element, wanted in expected.items()
        if found[element] != str(wanted)
    ]


def _written(state: ClockState, name: str) -> str:
    value = getattr(state, name)
    return value.date().isoformat() if isinstance(value, datetime) else str(value)

"""A trial: somebody plays a procedure step by step, in memory. Its steps are those of a scenario that is being written.

A trial is only its circumstances and its steps: whoever wants to see where it stands has them played again.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from app.deployments import Deployed
from app.domain.clock import CASABLANCA
from app.engine import as_json
from app.scenarios.reading import DEFAULT_CLOCK, Scenario, read_scenario
from app.scenarios.report import Difference
from app.scenarios.run import CaseRun
from app.scenarios.taking import StepFailed, take_all

RawStep = Mapping[str, Any]
TOLD = ("shows", "mistakes")
TRIED = "trial"
"""The name under which messages speak of a trial, which has no file yet."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is played. `start` is None until the request is filed; `steps` are those of a scenario, as YAML gives them.

    With `hold` the outside systems wait for whoever plays; else they answer by themselves, as in scenarios.
    """

    clock: datetime = DEFAULT_CLOCK
    language: str = "fr"
    channel: str = "portal"
    commune: Mapping[str, str] = field(default_factory=dict)
    start: Mapping[str, Any] | None = None
    steps: tuple[RawStep, ...] = ()
    hold: bool = False
    registers: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    """What the scenario from which it began says beside what is played: `shows`, and `mistakes` before the filing."""

    def to_json(self) -> dict[str, Any]:
        """Return the trial as JSON data: that of a scenario, and `hold`."""
        return {**self.to_scenario(), "hold": self.hold, "start": None if self.start is None else dict(self.start)}

    def to_scenario(self) -> dict[str, Any]:
        """Return the trial as a scenario without name and expectations."""
        held = {"registers": dict(self.registers)} if self.registers else {}
        return {**self.told, **held} | {
            "clock": self.clock.astimezone(CASABLANCA).isoformat(),
            "commune": dict(self.commune),
            "language": self.language,
            "channel": self.channel,
            "start": dict(self.start or {}),
            "steps": [dict(step) for step in self.steps],
        }

    def with_step(self, step: RawStep) -> "Trial":
        """Return the trial with one step more."""
        return replace(self, steps=(*self.steps, step))

    def without_last(self) -> "Trial":
        """Return the trial as it was before its last step, the filing included."""
        return replace(self, steps=self.steps[:-1]) if self.steps else replace(self, start=None)

    def cut(self, number: int) -> "Trial":
        """Return the trial with its first steps only: all before step `number`; 0 takes the filing back too."""
        return replace(self, steps=self.steps[: number - 1]) if number else replace(self, start=None, steps=())


def read_trial(raw: Mapping[str, Any]) -> Trial:
    """Return a trial from JSON data, or from a scenario as YAML gives it. Raises ScenarioRefused, DataRefused."""
    scenario = read_scenario(_whole(raw), file=TRIED)
    start = raw.get("start")
    own = raw.get("commune") or {}
    return Trial(
        clock=scenario.clock,
        language=scenario.language,
        channel=scenario.channel,
        commune={str(key): str(value) for key, value in own.items()},
        start=None if start is None else as_json(start),
        steps=tuple(as_json(step) for step in raw.get("steps") or ()),
        hold=raw.get("hold") is True,
        registers=as_json(raw.get("registers") or {}),
        told={key: as_json(raw[key]) for key in TOLD if raw.get(key)},
    )


@dataclass(frozen=True, kw_only=True)
class Played:
    """A trial and where it stands: the case, and why it goes no further if a step could not happen."""

    trial: Trial
    run: CaseRun
    stop: Difference | None = None

    @property
    def begun(self) -> bool:
        """Tell whether the request was filed."""
        return self.trial.start is not None

    @property
    def deployed(self) -> Deployed:
        """What is played."""
        return self.run.deployed


def play(deployed: Deployed, trial: Trial) -> Played:
    """Play a trial from its beginning.

    Raises:
        ScenarioRefused: a step is misspelt.
        ParameterMissing, DeadlineError: no legal period is in force on the day of the trial.
    """
    run = CaseRun(deployed, _scenario_of(trial))
    if trial.start is None:
        return Played(trial=trial, run=run)
    try:
        take_all(run, run.scenario, hold_last=trial.hold)
    except StepFailed as failed:
        return Played(trial=trial, run=run, stop=failed.difference)
    return Played(trial=trial, run=run)


def held_answers(played: Played) -> tuple[RawStep, ...]:
    """Return the steps in which the services that wait answer by themselves: what any other step makes them do."""
    if not played.trial.hold:
        return ()
    waiting = list(played.run.jobs.values())
    repeated = {element for element, count in Counter(job.element for job in waiting).items() if count > 1}
    return tuple(job_step(job.element, job.index if job.element in repeated else None) for job in waiting)


def job_step(element: str, index: int | None = None, **told: Any) -> RawStep:
    """Return the step in which a service task is answered; `index` names one instance of a repeated one."""
    return {"job": element, **({} if index is None else {"item": index}), **told}


def duration_between(now: datetime, moment: datetime) -> str:
    """Return the ISO 8601 duration from `now` until `moment` at the earliest, in whole seconds: P3DT2H30M."""
    left = timedelta(seconds=max(0, ceil((moment - now).total_seconds())))
    hours, seconds = divmod(left.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    time = "".join(f"{amount}{unit}" for amount, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if amount)
    days = f"{left.days}D" if left.days or not time else ""
    return f"P{days}" + (f"T{time}" if time else "")


def _scenario_of(trial: Trial) -> Scenario:
    played = {key: value for key, value in trial.to_scenario().items() if key not in TOLD}
    return read_scenario({**played, "name": TRIED, "expect": {}}, file=TRIED)


def _whole(raw: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in raw.items() if key not in ("hold", "name", "expect", "description")}
    return {**kept, "name": TRIED, "expect": {}, "start": raw.get("start") or {}, "steps": raw.get("steps") or []}

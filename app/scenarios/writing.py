"""Writes a scenario as an analyst would: in the words of the procedure, a comment above each step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from app.scenarios.trial import Played, RawStep

SayStep = Callable[[RawStep], str]
WIDTH = 110


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Which of the things that a trial came to the scenario shall demand from now on."""

    ends: bool = True
    outcome: bool = True
    status: bool = True
    waiting: bool = True
    period: bool = False
    data: Sequence[str] = ()
    """Names of the case's data."""


def expectation(played: Played, expected: Expected) -> dict[str, Any]:
    """Return `expect` of a scenario from where a trial stands."""
    run = played.run
    wanted: dict[str, Any] = {}
    if expected.ends:
        wanted["ends"] = list(run.ends)
    if expected.outcome and run.outcome is not None:
        wanted["outcome"] = run.outcome
    if expected.status and run.status:
        wanted["status"] = run.status
    if expected.waiting:
        wanted["waiting"] = list(run.waiting)
    data = {name: run.document[name] for name in expected.data if name in run.document}
    if data:
        wanted["data"] = data
    if expected.period:
        wanted["period"] = period_of_trial(played)
    return wanted


def period_of_trial(played: Played) -> dict[str, str]:
    """Return how the legal period stands: what a scenario may demand of it, as ISO days and words."""
    state = played.run.period.read(played.run.clock.now())
    days = {"started_on": state.started_on, "last_day": state.last_day}
    found = {"state": str(state.state)} | {name: day.isoformat() for name, day in days.items() if day is not None}
    return found | ({"stop_reason": state.stop_reason} if state.stop_reason else {})


def scenario_source(
    *, name: str, raw: Mapping[str, Any], expect: Mapping[str, Any], comment: str, say_step: SayStep
) -> bytes:
    """Return the YAML of a scenario. `comment` stands at the top; `say_step` gives the comment above a step."""
    shown = {"shows": raw["shows"]} if raw.get("shows") else {}
    parts = [_comment(comment), _dump({"name": name, **shown, "clock": raw["clock"]})]
    if raw.get("commune"):
        parts.append(_dump({"commune": dict(raw["commune"])}))
    told = {key: raw[key] for key, default in (("language", "fr"), ("channel", "portal")) if raw[key] != default}
    if told:
        parts.append(_dump(told))
    if raw.get("registers"):
        parts.append(_dump({"registers": raw["registers"]}))
    parts.append(_dump({"start": dict(raw["start"])}))
    if raw.get("mistakes"):
        parts.append(_dump({"mistakes": raw["mistakes"]}))
    if raw["steps"]:
        parts.append("steps:\n")
        for step in raw["steps"]:
            parts += [_comment(say_step(step)), _dump([dict(step)])]
    parts.append(_dump({"expect": dict(expect)}))
    return "".join(parts).encode("utf-8")


def _comment(text: str) -> str:
    """Return a text as a comment of one line; nothing for an empty one."""
    line = " ".join(text.split())
    return f"# {line}\n" if line else ""


def _dump(data: object) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=WIDTH)

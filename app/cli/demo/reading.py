"""Reads the demonstration's files into typed rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.languages import Language, read_language
from app.procedures.yaml_source import read_mapping

FOLDER = Path(__file__).parent
ACTIONS = ("complete", "claim", "pay", "post", "withdraw")


@dataclass(frozen=True, kw_only=True)
class DemoStep:
    """One thing that happened in a case, `after` working days after the thing before.

    `outage` names an outside system that refuses the next call, which is one that follows from this step.
    """

    after: int
    kind: str
    value: Any
    answers: Mapping[str, Any] = field(default_factory=dict)
    outage: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoCase:
    """One invented case: who asked what, `filed` working days ago, and what happened since."""

    key: str
    commune_id: str
    slug: str
    language: Language
    filed: int
    answers: Mapping[str, Any]
    steps: tuple[DemoStep, ...]


@cache
def read_communes() -> Mapping[str, Any]:
    """Return communes.yaml: password, services, hours, communes, national, titles."""
    return _read("communes.yaml")


@cache
def read_cases() -> tuple[DemoCase, ...]:
    """Return the cases in the order of the file."""
    data = _read("cases.yaml")
    return tuple(_case(entry, data["common"], data["people"]) for entry in data["cases"])


def _read(name: str) -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_mapping((FOLDER / name).read_bytes(), file=name).data
    return data


def _case(entry: Mapping[str, Any], common: Mapping[str, Any], people: Mapping[str, Any]) -> DemoCase:
    answers = {**common, **people[entry["person"]], **entry.get("answers", {})}
    return DemoCase(
        key=entry["key"],
        commune_id=entry["commune"],
        slug=entry["slug"],
        language=read_language(entry["language"]),
        filed=entry["filed"],
        answers={key: value for key, value in answers.items() if value is not None},
        steps=tuple(_step(step) for step in entry["steps"]),
    )


def _step(entry: Mapping[str, Any]) -> DemoStep:
    [kind] = [action for action in ACTIONS if action in entry]
    return DemoStep(
        after=entry["after"],
        kind=kind,
        value=entry[kind],
        answers=entry.get("answers", {}),
        outage=entry.get("outage", ""),
    )

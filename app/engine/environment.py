"""What one step of the engine may know of the world: the time, read-only data, the legal calendar, the decisions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.engine.errors import ModelFault


class Decided(Protocol):
    """The answer of a decision: its result and the ids of the rules that fired."""

    @property
    def result(self) -> object: ...

    @property
    def rules(self) -> tuple[str, ...]: ...


def _no_calendar(path: str, start: datetime) -> datetime:
    raise ModelFault("period-unknown", period=path)


def _no_decision(decision: str, data: Mapping[str, object]) -> Decided:
    raise ModelFault("decision-unknown", decision=decision)


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The only source of time and of outside knowledge; with equal inputs a step gives equal results.

    `now` is aware. `context` holds the read-only names that expressions see beside the document (`case`,
    `parameters`); it wins over keys of the document. `due(path, start)` is the legal calendar: `path` is what follows
    `parameters.`. `decide(decision, data)` answers business rule tasks.
    """

    now: datetime
    context: Mapping[str, object] = field(default_factory=dict)
    due: Callable[[str, datetime], datetime] = _no_calendar
    decide: Callable[[str, Mapping[str, object]], Decided] = _no_decision

"""One step while it runs: the document being written and the notes of what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.engine.environment import Environment
from app.engine.results import CloseReason, DecisionTaken, EndReached, Milestone, ThrownMessage


@dataclass(kw_only=True)
class Step:
    """Mutable on purpose: it lives for one call of the engine and ends as a StepResult."""

    environment: Environment
    document: dict[str, object]
    trace: list[str] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    decisions: list[DecisionTaken] = field(default_factory=list)
    ends: list[EndReached] = field(default_factory=list)
    thrown: list[ThrownMessage] = field(default_factory=list)
    reasons: dict[str, CloseReason] = field(default_factory=dict)
    job_inputs: dict[str, Mapping[str, object]] = field(default_factory=dict)
    executed: int = 0

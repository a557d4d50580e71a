"""One step while it runs: the document being written and the notes of what happened."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from app import feel
from app.engine import bounds
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
    values_written: int = 0
    spent_before: int = field(default_factory=feel.steps_spent)
    watched_from: float = field(default_factory=lambda: time.monotonic() + bounds.UNWATCHED_SECONDS)
    ends_at: float | None = None
    """Moment on the thread's own clock, known once the step is watched: most are over before that is worth asking."""

    @property
    def is_overworked(self) -> bool:
        """Tell whether the expressions of this step have taken more than all of one step may."""
        if feel.steps_spent() - self.spent_before + self.values_written > bounds.WORK_PER_TRANSACTION:
            return True
        if time.monotonic() < self.watched_from:
            return False
        if self.ends_at is None:
            self.ends_at = time.thread_time() + bounds.SECONDS_PER_TRANSACTION
        return time.thread_time() > self.ends_at

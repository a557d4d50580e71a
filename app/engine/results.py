"""What one step of the engine did, for the caller to write down in one transaction.

Keys are short strings, unique and stable within one instance. Something that opens and closes within the same step
appears in neither list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.domain.languages import Language, Text, choose
from app.languages import translate

Status = Literal["running", "completed", "terminated", "incident"]
CloseReason = Literal["completed", "cancelled", "failed"]
SignalOrMessage = Literal["message", "signal"]


@dataclass(frozen=True, kw_only=True)
class OpenedTask:
    """A user or manual task that waits for a person.

    `kind` is userTask or manualTask; `role` a role key; `form` a form id; `target` the parameter of its internal target
    period; `item` the entry of a multi-instance task, else None. `index` (from 0) is the number of the innermost
    instance of a repetition that the task is, or stands in; None outside of repetitions.
    """

    key: str
    element: str
    kind: str
    role: str | None = None
    form: str | None = None
    target: str | None = None
    item: object = None
    index: int | None = None


@dataclass(frozen=True, kw_only=True)
class OpenedTimer:
    """A timer: call `fire_timer` at or after `due` (aware, UTC).

    `interrupting` is True but on a non-interrupting border event.
    """

    key: str
    element: str
    due: datetime
    interrupting: bool = True


@dataclass(frozen=True, kw_only=True)
class OpenedJob:
    """Work for a registered operation; `operation` is empty when the model names none. `inputs` are JSON values."""

    key: str
    element: str
    operation: str
    inputs: Mapping[str, object] = field(default_factory=dict)
    index: int | None = None


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """The instance waits for a message (one receiver wins) or a signal (all receive), by name and correlation value.

    `correlation` is None when the case itself correlates. `kind` says message or signal; `receive_task` is True when a
    receive task waits, not an event. `index` is that of an OpenedTask.
    """

    key: str
    element: str
    message: str
    correlation: str | None = None
    interrupting: bool = True
    kind: SignalOrMessage = "message"
    receive_task: bool = False
    index: int | None = None


@dataclass(frozen=True, kw_only=True)
class ClosedTask:
    """A task that no longer waits."""

    key: str
    element: str
    reason: CloseReason = "completed"


@dataclass(frozen=True, kw_only=True)
class ClosedTimer:
    """A timer that fired (completed) or is no longer needed (cancelled)."""

    key: str
    element: str
    reason: CloseReason = "completed"


@dataclass(frozen=True, kw_only=True)
class ClosedJob:
    """A job that is done (completed), failed with an error of the model (failed) or no longer needed (cancelled)."""

    key: str
    element: str
    reason: CloseReason = "completed"


@dataclass(frozen=True, kw_only=True)
class ClosedSubscription:
    """A subscription that received (completed) or is no longer needed (cancelled)."""

    key: str
    element: str
    reason: CloseReason = "completed"


@dataclass(frozen=True, kw_only=True)
class ThrownMessage:
    """A message or signal that the instance sends out; a signal has already reached this instance's own catches.

    A message that nobody awaits is kept until `waits_until` (aware, UTC); without one it is not kept.
    """

    element: str
    name: str
    payload: Mapping[str, object] = field(default_factory=dict)
    correlation: str | None = None
    kind: SignalOrMessage = "message"
    waits_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A token entered an element that carries a public status."""

    element: str
    status: str


@dataclass(frozen=True, kw_only=True)
class DecisionTaken:
    """A business rule task asked a decision: the rules that fired and the result, for the history."""

    element: str
    decision: str
    rules: tuple[str, ...]
    result: object


@dataclass(frozen=True, kw_only=True)
class EndReached:
    """A token reached an end event, of the process or of a sub-process (`scope` is the sub-process's id)."""

    element: str
    outcome: str | None = None
    scope: str | None = None


@dataclass(frozen=True, kw_only=True)
class IncidentReport:
    """Why the instance stands still at `element`; `retry` runs it again once the cause is removed.

    `names` is the element's bilingual name; `message` is the French source sentence, `text(language)` its translation.
    """

    code: str
    element: str
    names: Text = field(default_factory=dict)
    source: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def cause(self) -> dict[str, dict[str, str]]:
        """What a row keeps beside code and element, so that the sentence can be said later: `names` and `values`."""
        return {"names": dict(self.names), "values": dict(self.values)}

    @property
    def message(self) -> str:
        """The sentence in French."""
        return self.text("fr")

    def text(self, language: Language) -> str:
        """Return the sentence in `language`."""
        name = choose(self.names, language) or self.element
        return translate(language, self.source, **{**self.values, "element": name})


@dataclass(frozen=True, kw_only=True)
class TokenPlace:
    """Where one token stands: its key, its element, its fault code when it stands in error.

    `index` numbers an instance of a repetition from 0; `is_job` tells that it waits for a job. `obstacle` says in one
    word why it cannot be moved. `ways` are the flows of which one may be named when the step is skipped.
    """

    key: str
    element: str
    code: str | None = None
    index: int | None = None
    is_job: bool = False
    obstacle: str | None = None
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepResult:
    """The new state and document of the instance, and what changed.

    `trace` holds the ids of the elements completed in this step, in order (activities, events, gateways; each instance
    of a multi-instance activity once). `incident` is the first incident that stands, also when an earlier step
    caused it; `incidents` holds all of them. `status_before` is the status of the state that the step began with.
    """

    state: bytes
    document: dict[str, object]
    status: Status
    status_before: Status = "running"
    opened_tasks: tuple[OpenedTask, ...] = ()
    closed_tasks: tuple[ClosedTask, ...] = ()
    opened_timers: tuple[OpenedTimer, ...] = ()
    closed_timers: tuple[ClosedTimer, ...] = ()
    opened_jobs: tuple[OpenedJob, ...] = ()
    closed_jobs: tuple[ClosedJob, ...] = ()
    opened_subscriptions: tuple[Subscription, ...] = ()
    closed_subscriptions: tuple[ClosedSubscription, ...] = ()
    thrown_messages: tuple[ThrownMessage, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    decisions: tuple[DecisionTaken, ...] = ()
    trace: tuple[str, ...] = ()
    ends: tuple[EndReached, ...] = ()
    incident: IncidentReport | None = None
    incidents: tuple[IncidentReport, ...] = ()

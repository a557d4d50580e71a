"""The neutral model of one BPMN diagram: what every other module reads instead of XML.

Kinds are the words of the BPMN 2.0 standard (the XML tag): startEvent, endEvent, intermediateCatchEvent,
intermediateThrowEvent, boundaryEvent, task, userTask, manualTask, serviceTask, sendTask, receiveTask, scriptTask,
businessRuleTask, exclusiveGateway, parallelGateway, inclusiveGateway, eventBasedGateway, complexGateway, subProcess,
callActivity, transaction, adHocSubProcess.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from app.domain.findings import Finding
from app.domain.languages import Text

EventKind = Literal[
    "none",
    "message",
    "timer",
    "error",
    "escalation",
    "signal",
    "terminate",
    "link",
    "conditional",
    "compensate",
    "cancel",
    "multiple",
]
TimerKind = Literal["duration", "date", "cycle"]

TASK_KINDS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
    }
)
SUB_PROCESS_KINDS = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITY_KINDS = TASK_KINDS | SUB_PROCESS_KINDS | {"callActivity"}
GATEWAY_KINDS = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
)
EVENT_KINDS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
FLOW_NODE_KINDS = ACTIVITY_KINDS | GATEWAY_KINDS | EVENT_KINDS


@dataclass(frozen=True, kw_only=True)
class EventDefinition:
    """What an event waits for or throws (BPMN 2.0 §10.5.5).

    `reference` is the id of the declared message, signal, error or escalation, or of the activity that is to be undone;
    `name` its name (for a link: the link's name); `code` the error or escalation code. `expression` is the timer's or
    condition's text as written.
    """

    kind: EventKind = "none"
    reference: str | None = None
    name: str | None = None
    code: str | None = None
    expression: str | None = None
    timer: TimerKind | None = None
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class MultiInstance:
    """Several instances of one activity (BPMN 2.0 §13.3.7): a FEEL collection or a FEEL cardinality."""

    sequential: bool = False
    collection: str | None = None
    cardinality: str | None = None
    item: str | None = None
    output_collection: str | None = None
    output_item: str | None = None
    completion: str | None = None


@dataclass(frozen=True, kw_only=True)
class Loop:
    """A standard loop (BPMN 2.0 §13.3.6)."""

    condition: str | None = None
    test_before: bool = False
    maximum: int | None = None


@dataclass(frozen=True, kw_only=True)
class CalledElement:
    """The process that a call activity runs; only the listed variables cross its border, in either direction.

    `inputs`: variable of the called process → FEEL over the caller's data; `outputs`: variable of the caller → FEEL
    over the called process's data. `all_inwards` and `all_outwards` are True when the file asks for all variables to
    cross in that direction; outputs that are named are then the only ones that come back.
    """

    process: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    all_inwards: bool = False
    all_outwards: bool = False


@dataclass(frozen=True, kw_only=True)
class SequenceFlow:
    """An arrow. `condition` is FEEL as written (a leading `=` may stand), None when there is none."""

    id: str
    source: str
    target: str
    names: Text = field(default_factory=dict)
    condition: str | None = None
    parent: str | None = None
    line: int | None = None
    drawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Element:
    """A flow node of the executed process. Texts of expressions stand as written in the file.

    `parent` is the sub-process that holds it (None: the process); `incoming` and `outgoing` are flow ids in the order
    of the file; `lane` is the innermost lane's id; `role` is the explicit role, else the lane's id. `handler` is the
    activity that a compensation event on a border leads to.
    """

    id: str
    kind: str
    names: Text = field(default_factory=dict)
    line: int | None = None
    parent: str | None = None
    lane: str | None = None
    role: str | None = None
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    event: EventDefinition | None = None
    attached_to: str | None = None
    interrupting: bool = True
    triggered_by_event: bool = False
    form: str | None = None
    operation: str | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    result: str | None = None
    decision: str | None = None
    script: str | None = None
    script_format: str | None = None
    status: str | None = None
    outcome: str | None = None
    target: str | None = None
    correlation: str | None = None
    waits: str | None = None
    """How long a message that this element throws waits for a receiver: a period, as a timer writes it."""
    message: str | None = None
    multi_instance: MultiInstance | None = None
    loop: Loop | None = None
    called: CalledElement | None = None
    for_compensation: bool = False
    handler: str | None = None
    instantiates: bool = False
    documentation: str | None = None
    drawn: bool = False
    optional: str | None = None
    """The switch by which a commune takes this step out of its diagram, or puts it in."""
    optional_on: bool = True
    """Where no commune has said anything: True leaves the step in."""
    extension_point: bool = False
    """True: a commune may put a procedure of its own in the place of this step."""

    @property
    def left_out_at_first(self) -> bool:
        """True for an optional step that takes place only in the communes that want it."""
        return self.optional is not None and not self.optional_on

    @property
    def is_activity(self) -> bool:
        return self.kind in ACTIVITY_KINDS

    @property
    def is_gateway(self) -> bool:
        return self.kind in GATEWAY_KINDS

    @property
    def is_event(self) -> bool:
        return self.kind in EVENT_KINDS

    @property
    def event_kind(self) -> EventKind:
        """The kind of its event definition; "none" for everything without one."""
        return self.event.kind if self.event else "none"


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A lane: its id is a role key; `elements` are the flow nodes that stand in it."""

    id: str
    names: Text
    elements: tuple[str, ...]
    parent: str | None = None
    line: int | None = None
    drawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A message, signal, error or escalation declared at the top of the file; `code` for the last two."""

    id: str
    name: str
    code: str | None = None
    correlation: str | None = None
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Process:
    """The process that runs."""

    id: str
    names: Text
    executable: bool
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class BpmnModel:
    """One process of a BPMN file. `elements` and `flows` keep the order of the file; mappings never change.

    `included` holds the other processes of the same file that this one calls, directly or not, by id.
    """

    file: str
    digest: str
    process: Process
    elements: Mapping[str, Element]
    flows: Mapping[str, SequenceFlow]
    lanes: Mapping[str, Lane] = field(default_factory=dict)
    messages: Mapping[str, Declared] = field(default_factory=dict)
    signals: Mapping[str, Declared] = field(default_factory=dict)
    errors: Mapping[str, Declared] = field(default_factory=dict)
    escalations: Mapping[str, Declared] = field(default_factory=dict)
    data_objects: Mapping[str, Text] = field(default_factory=dict)
    included: Mapping[str, "BpmnModel"] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def children(self, parent: str | None) -> Iterator[Element]:
        """Yield the elements directly inside a sub-process (None: the process), in the order of the file."""
        return iter(self._by_parent.get(parent, ()))

    @property
    def may_be_filed(self) -> bool:
        """Whether a plain start event begins it: a request, and not only a message, a signal or a moment."""
        return any(
            element.kind == "startEvent" and element.event_kind == "none" for element in self.children(parent=None)
        )

    def has_own_variables(self, element: str) -> bool:
        """Tell whether an element, or a sub-process that holds it, has inputs or is repeated."""
        place: str | None = element
        while place is not None:
            held = self.elements[place]
            if held.inputs or held.multi_instance is not None or held.loop is not None:
                return True
            place = held.parent
        return False

    def boundary_events(self, host: str) -> Iterator[Element]:
        """Yield the boundary events attached to an activity."""
        return iter(self._by_host.get(host, ()))

    @cached_property
    def _by_parent(self) -> Mapping[str | None, list[Element]]:
        found: dict[str | None, list[Element]] = {}
        for element in self.elements.values():
            found.setdefault(element.parent, []).append(element)
        return found

    @cached_property
    def _by_host(self) -> Mapping[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements.values():
            if element.attached_to is not None:
                found.setdefault(element.attached_to, []).append(element)
        return found

    def user_tasks(self) -> tuple[Element, ...]:
        """Return the user tasks in the order of the file."""
        return tuple(element for element in self.elements.values() if element.kind == "userTask")

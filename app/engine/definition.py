"""Compiles a model into specs once per content; a compiled definition is shared by all cases and never changed."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock

from app.domain.findings import errors_of
from app.engine.errors import DefinitionRefused
from app.engine.specs.activities import (
    Activity,
    DecisionTask,
    JobTask,
    PersonTask,
    ReceiveTask,
    ScriptTask,
    SendTask,
)
from app.engine.specs.events import (
    BoundaryEvent,
    CatchEvent,
    EndEvent,
    EventSubProcessStart,
    PassingEvent,
    StartEvent,
    ThrowEvent,
)
from app.engine.specs.flow_node import FlowNode
from app.engine.specs.gateways import EventGateway, ExclusiveGateway, InclusiveGateway, ParallelGateway
from app.engine.specs.process import ProcessSpec
from app.engine.specs.subprocesses import CallActivity, EventSubProcess, SubProcess
from app.engine.support import calls_of, support_findings
from app.procedures.bpmn import BpmnModel, Element, SequenceFlow

CACHED_DEFINITIONS = 256

_WITH_AN_INSIDE = frozenset({"subProcess", "transaction"})
_PLAIN_NODES: Mapping[str, type[FlowNode]] = {
    "startEvent": StartEvent,
    "endEvent": EndEvent,
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
    "eventBasedGateway": EventGateway,
    "intermediateCatchEvent": CatchEvent,
    "intermediateThrowEvent": ThrowEvent,
    "boundaryEvent": BoundaryEvent,
}
_TASKS: Mapping[str, type[Activity]] = {
    "task": Activity,
    "userTask": PersonTask,
    "manualTask": PersonTask,
    "serviceTask": JobTask,
    "receiveTask": ReceiveTask,
    "scriptTask": ScriptTask,
}


@dataclass(frozen=True, kw_only=True)
class ProcessDefinition:
    """A process that can run. `key` is the process id; `digest` names the content, called processes included."""

    key: str
    digest: str
    model: BpmnModel
    called: Mapping[str, BpmnModel]
    spec: ProcessSpec
    scopes: Mapping[str, ProcessSpec]
    has_conditions: bool = False

    def find_element(self, identity: str) -> Element | None:
        """Return an element of the process or of one it calls."""
        models = (self.model, *self.called.values())
        return next((model.elements[identity] for model in models if identity in model.elements), None)


_definitions: OrderedDict[str, ProcessDefinition] = OrderedDict()
_lock = Lock()


def compile_definition(model: BpmnModel, *, called: Mapping[str, BpmnModel] | None = None) -> ProcessDefinition:
    """Return the definition of a model; `called` holds the models of call activities by process id.

    Raises DefinitionRefused with every error of the model and everything the engine would not run rightly.
    """
    used = _used_models(model, {**(called or {}), **model.included})
    digest = _digest(model, used)
    with _lock:
        if digest in _definitions:
            _definitions.move_to_end(digest)
            return _definitions[digest]
    definition = _compile(model, used, digest)
    with _lock:
        _definitions[digest] = definition
        while len(_definitions) > CACHED_DEFINITIONS:
            _definitions.popitem(last=False)
    return definition


def _used_models(model: BpmnModel, called: Mapping[str, BpmnModel]) -> dict[str, BpmnModel]:
    """Return the models that the process calls, directly or not."""
    used: dict[str, BpmnModel] = {}
    ready = list(calls_of(model))
    while ready:
        key = ready.pop()
        if key in called and key not in used:
            used[key] = called[key]
            called = {**called[key].included, **called}
            ready += calls_of(called[key])
    return used


def _digest(model: BpmnModel, used: Mapping[str, BpmnModel]) -> str:
    parts = [model.digest, *(f"{key}={used[key].digest}" for key in sorted(used))]
    # Findings carry the file's name, so equal contents under two names are two definitions.
    return hashlib.sha256("\n".join([model.file, *parts]).encode()).hexdigest()


def _compile(model: BpmnModel, used: Mapping[str, BpmnModel], digest: str) -> ProcessDefinition:
    findings = [
        finding
        for each in (model, *used.values())
        for finding in (*each.findings, *support_findings(each, used, top=each is model))
    ]
    errors = errors_of(findings)
    if errors:
        raise DefinitionRefused(tuple(errors), file=model.file)
    scopes: dict[str, ProcessSpec] = {}
    for key, each in used.items():
        scopes[_call_name(key)] = _build_scope(each, None, prefix=_call_name(key), scopes=scopes)
    spec = _build_scope(model, None, prefix="", scopes=scopes)
    return ProcessDefinition(
        key=model.process.id,
        digest=digest,
        model=model,
        called=dict(used),
        spec=spec,
        scopes=scopes,
        has_conditions=any(_has_conditions(each) for each in (model, *used.values())),
    )


def _has_conditions(model: BpmnModel) -> bool:
    return any(element.event_kind == "conditional" for element in model.elements.values())


def _call_name(process: str) -> str:
    return f"call/{process}"


def _build_scope(model: BpmnModel, parent: str | None, *, prefix: str, scopes: dict[str, ProcessSpec]) -> ProcessSpec:
    inside = list(model.children(parent))
    spec = ProcessSpec(f"{prefix}/{parent}" if parent else prefix or model.process.id)
    for element in inside:
        if element.kind in _WITH_AN_INSIDE:
            name = f"{prefix}/{element.id}"
            scopes[name] = _build_scope(model, element.id, prefix=prefix, scopes=scopes)
        if element.triggered_by_event:
            _build_event_sub_process(spec, model, element, inside=f"{prefix}/{element.id}")
            continue
        _build_node(spec, model, element, prefix=prefix)
    spec.entries = _entries(inside)
    spec.handlers = {event.attached_to: event.handler for event in inside if event.attached_to and event.handler}
    spec.starts = frozenset(element.id for element in inside if element.kind == "startEvent")
    spec.plain_start = all(model.elements[entry].event_kind == "none" for entry in spec.entries) or parent is not None
    _prepare_inclusive_joins(spec, model, inside)
    return spec


def _build_event_sub_process(spec: ProcessSpec, model: BpmnModel, element: Element, *, inside: str) -> None:
    """Add an event sub-process and, in the scope around it, the event that begins it."""
    start = next(each for each in model.children(element.id) if each.kind == "startEvent")
    EventSubProcess(spec, element, (), inside=inside, starts_on=start.id)
    EventSubProcessStart(spec, start, (), begins=element.id)
    spec.event_starts.append(start)
    if start.event_kind in ("error", "escalation"):
        spec.catches.append(start)
    else:
        spec.watches.append(start.id)


def _build_node(spec: ProcessSpec, model: BpmnModel, element: Element, *, prefix: str) -> FlowNode:
    exits = tuple(_exits(model, element))
    if not element.is_activity:
        kind = PassingEvent if element.event_kind == "link" else _PLAIN_NODES[element.kind]
        if element.kind == "intermediateThrowEvent" and element.event_kind == "none":
            kind = PassingEvent
        return kind(spec, element, exits)
    borders = tuple(model.boundary_events(element.id))
    if element.kind in _WITH_AN_INSIDE:
        return SubProcess(spec, element, exits, borders, inside=f"{prefix}/{element.id}")
    if element.kind == "callActivity" and element.called:
        return CallActivity(spec, element, exits, borders, inside=_call_name(element.called.process))
    return _task_class(element)(spec, element, exits, borders)


def _task_class(element: Element) -> type[Activity]:
    if element.kind == "businessRuleTask":
        return DecisionTask if element.decision else JobTask
    if element.kind == "sendTask":
        return JobTask if element.operation else SendTask
    if element.kind == "scriptTask" and element.operation and not element.script:
        return JobTask
    return _TASKS[element.kind]


def _exits(model: BpmnModel, element: Element) -> Iterator[SequenceFlow]:
    yield from (model.flows[flow] for flow in element.outgoing)
    if element.kind == "intermediateThrowEvent" and element.event and element.event.kind == "link":
        for other in model.children(element.parent):
            catches = other.kind == "intermediateCatchEvent" and other.event_kind == "link"
            if catches and other.event and other.event.name == element.event.name:
                yield SequenceFlow(id=f"link {element.id}", source=element.id, target=other.id)


def _entries(inside: list[Element]) -> tuple[str, ...]:
    """Return where tokens appear when the scope starts: its plain start event, else the events that may begin it.

    Without any start event it is every node that nothing leads to.
    """
    starts = [element for element in inside if element.kind == "startEvent"]
    plain = [element for element in starts if element.event_kind == "none"]
    if starts:
        return tuple(element.id for element in plain or starts)
    return tuple(
        element.id
        for element in inside
        if not element.incoming
        and element.kind != "boundaryEvent"
        and element.event_kind != "link"
        and not element.triggered_by_event
        and not element.for_compensation
    )


def _prepare_inclusive_joins(spec: ProcessSpec, model: BpmnModel, inside: list[Element]) -> None:
    sources: dict[str, set[str]] = {element.id: set() for element in inside}
    for element in inside:
        for flow in _exits(model, element):
            sources[flow.target].add(element.id)
        if element.attached_to in sources:
            sources[element.id].add(element.attached_to)
    for element in inside:
        if element.kind == "inclusiveGateway" and len(element.incoming) > 1:
            join: InclusiveGateway = spec.task_specs[element.id]
            join.reached_from = _reached_from(model, element, sources)
            spec.inclusive_joins.append(join)


def _reached_from(model: BpmnModel, join: Element, sources: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    """Return for each element the incoming flows of a join that can be reached from it without passing the join."""
    flows: dict[str, list[str]] = {}
    for flow in join.incoming:
        flows.setdefault(model.flows[flow].source, []).append(flow)
    reached: dict[str, set[str]] = {}
    for source, into in flows.items():
        for element in _feeders(source, join.id, sources):
            reached.setdefault(element, set()).update(into)
    return {element: frozenset(into) for element, into in reached.items()}


def _feeders(source: str, join: str, sources: Mapping[str, set[str]]) -> frozenset[str]:
    """Return the elements from which `source` can be reached without passing `join`."""
    found: set[str] = set()
    ready = [source]
    while ready:
        element = ready.pop()
        if element != join and element not in found:
            found.add(element)
            ready += sources[element]
    return frozenset(found)

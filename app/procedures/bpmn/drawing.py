"""Completes a drawing that was made for people, so that it can be tried: each thing assumed is a warning.

A process that its author did not mark as executable is completed; of an executable one only calls to processes that
are not at hand, and what BPMN lets a drawing leave out. Nothing of this is used when a procedure is published: there,
what is missing is an error.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from app import feel
from app.domain.findings import Finding
from app.procedures.bpmn.expressions import expression_findings
from app.procedures.bpmn.model import (
    SUB_PROCESS_KINDS,
    BpmnModel,
    Element,
    EventDefinition,
    SequenceFlow,
)
from app.procedures.bpmn.structure import structural_findings, title
from app.procedures.bpmn.timers import TimerRefused, check_literal, is_literal

ASSUMED_WAIT = "P1D"
TOLERATED = frozenset({"no-start-event", "no-end-event"})
"""BPMN lets a drawing leave out its start and end events (§10.5.2, §10.5.3)."""
HARMLESS = TOLERATED | {"gateway-without-exit", "several-processes"}
"""A token that finds no way out ends there, as a drawing without an end event says; of several processes one runs."""


@dataclass
class _Completion:
    """A model while its gaps are filled."""

    model: BpmnModel
    known_processes: frozenset[str]
    assumed: list[Finding] = field(default_factory=list)

    def assume(self, place: Element | SequenceFlow, message: str) -> None:
        finding = Finding(
            rule="assumed-in-drawing",
            severity="warning",
            file=self.model.file,
            element=place.id,
            line=place.line,
            message=message,
        )
        self.assumed.append(finding)


def completed_drawing(model: BpmnModel, *, known_processes: frozenset[str] = frozenset()) -> BpmnModel:
    """Return the model with its gaps filled, each with a warning in its findings.

    `known_processes` are the ids that call activities may name; a call that leads nowhere becomes a plain task.
    """
    known = known_processes | frozenset(model.included) | {model.process.id}
    included = {key: completed_drawing(each, known_processes=known) for key, each in model.included.items()}
    model = replace(model, included=included)
    work = _Completion(model, known)
    if model.process.executable:
        return _without_unknown_calls(work, _forgiven(model))
    own = {*structural_findings(model), *expression_findings(model)}
    kept = [finding for finding in model.findings if finding not in own]
    elements = {identity: _element(work, element) for identity, element in model.elements.items()}
    flows = _flows(work, elements, {key: _flow(work, flow) for key, flow in model.flows.items()})
    drawn = replace(model, elements=elements, flows=flows)
    checked = [*structural_findings(drawn), *expression_findings(drawn)]
    checked = [finding for finding in checked if finding.rule not in TOLERATED]
    findings = sorted([*kept, *checked, *work.assumed], key=lambda finding: finding.line or 0)
    return replace(drawn, findings=tuple(findings), digest=f"{model.digest}#drawing")


def _forgiven(model: BpmnModel) -> tuple[Finding, ...]:
    """Return the findings of an executable model, those that do not change how it runs as warnings."""
    return tuple(
        replace(finding, severity="warning") if _is_harmless(model, finding) else finding for finding in model.findings
    )


def _is_harmless(model: BpmnModel, finding: Finding) -> bool:
    element = model.elements.get(finding.element or "")
    if finding.rule == "unreachable-node":
        return element is not None and element.kind == "endEvent"
    if finding.rule == "missing-reference":
        # An error that is declared nowhere is known by the reference itself: both sides name it the same.
        return element is not None and element.event_kind in ("error", "escalation")
    return finding.rule in HARMLESS


def _without_unknown_calls(work: _Completion, findings: tuple[Finding, ...]) -> BpmnModel:
    """Return an executable model in which a call that leads nowhere is a plain task: all that is tried of it."""
    model = work.model
    elements = {key: _call(work, element) for key, element in model.elements.items()}
    if not work.assumed and findings == model.findings:
        return model
    digest = f"{model.digest}#{'calls' if work.assumed else 'forgiven'}"
    return replace(model, elements=elements, findings=(*findings, *work.assumed), digest=digest)


def _element(work: _Completion, element: Element) -> Element:
    for fill in (_sub_process, _call, _decision, _script, _repetition, _event):
        element = fill(work, element)
    return element


def _sub_process(work: _Completion, element: Element) -> Element:
    if element.kind not in SUB_PROCESS_KINDS or any(work.model.children(element.id)):
        return element
    work.assume(element, f"{title(element)} is empty: it is tried as a plain task.")
    return replace(element, kind="task", triggered_by_event=False)


def _call(work: _Completion, element: Element) -> Element:
    if element.kind != "callActivity" or (element.called and element.called.process in work.known_processes):
        return element
    work.assume(element, f"{title(element)} calls no process that is known: it is tried as a plain task.")
    return replace(element, kind="task", called=None)


def _decision(work: _Completion, element: Element) -> Element:
    if element.kind != "businessRuleTask" or element.decision or element.operation:
        return element
    work.assume(element, f"{title(element)} names no decision: it is tried as a plain task.")
    return replace(element, kind="task")


def _script(work: _Completion, element: Element) -> Element:
    speaks_feel = element.script_format is None or "feel" in element.script_format.lower()
    if element.kind != "scriptTask" or element.operation or (speaks_feel and _is_feel(element.script)):
        return element
    work.assume(element, f"{title(element)} holds no FEEL: it is tried as a plain task.")
    return replace(element, kind="task", script=None, script_format=None)


def _repetition(work: _Completion, element: Element) -> Element:
    several, loop = element.multi_instance, element.loop
    empty_loop = loop is not None and not _is_feel(loop.condition) and loop.maximum is None
    texts = (several.collection or several.cardinality, several.completion or "true") if several else ()
    if not empty_loop and all(_is_feel(text) for text in texts):
        return element
    work.assume(element, f"{title(element)} does not say how often it is repeated: it is tried once.")
    return replace(element, multi_instance=None, loop=None)


def _event(work: _Completion, element: Element) -> Element:
    event = element.event
    if event is None:
        return element
    if event.kind == "timer" and not _is_timer(event):
        work.assume(element, f"{title(element)} gives no duration or date: {ASSUMED_WAIT} is tried.")
        return replace(element, event=replace(event, expression=ASSUMED_WAIT, timer="duration"))
    if event.kind == "conditional" and not _is_feel(event.expression):
        work.assume(element, f"{title(element)} gives no condition: it is tried as one that always holds.")
        return replace(element, event=replace(event, expression="=true"))
    if event.reference and event.name is None:
        work.assume(element, f"{title(element)} refers to nothing declared: it is known by its own id.")
        return replace(element, event=replace(event, reference=None))
    return element


def _flow(work: _Completion, flow: SequenceFlow) -> SequenceFlow:
    if flow.condition is None or _is_feel(flow.condition):
        return flow
    work.assume(flow, f"The condition of the flow “{flow.id}” is a sentence: it is left out.")
    return replace(flow, condition=None)


def _flows(
    work: _Completion, elements: dict[str, Element], flows: dict[str, SequenceFlow]
) -> Mapping[str, SequenceFlow]:
    """Lead each exclusive choice without conditions along its shortest way to an end."""
    ways = _ways_to_an_end(work.model)
    for element in list(elements.values()):
        if element.kind != "exclusiveGateway" or len(element.outgoing) < 2:
            continue
        bare = list(_bare(element, flows))
        if not bare:
            continue
        if element.default is None:
            work.assume(element, f"The choice at {title(element)} has no conditions: the shortest way is tried.")
            chosen = min(bare, key=lambda flow: ways.get(flows[flow].target, len(ways)))
            bare.remove(chosen)
            elements[element.id] = replace(element, default=chosen)
        for flow in bare:
            flows[flow] = replace(flows[flow], condition="=false")
    return flows


def _ways_to_an_end(model: BpmnModel) -> dict[str, int]:
    """Return for each element how many flows lead from it to the nearest element without a way out."""
    sources: dict[str, list[str]] = {}
    for flow in model.flows.values():
        sources.setdefault(flow.target, []).append(flow.source)
    ways = {element.id: 0 for element in model.elements.values() if not element.outgoing}
    ready = list(ways)
    for identity in ready:  # grows while it is read: the nearest come first
        for source in sources.get(identity, ()):
            if source not in ways:
                ways[source] = ways[identity] + 1
                ready.append(source)
    return ways


def _bare(element: Element, flows: Mapping[str, SequenceFlow]) -> Iterator[str]:
    return (flow for flow in element.outgoing if flow != element.default and flows[flow].condition is None)


def _is_timer(event: EventDefinition) -> bool:
    if not event.expression:
        return False
    if not is_literal(event.expression):
        return _is_feel(event.expression)
    try:
        check_literal(event.expression, event.timer or "duration")
    except TimerRefused:
        return False
    return True


def _is_feel(text: str | None) -> bool:
    if not text:
        return False
    try:
        feel.check(text)
    except feel.FeelError:
        return False
    return True

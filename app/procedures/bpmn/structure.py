"""Checks the shape of a model: what BPMN forbids and other tools let pass, with element, name and line."""

from collections.abc import Iterator

from app.domain.findings import Finding, Severity
from app.domain.languages import choose
from app.procedures.bpmn.model import (
    SUB_PROCESS_KINDS,
    BpmnModel,
    Element,
    Process,
    SequenceFlow,
)


def structural_findings(model: BpmnModel) -> list[Finding]:
    """Return the faults of form, in the order of the checks; none of them depends on what runs the model."""
    return [
        *_flow_findings(model),
        *_default_findings(model),
        *_reference_findings(model),
        *_boundary_findings(model),
        *_direction_findings(model),
        *_scope_findings(model),
        *_reach_findings(model),
        *_gateway_findings(model),
    ]


def title(element: Element | SequenceFlow) -> str:
    """Return “id” or “id” (name), to be read by a person."""
    name = choose(element.names, "fr")
    return f"“{element.id}” ({name})" if name else f"“{element.id}”"


def _finding(
    model: BpmnModel, rule: str, place: Element | SequenceFlow, message: str, severity: Severity = "error"
) -> Finding:
    return Finding(rule=rule, severity=severity, file=model.file, element=place.id, line=place.line, message=message)


def _flow_findings(model: BpmnModel) -> Iterator[Finding]:
    for flow in model.flows.values():
        source, target = model.elements.get(flow.source), model.elements.get(flow.target)
        if source is None or target is None:
            missing = flow.source if source is None else flow.target
            yield _finding(
                model,
                "dangling-flow",
                flow,
                f"Expected the flow “{flow.id}” to join two elements, found no element “{missing}”: "
                "connect it again or delete it.",
            )
        elif source.parent != target.parent:
            yield _finding(
                model,
                "flow-crosses-border",
                flow,
                f"Expected the flow “{flow.id}” to stay inside one process, found that it goes from {title(source)} to "
                f"{title(target)} across the border of a sub-process: lead it to the sub-process itself.",
            )


def _default_findings(model: BpmnModel) -> Iterator[Finding]:
    for element in model.elements.values():
        if element.default is None:
            continue
        if element.default not in element.outgoing:
            yield _finding(
                model,
                "dangling-default",
                element,
                f"Expected the default flow of {title(element)} to be one of its own outgoing flows, found "
                f"“{element.default}”: choose the default again.",
            )
        elif model.flows[element.default].condition:
            yield _finding(
                model,
                "default-with-condition",
                model.flows[element.default],
                f"Expected no condition on the default flow “{element.default}”, found one: delete it.",
                "warning",
            )


def _reference_findings(model: BpmnModel) -> Iterator[Finding]:
    """Report events that refer to a message, signal, error or escalation that the file does not declare."""
    tables = {
        "message": model.messages,
        "signal": model.signals,
        "error": model.errors,
        "escalation": model.escalations,
    }
    for element in model.elements.values():
        event = element.event
        if event and event.kind in tables and event.reference and event.name is None:
            yield _finding(
                model,
                "missing-reference",
                element,
                f"Expected {title(element)} to refer to a declared {event.kind}, found no “{event.reference}”: "
                "declare it.",
            )


def _boundary_findings(model: BpmnModel) -> Iterator[Finding]:
    for element in model.elements.values():
        if element.kind != "boundaryEvent":
            continue
        host = model.elements.get(element.attached_to or "")
        if host is None or not host.is_activity or host.parent != element.parent:
            yield _finding(
                model,
                "boundary-without-host",
                element,
                f"Expected the boundary event {title(element)} to sit on an activity beside it, found "
                f"“{element.attached_to}”: attach it again.",
            )


def _direction_findings(model: BpmnModel) -> Iterator[Finding]:
    for element in model.elements.values():
        if element.incoming and element.kind in ("startEvent", "boundaryEvent"):
            yield _finding(
                model,
                "flow-into-start",
                element,
                f"Expected no flow into {title(element)}, found “{element.incoming[0]}”: lead it to the next element.",
            )
        if element.outgoing and element.kind == "endEvent":
            yield _finding(
                model,
                "flow-out-of-end",
                element,
                f"Expected no flow out of the end {title(element)}, found “{element.outgoing[0]}”: delete it or use an "
                "intermediate event.",
            )


def _scope_findings(model: BpmnModel) -> Iterator[Finding]:
    yield from _starts_and_ends(model, None)
    for element in model.elements.values():
        if element.kind in SUB_PROCESS_KINDS:
            yield from _starts_and_ends(model, element)


def _starts_and_ends(model: BpmnModel, scope: Element | None) -> Iterator[Finding]:
    inside = list(model.children(scope.id if scope else None))
    where = f"the sub-process {title(scope)}" if scope else f"the process “{model.process.id}”"
    place: Element | Process = scope or model.process
    starts = [element for element in inside if element.kind == "startEvent"]
    none_starts = [element for element in starts if element.event_kind == "none"]
    if not inside:
        yield _scope_finding(
            model, "empty-process", "error", place, f"Expected elements in {where}, found none: draw some."
        )
        return
    for extra in none_starts[1:]:
        yield _finding(
            model,
            "two-start-events",
            extra,
            f"Expected one plain start event in {where}, found {title(extra)} beside "
            f"{title(none_starts[0])}: keep one.",
        )
    if not starts:
        severity: Severity = "warning" if scope else "error"
        yield _scope_finding(
            model, "no-start-event", severity, place, f"Expected a start event in {where}, found none: add one."
        )
    if not any(element.kind == "endEvent" for element in inside):
        severity = "warning" if scope else "error"
        yield _scope_finding(
            model, "no-end-event", severity, place, f"Expected an end event in {where}, found none: add one."
        )


def _scope_finding(model: BpmnModel, rule: str, severity: Severity, place: Element | Process, message: str) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        file=model.file,
        element=place.id or None,
        line=place.line,
        message=message,
    )


def _reach_findings(model: BpmnModel) -> Iterator[Finding]:
    reached = _reachable(model)
    for element in model.elements.values():
        if element.id not in reached and not _is_apart(element):
            yield _finding(
                model,
                "unreachable-node",
                element,
                f"Expected a path from the start to {title(element)}, found none: connect it or delete it.",
            )


def _is_apart(element: Element) -> bool:
    """Tell whether the element runs without a token arriving: compensation handlers and event sub-processes."""
    return element.for_compensation or element.triggered_by_event


def _reachable(model: BpmnModel) -> set[str]:
    """Return the elements that a token can come to; a link catch is reached from the throws of its name."""
    ready = [element.id for element in model.elements.values() if _is_entry(model, element)]
    links: dict[tuple[str | None, str | None], list[str]] = {}
    for element in model.elements.values():
        if element.kind == "intermediateCatchEvent" and element.event_kind == "link":
            links.setdefault((element.parent, element.event.name if element.event else None), []).append(element.id)
    reached: set[str] = set()
    while ready:
        identity = ready.pop()
        element = model.elements[identity]
        if identity in reached:
            continue
        reached.add(identity)
        ready += [model.flows[flow].target for flow in element.outgoing if model.flows[flow].target in model.elements]
        ready += [event.id for event in model.boundary_events(identity)]
        if element.kind == "intermediateThrowEvent" and element.event_kind == "link":
            ready += links.get((element.parent, element.event.name if element.event else None), [])
    return reached


def _is_entry(model: BpmnModel, element: Element) -> bool:
    """Tell whether a token appears here by itself: start events, or any loose node where there is no start event."""
    if element.kind == "startEvent":
        return True
    if element.incoming or element.kind == "boundaryEvent" or element.event_kind == "link":
        return False
    return not any(other.kind == "startEvent" for other in model.children(element.parent))


def _gateway_findings(model: BpmnModel) -> Iterator[Finding]:
    for element in model.elements.values():
        if element.kind == "exclusiveGateway" and len(element.outgoing) > 1:
            yield from _exclusive_findings(model, element)
        if element.is_gateway and not element.outgoing:
            yield _finding(
                model,
                "gateway-without-exit",
                element,
                f"Expected a flow out of the gateway {title(element)}, found none: add one or delete the gateway.",
            )


def _exclusive_findings(model: BpmnModel, gateway: Element) -> Iterator[Finding]:
    """BPMN 2.0 §13.4.2: each flow but the default needs a condition; a single bare flow is read as the default."""
    bare = [flow for flow in gateway.outgoing if flow != gateway.default and model.flows[flow].condition is None]
    if not bare:
        return
    if gateway.default is None and len(bare) == 1:
        yield _finding(
            model,
            "flow-without-condition",
            model.flows[bare[0]],
            f"Expected a condition on “{bare[0]}” or the mark of the default flow at {title(gateway)}, found neither: "
            "it is taken as the default.",
            "warning",
        )
        return
    for flow in bare:
        yield _finding(
            model,
            "flow-without-condition",
            model.flows[flow],
            f"Expected a condition on the flow “{flow}” out of {title(gateway)}, found none: "
            "write one or mark it default.",
        )

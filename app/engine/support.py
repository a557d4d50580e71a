"""What the engine runs rightly; everything else is refused before a case exists, with element, name and line."""

from collections.abc import Iterator, Mapping

from app import feel
from app.domain.changes import RESERVED
from app.domain.findings import Finding
from app.engine.compensation import cancels_transaction, compensation_problem
from app.engine.repertoire import (
    BEHIND_EVENT_GATEWAY,
    EVENT_SUB_PROCESS_STARTS,
    EVENTS,
    PROCESS_STARTS,
    SUB_PROCESS_STARTS,
)
from app.engine.rewrites import event_rewrite, refused_kind
from app.procedures.bpmn import BpmnModel, Element
from app.procedures.bpmn.structure import title

_PAYLOAD_KINDS = frozenset({"serviceTask", "sendTask", "businessRuleTask", "endEvent", "intermediateThrowEvent"})
"""Elements that send their inputs out; all others see them as variables."""


def support_findings(model: BpmnModel, called: Mapping[str, BpmnModel], *, top: bool) -> list[Finding]:
    """Return an error for each element that would not run as BPMN says, and for calls that lead nowhere or back."""
    findings = [finding for element in model.elements.values() for finding in _of_element(model, element)]
    findings += [finding for element in model.elements.values() for finding in _of_call(model, element, called)]
    if top:
        findings += _circle(model, called)
    return findings


def calls_of(model: BpmnModel) -> list[str]:
    """Return the ids of the processes that a model calls, without repetition."""
    calls = [element.called.process for element in model.elements.values() if element.called]
    return list(dict.fromkeys(calls))


def _refusal(model: BpmnModel, element: Element, rule: str, message: str) -> Finding:
    return Finding(rule=rule, severity="error", file=model.file, element=element.id, line=element.line, message=message)


def _of_element(model: BpmnModel, element: Element) -> Iterator[Finding]:
    for check in _CHECKS:
        problem = check(model, element)
        if problem:
            rule, message = problem
            yield _refusal(model, element, rule, message)


Problem = tuple[str, str] | None


def _kind(model: BpmnModel, element: Element) -> Problem:
    refused = refused_kind(element)
    if refused is None:
        return None
    found, rewrite = refused
    return (
        "unsupported-element",
        f"Expected an element that runs as drawn, found {found} at {title(element)}: {rewrite}.",
    )


def _event(model: BpmnModel, element: Element) -> Problem:
    allowed = _starts_allowed(model, element) if element.kind == "startEvent" else EVENTS.get(element.kind)
    if allowed is None or element.event_kind in allowed or cancels_transaction(model, element):
        return None
    return (
        "unsupported-event",
        f"Expected {title(element)} to be one of {', '.join(sorted(allowed))}, found {element.event_kind}: "
        f"{event_rewrite(element)}.",
    )


def _starts_allowed(model: BpmnModel, element: Element) -> frozenset[str]:
    if element.parent is None:
        return PROCESS_STARTS
    return EVENT_SUB_PROCESS_STARTS if model.elements[element.parent].triggered_by_event else SUB_PROCESS_STARTS


def _condition(model: BpmnModel, element: Element) -> Problem:
    if element.event_kind != "conditional" or (element.event and element.event.expression):
        return None
    return (
        "missing-condition",
        f"Expected a condition on {title(element)}, found none: write one in FEEL.",
    )


def _error_interrupts(model: BpmnModel, element: Element) -> Problem:
    if element.event_kind != "error" or element.interrupting or element.kind not in ("boundaryEvent", "startEvent"):
        return None
    return (
        "error-without-interruption",
        f"Expected {title(element)} to interrupt, as every error does, found that it does not: make it interrupting "
        "or use an escalation.",
    )


def _event_sub_process(model: BpmnModel, element: Element) -> Problem:
    if not element.triggered_by_event or element.kind != "subProcess":
        return None
    starts = [other for other in model.children(element.id) if other.kind == "startEvent"]
    if len(starts) != 1:
        found = f"{len(starts)} start events"
    elif element.incoming or element.outgoing:
        found = "a sequence flow to or from it"
    elif element.multi_instance or element.loop:
        found = "a repetition on it"
    elif any(model.boundary_events(element.id)):
        found = "an event on its border"
    else:
        return None
    return (
        "event-sub-process-shape",
        f"Expected the event sub-process {title(element)} to stand alone with one start event, found {found}: redraw "
        "it, or make it a plain sub-process.",
    )


def _link(model: BpmnModel, element: Element) -> Problem:
    if element.event_kind != "link" or element.kind != "intermediateThrowEvent":
        return None
    name = element.event.name if element.event else None
    catches = [
        other
        for other in model.children(element.parent)
        if other.kind == "intermediateCatchEvent" and other.event and other.event.kind == "link"
        if other.event.name == name
    ]
    if len(catches) == 1:
        return None
    return (
        "link-without-target",
        f"Expected one catching link named “{name}” beside {title(element)}, found {len(catches)}: name one the same.",
    )


def _script(model: BpmnModel, element: Element) -> Problem:
    language = element.script_format
    if element.kind != "scriptTask" or not language or "feel" in language.lower():
        return None
    return (
        "unsupported-script",
        f"Expected FEEL in the script of {title(element)}, found {language}: write a FEEL context such as "
        "{total: price * copies}.",
    )


def _decision(model: BpmnModel, element: Element) -> Problem:
    if element.kind != "businessRuleTask" or element.operation:
        return None
    if not element.decision:
        return (
            "missing-decision",
            f"Expected a decision on {title(element)}, found none: name the decision it asks.",
        )
    if element.decision.startswith("=") or "${" in element.decision or "#{" in element.decision:
        return (
            "missing-decision",
            f"Expected the name of a decision on {title(element)}, found the expression “{element.decision}”: name "
            "one, behind a gateway where several may be asked.",
        )
    return None


def _repetition(model: BpmnModel, element: Element) -> Problem:
    several, loop = element.multi_instance, element.loop
    if several is not None and not (several.collection or several.cardinality):
        return (
            "repetition-without-list",
            f"Expected a list or a number of instances on {title(element)}, found neither: name the collection.",
        )
    if loop is not None and loop.condition is None and loop.maximum is None:
        return (
            "endless-loop",
            f"Expected a condition or a maximum on the loop of {title(element)}, found neither: write one.",
        )
    return None


def _event_gateway(model: BpmnModel, element: Element) -> Problem:
    if element.kind != "eventBasedGateway":
        return None
    for flow in element.outgoing:
        target = model.elements.get(model.flows[flow].target)
        waits = target is not None and (
            target.kind == "receiveTask"
            or (target.kind == "intermediateCatchEvent" and target.event_kind in BEHIND_EVENT_GATEWAY)
        )
        if target is not None and not waits:
            return (
                "event-gateway-target",
                f"Expected only timer, message, signal and conditional events or receive tasks behind "
                f"{title(element)}, found {title(target)}: put an event between.",
            )
        if target is not None and len(target.incoming) > 1:
            return (
                "event-gateway-target",
                f"Expected one flow into {title(target)} behind {title(element)}, found {len(target.incoming)}: "
                "give each gateway its own event.",
            )
    return None


def _names(model: BpmnModel, element: Element) -> Problem:
    clash = sorted(name for name in _written_by(element) if name in RESERVED)
    if not clash:
        return None
    return (
        "reserved-name",
        f"Expected {title(element)} to name variables of the case only, found the read-only name “{clash[0]}”: choose "
        "another name.",
    )


def _written_by(element: Element) -> Iterator[str]:
    """Yield the variables that an element writes or hides, as far as its diagram says."""
    if element.result:
        yield element.result
    yield from element.outputs
    if element.kind not in _PAYLOAD_KINDS:
        yield from element.inputs
    if element.called:
        yield from (*element.called.inputs, *element.called.outputs)
    if element.multi_instance:
        yield element.multi_instance.item or ""
        yield (element.multi_instance.output_collection or "").lstrip("= ")
    if element.script and not element.result:
        yield from _assigned(element.script)


def _assigned(script: str) -> tuple[str, ...]:
    try:
        return feel.keys_given(script)
    except feel.FeelError:
        return ()  # told with its place by the reader of the diagram


_CHECKS = (
    _kind,
    _event,
    _condition,
    _error_interrupts,
    _event_sub_process,
    _link,
    _script,
    _decision,
    _repetition,
    _event_gateway,
    compensation_problem,
    _names,
)


def _of_call(model: BpmnModel, element: Element, called: Mapping[str, BpmnModel]) -> Iterator[Finding]:
    if element.kind != "callActivity":
        return
    if element.called is None:
        message = f"Expected {title(element)} to name the process it calls, found nothing: name it."
        yield _refusal(model, element, "missing-called-process", message)
    elif element.called.process != model.process.id and element.called.process not in called:
        message = (
            f"Expected the process “{element.called.process}” that {title(element)} calls, found none of that id: "
            "add its file or correct the id."
        )
        yield _refusal(model, element, "missing-called-process", message)
    elif element.called.process in called and not _begins_plainly(called[element.called.process]):
        message = (
            f"Expected a plain start event in the process “{element.called.process}” that {title(element)} calls, "
            "found none: add one."
        )
        yield _refusal(model, element, "called-process-start", message)


def _begins_plainly(model: BpmnModel) -> bool:
    starts = [element for element in model.children(None) if element.kind == "startEvent"]
    return not starts or any(element.event_kind == "none" for element in starts)


def _circle(model: BpmnModel, called: Mapping[str, BpmnModel]) -> list[Finding]:
    """Return an error for a call that leads back to a process already on the way."""
    models = {**called, model.process.id: model}

    def walk(key: str, way: tuple[str, ...]) -> Finding | None:
        for element in models[key].elements.values():
            target = element.called.process if element.called else None
            if target in way:
                chain = " → ".join((*way[way.index(target) :], target))
                message = f"Expected calls without a circle, found {chain} through {title(element)}: cut it."
                return _refusal(models[key], element, "call-circle", message)
            if target in models and (found := walk(target, (*way, target))):
                return found
        return None

    finding = walk(model.process.id, (model.process.id,))
    return [finding] if finding else []

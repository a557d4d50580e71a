"""Reads one flow node of the XML into an Element."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from app.procedures.bpmn.extensions import (
    called_process,
    crosses_everything,
    find_extension,
    loop_attributes,
    read_expression,
    read_extensions,
    result_of_errors,
)
from app.procedures.bpmn.model import (
    CalledElement,
    Declared,
    Element,
    EventDefinition,
    Loop,
    MultiInstance,
)
from app.procedures.bpmn.names import split_names
from app.procedures.bpmn.vocabulary import BPMN, EVENT_DEFINITIONS, TIMERS, bpmn, zeebe
from app.procedures.xml import source_line

Node = etree._Element

_CYCLE = re.compile(r'=\s*cycle\(\s*(?:(?P<count>\d+)\s*,\s*)?duration\(\s*"(?P<interval>[^"]+)"\s*\)\s*\)', re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Declarations:
    """What the top of the file declares, by id."""

    messages: Mapping[str, Declared] = field(default_factory=dict)
    signals: Mapping[str, Declared] = field(default_factory=dict)
    errors: Mapping[str, Declared] = field(default_factory=dict)
    escalations: Mapping[str, Declared] = field(default_factory=dict)

    def find(self, kind: str, reference: str | None) -> Declared | None:
        """Return the message, signal, error or escalation that an event refers to."""
        tables = {
            "message": self.messages,
            "signal": self.signals,
            "error": self.errors,
            "escalation": self.escalations,
        }
        return tables.get(kind, {}).get(_local_reference(reference) or "")


def local_name(node: Node) -> str:
    """Return the tag without its namespace."""
    return etree.QName(node).localname


def is_bpmn(node: Node) -> bool:
    """Tell whether the node belongs to the BPMN model namespace."""
    return etree.QName(node).namespace == BPMN


def read_element(node: Node, *, parent: str | None, lane: str | None, declarations: Declarations) -> Element:
    """Return the Element of one flow node; its flows and its drawing are filled in by the reader."""
    kind = local_name(node)
    fields: dict[str, Any] = {
        "names": split_names(node.get("name")),
        "line": source_line(node),
        "parent": parent,
        "lane": lane,
        "default": node.get("default"),
        "event": _event(node, declarations),
        "attached_to": _local_reference(node.get("attachedToRef")),
        "interrupting": _interrupting(node, kind),
        "triggered_by_event": kind == "subProcess" and node.get("triggeredByEvent") == "true",
        "script": _script(node),
        "script_format": node.get("scriptFormat"),
        "multi_instance": _multi_instance(node),
        "loop": _loop(node),
        "for_compensation": node.get("isForCompensation") == "true",
        "instantiates": node.get("instantiate") == "true",
        "documentation": (node.findtext(bpmn("documentation")) or "").strip() or None,
    }
    fields |= read_extensions(node)
    fields["outputs"] = {**result_of_errors(node), **fields.get("outputs", {})}
    fields["role"] = fields.get("role") or lane
    fields |= _message_of(node, fields["event"], declarations, fields.get("correlation"))
    if kind == "callActivity":
        fields["called"] = _called(node, fields)
    if kind == "userTask":
        fields["form"] = fields.get("form") or node.get("id")
    return Element(id=node.get("id") or "", kind=kind, **fields)


def _local_reference(reference: str | None) -> str | None:
    """Return a reference without its namespace prefix."""
    return reference.rsplit(":", 1)[-1] if reference else None


def _interrupting(node: Node, kind: str) -> bool:
    attribute = "cancelActivity" if kind == "boundaryEvent" else "isInterrupting"
    return node.get(attribute, "true") != "false"


def _event(node: Node, declarations: Declarations) -> EventDefinition | None:
    if not local_name(node).endswith("Event"):
        return None
    definitions = [child for child in node if is_bpmn(child) and local_name(child) in EVENT_DEFINITIONS]
    definitions += [child for child in node if is_bpmn(child) and local_name(child) == "eventDefinitionRef"]
    if not definitions:
        return EventDefinition(line=source_line(node))
    if len(definitions) > 1 or local_name(definitions[0]) == "eventDefinitionRef":
        return EventDefinition(kind="multiple", line=source_line(node))
    return _event_definition(definitions[0], declarations)


def _event_definition(node: Node, declarations: Declarations) -> EventDefinition:
    kind: Any = EVENT_DEFINITIONS[local_name(node)]
    reference = _local_reference(node.get("activityRef" if kind == "compensate" else f"{kind}Ref"))
    declared = declarations.find(kind, reference)
    timer, expression = _timer(node)
    if kind == "conditional":
        expression = read_expression(node.findtext(bpmn("condition")))
    return EventDefinition(
        kind=kind,
        reference=reference,
        name=declared.name if declared else node.get("name"),
        code=declared.code if declared else None,
        expression=expression,
        timer=timer,
        line=source_line(node),
    )


def _timer(node: Node) -> tuple[Any, str | None]:
    for child in node:
        if is_bpmn(child) and local_name(child) in TIMERS:
            return TIMERS[local_name(child)], _repetition_of(read_expression(child.text))
    return None, None


def _repetition_of(text: str | None) -> str | None:
    """Return the function `cycle` of Camunda 8 as an ISO 8601 repetition; any other text as it is."""
    cycle = _CYCLE.fullmatch(text or "")
    return f"R{cycle['count'] or ''}/{cycle['interval']}" if cycle else text


def _script(node: Node) -> str | None:
    zeebe_script = find_extension(node, zeebe("script"))
    if zeebe_script is not None:
        return read_expression(zeebe_script.get("expression"))
    return read_expression(node.findtext(bpmn("script")))


def _message_of(
    node: Node, event: EventDefinition | None, declarations: Declarations, correlation: str | None
) -> dict[str, Any]:
    """Return the message name and correlation of a message event, receive task or send task."""
    if event is not None and event.kind == "message":
        declared = declarations.find("message", event.reference)
        name = event.name
    else:
        declared = declarations.find("message", node.get("messageRef"))
        name = declared.name if declared else None
    own = correlation or (declared.correlation if declared else None)
    return {"message": name, "correlation": own}


def _multi_instance(node: Node) -> MultiInstance | None:
    found = node.find(bpmn("multiInstanceLoopCharacteristics"))
    if found is None:
        return None
    return MultiInstance(
        sequential=found.get("isSequential") == "true",
        cardinality=read_expression(found.findtext(bpmn("loopCardinality"))),
        completion=read_expression(found.findtext(bpmn("completionCondition"))),
        **loop_attributes(found),
    )


def _loop(node: Node) -> Loop | None:
    found = node.find(bpmn("standardLoopCharacteristics"))
    if found is None:
        return None
    maximum = (found.get("loopMaximum") or "").strip()
    return Loop(
        condition=read_expression(found.findtext(bpmn("loopCondition"))),
        test_before=found.get("testBefore") == "true",
        maximum=int(maximum) if maximum.isdigit() else None,
    )


def _called(node: Node, fields: Mapping[str, Any]) -> CalledElement | None:
    process = called_process(node)
    if process is None:
        return None
    inwards, outwards = crosses_everything(node)
    return CalledElement(
        process=process,
        inputs=fields.get("inputs", {}),
        outputs=fields.get("outputs", {}),
        all_inwards=inwards,
        all_outwards=outwards,
    )

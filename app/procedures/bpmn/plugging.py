"""Puts a small process in the place of an extension point, in the file as well as in the drawing."""

import copy
from collections.abc import Iterator

from app.procedures.bpmn.elements import Node, is_bpmn, local_name
from app.procedures.bpmn.model import FLOW_NODE_KINDS, BpmnModel, Element
from app.procedures.bpmn.vocabulary import DIAGRAM, bpmn, mastara

PLAIN_KINDS = frozenset(
    {"startEvent", "endEvent", "task", "manualTask", "userTask", "exclusiveGateway", "parallelGateway"}
)
"""What a commune may draw: people's work and the choice of the way; nothing that acts on the outside or ends a case."""
_BEYOND = (
    "operation",
    "inputs",
    "outputs",
    "result",
    "decision",
    "outcome",
    "correlation",
    "multi_instance",
    "loop",
    "for_compensation",
    "optional",
    "extension_point",
)
"""Properties that a step of a commune may not have: connectors, decisions, outcomes, extension points of its own."""


def beyond_local(model: BpmnModel, prefix: str) -> str | None:
    """Return what a sub-procedure of a commune holds beyond what it may, or None.

    Every id begins with `prefix`, so that no national version can have the same.
    """
    foreign = next((name for name in (*model.elements, *model.flows) if not name.startswith(prefix)), None)
    if foreign is not None:
        return f"Expected names that begin with {prefix} in the sub-procedure, found “{foreign}”: rename it."
    return next((text for one in model.elements.values() if (text := _beyond(one))), None)


def _beyond(element: Element) -> str | None:
    if element.kind not in PLAIN_KINDS or element.event_kind != "none":
        return (
            f"Expected steps that communes may draw, found “{element.id}” of kind {element.kind}: "
            "use tasks, choices, one start and plain ends."
        )
    found = next((name for name in _BEYOND if getattr(element, name)), None)
    if found is None:
        return None
    return f"Expected a plain step in the sub-procedure, found {found} on “{element.id}”: take it away."


def plug(root: Node, element: str, local: Node) -> None:
    """Make a sub-process of the extension point `element` of a parsed diagram, in place.

    `local` is another parsed diagram; its process is copied, its drawing becomes the plane of the sub-process.
    """
    point = next(one for one in root.iter(bpmn("task")) if one.get("id") == element)
    point.tag = bpmn("subProcess")
    del point.attrib[mastara("extensionPoint")]
    process = next(local.iter(bpmn("process")))
    point.extend([copy.deepcopy(one) for one in process if _is_carried(one)])
    for shape in root.iter(f"{{{DIAGRAM}}}BPMNShape"):
        if shape.get("bpmnElement") == element:
            shape.set("isExpanded", "false")
    root.extend(_planes(local, element))


def _is_carried(node: Node) -> bool:
    return isinstance(node.tag, str) and is_bpmn(node) and local_name(node) in FLOW_NODE_KINDS | {"sequenceFlow"}


def _planes(local: Node, element: str) -> Iterator[Node]:
    for number, drawn in enumerate(local.iter(f"{{{DIAGRAM}}}BPMNDiagram"), start=1):
        diagram = copy.deepcopy(drawn)
        for one in diagram.iter():
            if one.get("id"):
                one.set("id", f"{element}-{number}-{one.get('id')}")
        for plane in diagram.iter(f"{{{DIAGRAM}}}BPMNPlane"):
            plane.set("bpmnElement", element)
        yield diagram

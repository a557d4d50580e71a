"""Takes a step out of a diagram, in the file as well as in the drawing: what led to it leads to what came behind it."""

from app.procedures.bpmn.elements import Node
from app.procedures.bpmn.model import BpmnModel, Element
from app.procedures.bpmn.vocabulary import DIAGRAM, bpmn

_EDGE = f"{{{DIAGRAM}}}BPMNEdge"
_REFERENCES = (bpmn("incoming"), bpmn("outgoing"), bpmn("flowNodeRef"))


def hindrance(model: BpmnModel, element: Element) -> str | None:
    """Return why a step cannot be taken out without changing anything else, or None.

    One arrow leads to it and one away, the latter without a condition; nothing sits on its border; it does not follow
    an event-based gateway, which waits for one of its own events.
    """
    if not element.is_activity:
        return f"Expected an activity, found “{element.id}” of kind {element.kind}: only activities may be left out."
    if len(element.incoming) != 1 or len(element.outgoing) != 1:
        return (
            f"Expected one arrow to “{element.id}” and one from it, found {len(element.incoming)} and "
            f"{len(element.outgoing)}: join them with gateways around the step."
        )
    arriving, leaving = model.flows[element.incoming[0]], model.flows[element.outgoing[0]]
    if leaving.condition or leaving.target in (element.id, arriving.source):
        return f"Expected an arrow without condition to the next step behind “{element.id}”: redraw it."
    if any(other.attached_to == element.id for other in model.elements.values()):
        return f"Expected nothing on the border of “{element.id}”, found an event: move it to a step that always stays."
    before = model.elements.get(arriving.source)
    if before is not None and before.kind == "eventBasedGateway":
        return f"Expected a step that does not follow an event-based gateway, found “{element.id}”: draw it behind."
    return None


def take_out(root: Node, element: str) -> None:
    """Take one step out of a parsed diagram in place; `hindrance` has found nothing against it.

    The arrow that led to it keeps its id, its condition and its name, and is drawn on along the one that went away.
    """
    arriving = _flow(root, "targetRef", element)
    leaving = _flow(root, "sourceRef", element)
    arriving.set("targetRef", leaving.get("targetRef") or "")
    _join_drawing(root, arriving.get("id"), leaving.get("id"))
    _rename_references(root, leaving.get("id") or "", arriving.get("id") or "")
    gone = {element, leaving.get("id")}
    gone |= {one.get("id") for one in _associations(root, element)}
    for one in list(root.iter()):
        if one.get("id") in gone or one.get("bpmnElement") in gone or _refers(one, element):
            _remove(one)


def _flow(root: Node, end: str, element: str) -> Node:
    return next(one for one in root.iter(bpmn("sequenceFlow")) if one.get(end) == element)


def _associations(root: Node, element: str) -> list[Node]:
    return [one for one in root.iter(bpmn("association")) if element in (one.get("sourceRef"), one.get("targetRef"))]


def _refers(one: Node, identity: str) -> bool:
    return one.tag in _REFERENCES and (one.text or "").strip() == identity


def _rename_references(root: Node, old: str, new: str) -> None:
    """Make the step behind name the arrow that now leads to it."""
    for one in root.iter(bpmn("incoming")):
        if (one.text or "").strip() == old:
            one.text = new


def _join_drawing(root: Node, first: str | None, second: str | None) -> None:
    """Lead the drawn line of the first arrow on along that of the second."""
    edges = {one.get("bpmnElement"): one for one in root.iter(_EDGE)}
    if first not in edges or second not in edges:
        return
    target, source = edges[first], edges[second]
    points = [one for one in source if one.tag.endswith("}waypoint")]
    own = [one for one in target if one.tag.endswith("}waypoint")]
    place = target.index(own[-1]) + 1 if own else 0
    for offset, point in enumerate(points):
        target.insert(place + offset, point)


def _remove(one: Node) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)

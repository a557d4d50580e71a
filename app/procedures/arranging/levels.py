"""Reads what is to be arranged from the model of a diagram, sub-processes from the inside out."""

from app.domain.languages import Text
from app.procedures.arranging.parts import EVENT, GATEWAY, Arrow, Level, Node, Picture, label_height, task_size
from app.procedures.arranging.placing import MARGIN, draw
from app.procedures.bpmn import BpmnModel
from app.procedures.bpmn.model import SUB_PROCESS_KINDS, Element


def draw_process(model: BpmnModel) -> Picture:
    """Return the picture of the whole process, lanes in the order of the file."""
    return draw(_level(model, None, _lanes(model)))


def _lanes(model: BpmnModel) -> dict[str, int]:
    """Return the place of the innermost lane of each element; 0 for all where there are no lanes."""
    inner = [lane for lane in model.lanes.values() if not any(one.parent == lane.id for one in model.lanes.values())]
    return {lane.id: place for place, lane in enumerate(inner)}


def innermost_lanes(model: BpmnModel) -> list[str]:
    """Return the lanes that hold elements, in the order of the file."""
    return list(_lanes(model))


def _level(model: BpmnModel, parent: str | None, lanes: dict[str, int]) -> Level:
    inside = [one for one in model.children(parent) if one.attached_to is None]
    nodes = [_node(model, one, lanes if parent is None else {}) for one in inside]
    ids = {one.id for one in inside}
    arrows = [found for flow in model.flows.values() if (found := _arrow(model, flow.id, ids)) is not None]
    joined = {arrow.source for arrow in arrows} | {arrow.target for arrow in arrows}
    apart = {one.id for one in inside if one.triggered_by_event or one.for_compensation} - joined
    return Level(
        nodes=tuple(node for node in nodes if node.id not in apart),
        arrows=tuple(arrows),
        apart=tuple(node for node in nodes if node.id in apart),
        lanes=max(1, len(lanes)) if parent is None else 1,
    )


def _arrow(model: BpmnModel, flow_id: str, ids: set[str]) -> Arrow | None:
    flow = model.flows[flow_id]
    source = model.elements[flow.source]
    host = source.attached_to
    if (host or source.id) not in ids:
        return None
    return Arrow(
        id=flow.id,
        source=host or source.id,
        target=flow.target,
        port=source.id if host else None,
        label=label_height(flow.names),
    )


def _node(model: BpmnModel, element: Element, lanes: dict[str, int]) -> Node:
    border = list(model.boundary_events(element.id))
    inner = draw(_level(model, element.id, {})) if element.kind in SUB_PROCESS_KINDS else None
    width, height = _size(element, element.names, len(border), inner)
    outside = label_height(element.names)
    return Node(
        id=element.id,
        lane=lanes.get(element.lane or "", 0),
        width=width,
        height=height,
        above=outside if element.is_gateway else 0,
        below=outside if element.is_event else 0,
        border=tuple(event.id for event in border),
        border_names=tuple(label_height(event.names) for event in border),
        inner=inner,
    )


def _size(element: Element, names: Text, events: int, inner: Picture | None) -> tuple[float, float]:
    if inner is not None:
        return max(inner.width + MARGIN, task_size(names, events)[0]), inner.height + 2 * MARGIN
    if element.is_event:
        return EVENT
    return GATEWAY if element.is_gateway else task_size(names, events)

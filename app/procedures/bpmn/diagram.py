"""What the drawing of a BPMN file really shows (BPMN 2.0 §12, diagram interchange)."""

from lxml import etree

from app.procedures.bpmn.vocabulary import DIAGRAM

Node = etree._Element

_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
_WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
_FEWEST_WAYPOINTS = 2


def drawn_ids(root: Node) -> frozenset[str]:
    """Return the ids of what can be seen: shapes with a place and a size, arrows with two points at least."""
    shapes = (shape for shape in root.iter(f"{{{DIAGRAM}}}BPMNShape") if _has_bounds(shape))
    edges = (edge for edge in root.iter(f"{{{DIAGRAM}}}BPMNEdge") if len(edge.findall(_WAYPOINT)) >= _FEWEST_WAYPOINTS)
    return frozenset((node.get("bpmnElement") or "").rsplit(":", 1)[-1] for node in (*shapes, *edges))


def _has_bounds(shape: Node) -> bool:
    bounds = shape.find(_BOUNDS)
    if bounds is None:
        return False
    try:
        _left, _top, width, height = (float(bounds.get(name, "")) for name in ("x", "y", "width", "height"))
    except ValueError:
        return False
    return width > 0 and height > 0

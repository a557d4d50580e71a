"""Where the shapes of a diagram stand (BPMN DI): for differences that are of the drawing alone."""

from dataclasses import dataclass
from math import isfinite

from app.procedures.xml import parse_xml

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """A shape's place and size, in units of the drawing."""

    x: float
    y: float
    width: float
    height: float


def read_bounds(source: bytes) -> dict[str, Bounds]:
    """Return the bounds of each drawn element by its id; shapes without numbers are left out. Raises XmlRefused."""
    found: dict[str, Bounds] = {}
    for shape in parse_xml(source, file="diagram.bpmn").iter(f"{DI}BPMNShape"):
        bounds, element = shape.find(f"{DC}Bounds"), shape.get("bpmnElement")
        if bounds is None or element is None:
            continue
        try:
            x, y, width, height = (float(bounds.get(name, "")) for name in ("x", "y", "width", "height"))
        except ValueError:
            continue
        if not all(map(isfinite, (x, y, width, height))):
            continue
        found[element] = Bounds(x=x, y=y, width=width, height=height)
    return found

"""Writes a new drawing into a BPMN file; what the process says and does stays byte for byte."""

import re
from collections.abc import Iterator
from typing import ClassVar
from xml.sax.saxutils import quoteattr

from app.domain.errors import MastaraError
from app.procedures.arranging.levels import draw_process, innermost_lanes
from app.procedures.arranging.parts import Bounds, Picture
from app.procedures.bpmn import BpmnModel
from app.procedures.bpmn.model import SUB_PROCESS_KINDS
from app.procedures.diagrams import read_diagram
from app.procedures.xml import parse_xml

_DRAWING = re.compile(rb"[ \t]*<(?P<prefix>[\w.-]+:)?BPMNDiagram\b.*</(?P=prefix)?BPMNDiagram>[ \t]*\r?\n?", re.DOTALL)
_END = re.compile(rb"[ \t]*</(?:[\w.-]+:)?definitions>\s*$")
_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_BY_HAND = ("messageFlow", "textAnnotation", "association", "group", "dataObjectReference", "dataStoreReference")
_SPACES = {
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
LEFT, TOP, HEADER = 160.0, 80.0, 30.0


class ArrangingRefused(MastaraError):
    """The diagram holds something whose place only a person can choose: annotations, data, several pools."""

    code: ClassVar[str] = "arranging-refused"


def arrange(content: bytes, *, file: str) -> bytes:
    """Return the file with its steps arranged from left to right, lane by lane.

    Raises XmlRefused where the file is no BPMN, ArrangingRefused where it holds what has to be placed by hand.
    """
    root = parse_xml(content, file=file)
    for tag in _BY_HAND:
        if root.find(f".//{_BPMN}{tag}") is not None:
            raise ArrangingRefused(
                f"Expected a diagram of steps and arrows, found a {tag}: arrange it by hand.", tag=tag
            )
    pools = root.findall(f".//{_BPMN}participant")
    if len(pools) > 1:
        raise ArrangingRefused(f"Expected one pool, found {len(pools)}: arrange them by hand.", tag="participant")
    model = read_diagram(content, file=file)
    pool = pools[0].get("id") if pools else None
    collaboration = root.find(f"{_BPMN}collaboration")
    plane = collaboration.get("id") if pool and collaboration is not None else model.process.id
    drawing = "".join(_drawing(model, draw_process(model), pool=pool, plane=str(plane))).encode()
    return _with_drawing(content, drawing)


def _with_drawing(content: bytes, drawing: bytes) -> bytes:
    if _DRAWING.search(content):
        return _DRAWING.sub(lambda _: drawing, content, count=1)
    return _END.sub(lambda found: drawing + found.group(), content, count=1)


def _drawing(model: BpmnModel, picture: Picture, *, pool: str | None, plane: str) -> Iterator[str]:
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _SPACES.items())
    process = model.process.id
    yield f"  <bpmndi:BPMNDiagram {spaces} id={quoteattr(process + '-diagram')}>\n"
    yield f"    <bpmndi:BPMNPlane id={quoteattr(process + '-plane')} bpmnElement={quoteattr(plane)}>\n"
    lanes = innermost_lanes(model)
    left = LEFT + HEADER if pool else LEFT
    if pool:
        frame = Bounds(x=LEFT, y=TOP, width=HEADER * (2 if lanes else 1) + picture.width, height=picture.height)
        yield _shape(pool, frame, extra=' isHorizontal="true"')
    for lane, box in zip(lanes, picture.lanes, strict=False):
        moved = Bounds(x=left, y=TOP + box.y, width=HEADER + box.width, height=box.height)
        yield _shape(lane, moved, extra=' isHorizontal="true"')
    x = left + (HEADER if lanes else 0)
    for identity, box in picture.shapes.items():
        yield _element(model, identity, box.moved(x, TOP), picture.labels.get(identity), x)
    for identity, way in picture.ways.items():
        yield _edge(identity, [(px + x, py + TOP) for px, py in way], picture.labels.get(identity), x)
    yield "    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n"


def _element(model: BpmnModel, identity: str, box: Bounds, label: Bounds | None, x: float) -> str:
    element = model.elements[identity]
    extra = ' isExpanded="true"' if element.kind in SUB_PROCESS_KINDS else ""
    extra += ' isMarkerVisible="true"' if element.kind == "exclusiveGateway" else ""
    return _shape(identity, box, extra=extra, label=label.moved(x, TOP) if label else None)


def _shape(identity: str, box: Bounds, *, extra: str = "", label: Bounds | None = None) -> str:
    inner = _bounds(box) + (f"<bpmndi:BPMNLabel>{_bounds(label)}</bpmndi:BPMNLabel>" if label else "")
    names = f"id={quoteattr(identity + '-shape')} bpmnElement={quoteattr(identity)}"
    return f"      <bpmndi:BPMNShape {names}{extra}>{inner}</bpmndi:BPMNShape>\n"


def _edge(identity: str, way: list[tuple[float, float]], label: Bounds | None, x: float) -> str:
    points = "".join(f'<di:waypoint x="{px:g}" y="{py:g}" />' for px, py in way)
    named = f"<bpmndi:BPMNLabel>{_bounds(label.moved(x, TOP))}</bpmndi:BPMNLabel>" if label else ""
    names = f"id={quoteattr(identity + '-edge')} bpmnElement={quoteattr(identity)}"
    return f"      <bpmndi:BPMNEdge {names}>{points}{named}</bpmndi:BPMNEdge>\n"


def _bounds(box: Bounds) -> str:
    return f'<dc:Bounds x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" />'

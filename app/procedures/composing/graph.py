"""A diagram being composed: elements on a grid, arrows between them, and the BPMN file that both make.

A column is 230 wide, a row 140 high; an arrow to another row leaves by the bottom or the top and enters from the left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from app.domain.languages import Text

COLUMN, ROW, LEFT, TOP = 230, 140, 120, 120
SIZES = {"event": (36, 36), "gateway": (50, 50), "task": (140, 80)}
_SPACES = {
    "": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    ":bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    ":dc": "http://www.omg.org/spec/DD/20100524/DC",
    ":di": "http://www.omg.org/spec/DD/20100524/DI",
    ":xsi": "http://www.w3.org/2001/XMLSchema-instance",
    ":mastara": "urn:mastara:bpmn:1",
}
_FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"


@dataclass(frozen=True, kw_only=True)
class Box:
    """One element and its place. `attributes` are written as they stand, `inner` is XML of its children."""

    id: str
    tag: str
    name: Text
    x: float
    y: float
    width: float
    height: float
    attributes: Mapping[str, str] = field(default_factory=dict)
    inner: str = ""
    parent: str | None = None

    @property
    def middle(self) -> tuple[float, float]:
        """Centre of the shape."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """A sequence flow; `condition` is FEEL."""

    source: str
    target: str
    name: Text | None = None
    condition: str | None = None

    @property
    def id(self) -> str:
        """Id of the sequence flow."""
        return f"{self.source}--{self.target}"


class Graph:
    """Collects elements and arrows; `xml()` writes them."""

    def __init__(self, process: str, name: Text) -> None:
        self.process = process
        self.name = name
        self.boxes: dict[str, Box] = {}
        self.arrows: list[Arrow] = []
        self.messages: list[str] = []

    def add(
        self,
        identity: str,
        tag: str,
        name: Text,
        *,
        at: tuple[float, float],
        attributes: Mapping[str, str] | None = None,
        inner: str = "",
        parent: str | None = None,
    ) -> str:
        """Put an element on a (column, row) of the grid; returns its id."""
        width, height = SIZES[_kind(tag)]
        x, y = LEFT + at[0] * COLUMN + 70, TOP + at[1] * ROW
        self.boxes[identity] = Box(
            id=identity,
            tag=tag,
            name=name,
            x=x - width / 2,
            y=y - height / 2,
            width=width,
            height=height,
            attributes=attributes or {},
            inner=inner,
            parent=parent,
        )
        return identity

    def frame(self, identity: str, name: Text, *, columns: tuple[float, float], rows: tuple[float, float]) -> str:
        """Draw a sub-process around a part of the grid."""
        x, y = LEFT + columns[0] * COLUMN - 20, TOP + rows[0] * ROW - ROW / 2 - 30
        right, bottom = LEFT + columns[1] * COLUMN + 160, TOP + rows[1] * ROW + ROW / 2
        self.boxes[identity] = Box(
            id=identity, tag="subProcess", name=name, x=x, y=y, width=right - x, height=bottom - y
        )
        return identity

    def attach(self, identity: str, name: Text, *, to: str, message: str, x: float) -> str:
        """Put a message boundary event on the lower edge of a frame."""
        host = self.boxes[to]
        self.messages.append(message)
        self.boxes[identity] = Box(
            id=identity,
            tag="boundaryEvent",
            name=name,
            x=x - 18,
            y=host.y + host.height - 18,
            width=36,
            height=36,
            attributes={"attachedToRef": to},
            inner=f'<messageEventDefinition messageRef="message-{message}" />',
        )
        return identity

    def join(self, source: str, target: str, name: Text | None = None, condition: str | None = None) -> None:
        """Draw an arrow."""
        self.arrows.append(Arrow(source=source, target=target, name=name, condition=condition))

    def xml(self) -> bytes:
        """Return the BPMN file."""
        messages = "".join(
            f'  <message id="message-{name}" name="{name}" />\n' for name in dict.fromkeys(self.messages)
        )
        name = quoteattr(_both(self.name), {"\n": "&#10;"})
        content = (
            self._head()
            + messages
            + f'  <process id="{self.process}" name={name} isExecutable="true">\n'
            + self._inside(None)
            + "  </process>\n"
            + self._drawing()
            + "</definitions>\n"
        )
        return content.encode()

    def _head(self) -> str:
        spaces = " ".join(f'xmlns{prefix}="{address}"' for prefix, address in _SPACES.items())
        rest = f'targetNamespace="urn:mastara:processes" expressionLanguage="{_FEEL}"'
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions {spaces} id="{self.process}-definitions" {rest}>\n'
        )

    def _inside(self, parent: str | None) -> str:
        mine = [box for box in self.boxes.values() if box.parent == parent]
        ids = {box.id for box in mine}
        flows = [arrow for arrow in self.arrows if arrow.source in ids]
        return "".join(self._element(box) for box in mine) + "".join(map(_flow, flows))

    def _element(self, box: Box) -> str:
        name = _both(box.name)
        written = {"id": box.id, **({"name": name} if name else {}), **box.attributes, **self._default(box)}
        attributes = "".join(f" {key}={quoteattr(value, {chr(10): '&#10;'})}" for key, value in written.items())
        inner = box.inner
        extensions = ""
        if inner.startswith("<extensionElements>"):
            end = inner.index("</extensionElements>") + len("</extensionElements>")
            extensions, inner = inner[:end], inner[end:]
        coming = "".join(f"<incoming>{arrow.id}</incoming>" for arrow in self.arrows if arrow.target == box.id)
        going = "".join(f"<outgoing>{arrow.id}</outgoing>" for arrow in self.arrows if arrow.source == box.id)
        nested = f"\n{self._inside(box.id)}" if box.tag == "subProcess" else ""
        return f"    <{box.tag}{attributes}>{extensions}{coming}{going}{inner}{nested}</{box.tag}>\n"

    def _default(self, box: Box) -> dict[str, str]:
        going = [arrow for arrow in self.arrows if arrow.source == box.id]
        plain = next((arrow for arrow in going if arrow.condition is None), None)
        return {"default": plain.id} if box.tag == "exclusiveGateway" and len(going) > 1 and plain else {}

    def _drawing(self) -> str:
        shapes = "".join(map(self._shape, self.boxes.values()))
        edges = "".join(self._edge(arrow) for arrow in self.arrows)
        plane = f'<bpmndi:BPMNPlane id="{self.process}-plane" bpmnElement="{self.process}">\n{shapes}{edges}'
        return (
            f'  <bpmndi:BPMNDiagram id="{self.process}-diagram">\n    {plane}    </bpmndi:BPMNPlane>\n'
            "  </bpmndi:BPMNDiagram>\n"
        )

    def _shape(self, box: Box) -> str:
        bounds = f'<dc:Bounds x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" />'
        expanded = ' isExpanded="true"' if box.tag == "subProcess" else ""
        label = ""
        if box.tag.endswith("Gateway") and box.name:
            label = _label(box.x - 20, box.y + 54 if self._goes_up(box) else box.y - 34, 90)
        if box.tag == "boundaryEvent":
            label = _label(box.x + 24, box.y + 38, 90)
        drawn = (
            f'<bpmndi:BPMNShape id="{box.id}-shape" bpmnElement="{box.id}"{expanded}>{bounds}{label}</bpmndi:BPMNShape>'
        )
        return f"      {drawn}\n"

    def _goes_up(self, box: Box) -> bool:
        targets = (self.boxes[arrow.target] for arrow in self.arrows if arrow.source == box.id)
        return any(target.y + target.height < box.y for target in targets)

    def _edge(self, arrow: Arrow) -> str:
        points = _route(self.boxes[arrow.source], self.boxes[arrow.target])
        drawn = "".join(f'<di:waypoint x="{x:g}" y="{y:g}" />' for x, y in points)
        label = ""
        if arrow.name:
            (x, y), _ = points[-2], points[-1]
            label = _label(x + 8, y - 30, 60)
        return (
            f'      <bpmndi:BPMNEdge id="{arrow.id}-edge" bpmnElement="{arrow.id}">{drawn}{label}</bpmndi:BPMNEdge>\n'
        )


def _kind(tag: str) -> str:
    if tag.endswith("Event"):
        return "event"
    return "gateway" if tag.endswith("Gateway") else "task"


def _both(name: Text) -> str:
    """French on the first line, Arabic on the second."""
    return "\n".join(name[code] for code in ("fr", "ar") if name.get(code))


def _flow(arrow: Arrow) -> str:
    name = f" name={quoteattr(_both(arrow.name), {chr(10): '&#10;'})}" if arrow.name else ""
    ends = f'id="{arrow.id}"{name} sourceRef="{arrow.source}" targetRef="{arrow.target}"'
    if arrow.condition is None:
        return f"    <sequenceFlow {ends} />\n"
    condition = f'<conditionExpression xsi:type="tFormalExpression">{escape(arrow.condition)}</conditionExpression>'
    return f"    <sequenceFlow {ends}>{condition}</sequenceFlow>\n"


def _label(x: float, y: float, width: float) -> str:
    bounds = f'<dc:Bounds x="{x:g}" y="{y:g}" width="{width:g}" height="27" />'
    return f"<bpmndi:BPMNLabel>{bounds}</bpmndi:BPMNLabel>"


def _route(source: Box, target: Box) -> list[tuple[float, float]]:
    (sx, sy), (_, ty) = source.middle, target.middle
    right, left = source.x + source.width, target.x
    if source.tag == "boundaryEvent":
        return [(sx, source.y + source.height), (sx, ty), (left, ty)]
    if "subProcess" in (source.tag, target.tag):
        level = ty if source.tag == "subProcess" else sy
        return [(right, level), (left, level)]
    if abs(sy - ty) < 1:
        return [(right, sy), (left, ty)]
    edge = source.y + source.height if ty > sy else source.y
    if source.tag.endswith("Gateway"):
        return [(sx, edge), (sx, ty), (left, ty)]
    return [(right, sy), ((right + left) / 2, sy), ((right + left) / 2, ty), (left, ty)]

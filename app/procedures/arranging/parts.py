"""What is arranged: nodes with their sizes, arrows between them, and where both stand in the end.

Lengths are those of the BPMN drawing (pixels of bpmn-js at 100 %).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.languages import Text

LABEL_WIDTH = 90
"""Width at which the editor breaks names that stand outside of their shape."""
LINE_HEIGHT = 14
_SIGNS_A_LINE = 15
EVENT, GATEWAY = (36.0, 36.0), (50.0, 50.0)
TASK = (150.0, 84.0)
EVENT_PITCH = 96.0
"""Room that an event on the border of a step takes along that border."""

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, x: float, y: float) -> "Bounds":
        """Return the rectangle shifted."""
        return Bounds(x=self.x + x, y=self.y + y, width=self.width, height=self.height)


@dataclass(frozen=True, kw_only=True)
class Node:
    """A step that takes a place on the grid. `inner` is the drawing of an expanded sub-process.

    `above` and `below` are the heights of names that stand outside of the shape; `border` are the events on its lower
    edge, in the order of the file, `border_names` the heights of their names.
    """

    id: str
    lane: int
    width: float
    height: float
    above: float = 0
    below: float = 0
    border: tuple[str, ...] = ()
    border_names: tuple[float, ...] = ()
    inner: "Picture | None" = None

    @property
    def column_width(self) -> float:
        """The width that its column must have for the shape and its name."""
        return max(self.width, LABEL_WIDTH + 6)


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """An arrow between two nodes of one level. `port` is the event on the border of the source that it leaves."""

    id: str
    source: str
    target: str
    port: str | None = None
    label: float = 0
    """Height of its name, 0 without one."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """The process, or the inside of one sub-process. `apart` are nodes without arrows: event sub-processes."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    apart: tuple[Node, ...] = ()
    lanes: int = 1


@dataclass(kw_only=True)
class Picture:
    """Where everything stands: shapes and names by element, way points by arrow, lanes from top to bottom."""

    shapes: dict[str, Bounds] = field(default_factory=dict)
    labels: dict[str, Bounds] = field(default_factory=dict)
    ways: dict[str, list[Point]] = field(default_factory=dict)
    lanes: list[Bounds] = field(default_factory=list)
    width: float = 0
    height: float = 0

    def take(self, other: "Picture", x: float, y: float) -> None:
        """Put another picture into this one, its corner at (x, y)."""
        self.shapes |= {key: box.moved(x, y) for key, box in other.shapes.items()}
        self.labels |= {key: box.moved(x, y) for key, box in other.labels.items()}
        self.ways |= {key: [(px + x, py + y) for px, py in way] for key, way in other.ways.items()}


def label_height(names: Text) -> float:
    """Return the height of a name outside of its shape: its lines in each language, one below the other."""
    return LINE_HEIGHT * sum(_lines(text) for text in names.values() if text)


def _lines(text: str) -> int:
    lines, left = 1, _SIGNS_A_LINE
    for word in text.split():
        size = min(len(word), _SIGNS_A_LINE)
        if size > left:
            lines, left = lines + 1, _SIGNS_A_LINE
        left -= size + 1
    return lines


def task_size(names: Text, events: int) -> tuple[float, float]:
    """Return the size of a step that its name fits into, wide enough for the events on its border."""
    width = max(TASK[0], events * EVENT_PITCH - 20)
    signs = width / 6.6
    lines = sum(math.ceil(len(text) / signs) for text in names.values())
    return width, max(TASK[1], 46 + LINE_HEIGHT * lines)


def longest(values: Sequence[float]) -> float:
    """Return the largest of the values, 0 without any."""
    return max(values, default=0.0)

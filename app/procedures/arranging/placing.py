"""Gives the grid its measures: widths of columns and gaps, heights of rows and lanes, then shapes, names and ways."""

from collections import defaultdict
from dataclasses import dataclass

from app.procedures.arranging.columns import find_columns
from app.procedures.arranging.parts import (
    EVENT,
    EVENT_PITCH,
    LABEL_WIDTH,
    Arrow,
    Bounds,
    Level,
    Node,
    Picture,
    Point,
    longest,
)
from app.procedures.arranging.rows import Grid, find_rows, passages
from app.procedures.arranging.trunks import Gap, find_gaps

MARGIN = 30.0
TRUNK_PITCH = 14.0
GAP = 44.0
LABELLED_GAP = LABEL_WIDTH + 34
TRACK = 34.0
ROW_ROOM = 18.0
LEAST_LANE = 120.0
BORDER_DROP = 30.0
BORDER_PITCH = 12.0
"""How far below its step an arrow from the border turns to the right, and how much lower the next one does."""
APART_ROOM = 40.0
NAME_ROOM = 4.0


@dataclass(kw_only=True)
class _Measures:
    """Where columns, gaps and rows begin."""

    column_left: dict[int, float]
    column_width: dict[int, float]
    gap_left: dict[int, float]
    middle: dict[int, float]
    """Height of the middle of each row, by its place from the top."""
    above: dict[int, float]
    """Room above the middle of each row."""
    lanes: list[Bounds]
    width: float


def draw(level: Level) -> Picture:
    """Return the picture of one level, its corner at (0, 0)."""
    columns, back = find_columns(level)
    grid = find_rows(level, columns, back)
    gaps = find_gaps(grid)
    measures = _measure(grid, gaps)
    picture = Picture(
        lanes=measures.lanes, width=measures.width, height=longest([lane.bottom for lane in measures.lanes])
    )
    _put_nodes(picture, grid, measures)
    for arrow in level.arrows:
        picture.ways[arrow.id] = _way(picture, grid, gaps, measures, arrow)
        _put_name(picture, grid, gaps, measures, arrow)
    _put_apart(picture, level)
    return picture


# --- measures --------------------------------------------------------------------------------------------------------


def _measure(grid: Grid, gaps: dict[int, Gap]) -> _Measures:
    column_left, column_width, gap_left, width = _across(grid, gaps)
    above, below = _row_heights(grid)
    middle, lanes = _down(grid, width, above, below)
    return _Measures(
        above=above,
        column_left=column_left,
        column_width=column_width,
        gap_left=gap_left,
        middle=middle,
        lanes=lanes,
        width=width,
    )


def _across(grid: Grid, gaps: dict[int, Gap]) -> tuple[dict[int, float], dict[int, float], dict[int, float], float]:
    lefts: dict[int, float] = {}
    widths: dict[int, float] = {}
    behind: dict[int, float] = {}
    behind[-1] = x = MARGIN
    x += _gap_width(gaps.get(-1), least=0)
    for column in range(max(grid.columns.values(), default=0) + 1):
        lefts[column] = x
        widths[column] = longest([node.column_width for node in grid.level.nodes if grid.columns[node.id] == column])
        behind[column] = x = x + widths[column]
        x += _gap_width(gaps.get(column), least=GAP)
    last = max(lefts, default=0)
    return lefts, widths, behind, behind.get(last, x) + max(MARGIN, _gap_width(gaps.get(last), least=MARGIN))


def _gap_width(gap: Gap | None, *, least: float) -> float:
    if gap is None:
        return least
    trunks = TRUNK_PITCH * (len(gap.trunks) + 1) if gap.trunks else 0
    return max(least, trunks + (LABELLED_GAP if gap.label else 22 if trunks else 0))


def _down(
    grid: Grid, width: float, above: dict[int, float], below: dict[int, float]
) -> tuple[dict[int, float], list[Bounds]]:
    numbers = grid.numbers()
    middle: dict[int, float] = {}
    lanes: list[Bounds] = []
    y = 0.0
    for lane in range(grid.level.lanes):
        rows = [place for row, place in numbers.items() if row[0] == lane]
        apart = longest([node.height + APART_ROOM for node in grid.level.apart if node.lane == lane])
        needed = sum(above[row] + below[row] for row in rows) + ROW_ROOM + apart
        height = max(LEAST_LANE if grid.level.lanes > 1 else 0, needed)
        top = y + ROW_ROOM / 2 + (height - needed) / 2
        for row in rows:
            middle[row] = top + above[row]
            top += above[row] + below[row]
        lanes.append(Bounds(x=0, y=y, width=width, height=height))
        y += height
    return middle, lanes


def _row_heights(grid: Grid) -> tuple[dict[int, float], dict[int, float]]:
    """Return the room above and below the middle of each row."""
    numbers = grid.numbers()
    above = dict.fromkeys(numbers.values(), TRACK / 2)
    below = dict.fromkeys(numbers.values(), TRACK / 2)
    for node in grid.level.nodes:
        row = numbers[grid.rows[node.id]]
        above[row] = max(above[row], node.height / 2 + node.above + ROW_ROOM)
        below[row] = max(below[row], node.height / 2 + _under(node) + ROW_ROOM)
    names: dict[tuple[int, int], float] = defaultdict(float)
    for arrow in grid.level.arrows:
        if arrow.label:
            gap, _, leaves = passages(grid, arrow, numbers)[0]
            names[gap, int(leaves)] += arrow.label + NAME_ROOM
    for (_, row), height in names.items():
        above[row] = max(above[row], height + NAME_ROOM)
    return above, below


def _under(node: Node) -> float:
    """Return the room that a node needs below its shape."""
    if not node.border:
        return node.below
    return BORDER_DROP + BORDER_PITCH * (len(node.border) - 1) + 6 + longest(node.border_names)


# --- shapes ----------------------------------------------------------------------------------------------------------


def _put_nodes(picture: Picture, grid: Grid, measures: _Measures) -> None:
    numbers = grid.numbers()
    for node in grid.level.nodes:
        column = grid.columns[node.id]
        x = measures.column_left[column] + (measures.column_width[column] - node.width) / 2
        y = measures.middle[numbers[grid.rows[node.id]]] - node.height / 2
        put_node(picture, node, x, y)


def put_node(picture: Picture, node: Node, x: float, y: float) -> None:
    """Draw a node at a corner, with its name, the events on its border and what is inside."""
    box = Bounds(x=x, y=y, width=node.width, height=node.height)
    picture.shapes[node.id] = box
    centre = box.middle[0] - LABEL_WIDTH / 2
    if node.above:
        picture.labels[node.id] = Bounds(x=centre, y=y - node.above - 4, width=LABEL_WIDTH, height=node.above)
    if node.below:
        picture.labels[node.id] = Bounds(x=centre, y=box.bottom + 4, width=LABEL_WIDTH, height=node.below)
    _put_border(picture, node, box)
    if node.inner is not None:
        picture.take(node.inner, x + MARGIN / 2, y + MARGIN)


def _put_border(picture: Picture, node: Node, box: Bounds) -> None:
    count = len(node.border)
    lines = box.bottom + BORDER_DROP + BORDER_PITCH * (count - 1)
    for place, (event, height) in enumerate(zip(node.border, node.border_names, strict=True)):
        x = box.right - 32 - (count - 1 - place) * EVENT_PITCH
        picture.shapes[event] = Bounds(x=x - 18, y=box.bottom - 18, width=EVENT[0], height=EVENT[1])
        if height and count == 1:  # beside the line that goes down
            picture.labels[event] = Bounds(x=x - 6 - LABEL_WIDTH, y=box.bottom + 20, width=LABEL_WIDTH, height=height)
        elif height:  # below the lines of all events
            picture.labels[event] = Bounds(x=x - LABEL_WIDTH / 2, y=lines + 4, width=LABEL_WIDTH, height=height)


def _put_apart(picture: Picture, level: Level) -> None:
    beginnings = dict.fromkeys(range(level.lanes), MARGIN)
    for node in level.apart:
        lane = picture.lanes[node.lane]
        x = beginnings[node.lane]
        put_node(picture, node, x, lane.bottom - node.height - APART_ROOM / 2)
        beginnings[node.lane] = x + node.width + GAP
    widest = longest([start - GAP + MARGIN for start in beginnings.values()])
    if widest > picture.width:
        picture.width = widest
        picture.lanes = [Bounds(x=0, y=lane.y, width=widest, height=lane.height) for lane in picture.lanes]


# --- ways ------------------------------------------------------------------------------------------------------------


def _way(picture: Picture, grid: Grid, gaps: dict[int, Gap], measures: _Measures, arrow: Arrow) -> list[Point]:
    source, target = picture.shapes[arrow.source], picture.shapes[arrow.target]
    if arrow.port is None:
        way = [(source.right, source.middle[1])]
    else:
        event = picture.shapes[arrow.port]
        way = [(event.middle[0], event.bottom), (event.middle[0], _turn(grid, source, arrow))]
    for gap, enters, leaves in passages(grid, arrow, grid.numbers()):
        if enters != leaves:
            x = _trunk_x(gaps, measures, gap, arrow)
            way.append((x, way[-1][1]))
            way.append((x, measures.middle[int(leaves)]))
    way.append((target.x, target.middle[1]))
    return _straight(way)


def _turn(grid: Grid, source: Bounds, arrow: Arrow) -> float:
    node = next(one for one in grid.level.nodes if one.id == arrow.source)
    deeper = len(node.border) - 1 - node.border.index(str(arrow.port))
    return source.bottom + BORDER_DROP + BORDER_PITCH * deeper


def _trunk_x(gaps: dict[int, Gap], measures: _Measures, gap: int, arrow: Arrow) -> float:
    trunks = gaps[gap].trunks
    place = next(index for index, trunk in enumerate(trunks) if arrow.id in trunk.arrows)
    return measures.gap_left[gap] + TRUNK_PITCH * (place + 1)


def _straight(way: list[Point]) -> list[Point]:
    """Return a way without points that lie between two others on one line."""
    found: list[Point] = []
    for point in way:
        if found and found[-1] == point:
            continue
        if len(found) > 1 and (found[-2][0] == found[-1][0] == point[0] or found[-2][1] == found[-1][1] == point[1]):
            found.pop()
        found.append(point)
    return found


def _put_name(picture: Picture, grid: Grid, gaps: dict[int, Gap], measures: _Measures, arrow: Arrow) -> None:
    """Write the name of an arrow over its level piece; of several that meet there, one above the other."""
    if not arrow.label:
        return
    gap, _, leaves = passages(grid, arrow, grid.numbers())[0]
    x = measures.gap_left[gap] + TRUNK_PITCH * (len(gaps[gap].trunks) + 0.5) + 2
    y = measures.middle[int(leaves)]
    same = [box.y for box in picture.labels.values() if box.x == x and box.y < y <= box.y + measures.above[int(leaves)]]
    y = min([y, *same])
    picture.labels[arrow.id] = Bounds(x=x, y=y - arrow.label - NAME_ROOM, width=LABEL_WIDTH, height=arrow.label)

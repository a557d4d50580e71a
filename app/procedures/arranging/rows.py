"""In which row of its lane each node stands, and along which row each long arrow runs.

A row belongs to one lane. A slot (lane, row, column) holds one node, or one arrow that passes between columns. The
first places follow what leads to a node; then rows and nodes change places as long as the picture gets simpler.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.procedures.arranging.parts import Arrow, Level, Node

Row = tuple[int, int]
"""Lane, and number in it; numbers only order the rows."""
PORT = 0.4
"""How much lower than its step an arrow leaves that begins on the border."""
_MOST_TURNS = 12
_CROSSING, _BEND = 6.0, 2.0


@dataclass(kw_only=True)
class Grid:
    """Places of nodes and arrows while they are being found."""

    level: Level
    columns: dict[str, int]
    back: frozenset[str]
    rows: dict[str, Row] = field(default_factory=dict)
    tracks: dict[str, Row] = field(default_factory=dict)
    """The row along which an arrow passes the columns between its ends, where there are any."""
    taken: dict[tuple[Row, int], str] = field(default_factory=dict)

    def passed(self, arrow: Arrow) -> range:
        """Return the columns that an arrow passes without ending there."""
        begin, end = self.columns[arrow.source], self.columns[arrow.target]
        return range(end, begin + 1) if arrow.id in self.back else range(begin + 1, end)

    def is_free(self, row: Row, columns: Iterable[int], *, but: str = "") -> bool:
        """Tell whether nothing else stands in these columns of a row."""
        return all(self.taken.get((row, column), but) == but for column in columns)

    def put(self, key: str, row: Row, columns: Iterable[int]) -> None:
        """Let a node or an arrow take columns of a row."""
        for column in columns:
            self.taken[(row, column)] = key

    def clear(self, row: Row, columns: Iterable[int]) -> None:
        """Free columns of a row."""
        for column in columns:
            del self.taken[(row, column)]

    def numbers(self) -> dict[Row, int]:
        """Return the place of each used row from the top of the picture, lane after lane."""
        used = sorted({row for row, _ in self.taken})
        return {row: place for place, row in enumerate(used)}


def find_rows(level: Level, columns: dict[str, int], back: frozenset[str]) -> Grid:
    """Return the rows of nodes and arrows."""
    grid = Grid(level=level, columns=columns, back=back)
    order = {node.id: place for place, node in enumerate(level.nodes)}
    coming: dict[str, list[Arrow]] = defaultdict(list)
    for arrow in level.arrows:
        coming[arrow.target].append(arrow)
    for node in sorted(level.nodes, key=lambda one: (columns[one.id], order[one.id])):
        forward = [arrow for arrow in coming[node.id] if arrow.id not in back]
        _place_node(grid, node, forward)
        for arrow in forward:
            _place_track(grid, arrow)
    for arrow in level.arrows:
        if arrow.id in back:
            _place_track(grid, arrow)
    _improve(grid)
    return grid


def _place_node(grid: Grid, node: Node, coming: list[Arrow]) -> None:
    before = [grid.rows[arrow.source] for arrow in coming if arrow.port is None]
    wanted = next((number for lane, number in before if lane == node.lane), 0)
    column = grid.columns[node.id]
    row = next(row for row in _around((node.lane, wanted)) if grid.is_free(row, (column,)))
    grid.rows[node.id] = row
    grid.put(node.id, row, (column,))


def _place_track(grid: Grid, arrow: Arrow) -> None:
    passed = grid.passed(arrow)
    if not passed:
        return
    source, target = grid.rows[arrow.source], grid.rows[arrow.target]
    first = [] if arrow.id in grid.back or arrow.port else [source]
    candidates = [*first, *([] if arrow.id in grid.back else [target]), *_nearest(source, target)]
    row = next(row for row in candidates if grid.is_free(row, passed))
    grid.tracks[arrow.id] = row
    grid.put(arrow.id, row, passed)


def _around(row: Row) -> Iterator[Row]:
    """Yield a row and those beside it, the nearest first, those below before those above."""
    lane, number = row
    yield row
    for step in range(1, 200):
        yield lane, number + step
        yield lane, number - step


def _nearest(source: Row, target: Row) -> Iterator[Row]:
    for one, two in zip(_around(source), _around(target), strict=True):
        yield one
        yield two


# --- simpler, step by step -------------------------------------------------------------------------------------------


def _improve(grid: Grid) -> None:
    best = _cost(grid)
    for _ in range(_MOST_TURNS):
        before = best
        best = _swap_rows(grid, best)
        best = _move_nodes(grid, best)
        best = _move_tracks(grid, best)
        if best >= before:
            return


def _swap_rows(grid: Grid, best: float) -> float:
    lanes: dict[int, list[Row]] = defaultdict(list)
    for row in grid.numbers():
        lanes[row[0]].append(row)
    for rows in lanes.values():
        for first in range(len(rows)):
            for second in range(first + 1, len(rows)):
                _exchange(grid, rows[first], rows[second])
                cost = _cost(grid)
                if cost < best:
                    best = cost
                else:
                    _exchange(grid, rows[first], rows[second])
    return best


def _exchange(grid: Grid, one: Row, two: Row) -> None:
    other = {one: two, two: one}
    grid.rows = {key: other.get(row, row) for key, row in grid.rows.items()}
    grid.tracks = {key: other.get(row, row) for key, row in grid.tracks.items()}
    grid.taken = {(other.get(row, row), column): key for (row, column), key in grid.taken.items()}


def _move_nodes(grid: Grid, best: float) -> float:
    for node in grid.level.nodes:
        columns = (grid.columns[node.id],)
        for row in _free_rows(grid, node.lane):
            best = _try(grid, grid.rows, node.id, row, columns, best)
    return best


def _move_tracks(grid: Grid, best: float) -> float:
    for arrow in grid.level.arrows:
        if arrow.id in grid.tracks:
            for lane in range(grid.level.lanes):
                for row in _free_rows(grid, lane):
                    best = _try(grid, grid.tracks, arrow.id, row, grid.passed(arrow), best)
    return best


def _free_rows(grid: Grid, lane: int) -> list[Row]:
    """Return the rows of a lane, and a fresh one above and below them."""
    used = sorted(row for row in {row for row, _ in grid.taken} if row[0] == lane)
    if not used:
        return [(lane, 0)]
    return [(lane, used[0][1] - 1), *used, (lane, used[-1][1] + 1)]


def _try(grid: Grid, places: dict[str, Row], key: str, row: Row, columns: Iterable[int], best: float) -> float:
    before = places[key]
    span = list(columns)
    if row == before or not grid.is_free(row, span):
        return best
    grid.clear(before, span)
    grid.put(key, row, span)
    places[key] = row
    cost = _cost(grid)
    if cost < best:
        return cost
    grid.clear(row, span)
    grid.put(key, before, span)
    places[key] = before
    return best


# --- what a picture costs --------------------------------------------------------------------------------------------

Passage = tuple[int, float, float]
"""The gap behind a column, and the places at which an arrow enters and leaves it."""


def passages(grid: Grid, arrow: Arrow, numbers: dict[Row, int]) -> list[Passage]:
    """Return how an arrow goes through each gap between columns, from its source to its target."""
    begin, end = grid.columns[arrow.source], grid.columns[arrow.target]
    source = numbers[grid.rows[arrow.source]] + (PORT if arrow.port else 0)
    target = float(numbers[grid.rows[arrow.target]])
    if arrow.id not in grid.tracks:
        return [(begin, source, target)]
    track = float(numbers[grid.tracks[arrow.id]])
    if arrow.id in grid.back:
        return [
            (begin, source, track),
            *((gap, track, track) for gap in range(begin - 1, end - 1, -1)),
            (end - 1, track, target),
        ]
    return [
        (begin, source, track),
        *((gap, track, track) for gap in range(begin + 1, end - 1)),
        (end - 1, track, target),
    ]


def _cost(grid: Grid) -> float:
    numbers = grid.numbers()
    gaps: dict[int, list[tuple[str, str, float, float]]] = defaultdict(list)
    total = 2.5 * len(numbers)
    for arrow in grid.level.arrows:
        for gap, enters, leaves in passages(grid, arrow, numbers):
            gaps[gap].append((arrow.source, arrow.target, enters, leaves))
            if enters != leaves:
                total += abs(enters - leaves) + _BEND
    return total + _CROSSING * sum(_crossings(through) for through in gaps.values())


def _crossings(through: list[tuple[str, str, float, float]]) -> int:
    count = 0
    for place, (source, target, enters, leaves) in enumerate(through):
        for other_source, other_target, other_enters, other_leaves in through[place + 1 :]:
            if source != other_source and target != other_target:
                count += (enters - other_enters) * (leaves - other_leaves) < 0
    return count

"""Upright pieces of arrows in the gaps between columns: which share one, and in which order they stand."""

from collections import defaultdict
from dataclasses import dataclass, field

from app.procedures.arranging.parts import Arrow
from app.procedures.arranging.rows import Grid, Row, passages


@dataclass(kw_only=True)
class Trunk:
    """One upright line. `enters` are heights at which arrows come from the left, `leaves` those where they go right.

    For an arrow that leads back the sides are the same: what counts is the side on which the level piece lies.
    """

    key: str
    enters: set[float] = field(default_factory=set)
    leaves: set[float] = field(default_factory=set)
    arrows: list[str] = field(default_factory=list)

    @property
    def goes_down(self) -> bool:
        """Whether it leads downwards."""
        return max(self.leaves) > min(self.enters)


@dataclass(kw_only=True)
class Gap:
    """The room behind a column: its trunks from left to right, and the height of the tallest name of an arrow."""

    trunks: list[Trunk] = field(default_factory=list)
    label: float = 0


def find_gaps(grid: Grid) -> dict[int, Gap]:
    """Return every gap by the column before it (-1: before the first)."""
    numbers = grid.numbers()
    gaps: dict[int, Gap] = defaultdict(Gap)
    for arrow in grid.level.arrows:
        steps = passages(grid, arrow, numbers)
        for place, (gap, enters, leaves) in enumerate(steps):
            if arrow.label and place == 0:
                gaps[gap].label = max(gaps[gap].label, arrow.label)
            if enters == leaves:
                gaps[gap].trunks += []
                continue
            trunk = _trunk(gaps[gap], _key(arrow, first=place == 0))
            left, right = _sides(grid, arrow, place, len(steps), enters, leaves)
            trunk.enters |= left
            trunk.leaves |= right
            trunk.arrows.append(arrow.id)
    for each in gaps.values():
        each.trunks = _in_order(each.trunks)
    return gaps


def _key(arrow: Arrow, *, first: bool) -> str:
    """Return which arrows share a trunk: those that leave one node, those that come to one."""
    return f"from {arrow.port or arrow.source}" if first else f"to {arrow.target}"


def _sides(
    grid: Grid, arrow: Arrow, place: int, count: int, enters: float, leaves: float
) -> tuple[set[float], set[float]]:
    """Return the heights of the level pieces left and right of a trunk."""
    if arrow.id in grid.back and place == 0 and count > 1:
        return {enters, leaves}, set()
    if arrow.id in grid.back and place == count - 1 and count > 1:
        return set(), {enters, leaves}
    return {enters}, {leaves}


def _trunk(gap: Gap, key: str) -> Trunk:
    found = next((one for one in gap.trunks if one.key == key), None)
    if found is None:
        found = Trunk(key=key)
        gap.trunks.append(found)
    return found


def _in_order(trunks: list[Trunk]) -> list[Trunk]:
    """Return trunks so that level pieces of one height do not lie on each other, and few cross."""
    left = sorted(trunks, key=_wish)
    ordered: list[Trunk] = []
    while left:
        free = [one for one in left if not any(other is not one and _is_before(other, one) for other in left)]
        chosen = free[0] if free else left[0]
        ordered.append(chosen)
        left.remove(chosen)
    return ordered


def _wish(trunk: Trunk) -> tuple[float, str]:
    heights = trunk.enters | trunk.leaves
    down = bool(trunk.enters) and bool(trunk.leaves) and max(trunk.leaves) > min(trunk.enters)
    return (-min(trunk.enters) if down else min(heights), trunk.key)


def _is_before(one: Trunk, other: Trunk) -> bool:
    """Tell whether one trunk has to stand left of another: it takes what comes at a height where the other gives."""
    return bool(one.enters & other.leaves) and not bool(other.enters & one.leaves)


def row_at(grid: Grid, number: int) -> Row:
    """Return the row at a place from the top."""
    return next(row for row, place in grid.numbers().items() if place == number)

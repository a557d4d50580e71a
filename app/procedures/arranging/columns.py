"""In which column each node stands: after everything that leads to it, loops left aside."""

from collections.abc import Mapping

from app.procedures.arranging.parts import Arrow, Level


def find_columns(level: Level) -> tuple[dict[str, int], frozenset[str]]:
    """Return the column of each node, from 0, and the arrows that lead back."""
    back = _leading_back(level)
    forward = [arrow for arrow in level.arrows if arrow.id not in back]
    columns = _longest_paths(level, forward)
    _pull_beginnings(columns, forward)
    return columns, back


def _leading_back(level: Level) -> frozenset[str]:
    """Return the arrows that close a circle, walking depth first from the beginnings in the order of the file."""
    leaving: dict[str, list[Arrow]] = {node.id: [] for node in level.nodes}
    entered = set()
    for arrow in level.arrows:
        leaving[arrow.source].append(arrow)
        entered.add(arrow.target)
    back: set[str] = set()
    done: set[str] = set()
    beginnings = [node.id for node in level.nodes if node.id not in entered]
    for first in [*beginnings, *(node.id for node in level.nodes)]:
        if first not in done:
            _walk(first, leaving, done, back)
    return frozenset(back)


def _walk(first: str, leaving: Mapping[str, list[Arrow]], done: set[str], back: set[str]) -> None:
    path = [(first, iter(leaving[first]))]
    on_path = {first}
    while path:
        node, rest = path[-1]
        arrow = next(rest, None)
        if arrow is None:
            path.pop()
            on_path.discard(node)
            done.add(node)
        elif arrow.target in on_path:
            back.add(arrow.id)
        elif arrow.target not in done:
            path.append((arrow.target, iter(leaving[arrow.target])))
            on_path.add(arrow.target)


def _longest_paths(level: Level, forward: list[Arrow]) -> dict[str, int]:
    columns = {node.id: 0 for node in level.nodes}
    coming = {node.id: 0 for node in level.nodes}
    leaving: dict[str, list[str]] = {node.id: [] for node in level.nodes}
    for arrow in forward:
        coming[arrow.target] += 1
        leaving[arrow.source].append(arrow.target)
    ready = [node for node, count in coming.items() if count == 0]
    for node in ready:  # grows while it is read
        for target in leaving[node]:
            columns[target] = max(columns[target], columns[node] + 1)
            coming[target] -= 1
            if coming[target] == 0:
                ready.append(target)
    return columns


def _pull_beginnings(columns: dict[str, int], forward: list[Arrow]) -> None:
    """Move a node that nothing leads to next to what it leads to: a second beginning stands where it is needed."""
    entered = {arrow.target for arrow in forward}
    for node, column in list(columns.items()):
        after = [columns[arrow.target] for arrow in forward if arrow.source == node]
        if node not in entered and after and min(after) - 1 > column:
            columns[node] = min(after) - 1

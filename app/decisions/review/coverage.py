"""The grid of a table: which cases two rules share, and which no rule matches."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import prod

from app.decisions.tables.domains import Column
from app.decisions.tables.table import IRRELEVANT, DecisionTable

LARGEST_GRID = 20_000


class Coverage:
    """The grid of a table: one column of atoms an input, one set of atoms a cell."""

    def __init__(self, table: DecisionTable) -> None:
        self.table = table
        self.columns = [
            Column(
                [rule.conditions[index].text for rule in table.rules],
                type_name=column.expression.type_name,
                allowed=column.allowed.text if column.allowed else None,
            )
            for index, column in enumerate(table.inputs)
        ]
        self.rows = [[column.set_of(row) for column in self.columns] for row in range(len(table.rules))]

    def overlaps(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of rows that surely share a case: unknown cells share one only if written alike."""
        for first, second in combinations(range(len(self.rows)), 2):
            if all(self._shared(first, second, column) for column in range(len(self.columns))):
                yield first, second

    def _shared(self, first: int, second: int, column: int) -> bool:
        one, other = self.rows[first][column], self.rows[second][column]
        if one is not None and other is not None:
            return bool(one & other)
        texts = {self.table.rules[row].conditions[column].text for row in (first, second)}
        return len(texts) == 1 or bool(texts & IRRELEVANT)

    def example(self, first: int, second: int) -> str:
        """Return a case that both rows match, in words."""
        parts: list[str] = []
        for index, column in enumerate(self.columns):
            one, other = self.rows[first][index], self.rows[second][index]
            if one is not None and other is not None and len(column.atoms) > 1:
                parts.append(column.case(self.table.inputs[index].label, min(one & other)))
        return ", ".join(parts) or "every case"

    def find_gap(self) -> str | None:
        """Return a case that surely no row matches, in words; None if there is none or the grid is too large."""
        if prod(len(column.atoms) for column in self.columns) * len(self.rows) > LARGEST_GRID * 10:
            return None
        for case in product(*(range(len(column.atoms)) for column in self.columns)):
            if not any(self._may_match(row, case) for row in self.rows):
                return ", ".join(
                    column.case(self.table.inputs[index].label, case[index])
                    for index, column in enumerate(self.columns)
                )
        return None

    @staticmethod
    def _may_match(row: Sequence[frozenset[int] | None], case: Sequence[int]) -> bool:
        return all(cell is None or atom in cell for cell, atom in zip(row, case, strict=True))

"""The relation: a list of contexts, written as a table of columns and rows (DMN 1.5, 10.2.1.6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.decisions.expressions.box import Box, Names, reads
from app.decisions.expressions.listing import Listing, read_list
from app.decisions.expressions.variable import Variable, read_variable
from app.decisions.markup import Element, Markup, children, id_of, line_of
from app.decisions.scope import Scope


@dataclass(frozen=True, kw_only=True)
class Relation(Box):
    """Columns by name, and rows of one expression a column."""

    columns: Sequence[Variable]
    rows: Sequence[Listing]

    def evaluate(self, scope: Scope) -> object:
        """Return one context a row; a cell that a row lacks is null."""
        return [self._row(row, scope) for row in self.rows]

    def _row(self, row: Listing, scope: Scope) -> dict[str, object]:
        values = [item.value(scope) for item in row.items]
        lacking = [None] * (len(self.columns) - len(values))
        pairs = zip(self.columns, [*values, *lacking], strict=False)
        return {column.name: scope.fit(value, column) for column, value in pairs}

    def inner(self, names: Names) -> Iterator[tuple[Box, Names]]:
        """Yield the rows."""
        return ((row, names) for row in self.rows)


@reads("relation")
def read_relation(element: Element, markup: Markup) -> Relation:
    """Read a relation."""
    return Relation(
        element=id_of(element),
        line=line_of(element),
        type_name=markup.type_name(element),
        columns=tuple(read_variable(column, markup) for column in children(element, "column")),
        rows=tuple(read_list(row, markup) for row in children(element, "row")),
    )

"""The boxed list: one expression an item (DMN 1.5, 10.2.1.5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.decisions.expressions.box import Box, Names, read_all, reads
from app.decisions.markup import Element, Markup, id_of, line_of
from app.decisions.scope import Scope


@dataclass(frozen=True, kw_only=True)
class Listing(Box):
    """A list of expressions."""

    items: Sequence[Box]

    def evaluate(self, scope: Scope) -> object:
        """Return the list of their values."""
        return [item.value(scope) for item in self.items]

    def inner(self, names: Names) -> Iterator[tuple[Box, Names]]:
        """Yield the items."""
        return ((item, names) for item in self.items)


@reads("list")
def read_list(element: Element, markup: Markup) -> Listing:
    """Read a boxed list; also a row of a relation, which is written as one."""
    return Listing(
        element=id_of(element),
        line=line_of(element),
        type_name=markup.type_name(element),
        items=tuple(read_all(element, markup)),
    )

"""The boxed filter: the items of a list for which a condition is true (DMN 1.5, 10.2.1.9)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.decisions.expressions.box import ANY_NAME, Box, Names, present, read_inner, reads, value_of
from app.decisions.markup import Element, Markup, child, id_of, line_of
from app.decisions.scope import Scope


@dataclass(frozen=True, kw_only=True)
class Filter(Box):
    """A collection, and what is asked of each `item`."""

    collection: Box | None
    match: Box | None

    def evaluate(self, scope: Scope) -> object:
        """Return the items that match; a condition that is a number is a position, as in `list[2]`.

        A value that is no list is filtered as a list of one (DMN 1.5, 10.3.2.5); null stays null, and so does a
        condition that is neither a truth value nor a number.
        """
        value = value_of(self.collection, scope)
        if value is None:
            return None
        items = value if isinstance(value, list) else [value]
        matching: list[object] = []
        for item in items:
            scope.run.step()
            answer = value_of(self.match, scope.with_names(_names_of(item)))
            if not (answer is None or isinstance(answer, bool)):
                return _at(items, answer)
            if answer is True:
                matching.append(item)
        return matching

    def inner(self, names: Names) -> Iterator[tuple[Box, Names]]:
        """Yield the collection, and the condition with the name `item` and those of entries that the items may have."""
        yield from ((box, names) for box in present(self.collection))
        yield from ((box, names | {"item", ANY_NAME}) for box in present(self.match))


def _names_of(item: object) -> Mapping[str, object]:
    """Return the names that a condition may use for one item: `item`, and first the item's own entries."""
    return {"item": item, **item} if isinstance(item, Mapping) else {"item": item}


def _at(items: list[object], position: object) -> object:
    """Return the item at a position that counts from 1, or from -1 at the end; null beyond either end."""
    if not isinstance(position, Decimal) or position != int(position):
        return None
    number = int(position)
    if number == 0 or abs(number) > len(items):
        return None
    return items[number - 1 if number > 0 else number]


@reads("filter")
def read_filter(element: Element, markup: Markup) -> Filter:
    """Read a boxed filter."""
    return Filter(
        element=id_of(element),
        line=line_of(element),
        type_name=markup.type_name(element),
        collection=read_inner(child(element, "in"), markup),
        match=read_inner(child(element, "match"), markup),
    )

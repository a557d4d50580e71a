"""The boxed context: named entries, each of which may use those before it, or a result (DMN 1.5, 10.2.1.4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.decisions.expressions.box import Box, Names, read_inner, reads, value_of
from app.decisions.expressions.function import FunctionBox
from app.decisions.expressions.variable import Variable, read_variable
from app.decisions.markup import Element, Markup, child, children, id_of, line_of
from app.decisions.scope import Scope


@dataclass(frozen=True, kw_only=True)
class ContextEntry:
    """One row; the row without a name holds the result of the whole context."""

    variable: Variable | None
    value: Box | None


@dataclass(frozen=True, kw_only=True)
class Context(Box):
    """A context: its entries in the order of the file."""

    entries: Sequence[ContextEntry]

    def evaluate(self, scope: Scope) -> object:
        """Return the entries as a context, or the value of the entry without a name."""
        known: dict[str, object] = {}
        for entry in self.entries:
            seen = {**scope.names, **known}
            within = replace(scope, names=seen)
            if entry.variable is None:
                return value_of(entry.value, within)
            value = entry.value.bound(within, entry.variable) if entry.value is not None else None
            seen[entry.variable.name] = known[entry.variable.name] = value  # a function sees itself when it is called
        return known

    def inner(self, names: Names) -> Iterator[tuple[Box, Names]]:
        """Yield the value of each entry with the names of the entries before it; a function may name itself."""
        for entry in self.entries:
            own = {entry.variable.name} if entry.variable is not None else frozenset[str]()
            if entry.value is not None:
                yield entry.value, names | own if isinstance(entry.value, FunctionBox) else names
            names = names | own


@reads("context")
def read_context(element: Element, markup: Markup) -> Context:
    """Read a boxed context."""
    return Context(
        element=id_of(element),
        line=line_of(element),
        type_name=markup.type_name(element),
        entries=tuple(_entry(row, markup) for row in children(element, "contextEntry")),
    )


def _entry(row: Element, markup: Markup) -> ContextEntry:
    named = child(row, "variable")
    return ContextEntry(
        variable=read_variable(named, markup) if named is not None else None, value=read_inner(row, markup)
    )

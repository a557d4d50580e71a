"""The boxed conditional: if, then, else (DMN 1.5, 10.2.1.8)."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.decisions.expressions.box import Box, Names, present, read_inner, reads, value_of
from app.decisions.markup import Element, Markup, child, id_of, line_of
from app.decisions.scope import Scope
from app.decisions.shown import shown


@dataclass(frozen=True, kw_only=True)
class Conditional(Box):
    """A condition and what it chooses between."""

    condition: Box | None
    then: Box | None
    otherwise: Box | None

    def evaluate(self, scope: Scope) -> object:
        """Return `then` if the condition is true, `otherwise` if it is false or null; null if it is no truth value."""
        condition = value_of(self.condition, scope)
        if not (condition is None or isinstance(condition, bool)):
            scope.run.tell(f"conditional {self.element}: Expected a truth value, found {shown(condition)}.")
            return None
        return value_of(self.then if condition else self.otherwise, scope)

    def inner(self, names: Names) -> Iterator[tuple[Box, Names]]:
        """Yield condition and choices."""
        return ((box, names) for box in present(self.condition, self.then, self.otherwise))


@reads("conditional")
def read_conditional(element: Element, markup: Markup) -> Conditional:
    """Read a boxed conditional."""
    return Conditional(
        element=id_of(element),
        line=line_of(element),
        type_name=markup.type_name(element),
        condition=read_inner(child(element, "if"), markup),
        then=read_inner(child(element, "then"), markup),
        otherwise=read_inner(child(element, "else"), markup),
    )

"""The boxed iterators: for … return, every and some … satisfies (DMN 1.5, 10.2.1.10)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from app.decisions.expressions.box import Box, Names, present, read_inner, reads, value_of, walk
from app.decisions.expressions.literal import Literal as FeelText
from app.decisions.expressions.variable import Variable
from app.decisions.markup import Element, Markup, child, id_of, line_of, plain_name
from app.decisions.scope import Scope
from app.decisions.shown import shown
from app.feel import FeelError, Range, evaluate

_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")

IterationKind = Literal["for", "every", "some"]


@dataclass(frozen=True, kw_only=True)
class Iteration(Box):
    """A name that takes the value of each item in turn, and what is done with it."""

    kind: IterationKind
    variable: Variable
    collection: Box | None
    body: Box | None

    def evaluate(self, scope: Scope) -> object:
        """Return the list of the body's values, or what the quantifier makes of them."""
        items = self._items(scope)
        if items is None:
            return None
        return FINISHERS[self.kind](self._turns(items, scope))

    def _turns(self, items: Sequence[object], scope: Scope) -> list[object]:
        values: list[object] = []
        for item in items:
            scope.run.step()
            names = {self.variable.name: scope.fit(item, self.variable)}
            if self._looks_back:
                names["partial"] = list(values)
            values.append(value_of(self.body, scope.with_names(names)))
        return values

    @cached_property
    def _looks_back(self) -> bool:
        """Whether the body may speak of the values before its own."""
        inside = (part for part, _ in walk(self.body, frozenset())) if self.body is not None else ()
        return self.kind == "for" and any(isinstance(part, FeelText) and "partial" in part.text for part in inside)

    def _items(self, scope: Scope) -> Sequence[object] | None:
        value = value_of(self.collection, scope)
        if isinstance(value, Range):
            return _unrolled(value, scope)
        if not isinstance(value, list):
            scope.run.tell(f"{self.kind} {self.element}: Expected a list to go through, found {shown(value)}.")
            return None
        return value

    def inner(self, names: Names) -> Iterator[tuple[Box, Names]]:
        """Yield the collection, and the body with the name of the iterator."""
        yield from ((box, names) for box in present(self.collection))
        known = names | {self.variable.name} | ({"partial"} if self.kind == "for" else set())
        yield from ((box, known) for box in present(self.body))


def _unrolled(bounds: Range, scope: Scope) -> Sequence[object] | None:
    """Return the numbers or days of a range, as FEEL's own loop goes through them."""
    try:
        found = evaluate("for turn in bounds return turn", {"bounds": bounds}, now=scope.run.now, functions=True)
    except FeelError as error:
        scope.run.tell(error.message)
        return None
    return found if isinstance(found, list) else None


def _every(values: list[object]) -> object:
    return _verdict(values, deciding=False)


def _some(values: list[object]) -> object:
    return _verdict(values, deciding=True)


def _verdict(values: list[object], *, deciding: bool) -> object:
    """Return the value that decides alone, null where none does and one is null, or where one is no truth value."""
    if not all(value is None or isinstance(value, bool) for value in values):
        return None
    if deciding in values:
        return deciding
    return None if None in values else not deciding


FINISHERS: dict[IterationKind, Callable[[list[object]], object]] = {"for": list, "every": _every, "some": _some}


@reads("for")
def read_for(element: Element, markup: Markup) -> Iteration:
    """Read a boxed for."""
    return _iteration(element, markup, kind="for", body="return")


@reads("every")
def read_every(element: Element, markup: Markup) -> Iteration:
    """Read a boxed every."""
    return _iteration(element, markup, kind="every", body="satisfies")


@reads("some")
def read_some(element: Element, markup: Markup) -> Iteration:
    """Read a boxed some."""
    return _iteration(element, markup, kind="some", body="satisfies")


def _iteration(element: Element, markup: Markup, *, kind: IterationKind, body: str) -> Iteration:
    collection = child(element, "in")
    name = plain_name(element.get("iteratorVariable") or "") or "item"
    return Iteration(
        element=id_of(element),
        line=line_of(element),
        type_name=markup.type_name(element),
        kind=kind,
        variable=Variable(
            name=name, type_name=markup.type_name(collection), element=id_of(element), line=line_of(element)
        ),
        collection=_collection(read_inner(collection, markup)),
        body=read_inner(child(element, body), markup),
    )


def _collection(box: Box | None) -> Box | None:
    """Return the collection; `1..3`, which FEEL knows after `in` only, as the list that it goes through."""
    if isinstance(box, FeelText) and _is_bare_range(box.text):
        return replace(box, text=f"for turn in {box.text}\nreturn turn")
    return box


def _is_bare_range(text: str) -> bool:
    """Tell whether two dots stand outside of all brackets and texts."""
    outside = _TEXT.sub("", text)
    while (inner := _BRACKETS.sub("", outside)) != outside:
        outside = inner
    return ".." in outside

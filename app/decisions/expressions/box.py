"""What all boxed expressions have in common, and the list of their kinds (DMN 1.5, 10.2.1 and 10.5)."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from app.decisions.expressions.variable import Variable
from app.decisions.markup import Element, Markup, children, local_name
from app.decisions.scope import Scope

Names = frozenset[str]

ANY_NAME = "*"
"""Among the names that may be used: others too, which are only known once there are values."""


@dataclass(frozen=True, kw_only=True)
class Box(ABC):
    """A boxed expression; `element` and `line` tell where it stands, `type_name` is its typeRef."""

    element: str
    line: int | None = None
    type_name: str | None = None

    @abstractmethod
    def evaluate(self, scope: Scope) -> object:
        """Return the value; a fault is told to the scope's run, and the value is null."""

    def value(self, scope: Scope) -> object:
        """Return the value made to fit the type of the expression itself, where it names one (DMN 1.5, 10.3.2.9.4)."""
        value = self.evaluate(scope)
        if value is None or self.type_name is None:
            return value
        return scope.fit_type(value, scope.types.type_of(self.type_name), place=self.element)

    def bound(self, scope: Scope, variable: Variable) -> object:
        """Return the value made to fit the variable that it is bound to."""
        return scope.fit(self.value(scope), variable)

    @abstractmethod
    def inner(self, names: Names) -> "Iterator[tuple[Box, Names]]":
        """Yield the boxes inside with the names that each may use, where `names` may be used here."""


def walk(box: Box, names: Names) -> Iterator[tuple[Box, Names]]:
    """Yield a box and all that is inside it, outermost first, each with the names it may use."""
    yield box, names
    for part, known in box.inner(names):
        yield from walk(part, known)


AnyBox = TypeVar("AnyBox", bound=Box)
READERS: dict[str, Callable[[Element, Markup], Box]] = {}
"""The reader of each tag; the files of this package add theirs."""


def reads(tag: str) -> Callable[[Callable[[Element, Markup], AnyBox]], Callable[[Element, Markup], AnyBox]]:
    """Add a reader for the boxed expression of this tag."""

    def add(reader: Callable[[Element, Markup], AnyBox]) -> Callable[[Element, Markup], AnyBox]:
        READERS[tag] = reader
        return reader

    return add


def read_inner(element: Element | None, markup: Markup) -> Box | None:
    """Return the first boxed expression directly inside an element, or None."""
    return next(read_all(element, markup), None)


def read_all(element: Element | None, markup: Markup) -> Iterator[Box]:
    """Yield the boxed expressions directly inside an element."""
    for inside in children(element):
        reader = READERS.get(local_name(inside))
        if reader is not None:
            yield reader(inside, markup)


def value_of(box: Box | None, scope: Scope) -> object:
    """Return the value of a box that a file may leave out; null where it does."""
    return box.value(scope) if box is not None else None


def present(*boxes: Box | None) -> Iterator[Box]:
    """Yield the boxes that the file holds."""
    return (box for box in boxes if box is not None)

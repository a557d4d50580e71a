"""What names stand for while an expression runs: contexts, the innermost first (DMN 1.5, 10.3.2.11)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.feel.values.incoming import Context, read, read_list

Allows = Callable[[object, str], bool]


@dataclass(slots=True)
class Run:
    """One evaluation: the present moment, and the caller's lists that were read already.

    `allows` tells whether a model allows a value that has the shape of the type of this name; None if it allows all.
    """

    now: datetime
    allows: Allows | None = None
    lists: dict[int, tuple[object, list[object]]] = field(default_factory=dict)

    def read(self, value: object) -> object:
        """Return a value of the caller as the interpreter has it; a list is read once."""
        if not isinstance(value, list | tuple):
            return read(value)
        known = self.lists.get(id(value))
        if known is None:
            known = self.lists[id(value)] = (value, read_list(value))  # held, so that no other list gets its id
        return known[1]


class Scope:
    """A context of names, the scope around it, and the run it belongs to."""

    __slots__ = ("names", "outer", "run")

    def __init__(self, names: Mapping[str, object], outer: "Scope | None", run: Run) -> None:
        self.names = names
        self.outer = outer
        self.run = run

    def inner(self, names: Mapping[str, object]) -> "Scope":
        """Return a scope within this one."""
        return Scope(names, self, self.run)

    def find(self, name: str, default: object) -> object:
        """Return what a name stands for."""
        scope: Scope | None = self
        while scope is not None:
            names = scope.names
            if name in names:
                value = names[name]
                return value if type(names) is Context else scope.run.read(value)
            scope = scope.outer
        return default


Code = Callable[[Scope], object]
"""A compiled part of an expression."""

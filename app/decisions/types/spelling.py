"""Writes the types of a model as FEEL writes types, so that texts may name them (DMN 1.5, 10.3.2.9)."""

from dataclasses import dataclass, field

from app.decisions.types.kinds import FunctionType, ListType, Named, Restricted, Structure, Type

DEEPEST = 4
"""Types within types that are written out: a type that contains itself has no end."""

_WHOLE = {"list": "list<Any>", "range": "range<Any>", "context": "Any"}


LONGEST = 10_000
"""Characters of one spelling: a type of many components, each of many, is written Any."""


@dataclass(frozen=True, kw_only=True)
class Speller:
    """Writes types; each is written once for each depth at which it stands."""

    _known: dict[tuple[int, int], str] = field(default_factory=dict)

    def spell(self, kind: Type, depth: int = 0) -> str:
        """Return a type as FEEL writes it; allowed values are no part of it."""
        if depth > DEEPEST:
            return "Any"
        key = (id(kind), depth)
        if key not in self._known:
            text = self._spelled(kind, depth)
            self._known[key] = text if len(text) <= LONGEST else "Any"
        return self._known[key]

    def _spelled(self, kind: Type, depth: int) -> str:
        match kind:
            case Named():
                return self.spell(kind.find(), depth)
            case Restricted():
                return self.spell(kind.of, depth)
            case ListType():
                return f"list<{self.spell(kind.of, depth + 1)}>"
            case Structure():
                fields = (f"{name}: {self.spell(one, depth + 1)}" for name, one in kind.fields.items())
                return f"context<{', '.join(fields)}>"
            case FunctionType():
                parameters = ", ".join(self.spell(one, depth + 1) for one in kind.parameter_types)
                result = "Any" if kind.result is None else self.spell(kind.result, depth + 1)
                return f"function<{parameters}>->{result}"
            case _:
                return _WHOLE.get(kind.name, kind.name)

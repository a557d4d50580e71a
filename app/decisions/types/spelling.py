"""Writes the types of a model as FEEL writes types, so that texts may name them (DMN 1.5, 10.3.2.9)."""

from app.decisions.types.kinds import FunctionType, ListType, Named, Restricted, Structure, Type

DEEPEST = 4
"""Types within types that are written out: a type that contains itself has no end."""

_WHOLE = {"list": "list<Any>", "range": "range<Any>", "context": "Any"}


def spelling(kind: Type, depth: int = 0) -> str:
    """Return a type as FEEL writes it; allowed values are no part of it."""
    if depth > DEEPEST:
        return "Any"
    match kind:
        case Named() | Restricted():
            return spelling(kind.find() if isinstance(kind, Named) else kind.of, depth)
        case ListType():
            return f"list<{spelling(kind.of, depth + 1)}>"
        case Structure():
            fields = (f"{name}: {spelling(field, depth + 1)}" for name, field in kind.fields.items())
            return f"context<{', '.join(fields)}>"
        case FunctionType():
            return f"function<{', '.join('Any' for _ in kind.parameters or ())}>->Any"
        case _:
            return _WHOLE.get(kind.name, kind.name)

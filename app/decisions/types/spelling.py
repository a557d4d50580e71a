"""Writes the types of a model as FEEL writes types, so that `instance of` may name them (DMN 1.5, 10.3.2.9)."""

import re
from collections.abc import Callable, Iterable

from app.decisions.types.kinds import FunctionType, ListType, Named, Restricted, Structure, Type

DEEPEST = 4
"""Types within types that are written out: a type that contains itself has no end."""

_TEXTS = re.compile(r'("(?:[^"\\]|\\.)*")')
_WHOLE = {"list": "list<Any>", "range": "range<Any>", "context": "Any"}


def spelled_out(text: str, names: Iterable[str], type_of: Callable[[str], Type]) -> str:
    """Return `text` with each name of a type behind `instance of` replaced by what the type says of values."""
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    if not longest_first or "instance" not in text:
        return text
    named = re.compile(rf"(\binstance\s+of\s+(?:list\s*<\s*)*)({longest_first})(?![\w.])")
    parts = _TEXTS.split(text)
    for place in range(0, len(parts), 2):
        parts[place] = named.sub(lambda found: found[1] + spelling(type_of(found[2])), parts[place])
    return "".join(parts)


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

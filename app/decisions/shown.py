"""Writes values for messages: short, and as FEEL would write them."""

from collections.abc import Mapping
from decimal import Decimal

LONGEST_EXCERPT = 80


def shown(value: object) -> str:
    """Return a value as a reader of FEEL expects it, cut where it is long."""
    text = _written(value)
    return text if len(text) <= LONGEST_EXCERPT else text[:LONGEST_EXCERPT] + "…"


def _written(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return repr(value)
        case Decimal():
            return str(value)
        case Mapping():
            return "{" + ", ".join(f"{key}: {_written(entry)}" for key, entry in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_written, value)) + "]"
        case _:
            return str(value)

"""The types of expressions that show them: literals, and lists and contexts of such (DMN 1.5, 10.3.2.9)."""

from app.feel.reading.tree import ContextLiteral, ListLiteral, Literal, Node, Type
from app.feel.types import name_of_kind

ANY = Type(name="Any")
UNKNOWN = Type(name="Null")
"""The type of what the text does not show: it conforms to every type, as null does."""


def evident_type(node: Node) -> Type:
    """Return the type that the values of an expression have, UNKNOWN where its text does not show it."""
    match node:
        case Literal():
            name = name_of_kind(type(node.value))
            return UNKNOWN if name is None else Type(name=name)
        case ListLiteral():
            return Type(name="list", arguments=(_common([evident_type(item) for item in node.items]),))
        case ContextLiteral():
            fields = tuple((key, evident_type(value)) for key, value in node.entries)
            return Type(name="context", arguments=(), fields=fields)
    return UNKNOWN


def _common(types: list[Type]) -> Type:
    """Return the type that all elements have, as far as it is known."""
    known = [type_ for type_ in types if type_ != UNKNOWN]
    if not known:
        return UNKNOWN
    return known[0] if all(type_ == known[0] for type_ in known) else ANY

"""What an expression comes to when it chooses, and the items of its loops that it hides from itself."""

from collections.abc import Iterator

from app.feel.reading.structure import children, dotted, mentions
from app.feel.reading.tree import ContextLiteral, For, If, Literal, Node, Quantified


def naming(node: Node) -> Node:
    """Return the expression with each result that is a name replaced by the text of the name, any other by null."""
    if isinstance(node, If):
        return If(
            position=node.position,
            condition=node.condition,
            consequence=naming(node.consequence),
            alternative=naming(node.alternative),
        )
    parts = dotted(node)
    return Literal(position=node.position, value=None if parts is None else ".".join(parts))


def computed(node: Node) -> tuple[Node, ...]:
    """Return the results that are no names: what a conditional may come to only by computing it."""
    if isinstance(node, If):
        return (*computed(node.consequence), *computed(node.alternative))
    return () if dotted(node) is not None else (node,)


def hidden_items(node: Node, items: frozenset[str] = frozenset()) -> Iterator[str]:
    """Give the items of loops that an entry of a context takes the name of, while a later entry reads the name.

    An entry sees the entries before it, and they hide the names around the context (DMN 1.5, 10.3.2.6 and 10.3.2.11).
    """
    if isinstance(node, ContextLiteral):
        for number, (key, _) in enumerate(node.entries, start=1):
            if key in items and any(mentions(value, key) for _, value in node.entries[number:]):
                yield key
    inside = items | {each.name for each in node.iterators} if isinstance(node, For | Quantified) else items
    for child in children(node):
        yield from hidden_items(child, inside)

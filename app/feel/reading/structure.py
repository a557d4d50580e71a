"""What an expression is made of: the free names in it, and the functions that it calls."""

from collections.abc import Iterator as Iterable
from dataclasses import dataclass, field, fields

from app.feel.reading.tree import (
    Call,
    ContextLiteral,
    Filter,
    For,
    FunctionDefinition,
    If,
    Name,
    Node,
    Path,
    Quantified,
)


def children(node: Node) -> Iterable[Node]:
    """Give the nodes directly below a node."""
    for part in fields(node):
        yield from _nodes(getattr(node, part.name))


def _nodes(value: object) -> Iterable[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def mentions(node: Node, name: str) -> bool:
    """Tell whether a name stands somewhere in an expression."""
    return (isinstance(node, Name) and node.name == name) or any(mentions(child, name) for child in children(node))


@dataclass(frozen=True, kw_only=True)
class Names:
    """The free names of an expression, with their dots, and the functions it calls that nobody defines."""

    certain: frozenset[str]
    in_filters: frozenset[str]
    unknown_functions: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a node stands: the names bound around it, and whether it is inside a filter."""

    bound: frozenset[str] = frozenset()
    filter: bool = False

    def within(self, *names: str, filter_: bool = False) -> "_Place":
        return _Place(bound=self.bound | set(names), filter=self.filter or filter_)


def names_in(node: Node, *, defined: frozenset[str], built_in: frozenset[str]) -> Names:
    """Return the names of an expression; `defined` are names that may be functions of the model."""
    reader = _Reader(defined=defined, built_in=built_in)
    reader.visit(node, _Place(bound=frozenset({"?"})))
    return Names(
        certain=frozenset(reader.certain),
        in_filters=frozenset(reader.in_filters),
        unknown_functions=tuple(reader.unknown_functions),
    )


@dataclass(kw_only=True)
class _Reader:
    defined: frozenset[str]
    built_in: frozenset[str]
    certain: set[str] = field(default_factory=set)
    in_filters: set[str] = field(default_factory=set)
    unknown_functions: list[tuple[str, int]] = field(default_factory=list)

    def visit(self, node: Node, place: _Place) -> None:
        match node:
            case Name() | Path():
                self._visit_path(node, place)
            case Filter():
                self.visit(node.target, place)
                self.visit(node.condition, place.within("item", filter_=True))
            case Call():
                self._visit_call(node, place)
            case For() | Quantified():
                self._visit_iteration(node, place)
            case FunctionDefinition():
                self.visit(node.body, place.within(*(name for name, _ in node.parameters)))
            case ContextLiteral():
                self._visit_context(node, place)
            case _:
                for child in children(node):
                    self.visit(child, place)

    def _visit_path(self, node: Name | Path, place: _Place) -> None:
        parts = dotted(node)
        if parts is not None:
            self._note(parts, place)
        elif isinstance(node, Path):
            self.visit(node.target, place)

    def _note(self, parts: list[str], place: _Place) -> None:
        if parts[0] not in place.bound:
            (self.in_filters if place.filter else self.certain).add(".".join(parts))

    def _visit_call(self, node: Call, place: _Place) -> None:
        parts = dotted(node.callee)
        known = parts is not None and (parts[0] in place.bound or parts[0] in self.defined)
        if parts is None and isinstance(node.callee, Path) and not _may_hold_functions(node.callee):
            self.unknown_functions.append((node.callee.name, node.position))
        if parts is None or (known and len(parts) > 1):
            self.visit(node.callee, place)
        elif known:
            self._note(parts, place)
        elif ".".join(parts) not in self.built_in:
            self.unknown_functions.append((".".join(parts), node.position))
            if len(parts) > 1:
                self._note(parts, place)
        for argument in node.arguments:
            self.visit(argument, place)

    def _visit_iteration(self, node: For | Quantified, place: _Place) -> None:
        for iterator in node.iterators:
            for source in (iterator.source, iterator.end):
                if source is not None:
                    self.visit(source, place)
            place = place.within(iterator.name)
        if isinstance(node, For):
            self.visit(node.body, place.within("partial"))
        else:
            self.visit(node.condition, place)

    def _visit_context(self, node: ContextLiteral, place: _Place) -> None:
        for key, value in node.entries:
            self.visit(value, place)
            place = place.within(key)


def _may_hold_functions(path: Path) -> bool:
    """Tell whether a path that starts with no name may lead to a function."""
    root: Node = path
    while isinstance(root, Path | Filter):
        root = root.target
    return isinstance(root, Name | Call | ContextLiteral | If)


def dotted(node: Node) -> list[str] | None:
    """Return the names of a path that starts with a name, None for another node."""
    if isinstance(node, Name):
        return [node.name]
    if not isinstance(node, Path):
        return None
    before = dotted(node.target)
    return None if before is None else [*before, node.name]

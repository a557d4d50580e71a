"""Compiles a tree to functions, each kind of node by the function that is registered for it."""

from collections.abc import Callable
from typing import TypeVar

from app.feel.reading.tree import Node
from app.feel.running.scope import Code

AnyNode = TypeVar("AnyNode", bound=Node)
Compile = Callable[[AnyNode], Code]

_COMPILERS: dict[type[Node], Callable[..., Code]] = {}


def compiles(kind: type[AnyNode]) -> Callable[[Compile[AnyNode]], Compile[AnyNode]]:
    """Register the function that compiles one kind of node."""

    def register(function: Compile[AnyNode]) -> Compile[AnyNode]:
        _COMPILERS[kind] = function
        return function

    return register


def compiled(node: Node) -> Code:
    """Return the function that gives the value of a node in a scope."""
    return _COMPILERS[type(node)](node)

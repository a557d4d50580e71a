"""Texts in nested mappings, by the dotted paths that policies and overlays use: `statuses.ready.title`."""

from collections.abc import Iterator, Mapping
from typing import Any


def leaves(node: Any, path: str = "") -> Iterator[str]:
    """Give the path of each text."""
    if isinstance(node, Mapping):
        for key, inner in node.items():
            yield from leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(node, str):
        yield path


def text_at(texts: Mapping[str, Any], path: str) -> str | None:
    """Return the text at a path, None where there is none."""
    node: Any = texts
    for part in path.split("."):
        node = node.get(part) if isinstance(node, Mapping) else None
    return node if isinstance(node, str) else None


def owner_of(path: str) -> str:
    """Return of what a text speaks, the first two steps of its path: `statuses.ready`."""
    return ".".join(path.split(".")[:2])

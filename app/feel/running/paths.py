"""Names, paths and filters (DMN 1.5, 10.3.2.5, tables 64 and 68)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.feel.builtins import BUILTINS
from app.feel.limits import spend
from app.feel.reading.tree import Descendants, Filter, Name, Path
from app.feel.running.compiler import compiled, compiles
from app.feel.running.scope import Code, Scope
from app.feel.values.incoming import Context, entry
from app.feel.values.numbers import whole
from app.feel.values.properties import member


@compiles(Name)
def _name(node: Name) -> Code:
    name, built_in = node.name, BUILTINS.get(node.name)
    return lambda scope: scope.find(name, built_in)


@compiles(Path)
def _path(node: Path) -> Code:
    target, name = compiled(node.target), node.name

    def run(scope: Scope) -> object:
        value = target(scope)
        if isinstance(value, dict) and type(value) is not Context:
            return scope.run.read(value.get(name))
        return None if value is None else member(value, name)

    return run


@compiles(Descendants)
def _descendants(node: Descendants) -> Code:
    target, name = compiled(node.target), node.name
    return lambda scope: list(_named(target(scope), name))


def _named(value: object, name: str) -> Iterator[object]:
    """Give the values that have a name inside a value, in its order; those within one of them come after it."""
    spend(1)
    if isinstance(value, Mapping):
        for key in value:
            inner = entry(value, key)
            if key == name and inner is not None:
                yield inner
            yield from _named(inner, name)
    elif isinstance(value, list):
        for item in value:
            yield from _named(item, name)


@compiles(Filter)
def _filter(node: Filter) -> Code:
    target, condition = compiled(node.target), compiled(node.condition)

    def run(scope: Scope) -> object:
        value = target(scope)
        if value is None:
            return None
        items = value if isinstance(value, list) else [value]
        return _filtered(items, condition, scope)

    return run


def _filtered(items: list[object], condition: Code, scope: Scope) -> object:
    """Return the elements that fulfil the condition, or the one at the position that it gives."""
    first = condition(_around(items[0], scope) if items else scope)
    if isinstance(first, Decimal):
        return element_at(items, first)
    if not (isinstance(first, bool) or first is None):
        return None
    spend(len(items))
    kept = items[:1] if items and first is True else []
    kept += [item for item in items[1:] if condition(_around(item, scope)) is True]
    return kept


def element_at(items: list[object], position: Decimal) -> object:
    """Return the element at a position: 1 is the first, -1 the last; null outside."""
    index = whole(position)
    if index is None or index == 0 or abs(index) > len(items):
        return None
    return items[index - 1 if index > 0 else index]


def _around(item: object, scope: Scope) -> Scope:
    inner = scope.inner(Context({"item": item}))
    return inner.inner(item) if isinstance(item, Mapping) else inner

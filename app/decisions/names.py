"""The names that the texts of a model may speak of."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.decisions.expressions.box import ANY_NAME, Box, Names, walk
from app.decisions.expressions.context import Context
from app.decisions.expressions.relation import Relation
from app.decisions.model import Decision, InputData
from app.decisions.tables.table import DecisionTable
from app.decisions.types.definitions import ItemDefinition

if TYPE_CHECKING:
    from app.decisions.graph import DecisionModel, Found


def all_names(model: "DecisionModel") -> Names:
    """Return all names that stand in a model and in those that it imports, of elements, entries and components."""
    return frozenset(name for path, one in model.reachable() for name in (*path, *_own_names(one)) if name != ANY_NAME)


def long_names(model: "DecisionModel") -> Names:
    """Return the names of several words: FEEL must know them to read them, of entries of values too."""
    return frozenset(name for name in all_names(model) if " " in name)


def name_seen_by(found: "Found") -> str:
    """Return the name under which an element that is required is seen: its own, or that of the import."""
    if found.path:
        return found.path[0]
    element = found.element
    return element.variable.name if isinstance(element, Decision | InputData) else element.name


def _own_names(model: "DecisionModel") -> Iterator[str]:
    for element in model.elements.values():
        yield from (element.name, element.variable.name)
    for definition in model.types.own.values():
        yield from _component_names(definition)
    for decision in model.decisions:
        yield from _entry_names(decision.logic)
    for function in model.knowledge:
        yield from (parameter.name for parameter in function.parameters)
        yield from _entry_names(function.body)


def _component_names(definition: ItemDefinition) -> Iterator[str]:
    for component in definition.components:
        yield component.name
        yield from _component_names(component)


def _entry_names(logic: Box | None) -> Iterator[str]:
    for box, known in walk(logic, frozenset()) if logic is not None else ():
        yield from known
        match box:
            case Context():
                yield from (entry.variable.name for entry in box.entries if entry.variable)
            case Relation():
                yield from (column.name for column in box.columns)
            case DecisionTable():
                yield from (output.name for output in box.outputs)

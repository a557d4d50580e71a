"""Checks types: names that no type has, definitions in a circle, constants that do not fit (DMN 1.5, 7.3.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.decisions.expressions.box import walk
from app.decisions.expressions.literal import Literal
from app.decisions.expressions.variable import Variable
from app.decisions.review.notes import Notes
from app.decisions.scope import Run, Scope
from app.decisions.tables.domains import read_cell
from app.decisions.tables.table import IRRELEVANT, DecisionTable, Input
from app.decisions.types.base import BASE_TYPES
from app.decisions.types.definitions import ItemDefinition
from app.feel import FeelError, names_used

if TYPE_CHECKING:
    from app.decisions.graph import DecisionModel

ANY_MOMENT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class TypePlace:
    """A place where a type is named."""

    type_name: str | None
    element: str
    line: int | None


def check_types(model: "DecisionModel", notes: Notes) -> None:
    """Note types that do not exist, and constants that are not of the type that is asked of them."""
    for place in _places(model):
        if place.type_name is not None and not model.types.knows(place.type_name):
            message = f"Expected the name of a type of this file or of FEEL, found {place.type_name!r}: define it."
            notes.error("decision-type", place.element, place.line, message)
    for definition in model.types.own.values():
        if model.types.is_endless(definition):
            message = (
                f"Expected a type that says what its values are, found that {definition.name} leads to none: define it."
            )
            notes.error("decision-type", definition.element, definition.line, message)
    for decision in model.decisions:
        if isinstance(decision.logic, Literal):
            _constant(model, decision.logic, decision.variable, notes)
        for box, _ in walk(decision.logic, frozenset()) if decision.logic is not None else ():
            if isinstance(box, DecisionTable):
                _table(model, box, notes)


def _places(model: "DecisionModel") -> Iterator[TypePlace]:
    for definition in model.types.own.values():
        yield from _definition_places(definition)
    for element in model.elements.values():
        yield TypePlace(type_name=element.variable.type_name, element=element.id, line=element.line)
    for function in model.knowledge:
        yield from (
            TypePlace(type_name=one.type_name, element=one.element, line=one.line) for one in function.parameters
        )


def _definition_places(definition: ItemDefinition) -> Iterator[TypePlace]:
    yield TypePlace(type_name=definition.type_name, element=definition.element, line=definition.line)
    for component in definition.components:
        yield from _definition_places(component)


def _table(model: "DecisionModel", table: DecisionTable, notes: Notes) -> None:
    for number, column in enumerate(table.inputs):
        for rule in table.rules:
            if table.whole(rule):
                _condition(column, rule.conditions[number], notes)
    for number, output in enumerate(table.outputs):
        for rule in table.rules:
            if table.whole(rule):
                _constant(model, rule.results[number], output.variable, notes)


def _condition(column: Input, cell: Literal, notes: Notes) -> None:
    """Note a cell whose constants are of another type than its input."""
    wanted = BASE_TYPES.get(column.expression.type_name or "")
    content = read_cell(cell.text)
    if content is None or not content.parts or wanted is None:
        return
    part = content.parts[0]
    found = "boolean" if isinstance(part, bool) else "string" if isinstance(part, str) else "number"
    if found != wanted:
        message = f"Expected a test of a {wanted} ({column.label}), found {cell.text}: it never matches."
        notes.warning("decision-type-mismatch", cell.element, cell.line, message)


def _constant(model: "DecisionModel", text: Literal, variable: Variable, notes: Notes) -> None:
    """Note a text without names whose value does not fit the type it is for."""
    if text.text in IRRELEVANT or variable.type_name is None or text.refused:
        return
    try:
        if names_used(text.text):
            return
    except FeelError:
        return
    run = Run(now=ANY_MOMENT)
    scope = Scope(names={}, run=run, types=model.types)
    value = text.evaluate(scope)
    if run.problems:
        return
    scope.fit(value, variable)
    for problem in run.problems:
        message = f"{problem.message} The result would be null: correct it or its type."
        notes.error("decision-type-mismatch", text.element, text.line, message)

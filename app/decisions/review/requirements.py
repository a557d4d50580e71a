"""Checks the requirements graph: ids, references, circles, inputs that nobody uses (DMN 1.5, 6.3)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from app.decisions.model import Decision, DecisionService, GraphElement, InputData, Knowledge, Reference
from app.decisions.review.notes import Notes

if TYPE_CHECKING:
    from app.decisions.graph import DecisionModel


def check_requirements(model: "DecisionModel", notes: Notes) -> None:
    """Note what is wrong with the elements of a model and what they refer to."""
    for element in _elements(model):
        _references(model, element, notes)
    _circles(model, notes)
    _duplicates(model, notes)
    _unused_inputs(model, notes)


def _elements(model: "DecisionModel") -> Iterator[GraphElement]:
    yield from model.decisions
    yield from model.knowledge
    yield from model.services


def references_of(element: GraphElement) -> Sequence[Reference]:
    """Return what an element refers to."""
    match element:
        case Decision():
            return (*element.requires, *element.knowledge)
        case Knowledge():
            return element.requires
        case DecisionService():
            return (*element.outputs, *element.encapsulated, *element.input_decisions, *element.input_data)
        case InputData():
            return ()


def _references(model: "DecisionModel", element: GraphElement, notes: Notes) -> None:
    for reference in references_of(element):
        if model.find(reference) is None:
            message = (
                f"Expected the element {str(reference)!r} that {element.name} requires, found none: draw or import it."
            )
            notes.error("decision-missing-requirement", element.id, element.line, message)
    if isinstance(element, DecisionService) and not element.outputs:
        message = f"Expected an output decision of the service {element.name}, found none: name one."
        notes.error("decision-service-output", element.id, element.line, message)


def _circles(model: "DecisionModel", notes: Notes) -> None:
    graph = {element.id: _required_here(model, element) for element in _elements(model)}
    left = _without_ends(_without_ends(graph), turned=True)
    for element in _elements(model):
        if element.id in left:
            message = f"Expected requirements without a circle, found that {element.name} requires itself."
            notes.error("decision-requirement-circle", element.id, element.line, message)


def _required_here(model: "DecisionModel", element: GraphElement) -> set[str]:
    """Return the decisions and functions of the same file that an element requires; a function may require itself."""
    if isinstance(element, DecisionService):
        return set()
    required = {reference.id for reference in references_of(element) if reference.namespace in {None, model.namespace}}
    found = {one for one in required if isinstance(model.elements.get(one), Decision | Knowledge)}
    return found - {element.id} if isinstance(element, Knowledge) else found


def _without_ends(graph: Mapping[str, set[str]], *, turned: bool = False) -> dict[str, set[str]]:
    """Return the graph without what leads to no circle, or when `turned` without what no circle leads to."""
    ahead: dict[str, set[str]] = {name: set() for name in graph}
    behind: dict[str, set[str]] = {name: set() for name in graph}
    for name, required in graph.items():
        for one in required & graph.keys():
            (behind if turned else ahead)[name].add(one)
            (ahead if turned else behind)[one].add(name)
    ends = [name for name, others in ahead.items() if not others]
    while ends:
        end = ends.pop()
        for name in behind[end]:
            ahead[name].discard(end)
            if not ahead[name]:
                ends.append(name)
    return {name: graph[name] for name, others in ahead.items() if others}


def _duplicates(model: "DecisionModel", notes: Notes) -> None:
    seen: set[str] = set()
    askable: list[Decision | DecisionService] = [*model.decisions, *model.services]
    for decision in askable:
        for word in {decision.id, decision.name}:
            if word in seen:
                message = f"Expected ids and names of decisions to differ, found {word!r} twice: rename one."
                notes.error("decision-duplicate", decision.id, decision.line, message)
            seen.add(word)


def _unused_inputs(model: "DecisionModel", notes: Notes) -> None:
    used = {reference.id for element in _elements(model) for reference in references_of(element)}
    for one in model.input_data:
        if one.id not in used and model.decisions:
            message = f"Expected a decision that requires the input {one.name}, found none: connect it or delete it."
            notes.warning("decision-unused-input", one.id, one.line, message)

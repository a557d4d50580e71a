"""Who may sign a document: people whose tasks come before it is issued, in the diagram or in a flow that it calls."""

from collections.abc import Iterator, Mapping

from app.procedures.bpmn import BpmnModel, Element
from app.procedures.bpmn.paths import reached_from, ways_through
from app.procedures.flows import CalledFlows

ISSUES = "document.issue"
Models = Mapping[str, BpmnModel]


def signing_roles(document: str, model: BpmnModel, flows: CalledFlows) -> frozenset[str] | None:
    """Return the roles that have a task from which the issuing of a document is reached; None where nothing issues it.

    What happens inside a flow happens at its calls. A document whose name is computed may be any.
    """
    models = {**model.included, **flows.models}
    issuing = frozenset(one.id for one in model.elements.values() if _issues(one, document, models))
    if not issuing:
        return None
    ways = ways_through(model)
    return frozenset(
        role for place, role in _worked(model, models) if place in issuing or reached_from(ways, place) & issuing
    )


def _issues(element: Element, document: str, models: Models) -> bool:
    if element.called is not None:
        return any(_may_be(element, document, inner) for inner in _inside(element, models))
    return element.operation == ISSUES and element.inputs.get("document", "") in (document, f'="{document}"')


def _may_be(call: Element, document: str, inner: Element) -> bool:
    """Tell whether an element inside a call issues the document: it names it, or takes the name from the call."""
    if inner.operation != ISSUES:
        return False
    named = inner.inputs.get("document", "")
    given = call.inputs.get("document", "=")
    return named == document or (named.startswith("=") and (given == document or given.startswith("=")))


def _inside(call: Element, models: Models) -> Iterator[Element]:
    """Give the elements of the flow that is called, and of those that it calls."""
    ready, seen = [call], set[str]()
    for one in ready:  # grows while it is read
        model = models.get(one.called.process) if one.called else None
        if model is not None and model.process.id not in seen:
            seen.add(model.process.id)
            ready += model.elements.values()
    yield from ready[1:]


def _worked(model: BpmnModel, models: Models) -> Iterator[tuple[str, str]]:
    """Give (element of the diagram, role) of the tasks that people do there or in the flow that is called there."""
    for element in model.elements.values():
        for one in (element, *(_inside(element, models) if element.called else ())):
            if one.kind == "userTask" and one.role:
                yield element.id, one.role

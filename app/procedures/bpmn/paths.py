"""Ways that a token may take through a diagram, sub-processes and events on borders included."""

from collections.abc import Iterable, Mapping

from app.procedures.bpmn import BpmnModel, Element
from app.procedures.bpmn.model import SUB_PROCESS_KINDS

Ways = Mapping[str, frozenset[str]]
"""Each element with those that may follow it."""


def ways_through(model: BpmnModel, *, closed: Iterable[str] = ()) -> Ways:
    """Return what may follow each element. `closed` are sequence flows that are not taken."""
    shut = frozenset(closed)
    return {element.id: frozenset(_next(model, element, shut)) for element in model.elements.values()}


def reached_from(ways: Ways, start: str) -> frozenset[str]:
    """Return the elements that may follow one, itself only when a circle leads back to it."""
    reached: set[str] = set()
    ready = list(ways.get(start, ()))
    while ready:
        identity = ready.pop()
        if identity not in reached:
            reached.add(identity)
            ready += ways.get(identity, ())
    return frozenset(reached)


def _next(model: BpmnModel, element: Element, shut: frozenset[str]) -> Iterable[str]:
    yield from _behind(model, element, shut)
    yield from (event.id for event in model.boundary_events(element.id))
    if element.kind in SUB_PROCESS_KINDS:
        yield from (inner.id for inner in model.children(element.id) if _begins(inner))
    if element.kind == "endEvent" and element.parent is not None:
        yield from _behind(model, model.elements[element.parent], shut)
    if element.kind == "intermediateThrowEvent" and element.event and element.event.kind == "link":
        yield from (other.id for other in model.children(element.parent) if _catches_link(other, element.event.name))


def _behind(model: BpmnModel, element: Element, shut: frozenset[str]) -> Iterable[str]:
    flows = (model.flows[flow] for flow in element.outgoing if flow not in shut)
    return (flow.target for flow in flows if flow.target in model.elements)


def _begins(element: Element) -> bool:
    return element.kind == "startEvent" or element.triggered_by_event


def _catches_link(element: Element, name: str | None) -> bool:
    event = element.event
    return (
        element.kind == "intermediateCatchEvent" and event is not None and event.kind == "link" and event.name == name
    )

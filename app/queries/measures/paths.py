"""Who comes after whom: persons' steps along the arrows of a diagram and of the flows that it calls."""

from collections.abc import Iterator, Mapping

from app.procedures import ProcedurePackage
from app.procedures.bpmn import BpmnModel, Element

PERSON_KINDS = frozenset({"userTask", "manualTask"})
USERS = frozenset({"citizen", "company"})
"""Roles of those for whom the procedure exists."""


def models_of(package: ProcedurePackage) -> tuple[BpmnModel, ...]:
    """Return the diagram and the flows that it calls."""
    return (package.bpmn, *package.flows.models.values())


def person_steps(package: ProcedurePackage) -> tuple[Element, ...]:
    """Return the steps that a person takes, those of flows once, however often they are called."""
    return tuple(
        element for model in models_of(package) for element in model.elements.values() if element.kind in PERSON_KINDS
    )


def successions(model: BpmnModel, *, plain: bool = False) -> Iterator[tuple[Element, Element]]:
    """Give pairs of persons' steps of which the second may follow the first with no other person between.

    With `plain`, only those with a single way from the one to the other: no choice, no event, no call on it.
    """
    following = _following(model)
    for element in model.elements.values():
        if element.kind in PERSON_KINDS:
            yield from ((element, model.elements[key]) for key in _next_persons(model, following, element.id, plain))


def _following(model: BpmnModel) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for flow in model.flows.values():
        found.setdefault(flow.source, []).append(flow.target)
    return found


def _next_persons(model: BpmnModel, following: Mapping[str, list[str]], start: str, plain: bool) -> list[str]:
    found: dict[str, None] = {}
    seen, queue = {start}, list(following.get(start, ()))
    if plain and len(queue) != 1:
        return []
    while queue:
        key = queue.pop()
        element = model.elements.get(key)
        if element is None or key in seen:
            continue
        seen.add(key)
        if element.kind in PERSON_KINDS:
            found[key] = None
        elif not plain or (element.kind in ("serviceTask", "sendTask", "scriptTask") and len(element.incoming) == 1):
            queue += following.get(key, ())
    return list(found)


def unreached(model: BpmnModel) -> tuple[Element, ...]:
    """Return the elements to which no arrow leads from a beginning; event sub-processes begin by themselves."""
    following = _following(model)
    queue = [element.id for element in model.elements.values() if _begins(element)]
    seen = set(queue)
    while queue:
        for target in (*following.get(queue[-1], ()), *_inside(model, queue.pop())):
            if target not in seen:
                seen.add(target)
                queue.append(target)
    return tuple(element for key, element in model.elements.items() if key not in seen)


def _begins(element: Element) -> bool:
    own = element.kind == "startEvent" and element.parent is None
    return own or element.triggered_by_event or element.instantiates or element.for_compensation


def _inside(model: BpmnModel, key: str) -> Iterator[str]:
    """Give what an element that is reached reaches by itself: its border, its beginnings, its compensation."""
    yield from (event.id for event in model.boundary_events(key))
    yield from (child.id for child in model.children(key) if not child.incoming)
    element = model.elements.get(key)
    if element is not None and element.handler:
        yield element.handler

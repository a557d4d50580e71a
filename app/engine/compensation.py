"""Checks that what undoes an activity is drawn so that it has one meaning (BPMN 2.0 §10.7, §13.5.5)."""

from app.procedures.bpmn import BpmnModel, Element
from app.procedures.bpmn.structure import title

Problem = tuple[str, str] | None

RULE = "compensation-shape"


def compensation_problem(model: BpmnModel, element: Element) -> Problem:
    """Return what is wrong with a handler, with the event on a border that leads to it, or with one that throws."""
    if element.for_compensation:
        message = _handler(model, element)
    elif element.event_kind != "compensate":
        return None
    else:
        message = _border(model, element) if element.kind == "boundaryEvent" else _throw(model, element)
    return None if message is None else (RULE, message)


def cancels_transaction(model: BpmnModel, element: Element) -> bool:
    """Tell whether an event cancels a transaction: an end straight inside it, or an interrupting event on its border.

    The end needs the event on the border: where else would the token go?
    """
    if element.event_kind != "cancel":
        return False
    if element.kind == "boundaryEvent":
        return element.interrupting and _is_transaction(model, element.attached_to)
    borders = model.boundary_events(element.parent or "")
    catches = any(border.event_kind == "cancel" for border in borders)
    return element.kind == "endEvent" and _is_transaction(model, element.parent) and catches


def _is_transaction(model: BpmnModel, identity: str | None) -> bool:
    element = model.elements.get(identity or "")
    return element is not None and element.kind == "transaction"


def _handler(model: BpmnModel, element: Element) -> str | None:
    events = [other for other in model.elements.values() if other.handler == element.id]
    if len(events) != 1:
        found = f"{len(events)} of them"
    elif events[0].parent != element.parent:
        found = "one in another process"
    elif element.incoming or element.outgoing:
        found = "a sequence flow as well"
    elif any(model.boundary_events(element.id)):
        found = "an event on its own border"
    else:
        return None
    return (
        f"Expected one compensation event on a border to lead to {title(element)} by an association, and nothing else, "
        f"found {found}: join it to the event of the activity that it undoes."
    )


def _border(model: BpmnModel, element: Element) -> str | None:
    if element.handler is None:
        found = "no activity marked for compensation behind it"
    elif element.outgoing:
        found = "a sequence flow out of it"
    elif _within_event_sub_process(model, element):
        found = "an event sub-process around it"
    else:
        return None
    return (
        f"Expected {title(element)} to lead by an association to the activity that undoes, in a process or plain "
        f"sub-process, found {found}: draw the association to an activity marked for compensation."
    )


def _throw(model: BpmnModel, element: Element) -> str | None:
    reference = element.event.reference if element.event else None
    if reference is None:
        return None
    target = model.elements.get(reference)
    home = element.parent
    while home is not None and model.elements[home].triggered_by_event:
        home = model.elements[home].parent
    if target is not None and target.is_activity and target.parent == home:
        return None
    return (
        f"Expected {title(element)} to name an activity beside it that is to be undone, found “{reference}”: "
        "choose one of the same process or sub-process."
    )


def _within_event_sub_process(model: BpmnModel, element: Element) -> bool:
    parent = element.parent
    while parent is not None:
        if model.elements[parent].triggered_by_event:
            return True
        parent = model.elements[parent].parent
    return False

"""An error or an escalation that the diagram throws is caught by the diagram.

Why: an error that nobody catches stops the case with an incident; an escalation that nobody catches is lost.
Wrong: an error end event “refused” in a sub-process without an error event on its border.
Right: an event on the border of the sub-process, or an event sub-process beside it, with the same code or none.
Source: BPMN 2.0 §10.5.1 and §13.5.3 (throwing and catching errors and escalations).
"""

from collections.abc import Iterator

from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.bpmn import BpmnModel, Element

KINDS = ("error", "escalation")


@rule("uncaught-error", severity="warning", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    model = package.bpmn
    for element in model.elements.values():
        throws = element.kind in ("endEvent", "intermediateThrowEvent") and element.event_kind in KINDS
        if throws and not _is_caught(model, element):
            message = (
                f"Expected a {element.event_kind} event that catches what {title(element)} throws, found none: put one "
                "on the border of the sub-process around it."
            )
            yield element_remark(package, element, message)


def _is_caught(model: BpmnModel, thrown: Element) -> bool:
    scope = thrown.parent
    while True:
        if any(_catches(catcher, thrown) for catcher in _catchers(model, scope)):
            return True
        if scope is None:
            return False
        scope = model.elements[scope].parent


def _catchers(model: BpmnModel, scope: str | None) -> Iterator[Element]:
    """Give what may catch inside a sub-process and on its border."""
    for element in model.children(scope):
        if element.triggered_by_event:
            yield from (inner for inner in model.children(element.id) if inner.kind == "startEvent")
    if scope is not None:
        yield from model.boundary_events(scope)


def _catches(catcher: Element, thrown: Element) -> bool:
    if catcher.event is None or thrown.event is None or catcher.event.kind != thrown.event.kind:
        return False
    return catcher.event.code is None or catcher.event.code == thrown.event.code

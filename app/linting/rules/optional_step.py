"""An optional step can be taken out without changing anything else of the diagram.

Why: a commune turns a step off by its switch; what led to the step then leads to what comes behind it.
Wrong: an optional step with a timer on its border, with two arrows from it, or behind an event-based gateway.
Right: one arrow to it and one from it, nothing on its border; choices stand in gateways around it.
Source: BPMN 2.0.2, sections 10.3 and 13.3 (activities and what they do with a token).
"""

from collections.abc import Iterator

from app.linting.places import element_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.bpmn.taking_out import hindrance


@rule("optional-step", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for element in package.bpmn.elements.values():
        if element.optional:
            message = hindrance(package.bpmn, element)
            if message is not None:
                yield element_remark(package, element, message)

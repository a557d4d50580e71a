"""A gateway that chooses by conditions has a default flow.

Why: when every condition is false or null, the case stands still; data that nobody thought of is common.
Wrong: an exclusive gateway with “= relation = "self"” and “= relation = "parent"” only.
Right: mark one flow as the default: it is taken when no condition holds.
Source: BPMN 2.0 §13.4.2 and §13.4.3 (exclusive and inclusive gateways throw when nothing holds).
"""

from collections.abc import Iterator

from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

KINDS = ("exclusiveGateway", "inclusiveGateway")


@rule("gateway-default", severity="warning", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    model = package.bpmn
    for element in model.elements.values():
        if element.kind not in KINDS or len(element.outgoing) < 2 or element.default:
            continue
        if all(model.flows[flow].condition for flow in element.outgoing):
            yield element_remark(
                package,
                element,
                f"Expected a default flow out of {title(element)}, found conditions only: mark the flow to take "
                "when none of them holds.",
            )

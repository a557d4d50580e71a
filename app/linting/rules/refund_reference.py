"""A refund names the reference of a payment that the case knows.

Why: the provider gives back only what has a reference; what a flow asked for stays in the flow unless the call takes it
back, and a refund of nothing stands still on the day when a citizen waits for the money.
Wrong: payment.refund with payment="=payment", or with "=payment.reference" while no call gives `payment` back.
Right: mastara:output name="payment" value="=payment" at the call of payment, then payment="=payment.reference".
Source: law 55-19 art. 16 (what is asked of the user); BPMN 2.0, section 10.4.2 (data outputs of a call).
"""

import re
from collections.abc import Iterator

from app import feel
from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.bpmn import BpmnModel, Element

REFUND = "payment.refund"
REFERENCE = ".reference"


@rule("refund-reference", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for element in package.bpmn.elements.values():
        given = element.inputs.get("payment", "")
        if element.operation != REFUND or not given:
            continue
        references = _references(given)
        if not references:
            message = (
                f"Expected the reference of a payment (=payment.reference) at {title(element)}, found “{given}”: "
                "name it."
            )
            yield element_remark(package, element, message)
        for name in references:
            holder = name.split(".", 1)[0]
            if not _is_written(package.bpmn, holder):
                message = (
                    f"Expected something before {title(element)} to write “{holder}”, found nothing: take it back "
                    "from the call of the payment with mastara:output."
                )
                yield element_remark(package, element, message)


def _references(given: str) -> list[str]:
    """Return the names of references in the input; none for text, or for FEEL that cannot be read."""
    if not given.lstrip().startswith("="):
        return []
    try:
        return sorted(name for name in feel.names_used(given) if name.endswith(REFERENCE))
    except feel.FeelError:
        return []


def _is_written(model: BpmnModel, name: str) -> bool:
    return any(_writes(element, name) for element in model.elements.values())


def _writes(element: Element, name: str) -> bool:
    key = re.compile(rf"\b{re.escape(name)}\s*:")
    return (
        element.result == name
        or name in element.outputs
        or (element.called is not None and name in element.called.outputs)
        or key.search(element.script or "") is not None
    )

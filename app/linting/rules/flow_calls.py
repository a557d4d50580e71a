"""A call of a shared flow gives what the flow needs and takes back only what it declares.

Why: only declared variables cross the border of a called process; a missing one is null inside, a misspelt one outside.
Wrong: a call of payment without the input amount, or with the output paid, which payment does not declare.
Right: mastara:input for each input of processes/_shared/flows/flows.yaml; mastara:output among its outputs.
Source: BPMN 2.0, section 10.4.2 (data inputs and outputs of a call activity); law 55-19 (one life cycle for all).
"""

from collections.abc import Iterator

from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("flow-calls", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for element in package.bpmn.elements.values():
        flow = package.flows.by_key.get(element.called.process) if element.called else None
        if flow is None or element.called is None:
            continue
        for name in sorted(set(flow.inputs) ^ set(element.called.inputs)):
            missing = name in flow.inputs
            message = (
                f"Expected the input “{name}” of the flow “{flow.key}” in {title(element)}, found none: give it."
                if missing
                else f"Found the input “{name}” in {title(element)}, which the flow “{flow.key}” does not declare."
            )
            yield element_remark(package, element, message)
        for name, expression in element.called.outputs.items():
            if expression.removeprefix("=").strip() not in flow.outputs:
                message = (
                    f"Expected an output of the flow “{flow.key}” ({', '.join(flow.outputs) or 'none'}) in "
                    f"{title(element)}, found “{expression}” for “{name}”: correct it."
                )
                yield element_remark(package, element, message)

"""A service task names an operation of the catalogue and gives what it needs; a send task may name a message instead.

Why: work without an operation waits for ever, and so does work that no handler knows.
Wrong: <serviceTask id="pay"/>; mastara:operation="payment.ask"; payment.request without an input “amount”.
Right: mastara:operation="payment.request" with <mastara:input name="amount" value="=fee.total"/>; a send task whose
messageRef names a declared message: another case receives it.
Source: BPMN 2.0 §10.3.3 (service and send tasks); the catalogue in app/linting/operations.py.
"""

from collections.abc import Iterator

from app.linting.operations import OPERATIONS, Operation
from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.bpmn import Element

KINDS = ("serviceTask", "sendTask")


@rule("service-task-operation", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for element in package.bpmn.elements.values():
        if element.kind in KINDS:
            yield from _of_task(package, element)


def _of_task(package: ProcedurePackage, element: Element) -> Iterator[Remark]:
    names = ", ".join(OPERATIONS)
    if not element.operation:
        if element.kind != "sendTask" or not element.message:
            yield element_remark(package, element, _without_operation(element, names))
        return
    operation = OPERATIONS.get(element.operation)
    if operation is None:
        message = f"Expected one of {names} for {title(element)}, found “{element.operation}”: correct it."
        yield element_remark(package, element, message)
        return
    yield from _parameters(package, element, operation)
    for name in operation.required:
        if not element.inputs.get(name):
            yield element_remark(
                package,
                element,
                f"Expected the input “{name}” of {operation.name} at {title(element)}, found none: "
                f'add <mastara:input name="{name}" value="…"/>.',
            )


def _without_operation(element: Element, names: str) -> str:
    other = ", or messageRef to a message for another case" if element.kind == "sendTask" else ""
    return f"Expected an operation for {title(element)}, found none: set mastara:operation to one of {names}{other}."


def _parameters(package: ProcedurePackage, element: Element, operation: Operation) -> Iterator[Remark]:
    for name in operation.parameters:
        key = element.inputs.get(name)
        if key and not key.startswith("=") and not (key in package.parameters and package.parameters[key].is_period):
            yield element_remark(
                package,
                element,
                f"Expected a declared period as “{name}” of {title(element)}, found “{key}”: declare it or correct it.",
            )

"""A task that writes or reads a shared register names one that exists, and only its fields.

Why: an entry into a register that nobody keeps, or without what the law wants in it, is found when a case stands still.
Wrong: register.add with register="birth"; an input “firstname” that the register does not have; no input “sex”.
Right: register.add with register="births" and one input for each required field of registers.yaml.
Source: law 36-21 art. 22 (registers of civil status), law 69-99 (records); processes/_shared/registers.yaml.
"""

from collections.abc import Iterator

from app.linting.operations import OPERATIONS
from app.linting.places import drawn_everywhere, remark_in, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.bpmn import Element
from app.procedures.registers import RESERVED, RegisterKind


@rule("register-known", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for model, element in drawn_everywhere(package):
        operation = OPERATIONS.get(element.operation or "")
        name = element.inputs.get("register", "")
        if operation is None or not operation.register or not name or name.startswith("="):
            continue
        kind = package.registers.get(name)
        if kind is None:
            known = ", ".join(package.registers)
            message = f"Expected a register among {known} at {title(element)}, found “{name}”: correct it."
            yield remark_in(model, element, message)
            continue
        for message in (*_fields(element, kind), *_missing(element, kind), *_named(element, kind)):
            yield remark_in(model, element, message)


def _fields(element: Element, kind: RegisterKind) -> Iterator[str]:
    """Yield what speaks against the inputs: fields that the register does not have, or that no search goes by."""
    for name in element.inputs:
        field = kind.find_field(name)
        if name in RESERVED:
            continue
        if field is None:
            known = ", ".join(one.key for one in kind.fields)
            yield f"Found the input “{name}” at {title(element)}; the register “{kind.key}” has only {known}."
        elif element.operation == "register.search" and not field.searchable:
            known = ", ".join(one.key for one in kind.fields if one.searchable)
            yield (f"Found a search by “{name}” at {title(element)}; the register “{kind.key}” is searched by {known}.")


def _missing(element: Element, kind: RegisterKind) -> Iterator[str]:
    if element.operation != "register.add":
        return
    for field in kind.fields:
        if not field.required or element.inputs.get(field.key):
            continue
        yield (
            f"Expected the field “{field.key}” of the register “{kind.key}” at {title(element)}, found none: give it."
        )


def _named(element: Element, kind: RegisterKind) -> Iterator[str]:
    """Yield what speaks against a state or a reserved sum that is written out."""
    state = element.inputs.get("state", "")
    if state and not state.startswith("=") and state not in kind.states:
        known = ", ".join(kind.states)
        yield f"Expected a state of the register “{kind.key}” among {known} at {title(element)}, found “{state}”."
    reserve = element.inputs.get("reserve", "")
    sums = [one.field for one in kind.reservations]
    if reserve and not reserve.startswith("=") and reserve not in sums:
        known = ", ".join(sums) or "none"
        yield (
            f"Expected a reserved sum of the register “{kind.key}” among {known} at {title(element)}, "
            f"found “{reserve}”."
        )

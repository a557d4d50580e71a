"""A request to an outside system names one that exists and carries what it asks for; whoever waits names the request.

Why: a request that no system understands, or an answer that no wait recognises, leaves the case standing still.
Wrong: external.request with system="tgr"; no input “amount”; an “external-answered” event without mastara:correlation.
Right: external.request with system="treasury", kind="expense-visa" and its fields, mastara:result="visa"; then an event
that catches the message “external-answered” with mastara:correlation="=visa.reference".
Source: law 55-19 art. 23 and 24 (exchange between administrations); processes/_shared/systems.yaml.
"""

from collections.abc import Iterator

from app.linting.places import drawn_everywhere, remark_in, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.bpmn import Element
from app.procedures.systems import ANSWERED, RESERVED, RequestKind

ASKING = "external.request"
WAITS = ("intermediateCatchEvent", "boundaryEvent", "receiveTask")


@rule("system-known", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for model, element in drawn_everywhere(package):
        if element.operation == ASKING:
            for message in _of_request(package, element):
                yield remark_in(model, element, message)
        if element.message == ANSWERED and element.kind in WAITS and not element.correlation:
            message = (
                f"Expected mastara:correlation at {title(element)}, found none: "
                "give the reference of the request that it waits for."
            )
            yield remark_in(model, element, message)


def _of_request(package: ProcedurePackage, element: Element) -> Iterator[str]:
    name, kind_name = element.inputs.get("system", ""), element.inputs.get("kind", "")
    if not name or name.startswith("="):
        return
    system = package.systems.get(name)
    if system is None:
        known = ", ".join(package.systems)
        yield f"Expected an outside system among {known} at {title(element)}, found “{name}”: correct it."
        return
    if not kind_name or kind_name.startswith("="):
        return
    kind = system.kinds.get(kind_name)
    if kind is None:
        known = ", ".join(system.kinds)
        yield f"Expected a request to “{name}” among {known} at {title(element)}, found “{kind_name}”: correct it."
        return
    yield from _fields(element, kind)


def _fields(element: Element, kind: RequestKind) -> Iterator[str]:
    known = [field.key for field in kind.asks]
    for name in element.inputs:
        if name not in known and name not in RESERVED:
            asked = ", ".join(known)
            yield f"Found the input “{name}” at {title(element)}; the request “{kind.key}” asks only {asked}."
    for field in kind.asks:
        if field.required and not element.inputs.get(field.key):
            yield (
                f"Expected the field “{field.key}” of the request “{kind.key}” at {title(element)}, "
                "found none: give it."
            )

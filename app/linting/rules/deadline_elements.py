"""The elements that start, suspend or end the legal period stand in the diagram, and their texts of law are listed.

Why: a period that waits for an element that nobody draws never stops; a wrong name makes a wrong legal date.
Wrong: suspended_while: [{waiting_at: [correct-referense], …}] while the diagram has correct-reference.
Right: ids of user tasks, catching messages and sendings of the diagram; what ends the period stands in the procedure's
own diagram, not in a flow that it calls; an extension that names a declared parameter.
Source: law 55-19 art. 10, 14, 16 and 17.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.bpmn import BpmnModel


@rule("deadline-elements", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    deadline = package.manifest["deadline"]
    for path, element in _named(package):
        if package.find_element(element) is None:
            yield manifest_remark(
                package,
                ".".join(str(part) for part in path),
                *path,
                message=f"Expected an element of the diagram, found “{element}”: correct its id.",
            )
    for index, element in enumerate(deadline["ends_after"]):
        calls = _calls_around(package, element)
        if calls:
            message = (
                f"Expected a step of the procedure's own diagram at the end of the legal period, found “{element}” of "
                f"a shared flow, which is passed at each call of it: name the call ({', '.join(calls)})."
            )
            place = f"deadline.ends_after.{index}"
            remark = manifest_remark(package, place, "deadline", "ends_after", index, message=message)
            yield replace(remark, severity="warning")
    for path, reference in _references(package):
        key = reference.split(" ", 1)[0]
        if key not in {basis["key"] for basis in package.manifest["legal_basis"]}:
            message = f"Expected the key of a text of legal_basis, found “{key}”: list the text or correct the key."
            yield manifest_remark(package, ".".join(str(part) for part in path), *path, message=message)
    extension = deadline["extension"]
    if extension and extension["parameter"] and extension["parameter"] not in package.parameters:
        message = f"Expected a declared parameter, found “{extension['parameter']}”: declare it or correct it."
        yield manifest_remark(package, "deadline.extension", "deadline", "extension", "parameter", message=message)


def _named(package: ProcedurePackage) -> Iterator[tuple[tuple[str | int, ...], str]]:
    deadline = package.manifest["deadline"]
    for name in ("restarts_after", "ends_after"):
        for index, element in enumerate(deadline[name]):
            yield ("deadline", name, index), element
    for place, entry in enumerate(deadline["suspended_while"]):
        for index, element in enumerate(entry["waiting_at"]):
            yield ("deadline", "suspended_while", place, "waiting_at", index), element


def _calls_around(package: ProcedurePackage, element: str) -> list[str]:
    """Return the calls of the diagram that lead into the flow where an element stands; none for one of the diagram."""
    if element in package.bpmn.elements:
        return []
    inside = {key for key, model in package.flows.models.items() if element in model.elements}
    for _ in package.flows.models:
        inside |= {key for key, model in package.flows.models.items() if _calls(model, inside)}
    return _calls(package.bpmn, inside)


def _calls(model: BpmnModel, flows: set[str]) -> list[str]:
    return [each.id for each in model.elements.values() if each.called and each.called.process in flows]


def _references(package: ProcedurePackage) -> Iterator[tuple[tuple[str | int, ...], str]]:
    deadline = package.manifest["deadline"]
    for place, entry in enumerate(deadline["suspended_while"]):
        yield ("deadline", "suspended_while", place, "legal_ref"), entry["legal_ref"]
    if deadline["extension"]:
        yield ("deadline", "extension", "legal_ref"), deadline["extension"]["legal_ref"]

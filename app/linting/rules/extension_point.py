"""An extension point is a task that does nothing: a commune may put its own steps there.

Why: where no commune plugs anything in, the case passes straight through; where one does, nothing national is lost.
Wrong: mastara:extensionPoint on a user task or a call activity.
Right: <task id="local-check" mastara:extensionPoint="true"/> with one arrow to it and one from it.
Source: BPMN 2.0.2, section 10.3 (abstract tasks); the layout of packages.
"""

from collections.abc import Iterator

from app.linting.places import element_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("extension-point", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for element in package.bpmn.elements.values():
        if element.extension_point and element.kind != "task":
            message = (
                f"Expected an empty task as extension point, found “{element.id}” of kind {element.kind}: redraw it."
            )
            yield element_remark(package, element, message)

"""Every end of the procedure says its outcome.

Why: the citizen, the statistics and the appeal all ask how the case ended.
Wrong: <endEvent id="end"/> at the top of the process.
Right: <endEvent id="end-delivered" mastara:outcome="delivered"/>. Ends inside a sub-process need none.
Source: law 55-19 art. 16-19 (answer, refusal or silence).
"""

from collections.abc import Iterator

from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("end-outcome", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for element in package.bpmn.children(None):
        if element.kind == "endEvent" and not element.outcome:
            yield element_remark(
                package,
                element,
                f"Expected the outcome of the end {title(element)}, found none: set mastara:outcome.",
            )

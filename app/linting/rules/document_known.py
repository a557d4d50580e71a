"""A task that drafts or issues a document names one that the package lists.

Why: the act cannot be printed, signed or verified otherwise.
Wrong: document.issue with the input document = “extract” while documents lists “copy”.
Right: the input “document” is the key of an entry under `documents`.
Source: layout of packages; law 36-21 art. 43 (copies of acts).
"""

from collections.abc import Iterator

from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

OPERATIONS = ("document.draft", "document.issue")


@rule("document-known", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for element in package.bpmn.elements.values():
        key = element.inputs.get("document", "")
        if element.operation not in OPERATIONS or not key or key.startswith("="):
            continue
        if key not in package.documents:
            yield element_remark(
                package,
                element,
                f"Expected a listed document at {title(element)}, found “{key}”: "
                "list it under documents of procedure.yaml.",
            )

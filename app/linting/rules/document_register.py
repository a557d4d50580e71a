"""A document is numbered in a register of its own, not under the letters of a shared register.

Why: “FLS-…-00012” must be one thing; under the same letters an act and an entry of a register have the same number.
Wrong: documents: [{key: extract, register: NAI, …}] while the births of registers.yaml have the prefix NAI.
Right: other letters for the document; the entry of the register keeps its number in a field of the document.
Source: law 69-99 (records); processes/_shared/registers.yaml.
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("document-register", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    shared = {kind.prefix: kind.key for kind in package.registers.values()}
    for index, document in enumerate(package.manifest["documents"]):
        letters = document["register"]
        if letters in shared:
            message = (
                f"Expected letters of its own for the numbers of the document “{document['key']}”, found {letters}, "
                f"those of the register “{shared[letters]}”: choose others."
            )
            yield manifest_remark(package, document["key"], "documents", index, "register", message=message)

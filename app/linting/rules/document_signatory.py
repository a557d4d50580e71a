"""A document is signed by a role that has a task before the document is issued.

Why: the signatory of an act is who completed the last task of that role; without one the act goes out unsigned.
Wrong: signatory: president, while only the head of service has a task before document.issue.
Right: a task of the signatory on a way that leads to the task which issues the document.
Source: organic law 113-14 (acts of the president and delegation of signature); law 36-21 art. 43.
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.signing import signing_roles


@rule("document-signatory", severity="error", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for index, document in enumerate(package.manifest["documents"]):
        key, signatory = document["key"], document["signatory"]
        roles = signing_roles(key, package.bpmn, package.flows) if signatory else None
        if roles is not None and signatory not in roles:
            yield manifest_remark(
                package,
                key,
                "documents",
                index,
                message=(
                    f"Expected a task of “{signatory}” before “{key}” is issued, found none: nobody would sign it. "
                    "Correct the signatory or the role of the task."
                ),
            )

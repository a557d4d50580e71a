"""Tasks, events and sub-processes have ids in words.

Why: the id of a task is the name of its form, of its texts and of its steps in scenarios; people read and write it.
Wrong: <userTask id="Activity_0k3x9vz" name="Vérifier le dossier"/>
Right: <userTask id="verifier-le-dossier" …/>: lower-case words joined by dashes.
Source: layout of packages, one word joins the parts.
"""

import re
from collections.abc import Iterator

from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

MADE_BY_A_TOOL = re.compile(r"[A-Za-z]+_[0-9a-z]{4,}")


@rule("readable-id", severity="warning", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for element in package.bpmn.elements.values():
        if not element.is_gateway and MADE_BY_A_TOOL.fullmatch(element.id):
            message = f"Expected an id in words for {title(element)}, found one that a tool made: give it a name."
            yield element_remark(package, element, message)

"""A notification names a message that the package holds.

Why: the citizen is told nothing when the message does not exist.
Wrong: operation notify with the input message = “redy” while messages lists “ready”.
Right: the input “message” is one of the keys under `messages` (an expression is looked at when it runs).
Source: law 55-19 art. 9-14 (the administration writes to the user at each step).
"""

from collections.abc import Iterator

from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("notify-message", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for element in package.bpmn.elements.values():
        message = element.inputs.get("message", "")
        if element.operation != "notify" or not message or message.startswith("="):
            continue
        if message not in package.messages:
            yield element_remark(
                package,
                element,
                f"Expected a listed message at {title(element)}, found “{message}”: write messages/{message}.fr.txt "
                f"and messages/{message}.ar.txt, and list “{message}” under messages.",
            )

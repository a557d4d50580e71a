"""A user task needs a role that is known: its lane, or mastara:role.

Why: a task without a role appears in nobody's list and waits until the legal period is over.
Wrong: a user task outside every lane; a lane whose id is “clerk” when roles.yaml has no such role.
Right: the task stands in the lane `agent_ec`, or carries mastara:role="agent_ec".
Source: BPMN 2.0 §10.8 (lanes); processes/_shared/roles.yaml.
"""

from collections.abc import Iterator

from app.domain.actors import CITIZEN_ROLE
from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

PLATFORM = "system"
"""The lane of automatic work: no person sees what waits there."""


@rule("user-task-role", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    known = {*package.roles, CITIZEN_ROLE} - {PLATFORM}
    for task in package.bpmn.user_tasks():
        if not task.role:
            yield element_remark(
                package,
                task,
                f"Expected a role for the user task {title(task)}, found none: put it in a lane or set mastara:role.",
            )
        elif task.role not in known:
            yield element_remark(
                package,
                task,
                f"Expected a role of processes/_shared/roles.yaml for {title(task)}, found “{task.role}”: "
                "correct the lane's id, set mastara:role, or add the role.",
            )

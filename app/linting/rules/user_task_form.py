"""A user task needs a form that the package lists.

Why: whoever opens the task sees the form and nothing else; without one there is nothing to answer.
Wrong: <userTask id="check-completeness"> and no forms/<slug>/check-completeness.json in the index.
Right: list `check-completeness` under `forms` of procedure.yaml; one word joins task, form and translations.
Source: layout of packages, one word joins the parts.
"""

from collections.abc import Iterator

from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("user-task-form", severity="error", family="form")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for task in package.bpmn.user_tasks():
        if task.form not in package.forms:
            yield element_remark(
                package,
                task,
                f"Expected a listed form for the user task {title(task)}, found “{task.form}”: "
                f"add forms/{package.key}/{task.form}.json and list it under forms.",
            )

"""A listed form is the start form or the form of a task.

Why: a form left behind after its task is gone is translated and checked for nothing, and hides what replaced it.
Wrong: forms lists “check-file” while the diagram's task became check-completeness.
Right: rename the form like its task, or remove it.
Source: layout of packages, one word joins the parts.
"""

from collections.abc import Iterator

from app.linting.places import form_file
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("form-unused", severity="warning", family="form")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    models = (package.bpmn, *package.flows.models.values())
    used = {task.form for model in models for task in model.user_tasks()} | {package.manifest["start_form"]}
    for name in package.manifest["forms"]:
        if name not in used:
            message = f"Expected a task that uses the form “{name}”, found none: remove it or give its task that name."
            yield Remark(file=form_file(package, name), element=name, line=1, message=message)

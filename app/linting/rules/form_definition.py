"""Forms can be used as they stand: known types, free keys, readable expressions.

Why: a form with a fault takes no answer, and a reserved key would hide the case from every expression.
Wrong: a field with the key “case”; a component of the type “html”; a condition that is not FEEL.
Right: keys like [a-z][a-z0-9_]*, types that the platform knows, FEEL in conditional.hide.
Source: form-js schema 19; the findings of reading the form.
"""

from collections.abc import Iterator

from app.forms.packages import read_forms
from app.linting.places import form_file
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

REPORTED_ELSEWHERE = frozenset({"form-translation"})
"""Missing Arabic is an error of the rule form-texts."""


@rule("form-definition", severity="error", family="form")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for name, form in read_forms(package).items():
        file = form_file(package, name)
        if form.id != name:
            message = f"Expected the id “{name}” like the file, found “{form.id}”: rename one of them."
            yield Remark(file=file, line=1, message=message)
        for found in form.findings:
            if found.rule in REPORTED_ELSEWHERE:
                continue
            yield Remark(
                file=file,
                element=found.element,
                line=found.line,
                message=f"{found.message} ({found.rule})",
                severity=found.severity,
            )

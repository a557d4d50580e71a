"""The start form is one of the package's forms.

Why: a citizen begins with it; without it nobody can file.
Wrong: start_form: demand, forms: [request].
Right: start_form: request, forms: [request].
Source: layout of packages.
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("start-form", severity="error", family="form")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    form = package.manifest["start_form"]
    if form not in package.forms:
        yield manifest_remark(
            package,
            "start_form",
            "start_form",
            message=f"Expected the start form among the listed forms, found “{form}”: list it under forms.",
        )

"""Expressions of the manifest are FEEL that can be read.

Why: a fault of writing must stop the publication, not a citizen's case. (The diagram's and the forms' expressions are
checked where they are read, under invalid-expression and form-feel.)
Wrong: required: '=relation != '
Right: required: '=relation != "self"'
Source: DMN 1.5 chapter 10.
"""

from collections.abc import Iterator

from app import feel
from app.linting.expressions import manifest_expressions
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("feel-syntax", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for expression in manifest_expressions(package):
        try:
            feel.check(expression.text)
        except feel.FeelError as error:
            yield Remark(
                file=expression.file,
                element=expression.element,
                line=expression.line,
                message=f"Expected FEEL in {expression.what}, found {feel.excerpt_of(expression.text)!r}: {error}",
            )

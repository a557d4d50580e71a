"""An entry of a context does not hide the item of the loop around it from the entries after it.

Why: an entry sees those before it, and they win over the item of the same name (DMN 1.5): what follows reads the entry
instead of the item, mostly null, and nothing fails.
Wrong: for line in lines return {line: line.label, sum: line.sum}
Right: for each in lines return {line: each.label, sum: each.sum}
Source: DMN 1.5, 10.3.2.6 and 10.3.2.11.
"""

from collections.abc import Iterator

from app import feel
from app.linting.expressions import diagram_expressions, manifest_expressions
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("hidden-item", severity="warning", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for expression in (*manifest_expressions(package), *diagram_expressions(package.bpmn)):
        for item in _hidden(expression.text):
            message = (
                f"The entry “{item}” of {expression.what} hides the loop's item of that name from the entries after "
                "it: give the item another name."
            )
            yield Remark(file=expression.file, element=expression.element, line=expression.line, message=message)


def _hidden(text: str) -> tuple[str, ...]:
    try:
        return feel.items_hidden(text)
    except feel.FeelError:
        return ()

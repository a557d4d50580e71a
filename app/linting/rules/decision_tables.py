"""Decision tables are complete and their rules do not contradict each other.

Why: two rules that answer the same case differently give one citizen two fees.
Wrong: hit policy UNIQUE with two rules for the same input.
Right: rules that cannot both apply, or a hit policy that says which one wins.
Source: DMN 1.5 §8.2.8 (hit policies).
"""

from collections.abc import Iterator

from app.decisions import read_package_decision
from app.domain.errors import MastaraError
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("decision-tables", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for name in package.decisions:
        try:
            model = read_package_decision(package, name)
        except MastaraError:
            continue  # The rule decision-known says why the file cannot be read.
        for found in model.findings():
            yield Remark(
                file=found.file,
                element=found.element,
                line=found.line,
                message=found.message,
                severity=found.severity,
            )

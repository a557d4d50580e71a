"""The tailoring policy speaks of things that the procedure has, with bounds that mean something.

Why: a rule about nothing leaves a commune without what it was promised; a bound that is not read protects nothing.
Wrong: policy.parameters.watiqa.colection_period (the key is misspelt); a minimum on a text.
Right: parameters: {watiqa.collection_period: {minimum: 60, maximum: 180}}.
Source: the layout of packages; organic law 113-14 (what councils decide themselves).
"""

from collections.abc import Iterator

from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.tailoring import Base, read_policy


@rule("tailoring-policy", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    _, findings = read_policy(Base(package.key, package.files))
    for found in findings:
        yield Remark(file=found.file, element=found.element, line=found.line, message=found.message)

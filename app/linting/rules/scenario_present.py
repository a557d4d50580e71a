"""A package has scenarios.

Why: the analyst's scenarios are the proof that each end can be reached; without one nothing was ever tried.
Wrong: scenarios: []
Right: one file for each way to an end event, under scenarios/. The runner says which ends none of them reaches.
Source: layout of packages; `flask procedures test`.
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("scenario-present", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    if not package.scenarios:
        message = "Expected at least one scenario, found none: write scenarios/<name>.yaml and list it."
        yield manifest_remark(package, "scenarios", "scenarios", message=message)

"""Values that rest on an assumption are listed.

Why: a value for which no text was found must be confirmed by the DGCT before citizens depend on it.
Wrong: nothing; this is a reminder.
Right: source: sourced, with the article that fixes the value.
Source: law 55-19 art. 6 (the sheet is certified before publication).
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("assumed-value", severity="info", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for index, declared in enumerate(package.manifest["parameters"]):
        key = declared["key"]
        if any(value.assumed for value in package.parameters[key].values):
            yield manifest_remark(
                package,
                key,
                "parameters",
                index,
                message=f"The value of “{key}” is assumed: have it confirmed, then give its legal reference.",
            )

"""Fees are amounts in centimes; appeals and retention are periods.

Why: an amount read as dirhams is wrong a hundredfold; a period without a unit has no end.
Wrong: fees: [{parameter: watiqa.stamp_fee}] with the unit dirham; reply_within a parameter with the unit count.
Right: unit: centime for fees; day, working_day, month or year for periods.
Source: law 55-19 art. 6-4 to 6-6.
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

AMOUNT_UNIT = "centime"


@rule("manifest-units", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for index, fee in enumerate(package.manifest["fees"]):
        key = fee["parameter"]
        if key in package.parameters and package.parameters[key].unit != AMOUNT_UNIT:
            yield manifest_remark(
                package,
                fee["key"],
                "fees",
                index,
                "parameter",
                message=f"Expected an amount in {AMOUNT_UNIT}s for “{key}”, "
                f"found {package.parameters[key].unit}: convert it.",
            )
    for path, key in _periods(package):
        if key in package.parameters and not package.parameters[key].is_period:
            yield manifest_remark(
                package,
                ".".join(str(part) for part in path),
                *path,
                message=f"Expected a period for “{key}”, found the unit {package.parameters[key].unit}: use a period.",
            )


def _periods(package: ProcedurePackage) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, appeal in enumerate(package.manifest["appeals"]):
        for name in ("file_within", "reply_within"):
            if appeal[name]:
                yield ("appeals", index, name), appeal[name]
    if package.manifest["retention"]:
        yield ("retention", "parameter"), package.manifest["retention"]["parameter"]

"""The legal period is not longer than the law's ceiling.

Why: an administration may not give itself more time than law 55-19 leaves it.
Wrong: deadline: {parameter: permit.answer} with 90 days while l5519.max_days is 60.
Right: a period of at most l5519.max_days; working days count as seven fifths of a day.
Source: law 55-19 art. 16.
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.parameters import DatedValue, Parameter

CEILING = "l5519.max_days"
DAYS = {"hour": 1 / 24, "day": 1.0, "working_day": 7 / 5, "month": 30.0, "year": 365.0}


@rule("deadline-ceiling", severity="error", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    key = package.manifest["deadline"]["parameter"]
    if key not in package.parameters:
        return  # The rule parameter-known says so.
    parameter = package.parameters[key]
    if CEILING not in package.parameters:
        message = f"Expected the parameter {CEILING} in processes/_shared/parameters.yaml, found none: add it."
        yield manifest_remark(package, "deadline", "deadline", message=message)
        return
    for value in parameter.values:
        yield from _of_value(package, parameter, value)


def _of_value(package: ProcedurePackage, parameter: Parameter, value: DatedValue) -> Iterator[Remark]:
    days = _days(parameter, value)
    ceiling = package.parameters[CEILING]
    in_force = [dated for dated in ceiling.values if dated.since <= value.since] or list(ceiling.values[:1])
    most = _days(ceiling, in_force[-1])
    if days is None or most is None:
        message = f"Expected a period for “{parameter.key}”, found {value.value} {parameter.unit}: use days or months."
        yield manifest_remark(package, "deadline", "deadline", "parameter", message=message)
    elif days > most:
        yield manifest_remark(
            package,
            "deadline",
            "deadline",
            "parameter",
            message=f"Expected at most {most:g} days (law 55-19 art. 16), found {value.value} {parameter.unit} from "
            f"{value.since} in “{parameter.key}”: shorten it.",
        )


def _days(parameter: Parameter, value: DatedValue) -> float | None:
    if parameter.unit not in DAYS or isinstance(value.value, str):
        return None
    return float(value.value) * DAYS[parameter.unit]

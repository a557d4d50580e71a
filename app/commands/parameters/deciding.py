"""Decides the next value of a parameter: from a day to come, with the text that fixes it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.commands.bus import Unit, require
from app.domain import permissions
from app.domain.clock import local_day
from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.domain.texts import plain_text
from app.linting.rules.deadline_ceiling import check as check_ceiling
from app.procedures import ProcedurePackage
from app.procedures.parameters import LONGEST_PERIODS, SOURCES, DatedValue, Parameter, is_possible_period
from app.procedures.parameters import ParameterValue as Value
from app.store import parameter_values, publication
from app.store.models import ParameterValue

SHORTEST_REFERENCE, LONGEST_REFERENCE, LONGEST_TEXT = 3, 240, 80
FURTHEST = timedelta(days=10 * 366)
LARGEST = 10**12


class ValueRefused(MastaraError):
    """The value cannot stand as it is; `problem` names why, `field` where."""

    code = "value-refused"

    def __init__(self, problem: str, field: str, message: str) -> None:
        super().__init__(message, problem=problem, field=field)
        self.problem = problem
        self.field = field


class ParameterUnknown(MastaraError):
    """No published procedure declares this parameter."""

    code = "parameter-unknown"


@dataclass(frozen=True, kw_only=True)
class DecideValue:
    """Add a value in force from `since` on; cases filed before keep theirs."""

    key: str
    since: date
    value: Value
    legal_ref: str
    source: str

    def authorise(self, unit: Unit) -> None:
        """The DGCT."""
        require(permissions.may(unit.actor, permissions.DECIDE_PARAMETER), "Expected the DGCT.")

    def handle(self, unit: Unit) -> ParameterValue:
        """Raises ParameterUnknown, ValueRefused."""
        packages = self._packages(unit)
        if not packages:
            raise ParameterUnknown(f"Expected a parameter of a published procedure, found “{self.key}”.")
        parameter = packages[0].parameters[self.key]
        reference = plain_text(self.legal_ref, longest=LONGEST_REFERENCE)
        self._check(parameter, reference, local_day(unit.now))
        dated = DatedValue(since=self.since, value=self.value, legal_ref=reference, source=self.source)
        _check_packages(packages, self.key, dated)
        row = ParameterValue(
            id=new_id(),
            key=self.key,
            since=self.since,
            value={"value": self.value},
            legal_ref=reference,
            source=self.source,
            decided_at=unit.now,
            decided_by=unit.actor.name,
        )
        parameter_values.add(row)
        unit.services.deployments.read_values_again()
        return row

    def _packages(self, unit: Unit) -> list[ProcedurePackage]:
        newest = (unit.services.deployments.get(row.id).package for row in publication.list_newest_deployments())
        return [package for package in newest if self.key in package.parameters]

    def _check(self, parameter: Parameter, reference: str, today: date) -> None:
        if not today < self.since <= today + FURTHEST:
            raise ValueRefused("past", "since", f"Expected a day after {today}, within ten years, found {self.since}.")
        if any(dated.since == self.since for dated in parameter.values):
            raise ValueRefused("same-day", "since", "Expected one value from each day, found a second one.")
        if len(reference) < SHORTEST_REFERENCE:
            raise ValueRefused("text", "legal_ref", "Expected the text that fixes the value, found none.")
        if self.source not in SOURCES:
            raise ValueRefused("source", "source", f"Expected one of {', '.join(SOURCES)}, found {self.source!r}.")
        self._check_value(parameter)

    def _check_value(self, parameter: Parameter) -> None:
        present = parameter.values[-1].value
        if isinstance(present, str):
            if not isinstance(self.value, str) or not 0 < len(self.value) <= LONGEST_TEXT:
                raise ValueRefused("kind", "value", f"Expected a short text, found {self.value!r}.")
            return
        if isinstance(self.value, str) or not 0 <= self.value < LARGEST:
            raise ValueRefused("kind", "value", f"Expected a number from 0 on, found {self.value!r}.")
        if parameter.is_period and not is_possible_period(self.value, parameter.unit):
            longest = LONGEST_PERIODS[parameter.unit]
            expected = f"Expected a whole number of {parameter.unit}s between 1 and {longest}"
            raise ValueRefused("period", "value", f"{expected}, found {self.value!r}.")


def _check_packages(packages: list[ProcedurePackage], key: str, dated: DatedValue) -> None:
    """Refuse a value that makes a published procedure unlawful: a legal period beyond its ceiling."""
    for package in packages:
        grown = replace(package, parameters=package.parameters.with_values([(key, dated)]))
        beyond = next(check_ceiling(grown), None)
        if beyond is not None:
            raise ValueRefused("ceiling", "value", f"{package.key}: {beyond.message}")

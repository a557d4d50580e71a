"""Dated legal parameters: a value, its unit, the text that fixes it, and whether we know or assume it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates, validates_schema

from app.domain.errors import MastaraError

SOURCES = ("sourced", "known", "assumed")
LONGEST_PERIODS = {"hour": 1_753_200, "day": 73_050, "working_day": 50_000, "month": 2_400, "year": 200}
"""How many of each unit a period may have: two hundred years; more is a mistake of a keyboard."""
PERIOD_UNITS = tuple(LONGEST_PERIODS)
ParameterValue = int | float | str


class ParameterMissing(MastaraError):
    """No value of the parameter is in force on that day."""

    code = "parameter-missing"


@dataclass(frozen=True, kw_only=True)
class DatedValue:
    """A value in force from `since` until the next one, with its legal reference."""

    since: date
    value: ParameterValue
    legal_ref: str
    source: str

    @property
    def assumed(self) -> bool:
        """True when no text was found for the value: it must be confirmed before real use."""
        return self.source == "assumed"


@dataclass(frozen=True, kw_only=True)
class Tailored:
    """The values of a commune beside those of the country, each in order of date.

    From `since` on the local values hold, whatever is decided for the country later. With `never_above_national` the
    law lets communes go below the national value only: on a day on which that is lower, it holds.
    """

    since: date
    never_above_national: bool
    national: tuple[DatedValue, ...]
    local: tuple[DatedValue, ...]

    def values(self) -> tuple[DatedValue, ...]:
        """Return what holds, in order of date."""
        days = sorted({value.since for value in (*self.national, *self.local)})
        held = [replace(found, since=day) for day in days if (found := self._on(day)) is not None]
        return tuple(
            value
            for before, value in zip((None, *held), held, strict=False)
            if before is None or (before.value, before.legal_ref) != (value.value, value.legal_ref)
        )

    def _on(self, day: date) -> DatedValue | None:
        national = next((value for value in reversed(self.national) if value.since <= day), None)
        local = next((value for value in reversed(self.local) if value.since <= day), None)
        if local is None or day < self.since:
            return national
        return national if self._is_above(local, national) else local

    def _is_above(self, local: DatedValue, national: DatedValue | None) -> bool:
        if not self.never_above_national or national is None:
            return False
        return not isinstance(national.value, str) and not isinstance(local.value, str) and local.value > national.value


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A named quantity of the law; `values` are in order of date. `tailored` where a commune has its own."""

    key: str
    unit: str
    kind: str
    values: tuple[DatedValue, ...]
    title: Mapping[str, str]
    note: str = ""
    tailored: Tailored | None = None

    def with_value(self, decided: DatedValue) -> "Parameter":
        """Return the parameter with a value decided for the country; of two from the same day the decided one holds."""
        if self.tailored is None:
            return replace(self, values=_added(self.values, decided))
        tailored = replace(self.tailored, national=_added(self.tailored.national, decided))
        return replace(self, values=tailored.values(), tailored=tailored)

    def value_on(self, day: date) -> DatedValue:
        """Return the value in force on `day`. Raises ParameterMissing."""
        in_force = [dated for dated in self.values if dated.since <= day]
        if not in_force:
            raise ParameterMissing(
                f"Expected a value of “{self.key}” on {day}, found the first one from {self.values[0].since}: "
                "add a value with its legal reference.",
                key=self.key,
            )
        return in_force[-1]

    @property
    def is_period(self) -> bool:
        """True when the unit measures time."""
        return self.unit in PERIOD_UNITS


def is_possible_period(value: ParameterValue, unit: str) -> bool:
    """Tell whether a value is a period in `unit`: a whole number, one at least, no longer than any law reaches."""
    return isinstance(value, int) and 1 <= value <= LONGEST_PERIODS[unit]


class _Value(fields.Field[ParameterValue]):
    """A whole or decimal number, or a text; never true, null, a list or what is no number at all."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> ParameterValue:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValidationError(f"Expected a number or a text, found {type(value).__name__}.")
        if isinstance(value, float) and not isfinite(value):
            raise ValidationError(f"Expected a finite number, found {value}.")
        return value


class _DatedValueSchema(Schema):
    since = fields.Date(required=True, data_key="from")
    value = _Value(required=True)
    legal_ref = fields.String(required=True, validate=validate.Length(min=3))
    source = fields.String(required=True, validate=validate.OneOf(SOURCES))


class _TailoredSchema(Schema):
    since = fields.Date(required=True, data_key="from")
    never_above_national = fields.Boolean(required=True)
    national = fields.List(fields.Nested(_DatedValueSchema), required=True)


class ParameterSchema(Schema):
    """The shape of one parameter in YAML."""

    key = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$"))
    unit = fields.String(required=True)
    kind = fields.String(load_default="", allow_none=True)
    title = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    note = fields.String(load_default="")
    used_by = fields.Raw(load_default=None)
    values = fields.List(fields.Nested(_DatedValueSchema), required=True, validate=validate.Length(min=1))
    tailored = fields.Nested(_TailoredSchema, load_default=None, allow_none=True)
    """Written into variants only: since when the values are a commune's, and what the country says."""

    @validates_schema
    def check_periods(self, loaded: dict[str, Any], **_: Any) -> None:
        """A period is a whole number of its unit, one at least, and no longer than any law reaches."""
        unit = loaded["unit"]
        if unit not in LONGEST_PERIODS:
            return
        for dated in loaded["values"]:
            value = dated["value"]
            if not is_possible_period(value, unit):
                raise ValidationError(
                    f"Expected a whole number of {unit}s between 1 and {LONGEST_PERIODS[unit]}, found {value!r}: "
                    "correct it; what is delivered on the spot has no period.",
                    field_name="values",
                )

    @validates("values")
    def check_dates(self, values: list[dict[str, Any]], **_: Any) -> None:
        """Two values from the same day contradict each other."""
        days = [value["since"] for value in values]
        twice = sorted({day for day in days if days.count(day) > 1})
        if twice:
            raise ValidationError(f"Expected one value from each day, found two from {twice[0]}: keep one.")


def build_parameter(loaded: Mapping[str, Any]) -> Parameter:
    """Turn a validated mapping into a Parameter, its values in order of date."""
    values = _in_order(loaded["values"])
    return Parameter(
        key=loaded["key"],
        unit=loaded["unit"],
        kind=loaded["kind"] or "",
        title=loaded["title"],
        note=loaded["note"],
        values=values,
        tailored=_tailored(loaded["tailored"], values) if loaded["tailored"] else None,
    )


def _in_order(rows: Iterable[Mapping[str, Any]]) -> tuple[DatedValue, ...]:
    return tuple(sorted((DatedValue(**row) for row in rows), key=lambda value: value.since))


def _tailored(loaded: Mapping[str, Any], values: tuple[DatedValue, ...]) -> Tailored:
    since = loaded["since"]
    return Tailored(
        since=since,
        never_above_national=loaded["never_above_national"],
        national=_in_order(loaded["national"]),
        local=tuple(value for value in values if value.since >= since),
    )


def _added(values: Iterable[DatedValue], decided: DatedValue) -> tuple[DatedValue, ...]:
    kept = [value for value in values if value.since != decided.since]
    return tuple(sorted([*kept, decided], key=lambda value: value.since))


def keys_twice(parameters: Iterable[Parameter]) -> list[str]:
    """Return the keys that stand twice in one list, in order."""
    keys = [parameter.key for parameter in parameters]
    return sorted({key for key in keys if keys.count(key) > 1})


def keys_as_groups(parameters: Mapping[str, Parameter]) -> list[str]:
    """Return the keys that are a value and, at once, the first part of another key: FEEL could not read both."""
    parts = (key.split(".") for key in parameters)
    groups = {".".join(names[:count]) for names in parts for count in range(1, len(names))}
    return sorted(groups & parameters.keys())


class Parameters(Mapping[str, Parameter]):
    """The parameters a package may use, by key: its own first, then the shared ones."""

    def __init__(self, *groups: Iterable[Parameter]) -> None:
        self._by_key: dict[str, Parameter] = {}
        for group in groups:
            for parameter in group:
                self._by_key.setdefault(parameter.key, parameter)
        self._changes = sorted({value.since for parameter in self._by_key.values() for value in parameter.values})
        self._nested: dict[int, dict[str, Any]] = {}
        """What `nested_on` gave, by how many days of change lie behind the day."""

    def __getitem__(self, key: str) -> Parameter:
        try:
            return self._by_key[key]
        except KeyError:
            raise ParameterMissing(
                f"Expected a declared parameter, found “{key}”: add it to parameters of procedure.yaml "
                "or to processes/_shared/parameters.yaml.",
                key=key,
            ) from None

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def with_values(self, decided: Iterable[tuple[str, DatedValue]]) -> "Parameters":
        """Return the parameters with values decided since for the country."""
        grown = dict(self._by_key)
        for key, dated in decided:
            if key in grown:
                grown[key] = grown[key].with_value(dated)
        return Parameters(grown.values())

    def nested_on(self, day: date) -> dict[str, Any]:
        """Return the values in force on `day` as nested contexts for FEEL: parameters.watiqa.stamp_fee.

        It is made once for all days on which the same values are in force: nobody may change it.
        """
        behind = bisect_right(self._changes, day)
        known = self._nested.get(behind)
        if known is None:
            known = self._nested[behind] = self._nest(day)
        return known

    def _nest(self, day: date) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for parameter in self._by_key.values():
            if not any(value.since <= day for value in parameter.values):
                continue
            *groups, leaf = parameter.key.split(".")
            node = tree
            for group in groups:
                node = node.setdefault(group, {})
            node[leaf] = parameter.value_on(day).value
        return tree

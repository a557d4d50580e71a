"""Sets the value of a parameter from a day on: the stamp, the days within which a copy is to be collected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, post_load, validate

from app.procedures.parameters import ParameterValue
from app.procedures.tailoring.base import Base, Group
from app.procedures.tailoring.operation import Leaves, Operation, OperationSchema
from app.procedures.tailoring.policy import Rule, read_policy, written
from app.procedures.tailoring.workspace import Workspace

Dated = tuple[tuple[date, ParameterValue], ...]


@dataclass(frozen=True, kw_only=True)
class LocalValue:
    """A value of the commune in force from `since` on, with the decision of the council that fixes it."""

    since: date
    value: ParameterValue
    legal_ref: str


@dataclass(frozen=True, kw_only=True)
class SetParameter(Operation):
    """From the day of its first value on, the values of the commune stand in the place of the national ones."""

    do: ClassVar[str] = "set-parameter"
    group: ClassVar[Group] = "parameters"

    parameter: str
    values: tuple[LocalValue, ...]

    @property
    def name(self) -> str:
        """The key of the parameter."""
        return self.parameter

    def problem(self, base: Base) -> str | None:
        """A parameter of the procedure, values of one type, one from each day."""
        found = base.find_parameter(self.parameter)
        if found is None:
            return f"Expected a parameter that the procedure declares, found “{self.parameter}”: correct the name."
        days = [value.since for value in self.values]
        if len(set(days)) != len(days):
            return f"Expected one value of “{self.parameter}” from each day, found two from the same: keep one."
        numbers = {isinstance(row["value"], int | float) for row in found["values"]}
        if {isinstance(value.value, int | float) for value in self.values} != numbers:
            return f"Expected values of “{self.parameter}” like the national ones, found another type: correct them."
        return None

    def breach(self, rule: Rule, base: Base, beside: Sequence[Operation]) -> str | None:
        """Each value within the bounds; compared with the national value in force on its day."""
        return next((text for value in self.values if (text := self._breach(value, rule, base))), None)

    def _breach(self, local: LocalValue, rule: Rule, base: Base) -> str | None:
        value = local.value
        if rule.one_of and value not in rule.one_of:
            return f"one of {', '.join(str(one) for one in rule.one_of)}, found {value}"
        if isinstance(value, str):
            return None
        if rule.minimum is not None and value < rule.minimum:
            return f"at least {written(rule.minimum)}, found {value}"
        if rule.maximum is not None and value > rule.maximum:
            return f"at most {written(rule.maximum)}, found {value}"
        national = self._lowest_national(local, base)
        if rule.may_only_shorten and value > national:
            return f"a period that is not longer than the national {written(national)}, found {value}"
        if rule.may_only_lower and value > national:
            return f"an amount that is not higher than the national {written(national)}, found {value}"
        return None

    def _lowest_national(self, local: LocalValue, base: Base) -> float:
        """Return the lowest national value that this local one stands for: the one of its day and later ones."""
        rows = sorted((dict(_dated(base, self.parameter)) | dict(base.decided.get(self.parameter, {}))).items())
        later = [day for value in self.values if (day := value.since) > local.since]
        end = min(later, default=date.max)
        in_force = [value for since, value in rows if since <= local.since][-1:]
        meant = in_force + [value for since, value in rows if local.since < since < end]
        numbers = [value for value in meant if not isinstance(value, str)]
        return min(numbers, default=float("inf"))

    def before(self, base: Base) -> Leaves:
        """The national values by day."""
        return {"values": tuple(sorted(_dated(base, self.parameter)))}

    def after(self, base: Base) -> Leaves:
        """The national values before the first local one, then the local ones."""
        first = min(value.since for value in self.values)
        kept = [pair for pair in _dated(base, self.parameter) if pair[0] < first]
        return {"values": tuple(sorted([*kept, *((value.since, value.value) for value in self.values)]))}

    def around(self, base: Base) -> Any:
        """The unit, the kind of period, the title and the texts of law."""
        found = base.find_parameter(self.parameter) or {}
        laws = [row.get("legal_ref") for row in found.get("values", ())]
        return {"legal_ref": laws} | {key: found.get(key) for key in ("unit", "kind", "title")}

    def apply(self, workspace: Workspace) -> None:
        """Write the values into the manifest, and beside them those of the country that they stand for."""
        base = workspace.base
        first = min(value.since for value in self.values)
        row = self._row(workspace)
        row["tailored"] = {
            "from": first,
            "never_above_national": _only_below(base, self.parameter),
            "national": list(row["values"]),
        }
        kept = [value for value in row["values"] if _day(value["from"]) < first]
        row["values"] = kept + [
            {"from": one.since, "value": one.value, "legal_ref": one.legal_ref, "source": "sourced"}
            for one in sorted(self.values, key=lambda value: value.since)
        ]

    def _row(self, workspace: Workspace) -> dict[str, Any]:
        """Return the row of the manifest, to be changed; a parameter of the country becomes one of the variant."""
        rows: list[dict[str, Any]] = workspace.manifest().setdefault("parameters", [])
        found = next((one for one in rows if one["key"] == self.parameter), None)
        if found is None:
            national = workspace.base.find_parameter(self.parameter) or {}
            found = {name: part for name, part in national.items() if name != "used_by"}
            rows.append(found)
        return found


def _only_below(base: Base, parameter: str) -> bool:
    """Tell whether communes may go below the national value and no further."""
    rule = read_policy(base)[0].rule_for("parameters", parameter)
    return rule.may_only_shorten or rule.may_only_lower


def _dated(base: Base, key: str) -> Dated:
    found = base.find_parameter(key)
    return tuple((_day(row["from"]), row["value"]) for row in found["values"]) if found else ()


def _day(written: date | str) -> date:
    """Return a day of the manifest, which may stand in quotes there."""
    return date.fromisoformat(written) if isinstance(written, str) else written


def _number_or_text(value: Any) -> None:
    """Refuse true, null, lists and what is no finite number. Raises ValidationError."""
    finite = isinstance(value, str | int) or (isinstance(value, float) and isfinite(value))
    if isinstance(value, bool) or not finite:
        raise ValidationError(f"Expected a number or a text, found “{value}”: correct the value.")


class _ValueSchema(Schema):
    since = fields.Date(required=True, data_key="from")
    value = fields.Raw(required=True, validate=_number_or_text)
    legal_ref = fields.String(required=True, validate=validate.Length(min=3))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> LocalValue:
        """Return the value."""
        return LocalValue(**data)


class SetParameterSchema(OperationSchema):
    """`{do: set-parameter, parameter, values: [{from, value, legal_ref}]}`."""

    makes = SetParameter
    parameter = fields.String(required=True)
    values = fields.List(fields.Nested(_ValueSchema), required=True, validate=validate.Length(min=1, max=40))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Operation:
        """Return the operation, its values in the order of the file."""
        return SetParameter(**data | {"values": tuple(data["values"])})

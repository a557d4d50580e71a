"""Makes an optional field of a form obligatory, or hides one that the commune does not need."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from marshmallow import fields

from app.procedures.tailoring.base import Base, Group, components_of
from app.procedures.tailoring.operation import ABSENT, Leaves, Operation, OperationSchema
from app.procedures.tailoring.policy import Rule
from app.procedures.tailoring.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class _FieldOperation(Operation):
    group: ClassVar[Group] = "fields"
    verb: ClassVar[Literal["require", "hide"]]

    form: str
    field: str

    @property
    def name(self) -> str:
        """The form and the key of the field."""
        return f"{self.form}.{self.field}"

    def problem(self, base: Base) -> str | None:
        """A field that the form asks for."""
        if base.find_field(self.form, self.field) is None:
            return f"Expected a field of the procedure, found “{self.name}”: correct the form or the field."
        return None

    def breach(self, rule: Rule, base: Base, beside: Sequence[Operation]) -> str | None:
        """What the rule lets communes do with the field."""
        return None if self.verb in rule.may else f"one of {', '.join(rule.may) or 'nothing'}, found {self.verb}"

    def around(self, base: Base) -> Any:
        """What else the form says of the field."""
        found = base.find_field(self.form, self.field) or {}
        return {key: value for key, value in found.items() if key not in ("validate", "conditional")}

    def component(self, workspace: Workspace) -> dict[str, Any]:
        """Return the field, to be changed."""
        components = components_of(workspace.form(self.form))
        found: Any = next(one for one in components if one.get("key") == self.field)
        component: dict[str, Any] = found
        return component


@dataclass(frozen=True, kw_only=True)
class RequireField(_FieldOperation):
    """The field must be filled in."""

    do: ClassVar[str] = "require-field"
    verb: ClassVar[Literal["require", "hide"]] = "require"

    def before(self, base: Base) -> Leaves:
        """Whether the field is obligatory."""
        found = base.find_field(self.form, self.field)
        return {"required": ABSENT if found is None else bool((found.get("validate") or {}).get("required"))}

    def after(self, base: Base) -> Leaves:
        """It is."""
        return {"required": True}

    def apply(self, workspace: Workspace) -> None:
        """Write it into the form."""
        self.component(workspace).setdefault("validate", {})["required"] = True


@dataclass(frozen=True, kw_only=True)
class HideField(_FieldOperation):
    """The field is never shown and never taken; expressions that read it find null."""

    do: ClassVar[str] = "hide-field"
    verb: ClassVar[Literal["require", "hide"]] = "hide"

    def before(self, base: Base) -> Leaves:
        """The condition under which the field is hidden."""
        found = base.find_field(self.form, self.field)
        return {"hidden": ABSENT if found is None else (found.get("conditional") or {}).get("hide")}

    def after(self, base: Base) -> Leaves:
        """Always."""
        return {"hidden": _ALWAYS}

    def apply(self, workspace: Workspace) -> None:
        """Write it into the form."""
        self.component(workspace)["conditional"] = {"hide": _ALWAYS}


_ALWAYS = "=true"


class RequireFieldSchema(OperationSchema):
    """`{do: require-field, form: request, field: requester_email}`."""

    makes = RequireField
    form = fields.String(required=True)
    field = fields.String(required=True)


class HideFieldSchema(OperationSchema):
    """`{do: hide-field, form: request, field: requester_email}`."""

    makes = HideField
    form = fields.String(required=True)
    field = fields.String(required=True)

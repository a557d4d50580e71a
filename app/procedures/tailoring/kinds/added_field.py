"""Adds a question of the commune to a form, in a place that the procedure keeps for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, fields, post_load, validate

from app.procedures.tailoring.base import Base, Group, components_of
from app.procedures.tailoring.kinds.words import Words, WordsField
from app.procedures.tailoring.operation import (
    ABSENT,
    LOCAL_FIELD,
    Leaves,
    Operation,
    OperationSchema,
    above_count,
)
from app.procedures.tailoring.policy import Rule
from app.procedures.tailoring.workspace import Workspace

TYPES = ("textfield", "textarea", "number", "checkbox", "radio", "select", "datetime")
"""Kinds of questions that a commune may ask, words of form-js; `datetime` asks for a day."""
_WITH_OPTIONS = ("radio", "select")


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer that can be chosen."""

    value: str
    label: Words


@dataclass(frozen=True, kw_only=True)
class AddField(Operation):
    """One field more; `slot` is a group of the form, or `form` for its end."""

    do: ClassVar[str] = "add-field"
    group: ClassVar[Group] = "fields"

    form: str
    slot: str
    field: str
    type: str
    label: Words
    hint: Words | None = None
    required: bool = False
    options: tuple[Option, ...] = ()

    @property
    def name(self) -> str:
        """The form and the slot: the place to which the policy gives room."""
        return f"{self.form}.{self.slot}"

    @property
    def identity(self) -> str:
        """The new field, which is one word of the whole procedure."""
        return f"fields.{self.field}"

    @property
    def adds(self) -> frozenset[str]:
        """The field."""
        return frozenset({self.field})

    def problem(self, base: Base) -> str | None:
        """A slot that the form has, a name that nothing has yet, answers to choose from where they are needed."""
        if base.find_slot(self.form, self.slot) is None:
            return f"Expected a slot of a form, found “{self.name}”: name a form and one of its groups."
        if field_taken(base, self.field):
            return f"Expected a new field, found “{self.field}”, which a form already has: choose another name."
        values = [option.value for option in self.options]
        if (self.type in _WITH_OPTIONS) != bool(values) or len(set(values)) != len(values):
            return f"Expected different answers to choose from for “{self.field}”, or none: correct its options."
        return None

    def breach(self, rule: Rule, base: Base, beside: Sequence[Operation]) -> str | None:
        """At most as many additions in the slot as the rule says."""
        return above_count(self, rule, beside)

    def before(self, base: Base) -> Leaves:
        """Nothing, or the field that a later national version gave the same name."""
        return {"field": field_taken(base, self.field) or ABSENT}

    def after(self, base: Base) -> Leaves:
        """The field."""
        return {"field": self}

    def around(self, base: Base) -> Any:
        """The other fields of the slot."""
        slot = base.find_slot(self.form, self.slot)
        return None if slot is None else [one.get("key") for one in components_of(slot)]

    def apply(self, workspace: Workspace) -> None:
        """Write the component and its Arabic texts."""
        add_component(workspace, self.form, self.slot, self._component())
        texts: dict[str, Any] = {"label": self.label.by_language["ar"]}
        if self.hint is not None:
            texts["description"] = self.hint.by_language["ar"]
        if self.options:
            texts["options"] = {option.value: option.label.by_language["ar"] for option in self.options}
        workspace.put_form_words("ar", self.form, f"components.{self.field}", texts)

    def _component(self) -> dict[str, Any]:
        written: dict[str, Any] = {"type": self.type, "id": self.field, "key": self.field}
        written["label"] = self.label.by_language["fr"]
        if self.hint is not None:
            written["description"] = self.hint.by_language["fr"]
        if self.options:
            written["values"] = [
                {"value": option.value, "label": option.label.by_language["fr"]} for option in self.options
            ]
        if self.type == "datetime":
            written |= {"subtype": "date", "dateLabel": written["label"]}
        if self.required:
            written["validate"] = {"required": True}
        return written


def field_taken(base: Base, key: str) -> dict[str, Any] | None:
    """Return the field of any form of the procedure that has the key, or None."""
    for form in base.forms:
        found = base.find_field(form, key)
        if found is not None:
            return dict(found)
    return None


def add_component(workspace: Workspace, form: str, slot: str, component: dict[str, Any]) -> None:
    """Put a component at the end of a slot."""
    written = workspace.form(form)
    groups = (one for one in components_of(written) if one.get("type") == "group" and one.get("id") == slot)
    place: Any = next(groups, written)
    place.setdefault("components", []).append(component)


FIELD = validate.Regexp(
    rf"^{LOCAL_FIELD}[a-z][a-z0-9_]{{0,40}}$", error="Expected a name that begins with local_, found another one."
)


class _OptionSchema(Schema):
    value = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,40}$"))
    label = WordsField(required=True, both=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Option:
        """Return the option."""
        return Option(**data)


class AddFieldSchema(OperationSchema):
    """`{do: add-field, form, slot, field: local_…, type, label: {fr, ar}, hint, required, options}`."""

    makes = AddField
    form = fields.String(required=True)
    slot = fields.String(required=True)
    field = fields.String(required=True, validate=FIELD)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    label = WordsField(required=True, both=True)
    hint = WordsField(both=True, allow_none=True)
    required = fields.Boolean()
    options = fields.List(fields.Nested(_OptionSchema), validate=validate.Length(max=60))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Operation:
        """Return the operation, its options as a value."""
        return AddField(**data | {"options": tuple(data.get("options", ()))})

"""Adds a piece to the file, with the text of law that allows it and the field by which it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import fields, validate

from app.procedures.tailoring.base import NEW_PIECE, Base, Group, components_of
from app.procedures.tailoring.kinds.added_field import add_component, field_taken
from app.procedures.tailoring.kinds.words import Words, WordsField
from app.procedures.tailoring.operation import (
    ABSENT,
    LOCAL,
    Leaves,
    Operation,
    OperationSchema,
    above_count,
)
from app.procedures.tailoring.policy import Rule
from app.procedures.tailoring.workspace import Workspace, put_text

_ACCEPTED = ".pdf,.jpg,.jpeg,.png"


@dataclass(frozen=True, kw_only=True)
class AddPiece(Operation):
    """One piece more, asked for in a slot of the start form."""

    do: ClassVar[str] = "add-piece"
    group: ClassVar[Group] = "pieces"

    piece: str
    slot: str
    title: Words
    note: Words
    legal_ref: str
    required: bool = False

    @property
    def name(self) -> str:
        """The one name of the group: the policy counts pieces together."""
        return NEW_PIECE

    @property
    def identity(self) -> str:
        """The new piece."""
        return f"pieces.{self.piece}"

    @property
    def adds(self) -> frozenset[str]:
        """The piece and its field."""
        return frozenset({self.piece, self.field})

    @property
    def field(self) -> str:
        """The key of the field by which the piece is sent."""
        return self.piece.replace("-", "_")

    def problem(self, base: Base) -> str | None:
        """A slot of the start form, and a name that nothing has yet."""
        form = str(base.manifest["start_form"])
        if base.find_slot(form, self.slot) is None:
            return f"Expected a slot of the start form, found “{self.slot}”: name one of its groups."
        if self._national(base) is not None or field_taken(base, self.field) is not None:
            return f"Expected a new piece, found “{self.piece}”, which the procedure already has: choose another name."
        return None

    def breach(self, rule: Rule, base: Base, beside: Sequence[Operation]) -> str | None:
        """At most as many additional pieces as the rule says."""
        return above_count(self, rule, beside)

    def before(self, base: Base) -> Leaves:
        """Nothing, or the piece that a later national version gave the same name."""
        return {"piece": self._national(base) or field_taken(base, self.field) or ABSENT}

    def after(self, base: Base) -> Leaves:
        """The piece."""
        return {"piece": self}

    def around(self, base: Base) -> Any:
        """The pieces that everybody is asked for, and what stands in the slot."""
        slot = base.find_slot(str(base.manifest["start_form"]), self.slot)
        fields_beside = None if slot is None else [one.get("key") for one in components_of(slot)]
        return [row["key"] for row in base.manifest.get("pieces") or ()], fields_beside

    def apply(self, workspace: Workspace) -> None:
        """Write the piece, its field and its texts."""
        manifest = workspace.manifest()
        row = {"key": self.piece, "provided_by": "user", "field": self.field, "required": self.required}
        manifest.setdefault("pieces", []).append({**row, "legal_ref": self.legal_ref})
        form = str(manifest["start_form"])
        add_component(workspace, form, self.slot, self._component())
        for language in ("fr", "ar"):
            texts = {"name": self.title.by_language[language], "note": self.note.by_language[language]}
            put_text(workspace.texts(language), f"fiche.pieces.{self.piece}", texts)
        arabic = {"label": self.title.by_language["ar"], "description": self.note.by_language["ar"]}
        workspace.put_form_words("ar", form, f"components.{self.field}", arabic)

    def _component(self) -> dict[str, Any]:
        written: dict[str, Any] = {"type": "filepicker", "id": self.field, "key": self.field}
        written |= {"label": self.title.by_language["fr"], "description": self.note.by_language["fr"]}
        written |= {"accept": _ACCEPTED, "multiple": False}
        written["properties"] = {"piece": self.piece, "maxMegabytes": "5"}
        if self.required:
            written["validate"] = {"required": True}
        return written

    def _national(self, base: Base) -> dict[str, Any] | None:
        rows = base.manifest.get("pieces") or ()
        return next((dict(row) for row in rows if row["key"] == self.piece), None)


class AddPieceSchema(OperationSchema):
    """`{do: add-piece, piece: local-…, slot, title: {fr, ar}, note: {fr, ar}, legal_ref, required}`."""

    makes = AddPiece
    piece = fields.String(
        required=True,
        validate=validate.Regexp(
            rf"^{LOCAL}[a-z][a-z0-9]*(-[a-z0-9]+)*$",
            error="Expected a name that begins with local-, found another one.",
        ),
    )
    slot = fields.String(required=True)
    title = WordsField(required=True, both=True)
    note = WordsField(required=True, both=True)
    legal_ref = fields.String(required=True, validate=validate.Length(min=3))
    required = fields.Boolean()

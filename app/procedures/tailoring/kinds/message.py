"""Says something else in a message: where the counter is, when it is open, in the SMS, the subject or the letter."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from marshmallow import fields, validate

from app.procedures.tailoring.base import Base, Group
from app.procedures.tailoring.kinds.text import too_long
from app.procedures.tailoring.kinds.words import Words, WordsField
from app.procedures.tailoring.message_parts import ONE_LINE, PARTS, has_more_than_values, values_in
from app.procedures.tailoring.operation import ABSENT, Leaves, Operation, OperationSchema
from app.procedures.tailoring.policy import Rule
from app.procedures.tailoring.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class ChangeMessage(Operation):
    """One part of a message in the languages that are given; it names values that the national message names."""

    do: ClassVar[str] = "change-message"
    group: ClassVar[Group] = "messages"

    message: str
    part: str
    to: Words

    @property
    def name(self) -> str:
        """The message and its part."""
        return f"{self.message}.{self.part}"

    def problem(self, base: Base) -> str | None:
        """A part that the message has in each of the languages, plain words, and no value that it does not have."""
        for language, text in self.to.pairs:
            said = base.message_parts(self.message, language)
            if self.part not in said:
                return f"Expected a part of a message, found “{self.name}” in {language}: correct the name."
            if self.part in ONE_LINE and "\n" in text:
                return f"Expected one line for “{self.name}”, found several: join them."
            foreign = sorted(values_in(text) - values_in("".join(said.values())))
            if has_more_than_values(text) or foreign:
                named = ", ".join(foreign) or "{"
                return f"Expected values of the national message in “{self.name}”, found {named}: take it away."
        return None

    def breach(self, rule: Rule, base: Base, beside: Sequence[Operation]) -> str | None:
        """At most as many signs as the rule says."""
        return too_long(self.to, rule)

    def before(self, base: Base) -> Leaves:
        """The national part by language."""
        return {language: self._national(base, language) for language in self.to.by_language}

    def after(self, base: Base) -> Leaves:
        """The local part by language."""
        return self.to.by_language

    def around(self, base: Base) -> Any:
        """The other parts, and this one in the other languages."""
        return {
            language: {
                part: text
                for part, text in base.message_parts(self.message, language).items()
                if part != self.part or language not in self.to.by_language
            }
            for language in base.languages()
        }

    def apply(self, workspace: Workspace) -> None:
        """Write the part into the variant's own message."""
        for language, text in self.to.pairs:
            workspace.put_message(self.message, language, self.part, text)

    def without(self, parts: Set[str]) -> Self | None:
        """Leave the message of some languages to the national version."""
        kept = self.to.without(frozenset(parts))
        return replace(self, to=kept) if kept.pairs else None

    def _national(self, base: Base, language: str) -> Any:
        text = base.message_parts(self.message, language).get(self.part, ABSENT)
        return text.strip() if isinstance(text, str) else text


class ChangeMessageSchema(OperationSchema):
    """`{do: change-message, message: ready-counter, part: sms, to: {fr, ar}}`."""

    makes = ChangeMessage
    message = fields.String(required=True)
    part = fields.String(required=True, validate=validate.OneOf(PARTS))
    to = WordsField(required=True)

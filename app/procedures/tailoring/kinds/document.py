"""Replaces a block of text in a document or in the letterhead; the layout and what the law wants to be said stay."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from marshmallow import fields

from app.procedures.tailoring.base import Base, Group, plain_text
from app.procedures.tailoring.kinds.text import too_long
from app.procedures.tailoring.kinds.words import Words, WordsField
from app.procedures.tailoring.operation import ABSENT, Leaves, Operation, OperationSchema
from app.procedures.tailoring.policy import Rule
from app.procedures.tailoring.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class ReplaceBlock(Operation):
    """The text block `#let <block>-<language> = "…"` of a document, by its key or the name of a shared one."""

    do: ClassVar[str] = "replace-block"
    group: ClassVar[Group] = "documents"

    document: str
    block: str
    to: Words

    @property
    def name(self) -> str:
        """The document and its block."""
        return f"{self.document}.{self.block}"

    def problem(self, base: Base) -> str | None:
        """A block that the document has in each of the languages."""
        blocks = base.blocks(self.document)
        for language in self.to.by_language:
            if (self.block, language) not in blocks:
                return f"Expected a text block of the document, found “{self.name}” in {language}: correct the name."
        return None

    def breach(self, rule: Rule, base: Base, beside: Sequence[Operation]) -> str | None:
        """At most as many signs as the rule says."""
        return too_long(self.to, rule)

    def before(self, base: Base) -> Leaves:
        """The national block by language."""
        blocks = base.blocks(self.document)
        found = {language: blocks.get((self.block, language)) for language in self.to.by_language}
        return {language: ABSENT if text is None else plain_text(text) for language, text in found.items()}

    def after(self, base: Base) -> Leaves:
        """The local block by language."""
        return self.to.by_language

    def apply(self, workspace: Workspace) -> None:
        """Write the block as a string of the document."""
        for language, text in self.to.pairs:
            workspace.put_block(self.document, self.block, language, text)

    def without(self, parts: Set[str]) -> Self | None:
        """Leave the block of some languages to the national version."""
        kept = self.to.without(frozenset(parts))
        return replace(self, to=kept) if kept.pairs else None


class ReplaceBlockSchema(OperationSchema):
    """`{do: replace-block, document: letterhead, block: address, to: {fr, ar}}`."""

    makes = ReplaceBlock
    document = fields.String(required=True)
    block = fields.String(required=True)
    to = WordsField(required=True)

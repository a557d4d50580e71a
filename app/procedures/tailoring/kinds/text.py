"""Says something else in a text of the sheet, of a status, of a task, of a form: hours, where the counter is."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from marshmallow import fields

from app.procedures.tailoring.base import Base, Group
from app.procedures.tailoring.form_wording import FRENCH, is_form_text
from app.procedures.tailoring.kinds.words import Words, WordsField
from app.procedures.tailoring.operation import ABSENT, Leaves, Operation, OperationSchema
from app.procedures.tailoring.policy import Rule, written
from app.procedures.tailoring.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class ChangeText(Operation):
    """The text at a dotted path of the translations or of a form (`forms.request.age.label`), by language."""

    do: ClassVar[str] = "change-text"
    group: ClassVar[Group] = "texts"

    text: str
    to: Words

    @property
    def name(self) -> str:
        """The path of the text."""
        return self.text

    def problem(self, base: Base) -> str | None:
        """A text that the procedure has, in languages that it has."""
        if self.text not in base.names("texts"):
            return f"Expected a text that the procedure has, found “{self.text}”: correct the path."
        missing = sorted(set(self.to.by_language) - self._languages(base))
        if missing:
            return f"Expected languages of the procedure, found {', '.join(missing)}: remove those texts."
        return self._computed()

    def _computed(self) -> str | None:
        """Return that a text of a form would be computed and not shown, or None."""
        if is_form_text(self.text) and any(text.lstrip().startswith("=") for _, text in self.to.pairs):
            return f"Expected words for “{self.text}”, found an expression: take away the = at the beginning."
        return None

    def _languages(self, base: Base) -> set[str]:
        languages = set(base.languages())
        if not is_form_text(self.text):
            return languages
        return {one for one in languages if one == FRENCH or base.form_texts_path(one) in base.files}

    def breach(self, rule: Rule, base: Base, beside: Sequence[Operation]) -> str | None:
        """At most as many signs as the rule says."""
        return too_long(self.to, rule)

    def before(self, base: Base) -> Leaves:
        """The national text by language."""
        found = {language: base.find_text(language, self.text) for language in self.to.by_language}
        return {language: ABSENT if text is None else text for language, text in found.items()}

    def after(self, base: Base) -> Leaves:
        """The local text by language."""
        return self.to.by_language

    def around(self, base: Base) -> Any:
        """The text in the other languages."""
        others = [language for language in base.languages() if language not in self.to.by_language]
        return {language: base.find_text(language, self.text) for language in others}

    def apply(self, workspace: Workspace) -> None:
        """Write the texts into the translations."""
        for language, text in self.to.pairs:
            workspace.put_text(language, self.text, text)

    def without(self, parts: Set[str]) -> Self | None:
        """Leave the texts of some languages to the national version."""
        kept = self.to.without(frozenset(parts))
        return replace(self, to=kept) if kept.pairs else None


def too_long(words: Words, rule: Rule) -> str | None:
    """Return that a text has more signs than the rule allows, or None."""
    if rule.maximum is not None and words.longest() > rule.maximum:
        return f"at most {written(rule.maximum)} signs, found {words.longest()}"
    return None


class ChangeTextSchema(OperationSchema):
    """`{do: change-text, text: fiche.steps_note, to: {fr, ar}}`."""

    makes = ChangeText
    text = fields.String(required=True)
    to = WordsField(required=True)

"""The circumstances in which a form is shown or checked: case data, language, moment, attachments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.domain.clock import local_day
from app.domain.languages import Language, Text, choose
from app.feel import FeelError, evaluate
from app.forms.attachments import AttachmentRef
from app.forms.errors import FormRuleFailed
from app.languages import translate

Files = Mapping[str, Sequence[AttachmentRef]]


@dataclass(frozen=True, kw_only=True)
class Filling:
    """One filling-in of a form. Expressions see `context` (the case) and, above it, `answers` (this form)."""

    context: Mapping[str, object]
    language: Language
    now: datetime
    files: Files = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    _computed: dict[str, object] = field(default_factory=dict, repr=False, compare=False)
    """Values of expressions already computed: forms repeat their conditions, and nothing here changes."""

    def with_answers(self, answers: Mapping[str, object]) -> "Filling":
        """Return the same circumstances with other answers."""
        return replace(self, answers=answers, _computed={})

    def evaluate(self, expression: str) -> object:
        """Compute a FEEL expression (leading "=" accepted). Raises FormRuleFailed."""
        if expression not in self._computed:
            self._computed[expression] = self._compute(expression)
        return self._computed[expression]

    def _compute(self, expression: str) -> object:
        try:
            return evaluate(expression, {**self.context, **self.answers}, now=self.now)
        except FeelError as error:
            raise FormRuleFailed(
                f"The form's expression {expression!r} could not be computed ({error}): correct the form.",
                expression=expression,
            ) from error

    def resolve(self, setting: object) -> object:
        """Return a setting of the form: computed when it is an expression ("=…"), else as it stands."""
        if isinstance(setting, str) and setting.startswith("="):
            return self.evaluate(setting)
        return setting

    def say(self, text: str, **values: object) -> str:
        """Return an interface text (French source) in the person's language."""
        return translate(self.language, text, **values)

    def choose(self, text: Text) -> str:
        """Return a text of the form in the person's language."""
        return choose(text, self.language)

    @property
    def today(self) -> date:
        """The day in Morocco."""
        return local_day(self.now)

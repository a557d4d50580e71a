"""The circumstances in which a form is shown or checked: case data, language, moment, attachments."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.domain.clock import local_day
from app.domain.languages import INTERFACE_LANGUAGES, Language, Text, choose
from app.feel import FeelError, evaluate
from app.forms.attachments import AttachmentRef
from app.forms.errors import FormRuleFailed
from app.forms.feelers import read_template
from app.forms.known import Known
from app.languages import format_day, translate, translate_plural

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Files = Mapping[str, Sequence[AttachmentRef]]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where the fields being filled in stand: a row of a list, or a group with a path (`key`)."""

    outer: Mapping[str, object]
    parent: Mapping[str, object] = field(default_factory=dict)
    rows: tuple[int, ...] = ()
    key: str | None = None

    def around(self, answers: Mapping[str, object]) -> Mapping[str, object]:
        """Return what expressions see when the row or group has these answers."""
        if self.key is not None:
            return {**self.outer, self.key: answers}
        special = {"this": answers, "parent": self.parent, "i": list(self.rows)}
        return {**self.outer, **special, **{f"_{name}_": value for name, value in special.items()}}

    def own(self, seen: Mapping[str, object]) -> Mapping[str, object]:
        """Return the answers of the row or group out of what expressions see."""
        found = seen.get(self.key if self.key is not None else "this")
        return found if isinstance(found, Mapping) else {}


@dataclass(frozen=True, kw_only=True)
class Filling:
    """One filling-in of a form. Expressions see `context` (the case) and, above it, `answers` (this form)."""

    context: Mapping[str, object]
    language: Language
    now: datetime
    files: Files = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    known: Known = field(default_factory=dict)
    """What the administration knows about the fields at the top of the form."""
    frame: Frame | None = None
    """The row or group whose fields are being filled in; None at the top of the form."""
    _computed: dict[str, object] = field(default_factory=dict, repr=False, compare=False)
    """Values of expressions already computed: forms repeat their conditions, and nothing here changes."""

    def with_answers(self, answers: Mapping[str, object]) -> "Filling":
        """Return the same circumstances with other answers: those of the form, or of the row that is filled in."""
        seen = answers if self.frame is None else self.frame.around(answers)
        twin = object.__new__(Filling)  # three a form: the constructor of a frozen class sets each field apart
        twin.__dict__.update(self.__dict__, answers=seen, _computed={})
        return twin

    def in_row(self, index: int) -> "Filling":
        """Return the circumstances of one row of a list (counted from 0), as form-js gives them to expressions:
        `this` the row, `parent` what is around the list, `i` the row numbers from 1, outermost first."""
        rows = (*(self.frame.rows if self.frame else ()), index + 1)
        own = self.frame.own(self.answers) if self.frame else self.answers
        return replace(self, frame=Frame(outer=self.answers, parent=own, rows=rows))

    def in_group(self, key: str) -> "Filling":
        """Return the circumstances of a group with a path: its answers are seen under that path."""
        rows = self.frame.rows if self.frame else ()
        return replace(self, frame=Frame(outer=self.answers, rows=rows, key=key))

    def evaluate(self, expression: str, more: Mapping[str, object] | None = None) -> object:
        """Compute a FEEL expression (leading "=" accepted), with `more` names if given. Raises FormRuleFailed."""
        if more is not None:
            return self._compute(expression, more)
        if expression not in self._computed:
            self._computed[expression] = self._compute(expression, {})
        return self._computed[expression]

    def _compute(self, expression: str, more: Mapping[str, object]) -> object:
        try:
            return evaluate(expression, {**self.context, **self.answers, **more}, now=self.now)
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
        return self._own_direction(translate(self._interface_language, text, **values))

    def say_count(self, singular: str, plural: str, count: int) -> str:
        """Return an interface text for a number of things (`%(num)s`) in the person's language."""
        return translate_plural(self._interface_language, singular, plural, count)

    def _own_direction(self, words: str) -> str:
        """Return words that stand in for those of a language that lacks them, in the direction of their own script."""
        return words if self.language == self._interface_language or not words else f"\u2068{words}\u2069"

    @property
    def _interface_language(self) -> Language:
        """The person's language, or the one that stands in for it where the interface has none of its texts."""
        return self.language if self.language in INTERFACE_LANGUAGES else INTERFACE_LANGUAGES[0]

    def choose(self, text: Text) -> str:
        """Return a text of the form in the person's language."""
        return choose(text, self.language)

    def word(self, text: Text) -> str:
        """Return a text of the form with its `{{…}}` filled in, or what its expression ("=…") gives, on one line."""
        source = self.choose(text)
        if source.startswith("="):
            words = self.evaluate(source)
            return "" if words is None else str(words)
        if "{{" not in source:
            return source if text.get(self.language) else self._own_direction(source)
        return " ".join(read_template(source).fill(self.evaluate, self.in_words).split())

    def in_words(self, value: object) -> str:
        """Return a value that stands in a sentence: a day (answers hold it as ISO 8601) in words."""
        day = value if isinstance(value, date) and not isinstance(value, datetime) else _day_of(value)
        return str(value) if day is None else self._own_direction(format_day(day, self._interface_language))

    def source_of(self, key: str | None, value: object) -> str:
        """Return where the value of a field comes from, empty when the person gave another one."""
        known = self.known.get(key) if key is not None and self.frame is None else None
        return self.choose(known.source) if known is not None and known.value == value else ""

    @property
    def today(self) -> date:
        """The day in Morocco."""
        return local_day(self.now)


def _day_of(value: object) -> date | None:
    """Return the day that a text is, when it is nothing else."""
    if not (isinstance(value, str) and _ISO_DAY.fullmatch(value)):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None

"""Texts in both languages of an overlay: their shape in the file, and what may not stand in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, fields

LONGEST = 4_000
"""Signs of one text: the longest paragraph that people read on a sheet."""
BILINGUAL = frozenset({"fr", "ar"})
_LANGUAGES = frozenset({"fr", "ar", "zgh"})


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text by language, as pairs in the order of the language codes, so that equal texts are equal values."""

    pairs: tuple[tuple[str, str], ...]

    @property
    def by_language(self) -> Mapping[str, str]:
        """The text of each language."""
        return MappingProxyType(dict(self.pairs))

    def longest(self) -> int:
        """Return how many signs the longest of the texts has."""
        return max((len(text) for _, text in self.pairs), default=0)

    def without(self, languages: frozenset[str]) -> "Words":
        """Return the texts of the other languages."""
        return Words(pairs=tuple(pair for pair in self.pairs if pair[0] not in languages))


def words_of(texts: Mapping[str, str]) -> Words:
    """Return a text by language as a value."""
    return Words(pairs=tuple(sorted(texts.items())))


class WordsField(fields.Field[Words]):
    """`{fr: …, ar: …}`; with `both`, neither may be missing."""

    def __init__(self, *, both: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.both = both

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Words:
        if not isinstance(value, Mapping) or not value or not set(value) <= _LANGUAGES:
            raise ValidationError("Expected a text by language, found something else: write it under fr and ar.")
        if self.both and not set(value) >= BILINGUAL:
            raise ValidationError("Expected the text in French and in Arabic, found one of them: add the other.")
        for text in value.values():
            if not isinstance(text, str) or not text.strip() or len(text) > LONGEST or not _writable(text):
                raise ValidationError(f"Expected texts of 1 to {LONGEST} signs without control signs: correct them.")
        return words_of({str(language): text for language, text in value.items()})

    def _serialize(self, value: Words | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return dict(value.pairs) if value is not None else None


def _writable(text: str) -> bool:
    return all(sign.isprintable() or sign in "\n\u200e\u200f\u2066\u2067\u2068\u2069\u00a0\u202f" for sign in text)

"""Says what a check found in French and in Arabic.

A finding carries one English sentence, which the command line prints and tests read. The catalogues hold the pattern of
each sentence, `{name}` where a value stands, and its translations: a screen finds the pattern of the sentence and says
it again with the same values. So a finding that was kept can be read in either language, and whoever writes a check
writes one plain sentence. A test lists the sentences that the catalogues lack; such a one is shown in English.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from app.domain.languages import Language
from app.languages import isolate_latin

CATALOGUE = Path(__file__).parent / "catalogue"
HOLE = re.compile(r"\{([a-z_]+)\}")
MOST_NESTED = 4
"""How deep a sentence may stand in a sentence: what is wrong in an expression, in the input of a task."""

_COMMAS = {"fr": ", ", "ar": "، "}
_QUOTES = {"fr": ("« ", " »"), "ar": ("«", "»")}


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    """One pattern with its translation; `weight` counts the signs that are not values."""

    prefix: str
    pattern: re.Pattern[str]
    translation: str
    weight: int


def say(message: str, language: Language) -> str:
    """Return the message of a finding in French or in Arabic, else in English as it stands."""
    return find_words(message, language) or message


def find_words(message: str, language: Language) -> str | None:
    """Return the message in French or in Arabic, None when no catalogue holds its sentence."""
    return _find(message, "fr" if language == "fr" else "ar", 0)


def area_files(language: Language) -> list[Path]:
    """Return the catalogue files of a language, one an area."""
    return sorted((CATALOGUE / language).glob("*.po"))


def read_sentences(language: Language) -> dict[str, str]:
    """Return the translations of a language by English pattern."""
    found: dict[str, str] = {}
    for path in area_files(language):
        with path.open("rb") as file:
            messages = list(read_po(file, locale=language))
        found |= {str(message.id): str(message.string) for message in messages if message.id}
    return found


@lru_cache(maxsize=4096)
def _find(message: str, language: Language, depth: int) -> str | None:
    matching = ((sentence, sentence.pattern.fullmatch(message)) for sentence in _begun_like(message, language))
    found = [(sentence, match) for sentence, match in matching if match is not None]
    if not found:
        return None
    sentence, match = max(found, key=lambda pair: pair[0].weight)
    return _filled(sentence.translation, match.groupdict(), language, depth)


def _begun_like(message: str, language: Language) -> list[_Sentence]:
    return [sentence for sentence in _sentences(language) if message.startswith(sentence.prefix)]


@cache
def _sentences(language: Language) -> tuple[_Sentence, ...]:
    return tuple(_compiled(english, words) for english, words in read_sentences(language).items())


def _compiled(english: str, translation: str) -> _Sentence:
    parts = HOLE.split(english)
    seen: set[str] = set()
    pattern = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            pattern += re.escape(part)
        else:
            pattern += f"(?P={part})" if part in seen else f"(?P<{part}>.*?)"
            seen.add(part)
    weight = sum(len(part) for part in parts[::2])
    return _Sentence(prefix=parts[0], pattern=re.compile(pattern, re.DOTALL), translation=translation, weight=weight)


def _filled(translation: str, values: Mapping[str, str], language: Language, depth: int) -> str:
    words = HOLE.sub(lambda hole: _value(values[hole[1]], language, depth), translation)
    return isolate_latin(words) if language == "ar" and depth == 0 else words


def _value(value: str, language: Language, depth: int) -> str:
    """Return a value as it stands, or in the language when it is itself words of a check."""
    if depth < MOST_NESTED:
        words = _find(value, language, depth + 1) or _listed(value, language, depth)
        if words is not None:
            return words
    opening, closing = _QUOTES[language]
    return value.replace("“", opening).replace("”", closing)


def _listed(value: str, language: Language, depth: int) -> str | None:
    """Return a list of words of the checks (message, timer, signal), None when one of them is anything else."""
    items = value.split(", ")
    words = [_find(item, language, depth + 1) for item in items] if len(items) > 1 else []
    known = [word for word in words if word is not None]
    return _COMMAS[language].join(known) if known and len(known) == len(items) else None

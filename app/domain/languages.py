"""The languages in which a text may exist, and the choice of one when a text is missing."""

from collections.abc import Mapping
from typing import Literal

Language = Literal["ar", "fr", "zgh"]
Direction = Literal["rtl", "ltr"]
Text = Mapping[str, str]
"""One text in several languages: {"ar": …, "fr": …, "zgh": …}; a language may be missing."""

LANGUAGES: tuple[Language, ...] = ("ar", "fr", "zgh")
INTERFACE_LANGUAGES: tuple[Language, ...] = ("ar", "fr")
"""Languages in which every screen is complete; Tamazight shows names and titles only."""

_FALLBACKS: dict[Language, tuple[Language, ...]] = {
    "ar": ("ar", "fr", "zgh"),
    "fr": ("fr", "ar", "zgh"),
    "zgh": ("zgh", "ar", "fr"),
}


def choose(text: Text, language: Language) -> str:
    """Return the text in `language`, else in the nearest language that has it, else an empty string."""
    return next((text[code] for code in _FALLBACKS[language] if text.get(code)), "")


def direction(language: Language) -> Direction:
    """Return the writing direction: Arabic runs right to left, French and Tifinagh left to right."""
    return "rtl" if language == "ar" else "ltr"


def read_language(code: str | None, *, default: Language = "ar") -> Language:
    """Return the interface language named by `code`, else the default."""
    return next((language for language in INTERFACE_LANGUAGES if language == code), default)

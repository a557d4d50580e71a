"""Texts that people type outside of forms: a reason, a note."""

import re

_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters and halves of characters: no text holds them, and PostgreSQL does not keep them."""


def plain_text(typed: str, *, longest: int) -> str:
    """Return the text with "\\n" at line ends, without control characters and blanks around, cut at `longest` signs."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    return _NO_TEXT.sub("", lines).strip()[:longest]

"""Cleans what people type: Unicode form, digits, direction marks; refuses what no text may hold."""

import re
import unicodedata

from app.domain.codes import western_digits

DEFAULT_LENGTH = 10_000
"""Characters accepted in a text without `maxLength`."""

GREATEST_LENGTH = 100_000
"""Characters that no `maxLength` of a form can exceed."""

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|\x85")
_WITHIN_LINE = re.compile(r"[\n\t\u2028\u2029]+")
_SPACES = re.compile(r"\s+")


def has_forbidden_characters(typed: str) -> bool:
    """Tell whether the text holds a NUL, another control character or half a character (lone surrogate)."""
    return _FORBIDDEN.search(typed) is not None


def showable(typed: str) -> str:
    """Return the text without the signs that no page may hold: what was refused is shown again for correction."""
    return _FORBIDDEN.sub("", typed)


def clean_lines(typed: str) -> str:
    """Return a text of several lines: NFC, line ends as "\\n" (HTML posts CRLF), no blank around."""
    lines = _LINE_ENDS.sub("\n", typed) if "\r" in typed or "\x85" in typed else typed
    return unicodedata.normalize("NFC", lines).strip()


def clean_line(typed: str) -> str:
    """Return a text of one line: NFC, line ends and tabs as spaces, no blank around."""
    return _WITHIN_LINE.sub(" ", clean_lines(typed))


def clean_code(typed: str) -> str:
    """Return a code: western digits, upper case, no spaces and no direction marks."""
    return _SPACES.sub("", western_digits(unicodedata.normalize("NFKC", typed))).upper()


def clean_name(typed: str) -> str:
    """Return a name: NFC, single spaces, plain apostrophe and hyphen, no direction marks, western digits."""
    plain = western_digits(unicodedata.normalize("NFC", typed))
    plain = plain.replace("’", "'").replace("ʼ", "'").replace("‐", "-").replace("‑", "-").replace("ـ", "")
    return _SPACES.sub(" ", plain).strip()


def clean_number(typed: str) -> str:
    """Return a number ready for parsing: western digits, no spaces or group signs, a point before decimals.

    French writes 1 234,50; Arabic keyboards give ٫ for decimals and ٬ for groups.
    """
    plain = _SPACES.sub("", western_digits(typed)).replace("٬", "").replace("٫", ".").replace("−", "-")
    return plain.replace(",", ".")

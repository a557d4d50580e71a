"""References and secret codes: what a person reads, types and keeps."""

import hashlib
import secrets
import time

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without 0/O and 1/I, so that a code read aloud or copied by hand survives."""

_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e"))


_SIGNS = "0123456789abcdefghijklmnopqrstuv"
_PAIRS = tuple(first + second for first in _SIGNS for second in _SIGNS)
_SHIFTS = range(100, -1, -10)


def new_id() -> str:
    """Return a fresh identifier of 21 signs: the millisecond (48 bits), then chance (56 bits).

    Identifiers made later sort later, so that rows of one time stand together in every index.
    """
    moment = time.time_ns() // 1_000_000
    number = (moment << 56 | int.from_bytes(secrets.token_bytes(7), "big")) << 1
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in _SHIFTS])[1:]


def new_secret_code(*, groups: int = 7, size: int = 4) -> str:
    """Return a secret of `groups` × `size` signs, 5 bits each: 7 × 4 gives 140 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(size)) for _ in range(groups))


def normalise_code(typed: str) -> str:
    """Return what was meant: upper case, western digits, no spaces or direction marks; dashes are not kept."""
    plain = typed.translate(_ARABIC_DIGITS).translate(_INVISIBLE).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def western_digits(typed: str) -> str:
    """Return the text with Arabic-Indic digits replaced and direction marks removed."""
    return typed.translate(_ARABIC_DIGITS).translate(_INVISIBLE)


def fingerprint(secret: str) -> str:
    """Return the SHA-256 of a normalised high-entropy secret: what the database keeps."""
    return hashlib.sha256(secret.encode()).hexdigest()

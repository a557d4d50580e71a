"""The code by which anybody checks a document: printed under its QR, typed on the public page."""

from app.domain.codes import ALPHABET, new_secret_code, normalise_code

GROUPS = 7
GROUP_SIZE = 4
LENGTH = GROUPS * GROUP_SIZE
"""28 signs of 5 bits: 140 bits, more than the 128 that the security rules ask for."""


def new_verification_code() -> str:
    """Return a fresh code as printed: seven groups of four signs joined by dashes."""
    return new_secret_code(groups=GROUPS, size=GROUP_SIZE)


def read_verification_code(typed: str) -> str | None:
    """Return the 28 signs that a person meant, or None when the text cannot be a code.

    Spaces, dashes, direction marks, small letters and Arabic-Indic digits are tolerated.
    """
    signs = normalise_code(typed)
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return signs


def write_verification_code(signs: str) -> str:
    """Return 28 signs in printed form, in groups of four."""
    return "-".join(signs[start : start + GROUP_SIZE] for start in range(0, len(signs), GROUP_SIZE))


def verification_url(base_url: str, code: str) -> str:
    """Return the public address that the QR of a document opens: `<base>/v/<code>`."""
    return f"{base_url.rstrip('/')}/v/{code}"

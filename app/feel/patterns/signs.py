"""Sets of signs: classes, categories and blocks (XML Schema part 2, appendix F)."""

import unicodedata
from collections.abc import Callable

SignTest = Callable[[str], bool]

_CATEGORIES = frozenset(
    {
        *("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No"),
        *("P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp"),
        *("S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn"),
    }
)
_BLOCKS = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Tifinagh": (0x2D30, 0x2D7F),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "ArabicPresentationForms-A": (0xFB50, 0xFDFF),
    "ArabicPresentationForms-B": (0xFE70, 0xFEFF),
}


def one_of(signs: str) -> SignTest:
    """Accept these signs."""
    accepted = frozenset(signs)
    return lambda sign: sign in accepted


def between(first: str, last: str) -> SignTest:
    """Accept the signs from one to another."""
    return lambda sign: first <= sign <= last


def negated(test: SignTest) -> SignTest:
    """Accept what the test refuses."""
    return lambda sign: not test(sign)


def union(tests: tuple[SignTest, ...]) -> SignTest:
    """Accept what one of the tests accepts."""
    return tests[0] if len(tests) == 1 else lambda sign: any(test(sign) for test in tests)


def without(test: SignTest, excluded: SignTest) -> SignTest:
    """Accept what the first test accepts and the second refuses."""
    return lambda sign: test(sign) and not excluded(sign)


def in_any_case(test: SignTest) -> SignTest:
    """Accept a sign whose capital or small form is accepted."""
    return lambda sign: test(sign) or test(sign.lower()) or test(sign.upper())


def named(name: str) -> SignTest | None:
    """Return the signs of a category (Lu) or block (IsArabic), None for an unknown name."""
    if name in _CATEGORIES:
        return lambda sign: unicodedata.category(sign).startswith(name)
    block = _BLOCKS.get(name.removeprefix("Is")) if name.startswith("Is") else None
    return None if block is None else between(chr(block[0]), chr(block[1]))


def _is_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "PZC"


def _starts_name(sign: str) -> bool:
    return sign.isalpha() or sign in "_:"


def _continues_name(sign: str) -> bool:
    return _starts_name(sign) or unicodedata.category(sign)[0] in "MN" or sign in "-.·"


_CLASSES: dict[str, SignTest] = {
    "s": one_of(" \t\n\r"),
    "d": lambda sign: unicodedata.category(sign) == "Nd",
    "w": _is_word,
    "i": _starts_name,
    "c": _continues_name,
}
CLASSES: dict[str, SignTest] = {**_CLASSES, **{name.upper(): negated(test) for name, test in _CLASSES.items()}}
CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
ESCAPED = frozenset("\\|.?*+(){}-[]^$")

"""Days, moments, amounts and names as Morocco writes them: western digits, `ar_MA` and `fr_MA`."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel import dates as babel_dates
from babel import numbers as babel_numbers

from app.domain.clock import CASABLANCA
from app.domain.languages import Language

_DAY_PATTERNS: dict[Language, str] = {"ar": "EEEE d MMMM y", "fr": "EEEE d MMMM y", "zgh": "EEEE d MMMM y"}


@lru_cache
def _locale(language: Language) -> Locale:
    return Locale.parse({"ar": "ar_MA", "fr": "fr_MA", "zgh": "zgh"}[language])


def format_day(day: date, language: Language) -> str:
    """Return a day in words: "الثلاثاء 3 مارس 2026", "mardi 3 mars 2026"."""
    if isinstance(day, datetime):
        day = day.astimezone(CASABLANCA).date()
    words: str = babel_dates.format_date(day, _DAY_PATTERNS[language], locale=_locale(language))
    return words.replace(" 1 ", " 1er ", 1) if language == "fr" and day.day == 1 else words


def format_moment(moment: datetime, language: Language) -> str:
    """Return a day in words and the legal time of Morocco: "mardi 3 mars 2026, 14:05"."""
    local = moment.astimezone(CASABLANCA)
    comma = "،" if language == "ar" else ","
    return f"{format_day(local.date(), language)}{comma} {local:%H:%M}"


def colon(language: Language) -> str:
    """Return the colon after a word: French keeps a space before it that does not break, Arabic has none."""
    return "\u00a0:" if language == "fr" else ":"


def format_number(number: int | float, language: Language) -> str:
    """Return a number with the separators of French usage in Morocco and western digits."""
    return babel_numbers.format_decimal(number, locale=_locale("fr"), numbering_system="latn")


def format_money(centimes: int, language: Language) -> str:
    """Return an amount of centimes in dirhams: "22,00 DH", "22,00 درهم"."""
    amount = babel_numbers.format_decimal(
        centimes / 100, format="#,##0.00", locale=_locale("fr"), numbering_system="latn"
    )
    return f"{amount} {'درهم' if language == 'ar' else 'DH'}"


def isolate(text: object) -> str:
    """Keep a reference, code or telephone number left to right inside Arabic text (U+2066 … U+2069)."""
    return f"\u2066{text}\u2069"


_LATIN = re.compile(r"[!-~\u00c0-\u024f’]+(?:[ …]+[!-~\u00c0-\u024f’]+)*")
_READ_FROM_THE_LEFT = re.compile(r"[A-Za-z\u00c0-\u024f]|\d-\d")
_ENDS_A_SENTENCE = ".,:;!?"
_ARABIC = re.compile("[\u0621-\u064a]")
_ISOLATE, _RIGHT_TO_LEFT_MARK = "\u2066", "\u200f"


def isolate_latin(text: str) -> str:
    """Keep each run of Latin letters, codes, paths and numbers with hyphens left to right inside an Arabic sentence.

    Without it a day such as 2026-03-02 or an article such as 6-1 is read from its end. A sentence that begins with such
    a run begins with a mark, because pages take the direction of a text from its first letter.
    """
    written = _LATIN.sub(_isolated_run, text)
    begins_aside = written.startswith(_ISOLATE) and _ARABIC.search(written)
    return f"{_RIGHT_TO_LEFT_MARK}{written}" if begins_aside else written


def _isolated_run(found: re.Match[str]) -> str:
    run = found[0].rstrip(_ENDS_A_SENTENCE)
    return f"{isolate(run)}{found[0][len(run) :]}" if _READ_FROM_THE_LEFT.search(run) else found[0]


_ARABIC_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""})


def collation_key(text: str) -> str:
    """Return the key under which a name is sorted and searched: no accents, one form of alif, lower case."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_ARABIC_FOLD))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold().strip()

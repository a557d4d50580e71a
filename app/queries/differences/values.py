"""Values of differences in words: periods, amounts, days, names of what an id refers to."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.deadlines import Period
from app.deadlines.errors import DeadlineError
from app.deadlines.explanation import period_in_words
from app.domain.languages import LANGUAGES, Language, Text, choose
from app.languages import format_day, format_money, format_number, translate
from app.procedures.bpmn.timers import TimerRefused, parse_duration
from app.queries.differences.nouns import VALUES
from app.queries.differences.templates import NO, QUOTED, YES

DURATIONS = frozenset({"timer", "waits"})
"""Aspects whose values may be durations of ISO 8601."""
LONGEST = 240
"""Signs of a value that a sentence quotes; a page shows longer texts side by side."""


def quantity(value: Any, unit: str, kind: str, language: Language) -> str:
    """Return a value of a parameter with its unit: "10 jours francs", "2,00 DH"."""
    if isinstance(value, str) or value is None:
        return str(value or "–")
    if unit == "centime":
        return format_money(int(value), language)
    try:
        return period_in_words(Period.from_parameter(value, unit, kind), language)
    except (DeadlineError, ValueError, KeyError):
        number = format_number(value, language)
        return f"{number} %" if unit == "percent" else number


def shown_value(value: Any, names: Text, aspect: str, language: Language) -> str:
    """Return a value as a sentence quotes it: its name if it has one, else the value itself in quotation marks."""
    if isinstance(value, bool):
        return translate(language, YES if value else NO)
    if names:
        return _quoted(choose(names, language), language)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return _quoted(
            ("، " if language == "ar" else ", ").join(_word(aspect, one, language) for one in value), language
        )
    if aspect in DURATIONS and isinstance(value, str):
        return _quoted(duration(value, language), language)
    if isinstance(value, str) and (aspect, value) in VALUES:
        return _quoted(_word(aspect, value, language), language)
    return _quoted(plain(value, language), language)


def in_telling_language(before: Any, after: Any, language: Language) -> tuple[Any, Any]:
    """Return two texts in the language that tells them apart: the reader's, unless they differ in another only."""
    texts = isinstance(before, Mapping) and isinstance(after, Mapping) and {*before, *after} <= set(LANGUAGES)
    if not texts or choose(before, language) != choose(after, language):
        return before, after
    code = next((code for code in LANGUAGES if before.get(code) != after.get(code)), language)
    return {code: before.get(code, "")}, {code: after.get(code, "")}


def duration(written: str, language: Language) -> str:
    """Return a duration in words where it is one of whole months, days or hours: "12 jours"; else as it was written."""
    try:
        length = parse_duration(written)
    except TimerRefused:
        return written
    days, hours = divmod(length.time, timedelta(days=1))
    count, rest = divmod(hours, timedelta(hours=1))
    parts = [("month", length.months), ("day", days), ("hour", count)]
    told = [quantity(amount, unit, "", language) for unit, amount in parts if amount]
    return written if rest or not told else (" " if language == "ar" else ", ").join(told)


def plain(value: Any, language: Language) -> str:
    """Return any value as one line of text, cut when it is long."""
    if isinstance(value, Mapping) and set(value) <= {"ar", "fr", "zgh"}:
        text = choose(value, language)
    elif isinstance(value, Mapping):
        text = " ; ".join(f"{key} = {plain(one, language)}" for key, one in value.items())
    elif isinstance(value, list):
        text = ", ".join(plain(one, language) for one in value)
    elif isinstance(value, bool):
        text = translate(language, YES if value else NO)
    else:
        text = "" if value is None else str(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def day(value: Any, language: Language) -> str:
    """Return a day in words; anything else as it stands."""
    return format_day(value, language) if isinstance(value, date) else str(value or "")


def _word(aspect: str, value: str, language: Language) -> str:
    known = VALUES.get((aspect, value))
    return translate(language, known) if known else value


def _quoted(text: str, language: Language) -> str:
    return translate(language, QUOTED, quoted=text)

"""JSON in which numbers keep all their digits: a decision's data in, its result out.

Dates, times and durations are written as FEEL writes them: 2026-03-02, P1Y2M, PT36H as P1DT12H.
"""

import json
from collections.abc import Mapping
from decimal import Context, Decimal

from app.feel import Function, Range

LONGEST_PLAIN_NUMBER = 60
"""Digits, beyond which a number is written with an exponent."""

WIDE = Context(prec=100)


def read_json(text: str) -> object:
    """Return the JSON in `text` with fractions as Decimal. Raises ValueError, for NaN and Infinity too."""
    return json.loads(text, parse_float=Decimal, parse_constant=refuse_constant)


def refuse_constant(word: str) -> object:
    """Refuse what JSON does not have. Raises ValueError."""
    raise ValueError(f"{word} is no number of JSON")


def write_json(value: object) -> str:
    """Return `value`, made of Python data and values of FEEL, as one line of JSON."""
    match value:
        case Decimal():
            return number_text(value)
        case None | bool() | str() | int() | float():
            return json.dumps(value, ensure_ascii=False)
        case Mapping():
            entries = (
                f"{json.dumps(str(key), ensure_ascii=False)}: {write_json(entry)}" for key, entry in value.items()
            )
            return "{" + ", ".join(entries) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(write_json, value)) + "]"
        case _:
            return json.dumps(value_text(value), ensure_ascii=False)


def number_text(number: Decimal) -> str:
    """Return a number as JSON: 0.10 is 0.1, and one of many places has an exponent."""
    if not number:
        return "0"
    if abs(number.adjusted()) > LONGEST_PLAIN_NUMBER:
        return str(number.normalize(WIDE))
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_text(value: object) -> str:
    """Return a value that JSON has no form for as text."""
    if isinstance(value, Function):
        return f"Expected data, found the function ({', '.join(value.parameters)}): call it in the model."
    if isinstance(value, Range):
        opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
        return f"{opening}{_end_text(value.start)}..{_end_text(value.end)}{closing}"
    return str(value)


def _end_text(end: object) -> str:
    return "" if end is None else write_json(end)

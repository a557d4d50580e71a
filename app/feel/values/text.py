"""Values as text: what string(…) gives (DMN 1.5, 10.3.4.1)."""

import re
from collections.abc import Mapping
from decimal import Decimal

from app.feel.limits import bounded_text, spend
from app.feel.values.functions import Function
from app.feel.values.incoming import entries
from app.feel.values.numbers import text_of_number
from app.feel.values.ranges import Range

_PLAIN_KEY = re.compile(r"\w+")


def text_of(value: object) -> str:
    """Return a value as text; a text stays itself."""
    return value if isinstance(value, str) else bounded_text(_inner(value))


def _inner(value: object) -> str:
    spend()
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case Decimal():
            return text_of_number(value)
        case list():
            return _bounded_join("[", (_inner(item) for item in value), "]")
        case Mapping():
            return _bounded_join("{", (f"{_key(key)}: {_inner(item)}" for key, item in entries(value).items()), "}")
        case Range():
            return _range(value)
        case Function():
            return f"function({', '.join(value.parameters)})"
    return str(value)


def _bounded_join(opening: str, parts: object, closing: str) -> str:
    assert hasattr(parts, "__iter__")
    texts: list[str] = []
    for part in parts:
        texts.append(part)
        spend(len(part) >> 4)
    return opening + ", ".join(texts) + closing


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _key(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else _quoted(key)


def _range(interval: Range) -> str:
    if interval.start is None:
        return f"({'<=' if interval.end_included else '<'}{_inner(interval.end)})"
    if interval.end is None:
        return f"({'>=' if interval.start_included else '>'}{_inner(interval.start)})"
    opening, closing = "[" if interval.start_included else "(", "]" if interval.end_included else ")"
    return f"{opening}{_inner(interval.start)}..{_inner(interval.end)}{closing}"

"""Texts of the interface in Arabic and French, and the way each language writes days, amounts and codes."""

from app.languages.catalogue import translate, translate_plural
from app.languages.formatting import (
    collation_key,
    colon,
    format_day,
    format_moment,
    format_money,
    format_number,
    isolate,
    isolate_latin,
)

__all__ = [
    "collation_key",
    "colon",
    "format_day",
    "format_moment",
    "format_money",
    "format_number",
    "isolate",
    "isolate_latin",
    "translate",
    "translate_plural",
]

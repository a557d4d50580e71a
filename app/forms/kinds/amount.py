"""An amount of money: typed in dirhams, kept as a whole number of centimes (FEEL's numbers are binary)."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.domain.languages import Language
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_number
from app.languages import format_money

_DIRHAMS = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,2}))?")

GREATEST = 10**14
"""Centimes: decimal(14,2) in dirhams."""


@register
class Amount(Kind):
    """`1 234,5` typed gives 123450; a JSON number is already centimes."""

    name = "amount"
    types = ("textfield", "number")
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "inputmode": "decimal", "dir": "ltr"}
    longest = 40
    suffix = "DH"

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        plain = re.sub(r"(?i)(dh|dhs|mad|درهم)$", "", clean_number(typed))
        if not plain:
            return None
        found = _DIRHAMS.fullmatch(plain)
        if found is None:
            raise AnswerRefused(
                "amount",
                filling.say("Écrivez un montant en dirhams, avec deux décimales au plus, par exemple 1 234,50."),
            )
        sign, dirhams, decimals = found.groups()
        centimes = int(dirhams) * 100 + int((decimals or "").ljust(2, "0"))
        return -centimes if sign else centimes

    def show(self, value: object, language: Language) -> str:
        return format_money(value, language) if isinstance(value, int) else str(value)

    def enter(self, value: object, language: Language) -> str:
        if not isinstance(value, int):
            return str(value)
        dirhams, centimes = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}{dirhams},{centimes:02d}"

"""A person's or place's name in Arabic letters, as civil status writes it: 2 to 60 signs, no digits."""

import unicodedata
from collections.abc import Mapping
from typing import ClassVar

from app.domain.languages import Language, direction
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_name


@register
class ArabicName(Kind):
    """Kept with single spaces, without tatweel."""

    name = "name_ar"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "dir": "rtl", "lang": "ar"}
    longest = 200

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        name = clean_name(typed)
        if not name:
            return None
        letters = [sign for sign in name if sign not in " '-"]
        if not 2 <= len(name) <= 60 or not letters or not all(_is_arabic_letter(sign) for sign in letters):
            raise AnswerRefused(
                "name_ar",
                filling.say(
                    "Écrivez le nom en lettres arabes, de 2 à 60 caractères, sans chiffres ni lettres latines, "
                    "par exemple محمد."
                ),
            )
        return name

    def show(self, value: object, language: Language) -> str:
        return str(value) if direction(language) == "rtl" else f"\u2067{value}\u2069"


def _is_arabic_letter(sign: str) -> bool:
    return "\u0600" <= sign <= "\u06ff" and unicodedata.category(sign)[0] in "LM"

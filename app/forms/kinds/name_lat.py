"""A person's or place's name in Latin letters: 2 to 60 signs, accents kept, no digits."""

import unicodedata
from collections.abc import Mapping
from typing import ClassVar

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_name


@register
class LatinName(Kind):
    """Kept as typed, with single spaces: the platform never transliterates or changes case."""

    name = "name_lat"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "dir": "ltr", "lang": "fr"}
    longest = 200

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        name = clean_name(typed)
        if not name:
            return None
        letters = [sign for sign in name if sign not in " '-."]
        if not 2 <= len(name) <= 60 or not letters or not all(_is_latin_letter(sign) for sign in letters):
            raise AnswerRefused(
                "name_lat",
                filling.say(
                    "Écrivez le nom en lettres latines, de 2 à 60 caractères, sans chiffres ni lettres arabes, "
                    "par exemple El Idrissi."
                ),
            )
        return name


def _is_latin_letter(sign: str) -> bool:
    return unicodedata.category(sign) in ("Ll", "Lu") and unicodedata.name(sign, "").startswith("LATIN ")

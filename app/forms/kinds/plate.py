"""Registration plate: a number of one to five digits, a letter of the series, the number of the prefecture."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.domain.languages import Language
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_code
from app.languages import isolate

_LATIN = dict(zip("ABDHWTYJ", "أبدهوطيج", strict=True))
_SHAPE = re.compile(r"([0-9]{1,5})[-/|]?([أبجدهوطي])[-/|]?([0-9]{1,2})")


@register
class Plate(Kind):
    """Kept as `12345-أ-6`; a Latin letter typed for the series becomes the Arabic one of the plate."""

    name = "plate"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}
    longest = 40

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        code = clean_code(typed).replace("ا", "أ").replace("إ", "أ").replace("ه\u200d", "ه")
        code = "".join(_LATIN.get(sign, sign) for sign in code)
        if not code:
            return None
        found = _SHAPE.fullmatch(code)
        if found is None:
            raise AnswerRefused(
                "plate",
                filling.say(
                    "Écrivez l'immatriculation comme sur la plaque : numéro, lettre, préfecture, par exemple 12345-أ-6."
                ),
            )
        return "-".join(found.groups())

    def show(self, value: object, language: Language) -> str:
        return isolate(value)

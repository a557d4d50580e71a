"""Moroccan passport: one or two letters, then six or seven digits."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_code

_SHAPE = re.compile(r"[A-Z]{1,2}[0-9]{6,7}")


@register
class Passport(Kind):
    """Kept as `AB1234567`."""

    name = "passport"
    attributes: ClassVar[Mapping[str, str]] = {
        "autocomplete": "off",
        "dir": "ltr",
        "lang": "fr",
        "autocapitalize": "characters",
        "spellcheck": "false",
    }
    longest = 40

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        code = clean_code(typed).replace("-", "")
        if not code:
            return None
        if not _SHAPE.fullmatch(code):
            raise AnswerRefused(
                "passport",
                filling.say(
                    "Le numéro de passeport commence par une ou deux lettres suivies de six ou sept chiffres, par "
                    "exemple AB1234567."
                ),
            )
        return code

"""Number of the national identity card (CNIE): one or two letters of the place, then digits, no check digit."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_code

_CARD = re.compile(r"[A-Z]{1,2}([0-9]{1,7})")


@register
class Cin(Kind):
    """Kept as `AB123456`: upper case, no separator."""

    name = "cin"
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
        found = _CARD.fullmatch(code)
        # A run of one digit ("A0", "AA1111111") is what people type to get past a field, not a card.
        if found is None or (len(found[1]) > 1 and len(set(found[1])) == 1):
            raise AnswerRefused(
                "cin",
                filling.say(
                    "Le numéro de CNIE commence par une ou deux lettres suivies de 1 à 7 chiffres, "
                    "par exemple AB123456. Recopiez-le comme il est écrit sur la carte."
                ),
            )
        return code

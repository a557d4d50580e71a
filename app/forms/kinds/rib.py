"""Bank account (RIB): 24 digits = bank 3, city 3, account 16, key 2; key = 97 - ((first 22 digits x 100) mod 97)."""

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

_SHAPE = re.compile(r"[0-9]{24}")


@register
class Rib(Kind):
    """Kept as 24 western digits, shown in groups."""

    name = "rib"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}
    longest = 60

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        code = re.sub(r"[./-]", "", clean_code(typed))
        if not code:
            return None
        if not _SHAPE.fullmatch(code) or int(code[22:]) != rib_key(code[:22]):
            raise AnswerRefused(
                "rib",
                filling.say(
                    "Ce RIB n'est pas exact. Recopiez ses vingt-quatre chiffres depuis le relevé de la banque, clé "
                    "comprise."
                ),
            )
        return code

    def show(self, value: object, language: Language) -> str:
        code = str(value)
        return isolate(" ".join((code[:3], code[3:6], code[6:22], code[22:])))


def rib_key(account: str) -> int:
    """Return the key of the first 22 digits of a RIB, from 1 to 97."""
    return 97 - (int(account) * 100) % 97

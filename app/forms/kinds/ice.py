"""Common identifier of a company (ICE): 15 digits; its check digits are not public, so they are not computed."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_code

_SHAPE = re.compile(r"[0-9]{15}")


@register
class Ice(Kind):
    """Kept as 15 western digits."""

    name = "ice"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}
    longest = 60

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        code = re.sub(r"[./-]", "", clean_code(typed))
        if not code:
            return None
        if not _SHAPE.fullmatch(code) or len(set(code)) == 1:
            raise AnswerRefused(
                "ice",
                filling.say(
                    "L'ICE a quinze chiffres, par exemple 001234567000089. Recopiez-le depuis l'attestation ou une "
                    "facture."
                ),
            )
        return code

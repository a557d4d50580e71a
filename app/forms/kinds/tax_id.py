"""Tax identifier (identifiant fiscal): seven or eight digits."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_code

_SHAPE = re.compile(r"[0-9]{7,8}")


@register
class TaxId(Kind):
    """Kept as western digits."""

    name = "tax_id"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}
    longest = 40

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        code = clean_code(typed)
        if not code:
            return None
        if not _SHAPE.fullmatch(code) or len(set(code)) == 1:
            raise AnswerRefused(
                "tax_id",
                filling.say(
                    "L'identifiant fiscal a sept ou huit chiffres, par exemple 40123456. Il est écrit sur l'avis "
                    "d'imposition."
                ),
            )
        return code

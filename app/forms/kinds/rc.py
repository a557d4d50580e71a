"""Number in the trade register of a court (RC): one to seven digits."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_code

_SHAPE = re.compile(r"[1-9][0-9]{0,6}")


@register
class TradeRegister(Kind):
    """Kept without leading zeros; the court stands in a field of its own."""

    name = "rc"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}
    longest = 40

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        code = re.sub(r"^(RC)?[.:/N°]*0*(?=[0-9])", "", clean_code(typed))
        if not code:
            return None
        if not _SHAPE.fullmatch(code):
            raise AnswerRefused(
                "rc",
                filling.say(
                    "Le numéro du registre de commerce a un à sept chiffres, par exemple 12345. Écrivez la ville du "
                    "tribunal à part."
                ),
            )
        return code

"""Moroccan postcode: five digits, the first is not zero."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_code

_POSTCODE = re.compile(r"[1-9][0-9]{4}")


@register
class Postcode(Kind):
    """Kept as five western digits."""

    name = "postcode"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "postal-code", "inputmode": "numeric", "dir": "ltr"}
    longest = 20

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        code = clean_code(typed)
        if code and not _POSTCODE.fullmatch(code):
            raise AnswerRefused(
                "postcode", filling.say("Le code postal a cinq chiffres et ne commence pas par 0, par exemple 10000.")
            )
        return code or None

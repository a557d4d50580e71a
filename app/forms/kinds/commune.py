"""A commune, by its code of the HCP (01.511.01.0); the caller gives the list in the context, under `communes`."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_code

_CODE = re.compile(r"[0-9]{2}\.[0-9]{3}\.[0-9]{2}\.[0-9A-Z]{1,2}")


@register
class CommuneCode(Kind):
    """Kept as the code. With a list, only its members are accepted; without one, the shape of the code is checked."""

    name = "commune"
    types = ("select", "textfield")
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "dir": "ltr"}
    longest = 40
    options_key = "communes"

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        code = clean_code(typed)
        if code and not _CODE.fullmatch(code):
            raise AnswerRefused("commune", filling.say("Choisissez une commune dans la liste."))
        return code or None

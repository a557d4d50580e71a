"""A commune: chosen in a list, or typed by its name; kept by its code of the HCP (03.271.01.01)."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.domain.languages import Language
from app.forms.communes import find_commune, find_communes
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_code, clean_line
from app.languages import isolate

_CODE = re.compile(r"[0-9]{2}\.[0-9]{3}\.[0-9]{2}\.[0-9A-Z]{1,2}")
MOST_NAMED = 5


@register
class CommuneCode(Kind):
    """Kept as the code. A list in the context, under `communes`, limits the choice; without it there is every commune.

    Typed, a name in Arabic or French is enough; where several communes bear it, their provinces tell them apart.
    """

    name = "commune"
    types = ("select", "textfield")
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "data-commune": "true"}
    longest = 120
    options_key = "communes"

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        code = clean_code(typed)
        if not code:
            return None
        if _CODE.fullmatch(code):
            return code
        found = find_communes(clean_line(typed))
        if len(found) == 1:
            return found[0].code
        if found:
            words = [isolate(commune.words(filling.language)) for commune in found[:MOST_NAMED]]
            text = "Plusieurs communes portent ce nom. Écrivez aussi la province : %(choices)s."
            separator = " ؛ " if filling.language == "ar" else " ; "
            raise AnswerRefused("commune", filling.say(text, choices=separator.join(words)))
        raise AnswerRefused(
            "commune", filling.say("Écrivez le nom d'une commune, en arabe ou en français, par exemple Azrou – Ifrane.")
        )

    def show(self, value: object, language: Language) -> str:
        return self.enter(value, language)

    def enter(self, value: object, language: Language) -> str:
        commune = find_commune(str(value))
        return commune.words(language) if commune is not None else str(value)

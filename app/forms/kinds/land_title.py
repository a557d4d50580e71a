"""Land title or requisition at the land registry: 12345/08, T 12345/08, R 4567/C, or MOULKIA for land without title."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_code

_SHAPE = re.compile(r"[TR][0-9]{1,7}/[0-9A-Z]{1,3}|MOULKIA")


@register
class LandTitle(Kind):
    """Kept as `T12345/08`, `R4567/C` or `MOULKIA`; a number alone is a title."""

    name = "land_title"
    attributes: ClassVar[Mapping[str, str]] = {
        "autocomplete": "off",
        "dir": "ltr",
        "lang": "fr",
        "autocapitalize": "characters",
        "spellcheck": "false",
    }
    longest = 40

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        code = _plain(clean_code(typed))
        if not code:
            return None
        if not _SHAPE.fullmatch(code):
            raise AnswerRefused(
                "land_title",
                filling.say(
                    "Écrivez le titre foncier avec son indice, par exemple 12345/08, ou la réquisition, par exemple "
                    "R 4567/08. Sans titre, écrivez MOULKIA."
                ),
            )
        return code


def _plain(code: str) -> str:
    code = re.sub(r"^T[.]?F[.]?", "T", code.replace("N°", "").replace("\\", "/"))
    if code in ("ملكية", "MELKIA", "MOULKIYA"):
        return "MOULKIA"
    return f"T{code}" if code[:1].isdigit() else code

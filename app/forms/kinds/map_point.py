"""A point on the map, typed as latitude and longitude in degrees; a map in the page may fill it in, none is needed."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from app.domain.languages import Language
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_name
from app.languages import isolate

_POINT = re.compile(
    r"(-?[0-9]{1,2}(?:[.,٫][0-9]{1,10})?)°?\s*[NSns]?\s*[;،, ]\s*(-?[0-9]{1,3}(?:[.,٫][0-9]{1,10})?)°?\s*[Ww]?"
)
_LATITUDES = (Decimal("20.5"), Decimal("36.2"))
_LONGITUDES = (Decimal("-17.5"), Decimal("-0.9"))
"""Degrees around the kingdom: a point outside is a slip."""


@register
class MapPoint(Kind):
    """Kept as `34.020882,-6.841650`: WGS 84, six decimals (ten centimetres)."""

    name = "map_point"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "dir": "ltr", "data-map-point": "true"}
    longest = 80

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        text = clean_name(typed)
        if not text:
            return None
        found = _POINT.fullmatch(text)
        latitude, longitude = (_degrees(part) for part in found.groups()) if found else (Decimal(0), Decimal(0))
        if found and re.search("[Ww]", text):
            longitude = -abs(longitude)
        inside = _LATITUDES[0] <= latitude <= _LATITUDES[1] and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]
        if not inside:
            raise AnswerRefused(
                "map_point",
                filling.say(
                    "Écrivez la latitude puis la longitude d'un lieu au Maroc, par exemple 34.020882, -6.841650."
                ),
            )
        return f"{latitude:.6f},{longitude:.6f}"

    def show(self, value: object, language: Language) -> str:
        return isolate(str(value).replace(",", ", "))

    def enter(self, value: object, language: Language) -> str:
        return str(value).replace(",", ", ")


def _degrees(text: str) -> Decimal:
    return Decimal(text.replace(",", ".").replace("٫", "."))

"""Telephone number: Moroccan numbers of nine digits beginning with 5 to 8, kept in E.164."""

import re
from collections.abc import Mapping
from typing import ClassVar

import phonenumbers

from app.domain.languages import Language
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_code
from app.languages import isolate

_MOROCCAN = re.compile(r"(?:\+212|00212|0)[5-8][0-9]{8}")


@register
class Phone(Kind):
    """Kept as `+212612345678`; with `properties.international` "true", any country's valid number."""

    name = "phone"
    attributes: ClassVar[Mapping[str, str]] = {"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}
    longest = 40

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        number = re.sub(r"[.()/_-]", "", clean_code(typed))
        if not number:
            return None
        if _MOROCCAN.fullmatch(number):
            return _e164(phonenumbers.parse(re.sub(r"^00212", "+212", number), "MA"))
        if str(component.properties.get("international", "")).lower() == "true":
            return _read_international(number, filling)
        raise AnswerRefused(
            "phone",
            filling.say(
                "Écrivez un numéro marocain de dix chiffres qui commence par 05, 06, 07 ou 08, par exemple 0612345678."
            ),
        )

    def show(self, value: object, language: Language) -> str:
        try:
            parsed = phonenumbers.parse(str(value), "MA")
        except phonenumbers.NumberParseException:
            return isolate(value)
        national = parsed.country_code == 212
        style = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return isolate(phonenumbers.format_number(parsed, style))

    def enter(self, value: object, language: Language) -> str:
        return re.sub(r"^\+212", "0", str(value))


def _read_international(number: str, filling: Filling) -> str:
    refusal = AnswerRefused(
        "phone",
        filling.say(
            "Ce numéro n'existe pas. Écrivez un numéro marocain (0612345678) ou un numéro étranger avec son indicatif, "
            "par exemple +33612345678."
        ),
    )
    plain = f"+{number[2:]}" if number.startswith("00") else number
    try:
        parsed = phonenumbers.parse(plain, None)
    except phonenumbers.NumberParseException:
        raise refusal from None
    if parsed.country_code == 212 or not phonenumbers.is_valid_number(parsed):
        raise refusal
    return _e164(parsed)


def _e164(parsed: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))

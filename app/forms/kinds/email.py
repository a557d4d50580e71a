"""E-mail address (RFC 5321): one @, a dotted domain, at most 254 signs."""

import re
from collections.abc import Mapping
from typing import ClassVar

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds.registry import Kind, register
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_name

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


@register
class Email(Kind):
    """Kept with its domain in lower case."""

    name = "email"
    attributes: ClassVar[Mapping[str, str]] = {
        "type": "email",
        "autocomplete": "email",
        "inputmode": "email",
        "dir": "ltr",
        "spellcheck": "false",
    }
    longest = 320

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        address = clean_name(typed)
        if not address:
            return None
        local, _, domain = address.rpartition("@")
        if len(address) > 254 or not _is_local_part(local) or not _is_domain(domain.lower()):
            raise AnswerRefused(
                "email",
                filling.say("Écrivez une adresse électronique complète, par exemple nom@exemple.ma."),
            )
        return f"{local}@{domain.lower()}"


def _is_local_part(local: str) -> bool:
    dots_in_place = not (local.startswith(".") or local.endswith(".") or ".." in local)
    return dots_in_place and _LOCAL.fullmatch(local) is not None


def _is_domain(domain: str) -> bool:
    labels = domain.split(".")
    last_is_a_name = len(labels[-1]) >= 2 and not labels[-1].isdigit()
    return len(labels) >= 2 and last_is_a_name and all(_LABEL.fullmatch(label) for label in labels)

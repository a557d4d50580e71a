"""A message as a citizen would receive it, and what its SMS costs in parts."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.languages import Language
from app.procedures.message_templates import MessageRefused, render_message

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The alphabet of telephone networks (3GPP TS 23.038 §6.2.1): with any other sign an SMS holds 70 signs, not 160."""
_GSM_TWICE = frozenset("^{}\\[~]|€")
"""Signs of its extension, which count twice."""


@dataclass(frozen=True, kw_only=True)
class MessagePreview:
    """A message filled in; `problem` says why it cannot be, and the rest is empty then."""

    language: Language
    subject: str = ""
    sms: str = ""
    body: str = ""
    sms_signs: int = 0
    sms_parts: int = 0
    narrow: bool = True
    """True when every sign of the SMS is of the telephone alphabet."""
    problem: str = ""


def preview_message(source: str, values: Mapping[str, object], *, language: Language) -> MessagePreview:
    """Fill a message in with invented values."""
    try:
        message = render_message(source, values, file=language, language=language)
    except MessageRefused as refused:
        return MessagePreview(language=language, problem=refused.message)
    signs, parts, narrow = measure_sms(message.sms)
    return MessagePreview(
        language=language,
        subject=message.subject,
        sms=message.sms,
        body=message.body,
        sms_signs=signs,
        sms_parts=parts,
        narrow=narrow,
    )


def measure_sms(text: str) -> tuple[int, int, bool]:
    """Return (signs, parts, whether every sign is of the telephone alphabet) of an SMS."""
    if all(sign in _GSM or sign in _GSM_TWICE for sign in text):
        signs = sum(2 if sign in _GSM_TWICE else 1 for sign in text)
        return signs, _parts(signs, alone=160, together=153), True
    signs = len(text.encode("utf-16-be")) // 2
    return signs, _parts(signs, alone=70, together=67), False


def _parts(signs: int, *, alone: int, together: int) -> int:
    if signs == 0:
        return 0
    return 1 if signs <= alone else -(-signs // together)

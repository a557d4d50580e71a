"""Short messages: what the application asks of a gateway, and how many parts a text takes."""

from dataclasses import dataclass
from typing import Protocol

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ!\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = frozenset("^{}\\[~]|€")


@dataclass(frozen=True, kw_only=True)
class SmsMessage:
    """One text to one telephone (`to` as E.164: +212…)."""

    to: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SmsSent:
    """The gateway's name for the message, and how many parts it bills."""

    message_id: str
    parts: int


class SmsConnector(Protocol):
    """Sends short messages."""

    def send(self, message: SmsMessage, *, idempotency_key: str) -> SmsSent:
        """Send once: the same key again returns the first answer. Raises ConnectorFailed."""
        ...


def count_parts(text: str) -> int:
    """Return how many parts the text takes.

    A text of the GSM 7-bit alphabet (3GPP TS 23.038) has 160 signs in one part and 153 in each of several; any other
    text, such as Arabic, travels as UCS-2: 70 and 67.
    """
    if all(sign in _GSM or sign in _GSM_DOUBLE for sign in text):
        length = sum(2 if sign in _GSM_DOUBLE else 1 for sign in text)
        return _parts(length, single=160, each=153)
    return _parts(len(text.encode("utf-16-be")) // 2, single=70, each=67)


def _parts(length: int, *, single: int, each: int) -> int:
    return 1 if length <= single else -(-length // each)

"""E-mail: what the application asks of whoever carries it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class EmailAttachment:
    """A file that travels with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class EmailMessage:
    """One message to one person; `language` tells the direction in which it is read."""

    to: str
    subject: str
    body: str
    language: str
    attachments: tuple[EmailAttachment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EmailSent:
    """The carrier's own name for the message."""

    message_id: str


class EmailConnector(Protocol):
    """Sends e-mail."""

    def send(self, message: EmailMessage, *, idempotency_key: str) -> EmailSent:
        """Send once: the same key again returns the first answer. Raises ConnectorFailed."""
        ...

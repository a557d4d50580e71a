"""Messages that the citizen would have received: e-mails and SMS, the newest first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from app.commands.services import current_services
from app.connectors.email.simulator import OUTBOX as EMAILS
from app.connectors.sms.simulator import OUTBOX as TEXTS
from app.domain.permissions import DEMONSTRATION
from app.web.access import permission
from app.web.sandbox import sandbox
from app.web.sandbox.simulators import records

NEWEST = 100
SHOWN = 15
LONGEST = 120
_LINK = re.compile(r"https?://[^\s<>\"'،؛]+[^\s<>\"'.,;:،؛)]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")


@dataclass(frozen=True, kw_only=True)
class SentMessage:
    """One message as the outbox shows it; `body` has its links made clickable."""

    kind: str
    to: str
    subject: str
    body: Markup
    language: str
    sent_at: datetime
    parts: int = 0


@sandbox.get("/outbox")
@permission(DEMONSTRATION)
def outbox() -> ResponseReturnValue:
    """The newest messages, all or of one kind, all or those that hold a word."""
    kind = request.args.get("kind", "")
    words = request.args.get("q", "")[:LONGEST].strip()
    messages = [*_emails(), *_texts()]
    counts = {name: sum(message.kind == name for message in messages) for name in ("email", "sms")}
    chosen = [message for message in messages if kind in ("", message.kind) and _holds(message, words)]
    chosen.sort(key=lambda message: message.sent_at, reverse=True)
    return render_template(
        "sandbox/outbox.html", messages=chosen[:SHOWN], kind=kind, words=words, counts=counts, total=len(messages)
    )


def _holds(message: SentMessage, words: str) -> bool:
    return words.casefold() in f"{message.to} {message.subject} {message.body}".casefold()


def _emails() -> list[SentMessage]:
    return [
        SentMessage(
            kind="email",
            to=str(row["to"]),
            subject=str(row["subject"]),
            body=with_links(str(row["body"])),
            language=str(row["language"]),
            sent_at=_moment(row),
        )
        for row in records().list_recent(EMAILS, NEWEST)
    ]


def _texts() -> list[SentMessage]:
    return [
        SentMessage(
            kind="sms",
            to=str(row["to"]),
            subject="",
            body=with_links(str(row["text"])),
            language="ar" if _ARABIC.search(str(row["text"])) else "fr",
            sent_at=_moment(row),
            parts=int(str(row["parts"])),
        )
        for row in records().list_recent(TEXTS, NEWEST)
    ]


def _moment(row: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(row["sent_at"]))


def with_links(text: str) -> Markup:
    """Return a text with its addresses as links; our own lose their host, so that they open on this very server."""
    base = current_services().settings.public_url
    parts: list[Markup] = []
    end = 0
    for found in _LINK.finditer(text):
        address = found.group()
        href = (address.removeprefix(base) or "/") if address.startswith(base) else address
        parts += [escape(text[end : found.start()]), Markup('<a dir="ltr" href="{}">{}</a>').format(href, address)]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])

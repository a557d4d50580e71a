"""Message templates of a package: header lines `subject:` and `sms:`, a blank line, the body."""

from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import TemplateError

from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.procedures.message_language import TooLong, compile_text, write_text


class MessageRefused(MastaraError):
    """A message template cannot be used with these values."""

    code = "message-refused"


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message ready to send; `sms` is empty when the template has none."""

    subject: str
    sms: str
    body: str


@dataclass(frozen=True, kw_only=True)
class _Parts:
    subject: str
    sms: str
    body: str


def split_template(source: str, *, file: str) -> _Parts:
    """Split a template into its parts. Raises MessageRefused."""
    head, _, body = source.replace("\r\n", "\n").partition("\n\n")
    headers: dict[str, str] = {}
    for line in head.splitlines():
        name, colon, value = line.partition(":")
        if not colon or name.strip() not in ("subject", "sms"):
            raise MessageRefused(f"{file}: expected `subject: …` or `sms: …` before the blank line, found “{line}”.")
        headers[name.strip()] = value.strip()
    if not headers.get("subject") or not body.strip():
        raise MessageRefused(f"{file}: expected a line `subject: …`, a blank line, and the text of the message.")
    return _Parts(subject=headers["subject"], sms=headers.get("sms", ""), body=body.strip() + "\n")


def check_message(source: str, *, file: str, language: Language) -> None:
    """Raise MessageRefused unless the template can be read."""
    parts = split_template(source, file=file)
    for text in (parts.subject, parts.sms, parts.body):
        try:
            compile_text(text, language)
        except TemplateError as error:
            raise MessageRefused(f"{file}: {error}") from error


def render_message(source: str, values: Mapping[str, object], *, file: str, language: Language) -> Message:
    """Fill a template in. A missing value is left out. Raises MessageRefused when one does not fit."""
    parts = split_template(source, file=file)
    try:
        subject, sms, body = (
            write_text(compile_text(text, language), values) for text in (parts.subject, parts.sms, parts.body)
        )
    except (TemplateError, TooLong, TypeError, ValueError) as error:
        raise MessageRefused(f"{file}: {error}") from error
    return Message(subject=" ".join(subject.split()), sms=" ".join(sms.split()), body=body)

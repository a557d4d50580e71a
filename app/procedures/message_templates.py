"""Message templates of a package: header lines `subject:` and `sms:`, a blank line, the body; sandboxed Jinja."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import ChainableUndefined, Template, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.languages import format_day, format_money, isolate

MAX_LENGTH = 20_000


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


@lru_cache(maxsize=16)
def _environment(language: Language) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=ChainableUndefined, autoescape=False)
    environment.globals.clear()
    environment.filters.clear()
    environment.filters.update(
        day=lambda value: format_day(value, language),
        money=lambda value: format_money(int(value), language),
        isolate=isolate,
        default=lambda value, other="": value or other,
        join=lambda value, sign=", ": sign.join(str(item) for item in value or ()),
        length=lambda value: len(value or ()),
    )
    return environment


@lru_cache(maxsize=512)
def _compiled(text: str, language: Language) -> Template:
    return _environment(language).from_string(text)


def check_message(source: str, *, file: str, language: Language) -> None:
    """Raise MessageRefused unless the template can be read."""
    parts = split_template(source, file=file)
    for text in (parts.subject, parts.sms, parts.body):
        try:
            _compiled(text, language)
        except TemplateError as error:
            raise MessageRefused(f"{file}: {error}") from error


def render_message(source: str, values: Mapping[str, object], *, file: str, language: Language) -> Message:
    """Fill a template in. A missing value is left out. Raises MessageRefused when one does not fit."""
    parts = split_template(source, file=file)
    try:
        subject, sms, body = (
            _compiled(text, language).render(**values)[:MAX_LENGTH] for text in (parts.subject, parts.sms, parts.body)
        )
    except (TemplateError, SecurityError, TypeError, ValueError) as error:
        raise MessageRefused(f"{file}: {error}") from error
    return Message(subject=" ".join(subject.split()), sms=" ".join(sms.split()), body=body)

"""The messages of a procedure: their parts, one more, one less."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from app.domain.languages import INTERFACE_LANGUAGES, Language
from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited, put_words


@dataclass(frozen=True, kw_only=True)
class MessageText:
    """One message in one language, as it is typed."""

    subject: str = ""
    sms: str = ""
    body: str = ""


def message_path(slug: str, key: str, language: Language) -> str:
    """Return the path of a message's text."""
    return f"processes/{slug}/messages/{key}.{language}.txt"


def read_message_text(source: str) -> MessageText:
    """Split a file into its parts, however broken it is: what is no header belongs to the text."""
    head, blank, body = source.replace("\r\n", "\n").partition("\n\n")
    headers: dict[str, str] = {}
    for line in head.splitlines():
        name, colon, value = line.partition(":")
        if not colon or name.strip() not in ("subject", "sms"):
            return MessageText(body=source.strip())
        headers[name.strip()] = value.strip()
    return MessageText(
        subject=headers.get("subject", ""), sms=headers.get("sms", ""), body=body.strip() if blank else ""
    )


def written_message(text: MessageText) -> str:
    """Return the file of a message; subject and SMS are one line each."""
    sms = f"sms: {' '.join(text.sms.split())}\n" if text.sms.strip() else ""
    return f"subject: {' '.join(text.subject.split())}\n{sms}\n{text.body.strip()}\n"


def with_message(
    slug: str, files: Mapping[str, bytes], key: str, texts: Mapping[Language, MessageText]
) -> dict[str, bytes]:
    """Return the files of a new message, listed in the manifest. Raises SourceRefused."""
    path = manifest_path(slug)
    listed = edited(files[path], path, lambda manifest: put_words(manifest, "messages", [*_listed(manifest), key]))
    return {
        path: listed,
        **{message_path(slug, key, language): written_message(text).encode() for language, text in texts.items()},
    }


def without_message(slug: str, files: Mapping[str, bytes], key: str) -> dict[str, bytes | None]:
    """Return the changes that take a message away. Raises SourceRefused."""

    def change(manifest: MutableMapping[str, Any]) -> None:
        put_words(manifest, "messages", [one for one in _listed(manifest) if one != key])

    path = manifest_path(slug)
    changes: dict[str, bytes | None] = {path: edited(files[path], path, change)}
    return changes | {
        message_path(slug, key, language): None
        for language in INTERFACE_LANGUAGES
        if message_path(slug, key, language) in files
    }


def _listed(manifest: Mapping[str, Any]) -> list[str]:
    listed = manifest.get("messages")
    return [str(key) for key in listed] if isinstance(listed, list) else []

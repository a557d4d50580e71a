"""Files in scenarios: an answer that names files stands for uploaded ones."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from app.forms import AttachmentRef, FormDefinition

INVENTED_SIZE = 120_000
_TYPES = {"pdf": "application/pdf", "png": "image/png", "webp": "image/webp"}


def attach(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, list[AttachmentRef]]:
    """Return the files that the answers name, by field: `identity_card: cin.pdf`, or a list, or `true`."""
    files: dict[str, list[AttachmentRef]] = {}
    for field in form.fields:
        if field.type != "filepicker" or not answers.get(field.field_key):
            continue
        names = names_of(field.field_key, answers[field.field_key])
        piece = str(field.properties.get("piece") or field.field_key)
        files[field.field_key] = [_reference(field.field_key, name, piece) for name in names]
    return files


def names_of(key: str, named: object) -> list[str]:
    """Return the names of files that an answer gives: one, several, or `true` for any."""
    if named is True:
        return [f"{key}.jpg"]
    return [str(name) for name in named] if isinstance(named, list | tuple) else [str(named)]


def with_file_ids(answers: Mapping[str, Any], files: Mapping[str, list[AttachmentRef]]) -> dict[str, Any]:
    """Return the answers as a form gets them: ids of files, dates as ISO text."""
    plain = {key: to_plain(value) for key, value in answers.items()}
    return plain | {key: [reference.id for reference in references] for key, references in files.items()}


def to_plain(value: Any) -> Any:
    """Return what YAML read as JSON data: YAML makes dates of what looks like one."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_plain(entry) for key, entry in value.items()}
    return [to_plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def _reference(field: str, name: str, piece: str) -> AttachmentRef:
    extension = name.rpartition(".")[2].lower()
    return AttachmentRef(
        id=f"{field}:{name}",
        piece=piece,
        filename=name,
        media_type=_TYPES.get(extension, "image/jpeg"),
        size=INVENTED_SIZE,
    )

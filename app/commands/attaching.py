"""Keeps the files that somebody sends for a form field: checked by content, stored under a random key."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from app.commands.bus import Unit
from app.commands.services import Services
from app.connectors.errors import ConnectorFailed
from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.forms import FormComponent
from app.forms.images import make_thumbnail
from app.forms.uploads import CheckedUpload, UploadRefused, check_upload
from app.store import cases
from app.store.models import Attachment

log = structlog.get_logger("mastara.attachments")
MAX_FILES = 20
"""Files that one request, or one later answer, may hold."""


class TooManyFiles(MastaraError):
    """The request holds as many files as it may."""

    code = "too-many-files"


@dataclass(frozen=True, kw_only=True)
class UploadedFile:
    """A file as the browser sent it; nothing in it is trusted. Made by `receive_upload` where people send files."""

    filename: str
    content: bytes
    refusal: str | None = None
    """Why the scanner does not let it in: a key of the messages of uploads."""


def receive_upload(filename: str, content: bytes, services: Services) -> UploadedFile:
    """Let the scanner look into a file as it was sent, before any transaction begins.

    A file that nobody could look into is not let in.
    """
    return UploadedFile(filename=filename, content=content, refusal=_find_refusal(content, services))


def _find_refusal(content: bytes, services: Services) -> str | None:
    try:
        found = services.connectors.virus_scanner.scan(content)
    except ConnectorFailed as problem:
        log.error("virus-scan-failed", error=str(problem))
        return "not_scanned"
    if not found.is_clean:
        log.warning("virus-found", name=found.virus, size=len(content))
        return "virus"
    return None


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Whose file it is: a draft's, or a case's."""

    commune_id: str
    draft_id: str | None = None
    case_id: str | None = None


def keep_uploads(
    uploads: Sequence[UploadedFile], component: FormComponent, owner: Owner, *, language: Language, unit: Unit
) -> str | None:
    """Keep each file that passes; return the message of the last one that does not. Raises TooManyFiles."""
    error: str | None = None
    count = len(cases.list_attachments(owner.commune_id, case_id=owner.case_id, draft_id=owner.draft_id))
    for upload in uploads:
        try:
            if upload.refusal:
                raise UploadRefused(upload.refusal)
            checked = check_upload(
                upload.content,
                upload.filename,
                accept=component.accept,
                max_bytes=component.max_bytes,
            )
        except UploadRefused as refused:
            error = refused.message_in(language)
            continue
        count += 1
        if count > (MAX_FILES if owner.case_id is None else 2 * MAX_FILES):
            raise TooManyFiles("Expected fewer files in one request.", most=MAX_FILES)
        stored = unit.services.files.put(checked.content)
        cases.add(
            Attachment(
                id=new_id(),
                commune_id=owner.commune_id,
                draft_id=owner.draft_id,
                case_id=owner.case_id,
                field=component.field_key,
                piece=component.piece or component.field_key,
                filename=checked.filename,
                media_type=checked.media_type,
                size=stored.size,
                pages=checked.pages,
                sha256=stored.sha256,
                storage_key=stored.key,
                thumbnail_key=_keep_thumbnail(checked, unit),
                uploaded_at=unit.now,
            )
        )
    return error


def _keep_thumbnail(checked: CheckedUpload, unit: Unit) -> str | None:
    if not checked.media_type.startswith("image/"):
        return None
    return unit.services.files.put(make_thumbnail(checked.content)).key


def stored_keys(attachment: Attachment) -> tuple[str, ...]:
    """Return the storage keys of a file and of its small picture."""
    return tuple(key for key in (attachment.storage_key, attachment.thumbnail_key) if key)

"""Accepts or refuses a file that somebody sends: PDF, JPEG, PNG, WebP, known by content, never by name.

Pictures are re-encoded. A PDF is kept byte for byte, since it may carry signatures; so one with active content
(scripts, launches, forms that send, files within) is refused, with the way to make a plain one.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import puremagic

from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.forms.filenames import clean_filename
from app.forms.images import FORMATS, ImageTooLarge, ImageUnreadable, reencode
from app.forms.media_types import accepted_media_types
from app.languages import format_number, translate

MOST_PAGES = 300
LONGEST_INSPECTION = 8
"""Seconds of wall clock given to the inspection of a PDF; its processor time is bounded inside."""

_INSPECTION = Path(__file__).with_name("pdf_inspection.py")

MESSAGES = {
    "empty": "Ce fichier est vide. Choisissez-en un autre.",
    "too_large": "Ce fichier dépasse %(size)s Mo. Réduisez-le ou photographiez le document en qualité moyenne.",
    "type": "Ce fichier n'est ni un PDF ni une image JPEG, PNG ou WebP. Photographiez ou numérisez le document.",
    "not_accepted": "Ce type de fichier n'est pas accepté pour cette pièce. Types acceptés : %(types)s.",
    "image_unreadable": "Cette image est abîmée ou incomplète. Enregistrez-la à nouveau ou reprenez la photo.",
    "image_too_large": "Cette image a trop de pixels. Reprenez la photo avec une définition plus basse.",
    "pdf_unreadable": "Ce PDF ne peut pas être lu. Ouvrez-le, imprimez-le en PDF et joignez le nouveau fichier.",
    "pdf_encrypted": "Ce PDF est protégé par un mot de passe. Joignez une copie sans protection.",
    "pdf_active": "Ce PDF contient des éléments actifs ou d'autres fichiers. Imprimez-le en PDF et joignez la copie.",
    "virus": "Ce fichier contient un virus : il n'a pas été gardé. Reprenez une photo du document.",
    "not_scanned": "Ce fichier n'a pas pu être contrôlé pour l'instant. Réessayez dans quelques minutes.",
    "pdf_pages": "Ce PDF a plus de %(pages)s pages. Joignez seulement les pages demandées.",
}


@dataclass(frozen=True, kw_only=True)
class CheckedUpload:
    """A file that may be stored. `content` is not always what was sent; `filename` is sanitised.

    `pages` is given for a PDF, `size` (width, height) in pixels for a picture.
    """

    content: bytes
    media_type: str
    filename: str
    pages: int | None = None
    size: tuple[int, int] | None = None


class UploadRefused(MastaraError):
    """The file cannot be accepted; `reason` is a key of MESSAGES and `message_in` says what to do."""

    code: ClassVar[str] = "forms.upload_refused"

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(f"Expected a file that can be accepted, found: {reason}.", **values)
        self.reason = reason
        self.values = values

    def message_in(self, language: Language) -> str:
        """Return what is wrong and what to do, for the person."""
        return translate(language, MESSAGES[self.reason], **self.values)


def check_upload(
    content: bytes, filename: str, *, accept: str | Sequence[str] | None = None, max_bytes: int
) -> CheckedUpload:
    """Return the file as it may be stored.

    `accept`: the field's `accept` attribute (".pdf,image/*") or a list of such terms; None = every type of ACCEPTED.
    Raises UploadRefused.
    """
    if not content:
        raise UploadRefused("empty")
    if len(content) > max_bytes:
        raise UploadRefused("too_large", size=format_number(round(max_bytes / 1_000_000, 1), "fr"))
    media_type = find_media_type(content)
    if media_type is None:
        raise UploadRefused("type")
    allowed = accepted_media_types(accept)
    if media_type not in allowed:
        names = ", ".join(dict.fromkeys(name.rpartition("/")[2].upper() for name in allowed))
        raise UploadRefused("not_accepted", types=names)
    if media_type == "application/pdf":
        return _check_pdf(content, filename)
    return _check_image(content, filename, media_type)


def find_media_type(content: bytes) -> str | None:
    """Return the type that the first bytes tell, among those of ACCEPTED; None for anything else."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"  # only at the very start: a PDF behind other bytes is two files in one
    try:
        found = puremagic.from_string(content[:4096], mime=True)
    except (puremagic.PureError, ValueError):
        return None
    return found if found in FORMATS else None


def _check_image(content: bytes, filename: str, media_type: str) -> CheckedUpload:
    try:
        fresh, fresh_type, size = reencode(content, media_type=media_type)
    except ImageTooLarge as problem:
        raise UploadRefused("image_too_large") from problem
    except ImageUnreadable as problem:
        raise UploadRefused("image_unreadable") from problem
    name = clean_filename(filename, media_type=fresh_type)
    return CheckedUpload(content=fresh, media_type=fresh_type, filename=name, size=size)


def _check_pdf(content: bytes, filename: str) -> CheckedUpload:
    found = _inspect_pdf(content)
    pages = found.get("pages")
    if found.get("encrypted"):
        raise UploadRefused("pdf_encrypted")
    if found.get("active"):
        raise UploadRefused("pdf_active")
    if not isinstance(pages, int) or pages < 1:
        raise UploadRefused("pdf_unreadable")
    if pages > MOST_PAGES:
        raise UploadRefused("pdf_pages", pages=MOST_PAGES)
    name = clean_filename(filename, media_type="application/pdf")
    return CheckedUpload(content=content, media_type="application/pdf", filename=name, pages=pages)


def _inspect_pdf(content: bytes) -> dict[str, object]:
    """Return what the inspection found; {} when it did not come to an end within its limits."""
    try:
        done = subprocess.run(  # noqa: S603 - our own file, and no argument from outside
            [sys.executable, "-I", str(_INSPECTION)],
            input=content,
            capture_output=True,
            timeout=LONGEST_INSPECTION,
            check=True,
            env={},
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

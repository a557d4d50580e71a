"""Files of a case opened by an agent: pieces that were sent, documents of the platform."""

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from app.commands.documents import DocumentUnknown
from app.commands.services import current_services
from app.domain.permissions import TAKE_PART
from app.store import cases
from app.web.access import permission
from app.web.desk import desk
from app.web.desk.caseroom import INLINE_IMAGES, enter

SHOWN = INLINE_IMAGES | {"application/pdf"}
"""What a browser may show itself: images were drawn anew and PDFs were inspected when they came in."""
SEALED = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"
PAPER = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'none'"
"""A browser shows no PDF under `sandbox`; its viewer runs outside of our origin anyway."""


def send_file(content: bytes, filename: str, media_type: str, *, inline: bool) -> Response:
    """Return a file to look at or to save; whatever is in it, it can do nothing in our name."""
    response = Response(content, mimetype=media_type)
    shown = inline and media_type in SHOWN
    response.headers.set("Content-Disposition", "inline" if shown else "attachment", filename=filename)
    response.headers["Content-Security-Policy"] = PAPER if media_type == "application/pdf" and shown else SEALED
    return response


@desk.get("/c/<commune_slug>/cases/<case_id>/attachments/<file_id>")
@permission(TAKE_PART)
def attachment(commune_slug: str, case_id: str, file_id: str) -> ResponseReturnValue:
    """A piece of the case."""
    file = enter(case_id)
    found = next((row for row in file.attachments if row.id == file_id), None)
    if found is None:
        raise DocumentUnknown("Expected a file of this case.")
    content = current_services().files.get(found.storage_key)
    return send_file(content, found.filename, found.media_type, inline="download" not in request.args)


@desk.get("/c/<commune_slug>/cases/<case_id>/attachments/<file_id>/picture")
@permission(TAKE_PART)
def picture(commune_slug: str, case_id: str, file_id: str) -> ResponseReturnValue:
    """The small picture of a piece."""
    file = enter(case_id)
    found = next((row for row in file.attachments if row.id == file_id and row.thumbnail_key), None)
    if found is None or found.thumbnail_key is None:
        raise DocumentUnknown("Expected a file of this case with a picture.")
    content = current_services().files.get(found.thumbnail_key)
    response = send_file(content, found.filename, "image/jpeg", inline=True)
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


@desk.get("/c/<commune_slug>/cases/<case_id>/documents/<file_id>")
@permission(TAKE_PART)
def document(commune_slug: str, case_id: str, file_id: str) -> ResponseReturnValue:
    """A document that the platform made, drafts included."""
    enter(case_id)
    found = cases.find_document(g.commune.id, file_id)
    if found is None or found.case_id != case_id or found.state == "discarded":
        raise DocumentUnknown("Expected a document of this case.")
    content = current_services().files.get(found.storage_key)
    name = f"{found.key}-{found.number or 'projet'}.pdf"
    return send_file(content, name, "application/pdf", inline="download" not in request.args)

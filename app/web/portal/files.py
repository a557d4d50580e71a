"""Files of a case that its citizen may have: documents of the commune, pieces sent."""

from flask import Response
from flask.typing import ResponseReturnValue

from app.commands.documents import DocumentUnknown
from app.commands.drafts import get_open_draft
from app.commands.services import current_services
from app.domain.permissions import FOLLOW_CASE, PUBLIC
from app.store import cases
from app.store.models import Attachment
from app.web.access import permission
from app.web.portal import portal
from app.web.portal.visitor import enter_case, reading_unit


def send_private(content: bytes, filename: str, media_type: str) -> Response:
    """Return a file to save: never shown in our own origin, never kept by caches."""
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@portal.get("/cases/<reference>/documents/<document_id>")
@permission(FOLLOW_CASE)
def document(reference: str, document_id: str) -> ResponseReturnValue:
    """A document of the case, as long as it has its value."""
    case = enter_case(reference)
    shown = {row.id for row in case.documents if row.state == "valid"}
    found = cases.find_document(case.commune_id, document_id) if document_id in shown else None
    if found is None:
        raise DocumentUnknown("Expected a valid public document of this case.")
    content = current_services().files.get(found.storage_key)
    return send_private(content, f"{found.key}-{found.number or case.reference}.pdf", "application/pdf")


def send_picture(attachment: Attachment | None) -> Response:
    """Return the small picture of a file to show in a page: it was drawn by us. Raises DocumentUnknown."""
    if attachment is None or attachment.thumbnail_key is None:
        raise DocumentUnknown("Expected a file with a picture.")
    response = Response(current_services().files.get(attachment.thumbnail_key), mimetype="image/jpeg")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


@portal.get("/drafts/<token>/files/<attachment_id>")
@permission(PUBLIC)
def draft_picture(token: str, attachment_id: str) -> ResponseReturnValue:
    """The small picture of a file of a draft, for whoever holds its link."""
    draft = get_open_draft(token, reading_unit(), lock=False)
    found = cases.find_attachment(draft.commune_id, attachment_id)
    return send_picture(found if found is not None and found.draft_id == draft.id else None)


@portal.get("/cases/<reference>/attachments/<attachment_id>/picture")
@permission(FOLLOW_CASE)
def picture(reference: str, attachment_id: str) -> ResponseReturnValue:
    """The small picture of a piece that the citizen sent."""
    case = enter_case(reference)
    found = cases.find_attachment(case.commune_id, attachment_id)
    return send_picture(found if found is not None and found.case_id == case.id else None)


@portal.get("/cases/<reference>/attachments/<attachment_id>")
@permission(FOLLOW_CASE)
def attachment(reference: str, attachment_id: str) -> ResponseReturnValue:
    """A piece that the citizen sent."""
    case = enter_case(reference)
    found = cases.find_attachment(case.commune_id, attachment_id)
    if found is None or found.case_id != case.id:
        raise DocumentUnknown("Expected a file of this case.")
    return send_private(current_services().files.get(found.storage_key), found.filename, found.media_type)

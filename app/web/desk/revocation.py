"""Taking the value of a document away: what will happen, a reason in words, one confirmation."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.documents import DocumentUnknown, ReasonMissing, RevokeDocument
from app.domain.permissions import REVOKE_DOCUMENT
from app.store import cases
from app.store.models import Document
from app.web.access import permission
from app.web.desk import desk
from app.web.desk.caseroom import enter
from app.web.desk.moving import run
from app.web.interface import gettext


@desk.get("/c/<commune_slug>/cases/<case_id>/documents/<document_id>/revoke")
@permission(REVOKE_DOCUMENT)
def revoke(commune_slug: str, case_id: str, document_id: str) -> ResponseReturnValue:
    """Say what a revocation does and ask for its reason."""
    return _ask(case_id, document_id, reason="")


@desk.post("/c/<commune_slug>/cases/<case_id>/documents/<document_id>/revoke")
@permission(REVOKE_DOCUMENT)
def revoke_document(commune_slug: str, case_id: str, document_id: str) -> ResponseReturnValue:
    """Revoke."""
    found = _find(case_id, document_id)
    reason = request.form.get("reason", "")
    try:
        run(RevokeDocument(commune_id=g.commune.id, document_id=found.id, reason=reason))
    except ReasonMissing:
        message = gettext("Écrivez le motif : une décision défavorable dit ses raisons (loi 03-01).")
        return _ask(case_id, document_id, reason=reason, errors={"reason": message}), 422
    flash(gettext("Le document est annulé. Qui le vérifie le lit."), "success")
    return redirect(url_for("desk.case", commune_slug=commune_slug, case_id=case_id))


def _find(case_id: str, document_id: str) -> Document:
    found = cases.find_document(g.commune.id, document_id)
    if found is None or found.case_id != case_id or found.state != "valid":
        raise DocumentUnknown("Expected a valid document of this case.")
    return found


def _ask(case_id: str, document_id: str, *, reason: str, errors: dict[str, str] | None = None) -> str:
    file = enter(case_id)
    document = _find(case_id, document_id)
    return render_template("desk/revoke.html", case=file.case, document=document, reason=reason, errors=errors or {})

"""The way back to a request in the making by its code, typed on another device."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.commands.services import current_services
from app.domain.codes import normalise_code
from app.domain.permissions import PUBLIC
from app.store import drafts
from app.web.access import permission
from app.web.interface import gettext
from app.web.portal import portal
from app.web.security import limiter

TRIES = "10 per 10 minutes"
LONGEST = 80


def _failed(response: Response) -> bool:
    return response.status_code == 422


@portal.get("/drafts/")
@permission(PUBLIC)
def resume_by_code() -> ResponseReturnValue:
    """Ask for the code of a draft."""
    return _ask("", {})


@portal.post("/drafts/")
@permission(PUBLIC)
@limiter.limit(TRIES, deduct_when=_failed)
def open_draft_of_code() -> ResponseReturnValue:
    """Lead to the draft of a code; ten wrong ones in ten minutes, no more."""
    typed = request.form.get("code", "")[:LONGEST]
    token = normalise_code(typed)
    if drafts.find_by_token(token) is None:
        message = gettext("Aucune demande n’a ce code. Recopiez-le depuis la page où vous l’avez gardé.")
        return _ask(typed, {"code": message}), 422
    return redirect(url_for("portal.resume", token=token))


def _ask(typed: str, errors: dict[str, str]) -> str:
    days = current_services().settings.draft_days
    return render_template("portal/resume.html", typed=typed, errors=errors, draft_days=days)

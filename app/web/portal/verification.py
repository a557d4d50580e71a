"""Is this document genuine? Anybody may ask, with the code under its QR, and learns no more than that."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.documents.verification import read_verification_code, write_verification_code
from app.domain.permissions import PUBLIC
from app.queries.verification import find_verified_document
from app.web.access import permission
from app.web.interface import gettext
from app.web.portal import portal
from app.web.security import limiter

TRIES = "30 per 10 minutes"
LONGEST = 80


def _not_found(response: Response) -> bool:
    return response.status_code in (404, 422)


limit_tries = limiter.shared_limit(TRIES, scope="verification", deduct_when=_not_found)
"""Thirty wrong codes in ten minutes from one address; documents found are not counted."""


@portal.get("/verify")
@permission(PUBLIC)
@limit_tries
def verify() -> ResponseReturnValue:
    """Ask for the code; spaces, dashes, small letters and Arabic digits are all right."""
    typed = request.args.get("code", "").strip()[:LONGEST]
    if not typed:
        return render_template("portal/verify.html", typed="", errors={})
    code = read_verification_code(typed)
    if code is None:
        message = gettext("Un code a 28 signes, en sept groupes de quatre. Recopiez-le depuis le document.")
        return render_template("portal/verify.html", typed=typed, errors={"code": message}), 422
    return redirect(url_for("portal.verify_code", code=write_verification_code(code)))


@portal.get("/verify/<code>")
@permission(PUBLIC)
@limit_tries
def verify_code(code: str) -> ResponseReturnValue:
    """Valid, revoked or unknown."""
    signs = read_verification_code(code[:LONGEST])
    found = find_verified_document(signs) if signs is not None else None
    shown = write_verification_code(signs) if signs is not None else code[:LONGEST]
    page = render_template("portal/verified.html", document=found, code=shown)
    return page if found is not None else (page, 404)

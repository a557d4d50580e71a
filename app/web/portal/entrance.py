"""Addresses without a language: the front door, and the short address that a document's QR code opens."""

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from app.domain.permissions import PUBLIC
from app.web.access import permission

entrance = Blueprint("entrance", __name__)


@entrance.get("/")
@permission(PUBLIC)
def front_door() -> ResponseReturnValue:
    """To the home page in the reader's language."""
    return redirect(url_for("portal.home", language=g.language))


@entrance.get("/v/<code>")
@permission(PUBLIC)
def short_verification(code: str) -> ResponseReturnValue:
    """To the verification page in the reader's language."""
    return redirect(url_for("portal.verify_code", code=code, language=g.language))

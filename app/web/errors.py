"""Pages for what went wrong: what happened, what to do, in the reader's language; a reference for the operator."""

import secrets
from http import HTTPStatus

import structlog
from flask import Flask, current_app, g, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.domain.errors import MastaraError
from app.web import interface
from app.web.error_words import BY_CODE, BY_STATUS, GENERAL, Explanation
from app.web.security import same_origin

log = structlog.get_logger("mastara.web")


def explanation_of(error: MastaraError) -> Explanation:
    """Return the words for an expected error."""
    return BY_CODE.get(error.code, GENERAL)


def _page(explanation: Explanation, reference: str) -> tuple[str, int]:
    if "language" not in g:
        interface._choose_language()
    home = {"label": interface.gettext("Accueil"), "href": url_for("portal.home", language=g.language)}
    page = render_template(
        "layouts/error.html",
        title_text=interface.gettext(explanation.title),
        message=interface.gettext(explanation.message),
        advice=[interface.gettext(text) for text in explanation.advice],
        actions=[*_way_back(explanation), home],
        reference=reference,
    )
    return page, explanation.status


def _way_back(explanation: Explanation) -> list[dict[str, str]]:
    """Return the link to the page whose form was refused as too large: its other answers are still kept there."""
    addresses = current_app.create_url_adapter(request)
    if explanation.status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE or addresses is None:
        return []
    known = addresses.test(request.path, method="GET")
    return [{"label": interface.gettext("Revenir à la page"), "href": request.path}] if known else []


def _expected(error: MastaraError) -> tuple[str, int]:
    reference = secrets.token_hex(4)
    log.info("expected-error", code=error.code, reference=reference, path=request.path, message=error.message)
    return _page(explanation_of(error), reference)


def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < 400:
        return error
    explanation = BY_STATUS.get(status, BY_STATUS[500] if status >= 500 else BY_STATUS[400])
    return _page(explanation, secrets.token_hex(4))[0], status


def _unexpected(error: Exception) -> tuple[str, int]:
    reference = secrets.token_hex(4)
    log.error("unexpected-error", reference=reference, path=request.path, exc_info=error)
    return _page(BY_STATUS[500], reference)


def _stale_token(error: CSRFError) -> tuple[str, int]:
    """Offer to send the same answers again when they come from a page of ours that stayed open too long."""
    if "language" not in g:
        interface._choose_language()
    kept = [(key, value) for key, value in request.form.items(multi=True) if key != "csrf_token"]
    page = render_template("stale_token.html", kept=kept if same_origin() else [], target=request.full_path.rstrip("?"))
    return page, 400


def register(app: Flask) -> None:
    """Install the handlers; in tests an unexpected error is raised, not dressed up."""
    app.register_error_handler(MastaraError, _expected)
    app.register_error_handler(CSRFError, _stale_token)
    app.register_error_handler(HTTPException, _http)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)

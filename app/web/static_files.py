"""Serves our own styles, scripts, fonts and icons; an address with the file's digest may be kept for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, request, send_from_directory, url_for
from werkzeug.wrappers import Response

from app.domain.permissions import PUBLIC
from app.web.access import permission

FOLDER = Path(__file__).parent / "static"
A_YEAR = 31_536_000
static_files = Blueprint("static_files", __name__)


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()[:12]


def static_url(path: str) -> str:
    """Return the address of a static file with its digest."""
    return url_for("static_files.static", filename=path, v=_digest(path))


@static_files.get("/static/<path:filename>")
@permission(PUBLIC)
def static(filename: str) -> Response:
    """A file of our own; never anything that a user sent."""
    response = send_from_directory(FOLDER, filename, max_age=A_YEAR if request.args.get("v") else 3_600)
    response.headers["Vary"] = "Accept-Encoding"
    return response


@static_files.get("/favicon.ico")
@permission(PUBLIC)
def favicon() -> Response:
    """The mark of the product."""
    return send_from_directory(FOLDER / "img", "icon.svg", max_age=A_YEAR)


def register(app: Flask) -> None:
    """Add the routes and the template function."""
    app.register_blueprint(static_files)
    app.jinja_env.globals["static_url"] = static_url

"""Serves our own styles, scripts, fonts and icons; an address with the file's digest may be kept for a year."""

import hashlib
import re
from functools import cache
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Flask, request, send_file, send_from_directory, url_for
from werkzeug.wrappers import Response

from app.domain.permissions import PUBLIC
from app.web.access import permission

FOLDER = Path(__file__).parent / "static"
A_YEAR = 31_536_000
SCRIPTS = "js"
_IMPORT = re.compile(rb'(from |import\()"\./([a-z-]+\.js)"')
static_files = Blueprint("static_files", __name__)


@cache
def _digest(path: str) -> str:
    return hashlib.sha256(_content(path)).hexdigest()[:12]


@cache
def _content(path: str) -> bytes:
    """Return a file as it is served: a script of ours names the modules that it imports with their digests.

    So that a browser never joins a fresh module with one that it kept from before an upgrade.
    """
    content = (FOLDER / path).read_bytes()
    folder, _, _ = path.rpartition("/")
    if folder != SCRIPTS:
        return content

    def with_digest(found: re.Match[bytes]) -> bytes:
        word, name = found.groups()
        return b'%s"./%s?v=%s"' % (word, name, _digest(f"{folder}/{name.decode()}").encode())

    return _IMPORT.sub(with_digest, content)


def static_url(path: str) -> str:
    """Return the address of a static file with its digest."""
    return url_for("static_files.static", filename=path, v=_digest(path))


@static_files.get("/static/<path:filename>")
@permission(PUBLIC)
def static(filename: str) -> Response:
    """A file of our own; never anything that a user sent."""
    max_age = A_YEAR if request.args.get("v") else 3_600
    if filename.startswith(f"{SCRIPTS}/") and (FOLDER / filename).is_file() and ".." not in filename:
        response = send_file(BytesIO(_content(filename)), "text/javascript", max_age=max_age, etag=_digest(filename))
    else:
        response = send_from_directory(FOLDER, filename, max_age=max_age)
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

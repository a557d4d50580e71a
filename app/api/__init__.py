"""JSON for machines: `/api/v1`, known by a bearer token of one commune, described at `/api/v1/openapi.json`."""

from flask import Blueprint, Flask

api = Blueprint("api", __name__, url_prefix="/api/v1")

from app.api import access, errors, openapi, overlays  # noqa: E402 - the rooms hang their routes on the blueprint above

__all__ = ["access", "api", "errors", "openapi", "overlays", "register"]


def register(app: Flask) -> None:
    """Add the interface to the application."""
    app.register_blueprint(api)

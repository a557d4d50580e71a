"""The agents' desk: sign in, worklist, task, case."""

from flask import Blueprint

from app.domain.permissions import PUBLIC
from app.web.access import permission

desk = Blueprint("desk", __name__, url_prefix="/desk", template_folder="templates")


@desk.get("/login")
@permission(PUBLIC)
def login() -> str:
    """Sign in."""
    return ""

"""The simulators' own pages, in demonstration mode only."""

from flask import Blueprint

from app.domain.permissions import DEMONSTRATION
from app.web.access import permission

sandbox = Blueprint("sandbox", __name__, url_prefix="/sandbox", template_folder="templates")


@sandbox.get("/")
@permission(DEMONSTRATION)
def index() -> str:
    """Every simulator."""
    return ""

"""What operators and outside systems call: health, counts, callbacks, jobs."""

from flask import Blueprint

from app.domain.permissions import PUBLIC
from app.web.access import permission

operations = Blueprint("operations", __name__, template_folder="templates")


@operations.get("/healthz")
@permission(PUBLIC)
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}

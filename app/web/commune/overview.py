"""Where one procedure stands in the commune."""

from flask.typing import ResponseReturnValue

from app.domain.permissions import SEE_TAILORING
from app.web.access import permission
from app.web.commune import commune
from app.web.commune.frame import opened, show


@commune.get("/procedures/<slug>/")
@permission(SEE_TAILORING)
def overview(commune_slug: str, slug: str) -> ResponseReturnValue:
    """What citizens follow today, and what the commune is changing."""
    return show("commune/overview.html", opened(slug), "commune.overview")

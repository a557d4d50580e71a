"""The page of a commune: its catalogue, its services and counters; and the national catalogue."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.domain.permissions import PUBLIC
from app.queries.catalogue import list_catalogue
from app.queries.counters import list_service_rows
from app.web.access import permission
from app.web.portal import portal
from app.web.portal.domains import group_by_domain
from app.web.portal.visitor import enter_commune, remember_commune


@portal.get("/communes/<commune_slug>")
@permission(PUBLIC)
def commune(commune_slug: str) -> ResponseReturnValue:
    """What this commune offers; one that is not online yet shows the national sheets."""
    found = enter_commune(commune_slug)
    page = render_template(
        "portal/commune.html",
        commune=found,
        groups=group_by_domain(list_catalogue(found.id)),
        services=list_service_rows(found.id),
    )
    return remember_commune(make_response(page), found)


@portal.get("/procedures")
@permission(PUBLIC)
def procedures() -> ResponseReturnValue:
    """The national sheets, whatever the commune."""
    return render_template("portal/procedures.html", groups=group_by_domain(list_catalogue(None)))

"""The page of a commune: its catalogue, its services and counters; and the national catalogue."""

from flask import abort, jsonify, make_response, render_template, send_file
from flask.typing import ResponseReturnValue

from app.domain.permissions import PUBLIC
from app.forms.communes import list_communes
from app.languages import collation_key
from app.queries.catalogue import list_catalogue
from app.queries.counters import list_service_rows
from app.web.access import permission
from app.web.interface import language
from app.web.maps import find_map
from app.web.portal import portal
from app.web.portal.domains import group_by_domain
from app.web.portal.published import list_public_registers
from app.web.portal.visitor import enter_commune, remember_commune

A_DAY = 86_400


@portal.get("/communes/<commune_slug>")
@permission(PUBLIC)
def commune(commune_slug: str) -> ResponseReturnValue:
    """What this commune offers; one that is not online yet shows the national sheets."""
    found = enter_commune(commune_slug)
    page = render_template(
        "portal/commune.html",
        commune=found,
        groups=group_by_domain(list_catalogue(found.id)),
        published=list_public_registers(language()) if found.online else (),
        services=list_service_rows(found.id),
    )
    return remember_commune(make_response(page), found)


@portal.get("/procedures")
@permission(PUBLIC)
def procedures() -> ResponseReturnValue:
    """The national sheets, whatever the commune."""
    return render_template("portal/procedures.html", groups=group_by_domain(list_catalogue(None)))


@portal.get("/communes/names.json")
@permission(PUBLIC)
def commune_names() -> ResponseReturnValue:
    """The name of every commune with its province: what forms offer while one types."""
    names = sorted((commune.words(language()) for commune in list_communes()), key=collation_key)
    response = jsonify(names)
    response.headers["Cache-Control"] = f"private, max-age={A_DAY}"
    return response


@portal.get("/communes/<commune_slug>/map.geojson")
@permission(PUBLIC)
def commune_map(commune_slug: str) -> ResponseReturnValue:
    """The map of a commune, for the fields of a point."""
    path = find_map(enter_commune(commune_slug))
    if path is None:
        abort(404)
    return send_file(path, mimetype="application/geo+json", max_age=A_DAY)

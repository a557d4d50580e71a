"""The home page, and the way to a commune: by its name in either script, or region, province, commune."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.permissions import PUBLIC
from app.store import territory
from app.web.access import permission
from app.web.portal import portal
from app.web.portal.visitor import remembered_commune

LONGEST_QUERY = 80
MOST_RESULTS = 20


@portal.get("/")
@permission(PUBLIC)
def home() -> ResponseReturnValue:
    """What this is; find one's commune, follow a case, verify a document."""
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    found = territory.search_communes(query, limit=MOST_RESULTS + 1) if query else []
    return render_template(
        "portal/home.html",
        query=query,
        found=found[:MOST_RESULTS],
        more=len(found) > MOST_RESULTS,
        remembered=remembered_commune(),
        online=territory.list_online_communes(),
    )


@portal.get("/regions")
@permission(PUBLIC)
def regions() -> ResponseReturnValue:
    """The twelve regions."""
    return render_template("portal/regions.html", regions=territory.list_regions())


@portal.get("/regions/<code>")
@permission(PUBLIC)
def region(code: str) -> ResponseReturnValue:
    """The provinces and prefectures of a region."""
    found = territory.find_region(code)
    if found is None:
        abort(404)
    return render_template("portal/region.html", region=found, provinces=territory.list_provinces(code))


@portal.get("/provinces/<code>")
@permission(PUBLIC)
def province(code: str) -> ResponseReturnValue:
    """The communes of a province or prefecture."""
    found = territory.find_province(code)
    if found is None:
        abort(404)
    return render_template(
        "portal/province.html",
        province=found,
        region=territory.find_region(found.region_code),
        communes=territory.list_communes(code),
    )

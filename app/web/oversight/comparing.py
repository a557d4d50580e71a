"""The same procedure in many communes, side by side: for the DGCT, and for one commune beside the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.domain.languages import choose
from app.domain.permissions import SEE_TAILORING, STEER_TAILORING
from app.queries.variants.country import CommuneRow, CountryComparison, VariantColumn, compare_country
from app.store import publication, territory, variants
from app.store.results import Place
from app.web.access import permission
from app.web.interface import gettext, language, name_of
from app.web.oversight import oversight
from app.web.oversight.comparison_file import comparison_csv

COLUMNS_A_PAGE = 6
COMMUNES_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Named:
    """A column with the letters by which the page speaks of it."""

    letters: str
    column: VariantColumn
    own: bool


@oversight.get("/tailoring")
@permission(STEER_TAILORING)
def tailoring() -> ResponseReturnValue:
    """Every national procedure with how many variants of it hold, and where."""
    counted = variants.count_variants()
    rows = [
        {
            "title": choose(row.titles, language()) or row.slug,
            "slug": row.slug,
            "version": row.version,
            "variants": counted.get(row.slug, (0, 0))[0],
            "communes": counted.get(row.slug, (0, 0))[1],
        }
        for row in publication.list_newest_deployments()
    ]
    return render_template("oversight/tailoring.html", rows=rows)


@oversight.get("/tailoring/<slug>")
@permission(STEER_TAILORING)
def country_comparison(slug: str) -> ResponseReturnValue:
    """The variants of one procedure, over the country, a region or a province."""
    return _page(slug, address=url_for("oversight.country_comparison", slug=slug))


@oversight.get("/tailoring/<slug>.csv")
@permission(STEER_TAILORING)
def country_comparison_file(slug: str) -> ResponseReturnValue:
    """The same as a file: one line a commune and a thing."""
    return _file(_compared(slug))


@oversight.get("/c/<commune_slug>/tailoring/<slug>")
@permission(SEE_TAILORING)
def commune_comparison(commune_slug: str, slug: str) -> ResponseReturnValue:
    """A commune's own variant beside those of the others."""
    return _page(slug, address=url_for("oversight.commune_comparison", commune_slug=commune_slug, slug=slug))


@oversight.get("/c/<commune_slug>/tailoring/<slug>.csv")
@permission(SEE_TAILORING)
def commune_comparison_file(commune_slug: str, slug: str) -> ResponseReturnValue:
    """The same as a file."""
    return _file(_compared(slug))


def chosen_place() -> Place:
    """Return the region and the province that the address names, when there are any."""
    region = territory.find_region(request.args.get("region", ""))
    province = territory.find_province(request.args.get("province", ""))
    if region is None or (province is not None and province.region_code != region.code):
        province = None
    return Place(
        region_code=region.code if region else None,
        province_code=province.code if province else None,
    )


def place_choices(place: Place) -> dict[str, Any]:
    """Return what the filter of a page offers: regions, and the provinces of the chosen one."""
    return {
        "place": place,
        "regions": [(row.code, name_of(row)) for row in territory.list_regions()],
        "provinces": [(row.code, name_of(row)) for row in territory.list_provinces(place.region_code)]
        if place.region_code
        else [],
    }


def _compared(slug: str) -> CountryComparison:
    return compare_country(slug, chosen_place(), language=language(), now=current_services().clock.now())


def _file(found: CountryComparison) -> Response:
    answer = Response(comparison_csv(found, letters_of, language()), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.csv"'
    return answer


def _page(slug: str, *, address: str) -> str:
    found, own = _compared(slug), g.commune.slug if "commune" in g else ""
    named = [
        Named(letters=letters_of(index), column=column, own=column.is_of(own))
        for index, column in enumerate(found.columns)
    ]
    ordered = sorted(named, key=lambda one: not one.own)
    part, parts = _part(request.args.get("variants", 1, type=int), len(ordered), COLUMNS_A_PAGE)
    shown = ordered[(part - 1) * COLUMNS_A_PAGE : part * COLUMNS_A_PAGE]
    communes = _communes(ordered)
    place_page, pages = _part(request.args.get("page", 1, type=int), len(communes), COMMUNES_A_PAGE)
    columns = {one.column.deployment_id for one in shown}
    return render_template(
        "oversight/comparison.html",
        found=found,
        title=choose(found.national.titles, language()) or slug,
        named=shown,
        rows=[row for row in found.rows if columns & set(row.cells)],
        effects=[row for row in found.rows if row.effect.before.filed or row.effect.after.filed],
        communes=communes[(place_page - 1) * COMMUNES_A_PAGE : place_page * COMMUNES_A_PAGE],
        turner=_turner(address, "page", place_page, pages),
        column_turner=_turner(address, "variants", part, parts),
        address=address,
        file_address=f"{address}.csv?{request.query_string.decode()}",
        own=own,
        **place_choices(chosen_place()),
    )


def letters_of(index: int) -> str:
    """Return the letters of a column: A … Z, AA, AB…"""
    found = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        found = chr(ord("A") + letter) + found
    return found


def _communes(named: Sequence[Named]) -> list[tuple[CommuneRow, str]]:
    """Return each tailoring commune with the letters of its variant, by name."""
    rows = [(commune, one.letters) for one in named for commune in one.column.communes]
    return sorted(rows, key=lambda row: (row[0].name_ar if language() == "ar" else row[0].name_fr, row[0].slug))


def _part(wanted: int, count: int, size: int) -> tuple[int, int]:
    """Return the page that there is, and how many there are."""
    pages = max(1, -(-count // size))
    return min(max(1, wanted), pages), pages


def _turner(address: str, name: str, page: int, pages: int) -> dict[str, Any] | None:
    """Return the two ways from a page of a list, None where there is one page only."""
    if pages == 1:
        return None
    kept = {key: value for key, value in request.args.items() if key in ("region", "province", "page", "variants")}

    def to(number: int) -> str | None:
        if not 1 <= number <= pages:
            return None
        return f"{address}?{urlencode({**kept, name: number})}"

    return {
        "previous": to(page - 1),
        "next": to(page + 1),
        "summary": gettext("Page %(page)s sur %(pages)s", page=page, pages=pages),
    }

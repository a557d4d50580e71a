"""Prepares a procedure in many communes of a province at once: what is wanted, then what came of it in each."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.communes.places import LONGEST
from app.commands.services import current_services
from app.commands.tailoring.noting import SHORTEST_REASON
from app.commands.tailoring.preparing import Preparation, PreparedCommune, prepare_communes
from app.domain import permissions
from app.domain.languages import choose
from app.domain.permissions import PREPARE_COMMUNES
from app.queries.workshops import ProvinceLine, read_province
from app.store import publication, releases, tailoring, territory
from app.store.models import Commune
from app.web.access import current_actor, permission
from app.web.interface import gettext, language, name_of
from app.web.oversight import oversight

SLICE = 40
"""Communes that one request prepares; the next ones follow by a button."""
STAND_INS = ("chef_service", "dgs")
COUNTER = tuple(f"{part}_{code}" for part in LONGEST for code in ("fr", "ar"))


@oversight.get("/provinces")
@permission(PREPARE_COMMUNES)
def provinces() -> ResponseReturnValue:
    """The provinces in which the person may prepare communes, by region."""
    regions = [
        {"name": name_of(region), "provinces": [{"name": name_of(one), "code": one.code} for one in listed]}
        for region in territory.list_regions()
        if (listed := [one for one in territory.list_provinces(region.code) if _communes(one.code)])
    ]
    return render_template("oversight/provinces.html", regions=regions)


@oversight.get("/provinces/<code>/tailoring")
@permission(PREPARE_COMMUNES)
def prepare_province(code: str) -> ResponseReturnValue:
    """Where each commune stands with a procedure, and the form of what is wanted."""
    return _page(code, {"slug": request.args.get("slug", "")})


@oversight.post("/provinces/<code>/tailoring")
@permission(PREPARE_COMMUNES)
def prepare_slice(code: str) -> ResponseReturnValue:
    """Prepare the chosen communes, a slice at a time; each is reported, and a refusal stops no other."""
    typed = request.form.to_dict()
    allowed = {one.id for one in _communes(code)}
    chosen = [one for one in request.form.getlist("communes") if one in allowed]
    errors = _problems(typed, chosen)
    if errors:
        return _page(code, typed, chosen=chosen, errors=errors), 422
    now, later = chosen[:SLICE], chosen[SLICE:]
    results = list(prepare_communes(now, _wanted(typed), actor=current_actor(), services=current_services()))
    done = min(request.form.get("finished", 0, type=int), len(allowed)) + len(now)
    return _page(code, typed, chosen=later, results=results, finished=done)


def _communes(code: str) -> list[Commune]:
    """Return the communes of a province for which the person may do this."""
    actor = current_actor()
    return [one for one in territory.list_communes(code) if permissions.may(actor, PREPARE_COMMUNES, one.id)]


def _wanted(typed: Mapping[str, str]) -> Preparation:
    counter = {name: typed.get(name, "") for name in COUNTER}
    return Preparation(
        slug=typed["slug"],
        source_id=typed.get("source") or None,
        reason=typed.get("reason", ""),
        service_fr=typed.get("service_fr", "").strip(),
        service_ar=typed.get("service_ar", "").strip(),
        counter=counter if any(counter.values()) else {},
        stand_in=typed.get("stand_in") if typed.get("stand_in") in STAND_INS else None,
        opening=typed.get("opening") == "yes",
    )


def _problems(typed: Mapping[str, str], chosen: Sequence[str]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if typed.get("slug") not in dict(_procedures()):
        errors["slug"] = gettext("Choisissez une démarche.")
    if not chosen:
        errors["communes"] = gettext("Choisissez au moins une commune.")
    if len(typed.get("reason", "").strip()) < SHORTEST_REASON:
        errors["reason"] = gettext("Dites pourquoi, en %(least)s signes au moins.", least=SHORTEST_REASON)
    for names in (("service_fr", "service_ar"), COUNTER):
        if any(typed.get(name, "").strip() for name in names):
            errors |= {name: gettext("À remplir.") for name in names if not typed.get(name, "").strip()}
    return errors


def _procedures() -> list[tuple[str, str]]:
    retired = releases.list_retired()
    return [
        (one.slug, choose(one.titles, language()) or one.slug)
        for one in publication.list_newest_deployments()
        if one.slug not in retired
    ]


def _page(
    code: str,
    typed: Mapping[str, str],
    *,
    chosen: Sequence[str] = (),
    errors: Mapping[str, str] | None = None,
    results: Sequence[PreparedCommune] = (),
    finished: int = 0,
) -> str:
    province = territory.find_province(code)
    communes = _communes(code)
    if province is None:
        raise NotFound
    if not communes:
        abort(403)
    slug = typed.get("slug", "")
    procedures = _procedures()
    known = slug if slug in dict(procedures) else ""
    return render_template(
        "oversight/prepare_province.html",
        province=province,
        procedures=procedures,
        slug=known,
        lines=[_line(one, chosen) for one in read_province(known, communes)] if known else [],
        sources=_sources(known),
        typed=typed,
        errors=errors or {},
        results=[_result(one, communes) for one in results],
        chosen=chosen,
        finished=finished,
        total=finished + len(chosen),
        kept=[(name, value) for name, value in typed.items() if name not in ("communes", "csrf_token", "finished")],
        stand_ins=[("chef_service", gettext("Chef de service")), ("dgs", gettext("Directeur général des services"))],
        address=url_for("oversight.prepare_province", code=code),
    )


def _line(one: ProvinceLine, chosen: Sequence[str]) -> dict[str, Any]:
    words = {
        "absent": (gettext("Pas encore adoptée"), "neutral"),
        "closed": (gettext("Fermée aux usagers"), "waiting"),
        "open": (gettext("Ouverte"), "success"),
    }
    title, tone = words[one.state]
    return {
        "id": one.commune.id,
        "name": name_of(one.commune),
        "title": title,
        "tone": tone,
        "tailored": one.tailored,
        "chosen": one.commune.id in chosen,
    }


def _sources(slug: str) -> list[tuple[str, str]]:
    """Return the communes whose changes in effect may be taken over, one of each variant."""
    found: dict[str, tuple[str, str]] = {}
    for row in tailoring.list_in_effect(slug) if slug else ():
        found.setdefault(row.overlay.deployment_id, (row.overlay.id, name_of(row)))
    return sorted(found.values(), key=lambda pair: pair[1])


def _workshop_of(commune: Commune) -> str:
    """Return the address of a commune's workshop, "" for who may not see it."""
    may_see = permissions.may(current_actor(), permissions.SEE_TAILORING, commune.id)
    return url_for("commune.index", commune_slug=commune.slug) if may_see else ""


def _result(result: PreparedCommune, communes: Sequence[Commune]) -> dict[str, Any]:
    done = {
        "adopted": gettext("démarche prise dans l’atelier"),
        "overlay": gettext("changements repris"),
        "service": gettext("service nommé"),
        "counter": gettext("guichet ajouté"),
        "roles": gettext("rôles donnés"),
        "opened": gettext("ouverte aux usagers"),
    }
    left = {
        "own-changes": gettext("a déjà ses propres changements : ils restent"),
        "other-version": gettext("n’est pas sur la même version nationale"),
        "roles": gettext("des rôles n’ont personne"),
        "counter": gettext("le service ou son guichet manque"),
    }
    commune = next(one for one in communes if one.id == result.commune_id)
    return {
        "name": name_of(commune),
        "href": _workshop_of(commune),
        "refused": result.refused is not None,
        "done": [done[one] for one in result.done],
        "left": [left[one] for one in result.left],
    }

"""The history of what communes changed: of one commune's procedure, and of the country for the DGCT."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.domain.languages import choose
from app.domain.permissions import SEE_TAILORING, STEER_TAILORING
from app.queries.variants.history import changes_of_acts
from app.store import publication, tailoring, territory, variants
from app.store.models import TailoringAct
from app.store.variants import ACTS_A_PAGE, ActAnywhere, ActFilter
from app.web.access import permission
from app.web.interface import gettext, language, name_of
from app.web.oversight import oversight

ACTS: Mapping[str, str] = {
    "adopted": "Démarche adoptée dans l’atelier",
    "opened": "Démarche ouverte aux usagers",
    "closed": "Démarche fermée aux usagers",
    "published": "Adaptation publiée",
    "scheduled": "Adaptation publiée pour un jour à venir",
    "in-effect": "Adaptation entrée en vigueur",
    "ended": "Adaptation arrivée à son terme",
    "withdrawn": "Adaptation retirée avant son premier jour",
    "returned-to-national": "Retour à la version nationale",
    "carried-over": "Adaptations reportées sur une nouvelle version nationale",
    "upgrade-kept": "Ancienne variante gardée, faute de réponse",
    "upgrade-reminded": "Relance de la DGCT : une réponse est attendue",
    "upgrade-read": "Changements de la version nationale lus",
    "practice-taken": "Bonne pratique reprise dans l’atelier",
    "prepared": "Démarche préparée par la province",
}
ORIGINS: Mapping[str, str] = {
    "workshop": "depuis l’atelier",
    "file": "depuis un fichier",
    "api": "par un système de la commune",
    "return": "retour à une adaptation antérieure",
    "rebase": "report sur une nouvelle version nationale",
    "default": "règle par défaut, faute de réponse",
    "province": "préparation par la province",
}


@oversight.get("/c/<commune_slug>/tailoring/<slug>/history")
@permission(SEE_TAILORING)
def commune_history(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Who changed what of one procedure in one commune, when, why and on which ground."""
    row = publication.find_newest_deployment(slug)
    if row is None:
        raise NotFound
    wanted = ActFilter(commune_id=g.commune.id, slug=slug, before_id=request.args.get("before", type=int))
    return _page(
        wanted,
        title=choose(row.titles, language()) or slug,
        slug=slug,
        address=url_for("oversight.commune_history", commune_slug=commune_slug, slug=slug),
        own=commune_slug,
    )


@oversight.get("/c/<commune_slug>/tailoring/<slug>/overlays/<int:number>.yaml")
@permission(SEE_TAILORING)
def overlay_file(commune_slug: str, slug: str, number: int) -> ResponseReturnValue:
    """One published overlay as the file that it is."""
    found = tailoring.find_overlay(g.commune.id, slug, number)
    if found is None:
        raise NotFound
    return overlay_answer(found.content, f"{commune_slug}-{slug}-{number}.yaml")


@oversight.get("/tailoring/history")
@permission(STEER_TAILORING)
def country_history() -> ResponseReturnValue:
    """What communes changed over the country, filtered by commune, procedure, act and region."""
    commune = territory.find_commune(request.args.get("commune", "").strip())
    kind = request.args.get("kind", "")
    region = territory.find_region(request.args.get("region", ""))
    wanted = ActFilter(
        commune_id=commune.id if commune else None,
        slug=request.args.get("slug", "")[:80] or None,
        kind=kind if kind in ACTS else None,
        region_code=region.code if region else None,
        before_id=request.args.get("before", type=int),
    )
    return _page(wanted, title="", slug="", address=url_for("oversight.country_history"), own="")


def overlay_answer(content: str, name: str) -> Response:
    """Return an overlay's file to be kept, never shown as a page of ours."""
    answer = Response(content, mimetype="application/yaml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def act_title(act: TailoringAct) -> str:
    """Return what happened, in words."""
    return gettext(ACTS[act.kind]) if act.kind in ACTS else gettext("Autre acte : %(kind)s", kind=act.kind)


def _page(wanted: ActFilter, *, title: str, slug: str, address: str, own: str) -> str:
    found = variants.list_acts_anywhere(wanted)
    shown = found[:ACTS_A_PAGE]
    changes = changes_of_acts([one.act for one in shown], language())
    return render_template(
        "oversight/history.html",
        title=title,
        slug=slug,
        own=own,
        address=address,
        lines=[_line(one, changes.get(one.act.id, ()), own) for one in shown],
        older=_older(shown[-1].act.id) if len(found) > ACTS_A_PAGE else None,
        wanted=wanted,
        typed=request.args,
        kinds={key: gettext(text) for key, text in ACTS.items()},
        regions=[(row.code, name_of(row)) for row in territory.list_regions()],
        procedures=[(row.slug, choose(row.titles, language())) for row in publication.list_newest_deployments()],
    )


def _older(before: int) -> str:
    kept = {key: value for key, value in request.args.items() if key in ("commune", "slug", "kind", "region")}
    return f"{request.path}?{urlencode({**kept, 'before': before})}"


def _line(one: ActAnywhere, changes: Sequence[str], own: str) -> dict[str, Any]:
    act = one.act
    number = act.data.get("number")
    origin = str(act.data.get("origin") or "")
    return {
        "act": act,
        "title": act_title(act),
        "commune": name_of(one),
        "number": number,
        "origin": gettext(ORIGINS[origin]) if origin in ORIGINS else "",
        "changes": changes,
        "file": url_for("oversight.overlay_file", commune_slug=one.commune_slug, slug=act.slug, number=number)
        if number and own
        else None,
    }

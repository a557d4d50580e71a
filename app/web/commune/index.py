"""The procedures of the commune with their state, and the catalogue of those that it may adopt."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.tailoring.adopting import AdoptProcedure
from app.commands.tailoring.errors import AlreadyAdopted, NothingNational
from app.domain.permissions import SEE_TAILORING, TAILOR
from app.queries.workshops import Adoptable, ListedWorkshop, list_adoptable, list_workshops
from app.web.access import current_actor, permission
from app.web.commune import commune
from app.web.commune.frame import choose_text, may_change, state_words
from app.web.commune.upgrade_notes import upgrade_rows
from app.web.interface import gettext

LONGEST_SLUG = 80


@commune.get("/")
@permission(SEE_TAILORING)
def index(commune_slug: str) -> ResponseReturnValue:
    """What the commune offers, with where each procedure stands, and what it may adopt."""
    return render_template(
        "commune/index.html",
        offered=[_offered(one) for one in list_workshops(g.commune.id)],
        adoptable=[_adoptable(one) for one in list_adoptable(g.commune.id)],
        editable=may_change(),
        upgrades=upgrade_rows(),
    )


@commune.post("/adopt")
@permission(TAILOR)
def adopt(commune_slug: str) -> ResponseReturnValue:
    """Take a national procedure into the workshop; it stays closed to citizens until the commune opens it."""
    slug = request.form.get("slug", "")[:LONGEST_SLUG]
    try:
        command = AdoptProcedure(commune_id=g.commune.id, slug=slug)
        execute(command, actor=current_actor(), services=current_services())
    except NothingNational:
        raise NotFound from None
    except AlreadyAdopted:
        flash(gettext("La commune avait déjà pris cette démarche dans son atelier."), "info")
    else:
        flash(gettext("La démarche est dans l’atelier de la commune."), "success")
    return redirect(url_for("commune.overview", commune_slug=commune_slug, slug=slug))


def _offered(one: ListedWorkshop) -> dict[str, Any]:
    words = state_words()
    return {
        "title": choose_text(one.deployment.titles) or one.offering.slug,
        "slug": one.offering.slug,
        "version": one.national.version if one.national else one.deployment.version,
        "states": [words[state] for state in one.states],
        "row": one.row,
    }


def _adoptable(one: Adoptable) -> dict[str, Any]:
    return {
        "title": choose_text(one.deployment.titles) or one.deployment.slug,
        "summary": choose_text(one.deployment.summaries),
        "slug": one.deployment.slug,
        "version": one.deployment.version,
        "adoption": one.adoption,
    }

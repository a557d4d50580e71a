"""Where one procedure stands in the commune: what citizens follow, what is being prepared, whether it is open."""

from collections.abc import Mapping

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.tailoring.adopting import CloseToCitizens
from app.commands.tailoring.errors import TailoringRefused
from app.commands.tailoring.noting import SHORTEST_REASON
from app.domain.permissions import SEE_TAILORING, TAILOR
from app.queries.elsewhere import operations_of
from app.queries.overtaken import overtaken_values
from app.queries.tailoring import Workshop
from app.queries.tailoring_words import national_of, tell_operation
from app.queries.workshops import list_workshops
from app.store.adoptions import Adoption, count_adoptions
from app.web.access import current_actor, permission
from app.web.commune import commune
from app.web.commune.frame import choose_text, opened, show, state_words
from app.web.commune.publish import same_as_current
from app.web.commune.upgrade_notes import upgrade_address
from app.web.interface import gettext, language

REASONS = ("reason_fr", "reason_ar")
LONGEST_REASON = 240


@commune.get("/procedures/<slug>/")
@permission(SEE_TAILORING)
def overview(commune_slug: str, slug: str) -> ResponseReturnValue:
    """What citizens follow today, and what the commune is changing."""
    return _page(opened(slug))


@commune.post("/procedures/<slug>/close")
@permission(TAILOR)
def close(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Take no more requests, with the reason that citizens read."""
    workshop = opened(slug)
    typed = {name: " ".join(request.form.get(name, "").split())[:LONGEST_REASON] for name in REASONS}
    try:
        execute(
            CloseToCitizens(commune_id=g.commune.id, slug=slug, **typed),
            actor=current_actor(),
            services=current_services(),
        )
    except TailoringRefused:
        wrong = [name for name in REASONS if len(typed[name]) < SHORTEST_REASON]
        errors = {name: gettext("Écrivez la raison, en 10 signes au moins.") for name in wrong}
        return _page(workshop, typed=typed, errors=errors), 422
    flash(gettext("La démarche est fermée. Les dossiers en cours continuent."), "success")
    return redirect(url_for("commune.overview", commune_slug=commune_slug, slug=slug))


def _page(
    workshop: Workshop, *, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    national, current, words = national_of(workshop.row.base_id), workshop.current, state_words()
    listed = next(one for one in list_workshops(g.commune.id) if one.offering.slug == workshop.row.slug)
    standing = operations_of(current.id, current.content) if current else ()
    based = national_of(current.base_id) if current else national
    return show(
        "commune/overview.html",
        workshop,
        "commune.overview",
        summary=national.package.text("fiche.summary", language()),
        states=[words[state] for state in listed.states],
        adoption=count_adoptions().get(workshop.row.slug, Adoption()),
        current_told=[tell_operation(based, one, language()) for one in standing],
        told=[tell_operation(national, one, language()) for one in workshop.operations],
        same_as_current=same_as_current(workshop),
        upgrade=upgrade_address(workshop.row.slug),
        overtaken=overtaken_values(current, language()),
        offering=workshop.offering,
        typed=typed or {},
        errors=errors or {},
        choose_text=choose_text,
    )

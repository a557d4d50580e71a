"""A commune offers a procedure of its own to its citizens, and closes it to new requests."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import execute
from app.commands.releasing.offering import OfferLocalProcedure
from app.commands.services import current_services
from app.commands.tailoring.adopting import CloseToCitizens
from app.commands.tailoring.errors import TailoringRefused
from app.domain.permissions import TAILOR
from app.web.access import current_actor, permission
from app.web.interface import gettext
from app.web.studio.scope import local_studio


@local_studio.post("/procedures/<slug>/offer")
@permission(TAILOR)
def offer(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Take requests of citizens from now on, handed to the service that was chosen."""
    command = OfferLocalProcedure(
        commune_id=g.commune.id, slug=slug, service_id=request.form.get("service", "")[:40] or None
    )
    execute(command, actor=current_actor(), services=current_services())
    flash(gettext("La démarche est offerte aux usagers de la commune."), "success")
    return redirect(url_for(".procedure", slug=slug))


@local_studio.post("/procedures/<slug>/close")
@permission(TAILOR)
def close(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Take no new requests; citizens read why."""
    reasons = {name: request.form.get(name, "") for name in ("reason_fr", "reason_ar")}
    try:
        command = CloseToCitizens(commune_id=g.commune.id, slug=slug, **reasons)
        execute(command, actor=current_actor(), services=current_services())
    except TailoringRefused:
        flash(gettext("Donnez la raison en français et en arabe, dix signes au moins dans chaque langue."), "warning")
    else:
        flash(gettext("La démarche ne reçoit plus de demandes ; les dossiers en cours continuent."), "success")
    return redirect(url_for(".procedure", slug=slug))

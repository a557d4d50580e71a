"""Running several incidents again with one reason; each has its own result, named by its case."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.repairs import Outcome, ReasonUnfit, RetryIncident
from app.commands.repairs.incident import checked_reason
from app.domain.errors import MastaraError
from app.domain.permissions import RETRY
from app.queries.incidents import IncidentRow, read_incidents
from app.web.access import current_actor, permission
from app.web.desk import desk
from app.web.desk.incidents.listing import read_filter, show_list
from app.web.desk.incidents.words import refusal
from app.web.desk.moving import run
from app.web.interface import gettext


@desk.post("/incidents/retry")
@permission(RETRY)
def incidents_retry() -> ResponseReturnValue:
    """Run the ticked incidents again, or all of the filter."""
    wanted = read_filter(request.form)
    reason = request.form.get("reason", "")
    rows = read_incidents(current_actor(), wanted).rows
    ticked = set(request.form.getlist("incident"))
    chosen = rows if "all" in request.form else [row for row in rows if f"{row.commune_slug}/{row.id}" in ticked]
    errors = {}
    if not chosen:
        errors["incidents"] = gettext("Cochez d’abord les incidents à relancer.")
    try:
        checked_reason(reason)
    except ReasonUnfit as refused:
        errors["reason"] = refusal(refused)
    if errors:
        return show_list(wanted, reason=reason, errors=errors), 422
    results = [_retry_one(row, reason) for row in chosen]
    return render_template("desk/incidents/retried.html", results=results, back=url_for("desk.incidents"))


def _retry_one(row: IncidentRow, reason: str) -> dict[str, str]:
    label = row.reference
    href = url_for("desk.incident", commune_slug=row.commune_slug, incident_id=row.id)
    try:
        outcome: Outcome = run(RetryIncident(commune_id=row.commune_id, incident_id=row.id, reason=reason))
    except MastaraError as refused:
        return {"label": label, "href": href, "tone": "danger", "text": refusal(refused)}
    if outcome.resolved:
        return {"label": label, "href": href, "tone": "success", "text": gettext("Levé : le dossier continue.")}
    return {"label": label, "href": href, "tone": "waiting", "text": gettext("La même cause l’arrête encore.")}

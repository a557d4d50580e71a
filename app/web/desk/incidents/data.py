"""Correcting the data of a case: what was typed is shown before and after, then confirmed with a reason."""

from collections.abc import Mapping
from dataclasses import replace

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.filing import AnswersRefused
from app.commands.repairs import IncidentClosed, NotFitting, ReasonUnfit, RepairData, RetryIncident
from app.domain.changes import Change, ChangeRefused
from app.domain.errors import MastaraError
from app.domain.permissions import REPAIR
from app.web.access import permission
from app.web.desk import desk
from app.web.desk.incidents.acting import read_version, say_outcome
from app.web.desk.incidents.fields import UNKNOWN, words_of_fields
from app.web.desk.incidents.room import Standing, enter
from app.web.desk.incidents.values import DataRow, read_changes
from app.web.desk.incidents.words import refusal
from app.web.desk.moving import run
from app.web.interface import gettext, language


@desk.post("/c/<commune_slug>/incidents/<incident_id>/data")
@permission(REPAIR)
def incident_data(commune_slug: str, incident_id: str) -> ResponseReturnValue:
    """Show the changes, then make them."""
    found = enter(incident_id, needed=REPAIR)
    if not found.is_open:
        raise IncidentClosed("Expected an incident that waits.")
    changes, rows = read_changes(request.form, found.case.document)
    if any(row.error for row in rows):
        return _show(found, rows), 422
    if not changes:
        flash(gettext("Rien n’a changé : modifiez au moins une valeur."), "info")
        return redirect(_page(found))
    if "confirm" not in request.form:
        return _show(found, rows)
    return _make(found, changes, rows)


def _make(found: Standing, changes: list[Change], rows: list[DataRow]) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    about = {"commune_id": found.case.commune_id, "incident_id": found.incident.id, "reason": reason}
    command = RepairData(changes=changes, language=language(), expected_version=read_version(), **about)
    try:
        outcome = run(command)
    except ReasonUnfit as refused:
        return _show(found, rows, reason=reason, errors={"reason": refusal(refused)}), 422
    except (AnswersRefused, ChangeRefused, NotFitting) as refused:
        marked = [replace(row, error=_error_of(row, refused)) for row in rows]
        general = {} if any(row.error for row in marked) else {"": refusal(refused)}
        return _show(found, marked, reason=reason, errors=general), 422
    flash(gettext("Les données du dossier sont corrigées."), "success")
    if "retry" in request.form:
        say_outcome(run(RetryIncident(expected_version=outcome.version, **about)), "retry")
    return redirect(_page(found))


def _error_of(row: DataRow, refused: MastaraError) -> str:
    if isinstance(refused, AnswersRefused):
        return refused.errors.get(row.path.partition(".")[0].partition("[")[0], "")
    return refusal(refused) if refused.details.get("path") == row.path else ""


def _show(found: Standing, rows: list[DataRow], *, reason: str = "", errors: Mapping[str, str] | None = None) -> str:
    fields = words_of_fields(found.deployed)
    return render_template(
        "desk/incidents/data.html",
        found=found,
        rows=[replace(row, words=fields.get(row.path, UNKNOWN)) for row in rows],
        errors={**{f"value-{row.path}": row.error for row in rows if row.error}, **(errors or {})},
        reason=reason,
        version=request.form.get("version", found.case.version),
        back=_page(found),
    )


def _page(found: Standing) -> str:
    return url_for("desk.incident", commune_slug=g.commune.slug, incident_id=found.incident.id)

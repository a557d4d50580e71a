"""The page of one incident: why the case stands still, where, on which data, what may be done, what was done."""

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain import permissions
from app.domain.permissions import RETRY
from app.queries.case_file import EventRow, read_case_file
from app.queries.incident_causes import words_of_incident, words_of_report
from app.web.access import current_actor, permission
from app.web.desk import desk
from app.web.desk.history import tell
from app.web.desk.incidents.fields import words_of_fields
from app.web.desk.incidents.offers import offers_of
from app.web.desk.incidents.room import Standing, enter
from app.web.desk.incidents.values import rows_of
from app.web.desk.incidents.words import how_title, kind_title
from app.web.desk.repair_history import REPAIR_TELLERS, as_text
from app.web.interface import gettext, language, ngettext


@desk.get("/c/<commune_slug>/incidents/<incident_id>")
@permission(RETRY)
def incident(commune_slug: str, incident_id: str) -> ResponseReturnValue:
    """Everything about one incident."""
    found = enter(incident_id)
    file = read_case_file(found.case)
    package = found.deployed.package
    may_read = permissions.may(current_actor(), permissions.WORK, found.case.commune_id, found.case.service_id)
    case_href = url_for("desk.case", commune_slug=g.commune.slug, case_id=found.case.id)
    editable = found.may_repair and found.is_open and found.case.state == "open" and not found.is_of_platform
    return render_template(
        "desk/incidents/incident.html",
        found=found,
        title=kind_title(found.incident.kind),
        how=how_title(found.incident.resolved_how),
        procedure=package.text("fiche.title", language()),
        why=_why(found),
        technical=found.incident.message if found.job is not None else "",
        offers=offers_of(found),
        rows=rows_of(found.case.document, words_of_fields(found.deployed)),
        editable=editable,
        local_values=[(name, as_text(value)) for name, value in found.local_values().items()] if editable else [],
        history=tell([row for row in file.events if _concerns(row, found)], package),
        case_href=case_href if may_read else None,
        diagram_url=url_for("portal.diagram", deployment_id=found.case.deployment_id),
        positions=[found.incident.element] if found.is_open and found.incident.element else [],
        visited=file.visited,
    )


def _why(found: Standing) -> str:
    """Return the cause in the language of the page: as it stands now, once resolved as it stood when it opened."""
    report = found.find_report()
    if report is not None:
        return words_of_report(report, language())
    if found.job is not None:
        return ngettext(
            "« %(step)s » : le travail automatique a échoué après un essai. %(advice)s",
            "« %(step)s » : le travail automatique a échoué après %(count)s essais. %(advice)s",
            found.job.attempts,
            step=found.step,
            advice=_advice() if found.is_open else "",
        )
    return words_of_incident(found.incident, language())


def _advice() -> str:
    return gettext("Levez la cause, puis relancez ; ou passez l’étape si le travail a été fait autrement.")


def _concerns(row: EventRow, found: Standing) -> bool:
    """Tell whether a fact is about this incident: its opening, its repairs, and what the citizen read of them."""
    incident = found.incident
    if row.kind == "IncidentOpened":
        same = (row.data.get("kind"), row.data.get("element")) == (incident.kind, incident.element)
        return same and row.at == incident.opened_at
    if row.kind not in REPAIR_TELLERS:
        return False
    return row.data.get("incident") == incident.id or (row.public and row.at == incident.resolved_at)

"""The page of a case: everything that belongs to it."""

from collections.abc import Mapping
from typing import Any

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from app.commands.drafts import attachment_refs
from app.commands.services import current_services
from app.domain import permissions
from app.domain.permissions import TAKE_PART
from app.queries.agent_names import names_for
from app.queries.case_file import CaseFile
from app.queries.known_answers import list_corrections
from app.store.incidents import list_of_case
from app.store.models import Submission
from app.web.access import current_actor, permission
from app.web.corrections import tell_corrections
from app.web.desk import desk
from app.web.desk.caseroom import (
    declared_answers,
    diagram_positions,
    enter,
    form_context,
    list_papers,
    list_pieces,
)
from app.web.desk.history import tell
from app.web.desk.incidents.words import kind_title
from app.web.desk.period import legal_period, list_assumptions
from app.web.desk.words import deadline_words, deployed_of, element_name, standing, task_title
from app.web.interface import gettext, language

PAYMENT_TONES = {
    "paid": "success",
    "pending": "waiting",
    "refused": "danger",
    "expired": "neutral",
    "cancelled": "neutral",
}


@desk.get("/c/<commune_slug>/cases/<case_id>")
@permission(TAKE_PART)
def case(commune_slug: str, case_id: str) -> ResponseReturnValue:
    """Status, answers, files, payments, tasks, history, diagram."""
    file = enter(case_id)
    found = file.case
    package = deployed_of(found.deployment_id).package
    context = form_context(found)
    told = tell(file.events, package)
    names = names_for(language(), {row.actor_name for row in file.submissions if row.actor_kind == "agent"})
    return render_template(
        "desk/case.html",
        case=found,
        title=package.text("fiche.title", language()),
        standing=standing(found.deployment_id, found.state, found.status, found.outcome),
        period=legal_period(file),
        assumptions=list_assumptions(file),
        sections=declared_answers(file, context),
        submissions=[_submission(row, file, context, names) for row in reversed(file.submissions)],
        pieces=list_pieces(file),
        papers=list_papers(file),
        payments=[_payment(row) for row in file.payments],
        tasks=[_task(row, file) for row in file.open_tasks],
        history=[line for line in told if not line.technical],
        whole_history=told,
        incidents=[_incident(row, file) for row in list_of_case(found, open_only=True)],
        corrections=tell_corrections(
            list_corrections(file.submissions), deployed_of(found.deployment_id), attachment_refs(file.attachments)
        ),
        diagram_url=url_for("portal.diagram", deployment_id=found.deployment_id),
        positions=diagram_positions(file),
        visited=file.visited,
    )


def _submission(row: Submission, file: CaseFile, context: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    form = deployed_of(file.deployment_at(row.submitted_at)).form(row.form)
    return {
        "title": form.title_in(language()),
        "moment": row.submitted_at,
        "actor": names.get(row.actor_name, row.actor_name),
        "superseded": file.last_submission_of[row.form] != row.id,
        "sections": form.display(
            row.answers,
            context={**context, **row.answers},
            language=language(),
            now=current_services().clock.now(),
            files=attachment_refs(file.attachments),
        ),
    }


def _payment(row: Any) -> dict[str, Any]:
    titles = {
        "pending": gettext("En attente de paiement"),
        "paid": gettext("Payé"),
        "refused": gettext("Paiement refusé"),
        "expired": gettext("Délai de paiement passé"),
        "cancelled": gettext("Paiement annulé"),
        "refund_requested": gettext("Remboursement demandé"),
        "refunded": gettext("Remboursé"),
    }
    return {"row": row, "title": titles.get(row.state, row.state), "tone": PAYMENT_TONES.get(row.state, "info")}


def _incident(row: Any, file: CaseFile) -> dict[str, Any]:
    """Return where the case stands still; those who see to it find the way there."""
    may_see = permissions.may(current_actor(), permissions.RETRY, row.commune_id, file.case.service_id)
    href = url_for("desk.incident", commune_slug=g.commune.slug, incident_id=row.id)
    step = element_name(deployed_of(file.case.deployment_id).package, row.element or "")
    return {"title": kind_title(row.kind), "step": step, "href": href if may_see else None}


def _task(row: Any, file: CaseFile) -> dict[str, Any]:
    package = deployed_of(file.case.deployment_id).package
    by_agent = row.role != "citizen"
    return {
        "title": task_title(package, row.element),
        "href": url_for("desk.task", commune_slug=g.commune.slug, task_id=row.id) if by_agent else None,
        "deadline": deadline_words(row.due_at, row.commune_id),
        "by_agent": by_agent,
    }

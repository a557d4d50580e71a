"""The page of a case: where it stands, what is asked, what comes next."""

from collections.abc import Mapping, Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from app.commands.drafts import attachment_refs
from app.commands.services import current_services
from app.domain.permissions import FOLLOW_CASE
from app.forms import AttachmentRef, DisplaySection
from app.queries.following import FollowedCase
from app.queries.variants.history import ruling_version
from app.store import cases
from app.web.access import permission
from app.web.corrections import tell_corrections
from app.web.interface import language
from app.web.portal import portal
from app.web.portal.deadline import explain_deadline
from app.web.portal.sentences import describe_standing, list_payment_calls, list_task_calls, tell_history
from app.web.portal.sheets import sheet_of
from app.web.portal.visitor import deployed_of, enter_case


@portal.get("/cases/<reference>")
@permission(FOLLOW_CASE)
def case(reference: str) -> ResponseReturnValue:
    """Everything the person who filed may know."""
    found = enter_case(reference)
    package = deployed_of(found.deployment_id).package
    now = current_services().clock.now()
    deadline = explain_deadline(found)
    return render_template(
        "portal/case.html",
        case=found,
        title=package.text("fiche.title", language()),
        standing=describe_standing(found, package, language()),
        task_calls=list_task_calls(found, package, language()),
        payment_calls=list_payment_calls(found, now),
        history=tell_history(found, package, deadline, language()),
        deadline=deadline,
        sheet=sheet_of(found.deployment_id),
        ruling=ruling_version(found.commune_id, found.deployment_id, filed_at=found.filed_at, language=language()),
        sections=_answers_in_words(found),
        corrections=tell_corrections(found.corrections, deployed_of(found.deployment_id), _files_of(found)),
        positions=package.places_of(found.positions),
        visited=package.places_of(found.visited),
    )


def _answers_in_words(found: FollowedCase) -> tuple[DisplaySection, ...]:
    form = deployed_of(found.deployment_id).start_form
    files = _files_of(found)
    return form.display(found.answers, context=found.answers, language=language(), now=found.filed_at, files=files)


def _files_of(found: FollowedCase) -> Mapping[str, Sequence[AttachmentRef]]:
    return attachment_refs(cases.list_attachments(found.commune_id, case_id=found.id))

"""What a case asks of its citizen: supply pieces, correct, give a new address. The form is the procedure's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.commands.case_attachments import AttachFiles
from app.commands.drafts import attachment_refs
from app.commands.environment import environment_of, seen_by
from app.commands.filing import AnswersRefused
from app.commands.services import current_services
from app.commands.tasks import CompleteTask, TaskNotOpen
from app.domain.actors import CITIZEN_ROLE
from app.domain.permissions import FOLLOW_CASE
from app.forms import FormDefinition
from app.queries.following import FollowedCase
from app.store import cases
from app.store.models import Attachment, UserTask
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.portal import portal
from app.web.portal.drafts import errors_seen, posted_answers, posted_files
from app.web.portal.sentences import period_end
from app.web.portal.visitor import deployed_of, enter_case, enter_commune_of, run

OPEN_STATES = ("ready", "claimed")


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """An open task of the citizen with its form."""

    case: FollowedCase
    task: UserTask
    form: FormDefinition | None


@portal.get("/cases/<reference>/tasks/<task_id>")
@permission(FOLLOW_CASE)
def task(reference: str, task_id: str) -> ResponseReturnValue:
    """The form of what is asked, with what the case already knows."""
    return _show(_find(reference, task_id), entered={}, errors={})


@portal.post("/cases/<reference>/tasks/<task_id>")
@permission(FOLLOW_CASE)
def complete_task(reference: str, task_id: str) -> ResponseReturnValue:
    """Keep the files, check the answers, hand them to the commune."""
    asked = _find(reference, task_id)
    answers = posted_answers()
    upload_errors = _keep_files(asked)
    if upload_errors:
        return _show(asked, entered=answers, errors=upload_errors), 422
    try:
        run(CompleteTask(commune_id=asked.case.commune_id, task_id=task_id, answers=answers, language=language()))
    except AnswersRefused as refused:
        errors = errors_seen(asked.form, refused.errors) if asked.form else refused.errors
        return _show(asked, entered=answers, errors=errors), 422
    flash(gettext("Votre réponse est arrivée à la commune."), "success")
    return redirect(url_for("portal.case", reference=reference))


def _find(reference: str, task_id: str) -> _Asked:
    case = enter_case(reference)
    found = cases.get_task(case.commune_id, task_id)
    if found.case_id != case.id or found.role != CITIZEN_ROLE:
        raise cases.TaskUnknown("Expected a task of the citizen in this case.")
    if found.state not in OPEN_STATES:
        raise TaskNotOpen("Expected a task that waits.", state=found.state)
    form = deployed_of(case.deployment_id).form(found.form) if found.form else None
    return _Asked(case=case, task=found, form=form)


def _keep_files(asked: _Asked) -> dict[str, str]:
    errors: dict[str, str] = {}
    known = {field.key for field in asked.form.fields if field.type == "filepicker"} if asked.form else set()
    for field, uploads in posted_files().items():
        if field not in known:
            continue
        message = run(
            AttachFiles(
                commune_id=asked.case.commune_id,
                task_id=asked.task.id,
                field=field,
                uploads=uploads,
                language=language(),
            )
        )
        if message is not None:
            errors[field] = message
    return errors


def _show(asked: _Asked, *, entered: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    package = deployed_of(asked.case.deployment_id).package
    return render_template(
        "portal/task.html",
        case=asked.case,
        task=asked.task,
        due_at=period_end(asked.case, package, asked.task.element),
        title=package.text(f"tasks.{asked.task.element}.title", language()) or asked.task.element,
        hint=package.text(f"tasks.{asked.task.element}.hint", language()),
        action=package.text(f"tasks.{asked.task.element}.action", language()) or gettext("Envoyer ma réponse"),
        body=_form_body(asked, entered, errors),
        errors=errors,
        with_files=asked.form is not None and asked.form.takes_files(),
    )


def _files_of(asked: _Asked) -> list[Attachment]:
    """Return what was sent for this task: a piece sent when filing is not the answer to its being asked again."""
    rows = cases.list_attachments(asked.case.commune_id, case_id=asked.case.id)
    return [row for row in rows if row.uploaded_at >= asked.task.opened_at]


def _form_body(asked: _Asked, entered: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    if asked.form is None:
        return ""
    services = current_services()
    row = cases.find_case(asked.case.commune_id, asked.case.id)
    assert row is not None, "the case was read above"
    commune = enter_commune_of(row.commune_id)
    now = services.clock.now()
    environment = environment_of(row, commune, deployed_of(row.deployment_id), services, now)
    document = seen_by(asked.task, row, deployed_of(row.deployment_id), services, environment)
    return asked.form.render(
        answers={**document, **entered},
        errors=errors,
        context={**document, **environment.context},
        language=language(),
        now=now,
        files=attachment_refs(_files_of(asked)),
    )

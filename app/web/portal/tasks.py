"""What a case asks of its citizen: supply pieces, correct, give a new address. The form is the procedure's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.case_attachments import AttachFiles, RemoveCaseAttachment, is_replaceable
from app.commands.drafts import attachment_refs
from app.commands.environment import environment_of, seen_by
from app.commands.filing import AnswersRefused
from app.commands.services import current_services
from app.commands.tasks import CompleteTask, TaskNotOpen
from app.domain.actors import CITIZEN_ROLE
from app.domain.permissions import FOLLOW_CASE
from app.forms import FormDefinition
from app.queries.following import FollowedCase
from app.queries.known_answers import known_from_submissions
from app.store import cases
from app.store.models import Attachment, Case, UserTask
from app.web import form_posts
from app.web.access import permission
from app.web.form_posts import errors_seen, forget_files, posted_answers, posted_files
from app.web.interface import gettext, language
from app.web.maps import map_address
from app.web.portal import portal
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
    if form_posts.purpose() == form_posts.CHECK:
        return _check(asked)
    _take_back_file(asked)
    upload_errors = _keep_files(asked)
    if form_posts.stays_on_page() or upload_errors:
        page = _show(asked, entered=_entered(asked), errors=upload_errors)
        return (page, 422) if upload_errors else page
    try:
        run(CompleteTask(commune_id=asked.case.commune_id, task_id=task_id, answers=answers, language=language()))
    except AnswersRefused as refused:
        errors = errors_seen(asked.form, refused.errors) if asked.form else refused.errors
        return _show(asked, entered=_entered(asked), errors=errors), 422
    flash(gettext("Votre réponse est arrivée à la commune."), "success")
    return redirect(url_for("portal.case", reference=reference))


def _check(asked: _Asked) -> ResponseReturnValue:
    """Tell what would be refused, for a script; nothing is saved."""
    if asked.form is None:
        return form_posts.check_reply({}, {})
    circumstances = _circumstances(asked)
    found = asked.form.validate(
        form_posts.without_files(asked.form, posted_answers()),
        **circumstances,
        files=attachment_refs(_files_of(asked)),
        previous=_document(asked),
    )
    return form_posts.check_reply(found.errors, asked.form.beside(found.entered, **circumstances))


def _entered(asked: _Asked) -> Mapping[str, Any]:
    """Return what was typed, after the button of a list when one was pressed."""
    if asked.form is None:
        return {}
    posted = form_posts.without_files(asked.form, posted_answers())
    entered = asked.form.validate(posted, **_circumstances(asked), previous=_document(asked)).entered
    changed = asked.form.apply_row_action(entered, form_posts.posted_buttons())
    return entered if changed is None else changed


def _take_back_file(asked: _Asked) -> None:
    unwanted = request.form.get(form_posts.REMOVE_FILE)
    if not unwanted:
        return
    removal = RemoveCaseAttachment(commune_id=asked.case.commune_id, task_id=asked.task.id, attachment_id=unwanted)
    if forget_files(run(removal)):
        flash(gettext("Le fichier a été retiré."), "success")


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
        map_url=map_address(g.commune),
        errors=errors,
        with_files=asked.form is not None and asked.form.takes_files(),
    )


def _files_of(asked: _Asked) -> list[Attachment]:
    """Return what was sent for this task: a piece sent when filing is not the answer to its being asked again."""
    rows = cases.list_attachments(asked.case.commune_id, case_id=asked.case.id)
    return [row for row in rows if is_replaceable(row, asked.task)]


def _form_body(asked: _Asked, entered: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    if asked.form is None:
        return ""
    own = deployed_of(asked.case.deployment_id).start_form.fields
    return asked.form.render(
        answers={**_document(asked), **entered},
        errors=errors,
        **_circumstances(asked),
        files=attachment_refs(_files_of(asked), thumbnail=partial(_picture_address, asked)),
        shared={"case", "parameters", *(field.field_key for field in own)},
        known=known_from_submissions(cases.list_submissions(_row(asked))),
    )


def _picture_address(asked: _Asked, file: Attachment) -> str:
    return url_for("portal.picture", reference=asked.case.reference, attachment_id=file.id)


def _document(asked: _Asked) -> Mapping[str, Any]:
    """Return what the form of the task sees: the case's document, or inside a flow that of the flow."""
    services, row = current_services(), _row(asked)
    deployed = deployed_of(row.deployment_id)
    environment = environment_of(row, deployed, services, services.clock.now())
    return seen_by(asked.task, row, deployed, services, environment)


def _row(asked: _Asked) -> Case:
    return cases.get_case(asked.case.commune_id, asked.case.id)


def _circumstances(asked: _Asked) -> dict[str, Any]:
    """Return what every look at the form needs: context, language, moment."""
    services = current_services()
    row, now = _row(asked), services.clock.now()
    enter_commune_of(row.commune_id)
    environment = environment_of(row, deployed_of(row.deployment_id), services, now)
    return {"context": {**_document(asked), **environment.context}, "language": language(), "now": now}

"""The page of a task: what I must decide, what was declared, what surrounds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.case_attachments import AttachFiles, RemoveCaseAttachment, is_replaceable
from app.commands.drafts import attachment_refs
from app.commands.filing import AnswersRefused
from app.commands.services import current_services
from app.commands.tasks import CompleteTask, TaskHeldByOther, TaskNotOpen
from app.deadlines import ClockRefused, explain_refusal
from app.deployments import Deployed
from app.domain import permissions
from app.domain.actors import CITIZEN_ROLE
from app.domain.languages import choose
from app.domain.permissions import TAKE_PART
from app.forms import AttachmentRef, DisplaySection, FormDefinition, Validation
from app.languages import isolate
from app.queries.case_file import CaseFile
from app.queries.known_answers import known_from_submissions
from app.store import cases, incidents, people
from app.store.cases import CaseChanged, TaskUnknown
from app.store.models import UserTask
from app.store.worklists import OPEN_STATES
from app.web import form_posts
from app.web.access import current_actor, permission
from app.web.desk import desk
from app.web.desk.caseroom import (
    declared_answers,
    diagram_positions,
    enter,
    form_context,
    list_papers,
    list_pieces,
    picture_address,
    task_document,
)
from app.web.desk.history import tell
from app.web.desk.moving import run
from app.web.desk.period import legal_period
from app.web.desk.roles import role_title
from app.web.desk.words import deadline_words, deployed_of, standing, task_title
from app.web.interface import gettext, language
from app.web.maps import map_address

RECENT = 6


@dataclass(frozen=True, kw_only=True)
class Room:
    """A task with its case and its form."""

    task: UserTask
    file: CaseFile
    form: FormDefinition | None
    document: Mapping[str, Any]
    context: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The task in words."""
        return task_title(deployed_of(self.file.case.deployment_id).package, self.task.element)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why the form is shown again: errors by field, or a notice; `asked_more` when new questions appeared."""

    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    asked_more: bool = False


def open_room(task_id: str) -> Room:
    """Return an agents' task of this commune with its case. Raises TaskUnknown."""
    row = cases.get_task(g.commune.id, task_id)
    if row.role == CITIZEN_ROLE:
        raise TaskUnknown("Expected a task of the agents.")
    file = enter(row.case_id)
    row = cases.get_task(g.commune.id, task_id)
    deployed = deployed_of(file.case.deployment_id)
    return Room(
        task=row,
        file=file,
        form=_form_of(row, deployed),
        document=(document := task_document(row, file.case)),
        context={**form_context(file.case), **document},
    )


def _form_of(row: UserTask, deployed: Deployed) -> FormDefinition | None:
    """Return the form of a task; one that is over may have been done in a version that had other forms."""
    if row.form is None or row.state not in OPEN_STATES:
        return deployed.forms.get(row.form or "")
    return deployed.form(row.form)


@desk.get("/c/<commune_slug>/tasks/<task_id>")
@permission(TAKE_PART)
def task(commune_slug: str, task_id: str) -> ResponseReturnValue:
    """The form with the case beside it."""
    room = open_room(task_id)
    if room.task.state not in OPEN_STATES:
        return _show_gone(room, {})
    return _show(room, {}, Trouble())


@desk.post("/c/<commune_slug>/tasks/<task_id>")
@permission(TAKE_PART)
def complete_task(commune_slug: str, task_id: str) -> ResponseReturnValue:
    """Complete the task, or show it again with everything that was typed."""
    room = open_room(task_id)
    answers = form_posts.posted_answers()
    if room.task.state not in OPEN_STATES:
        return _show_gone(room, answers), 409
    if form_posts.purpose() == form_posts.CHECK:
        return _check(room, answers)
    _take_back_file(room)
    file_errors = _keep_files(room)
    if form_posts.stays_on_page() or file_errors:
        page = _show(open_room(task_id), answers, Trouble(errors=file_errors))
        return (page, 422) if file_errors else page
    try:
        run(_completion(room, answers))
    except AnswersRefused as refused:
        return _show_refused(open_room(task_id), answers, refused.errors)
    except TaskNotOpen:
        return _show_gone(open_room(task_id), answers), 409
    except CaseChanged:
        notice = gettext(
            "Le dossier a changé pendant que vous l’aviez ouvert. Vos réponses sont gardées : "
            "relisez le dossier, puis confirmez encore une fois."
        )
        return _show(open_room(task_id), answers, Trouble(notice=notice)), 409
    except ClockRefused as refused:
        return _show(open_room(task_id), answers, Trouble(notice=explain_refusal(refused, language()))), 409
    except TaskHeldByOther:
        notice = gettext(
            "Un collègue a pris cette tâche entre-temps. Rien n’a été enregistré ; vos réponses sont gardées ici."
        )
        return _show(open_room(task_id), answers, Trouble(notice=notice)), 409
    _tell_done(room)
    return redirect(url_for("desk.worklist"))


def _tell_done(room: Room) -> None:
    """Say that the task is done, and whether its case stands still all the same."""
    reference = isolate(room.file.case.reference)
    flash(gettext("C’est fait : %(task)s, dossier %(reference)s.", task=room.title, reference=reference), "success")
    if incidents.list_of_case(room.file.case, open_only=True):
        sentence = gettext(
            "Un incident arrête le dossier %(reference)s. Votre réponse est enregistrée ; un responsable doit lever "
            "l’incident avant que le dossier avance.",
            reference=reference,
        )
        flash(sentence, "warning")


def _completion(room: Room, answers: Mapping[str, Any]) -> CompleteTask:
    seen = request.form.get("case_version", "")
    return CompleteTask(
        commune_id=room.task.commune_id,
        task_id=room.task.id,
        answers=answers,
        language=language(),
        expected_version=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
    )


def _keep_files(room: Room) -> dict[str, str]:
    """Keep the files that were sent; return a message for each field where one was refused."""
    errors: dict[str, str] = {}
    known = {item.key for item in room.form.fields if item.type == "filepicker"} if room.form else set()
    for key, uploads in form_posts.posted_files().items():
        if key not in known:
            continue
        attach = AttachFiles(
            commune_id=room.task.commune_id, task_id=room.task.id, field=key, uploads=uploads, language=language()
        )
        message = run(attach)
        if message is not None:
            errors[key] = message
    return errors


def _take_back_file(room: Room) -> None:
    unwanted = request.form.get(form_posts.REMOVE_FILE)
    if unwanted:
        task = room.task
        removal = RemoveCaseAttachment(commune_id=task.commune_id, task_id=task.id, attachment_id=unwanted)
        form_posts.forget_files(run(removal))


def _check(room: Room, answers: Mapping[str, Any]) -> ResponseReturnValue:
    """Tell what would be refused, for a script; nothing is saved."""
    if room.form is None:
        return form_posts.check_reply({}, {})
    found = _validate(room, room.form, answers)
    now = current_services().clock.now()
    return form_posts.check_reply(
        found.errors, room.form.beside(found.entered, context=room.context, language=language(), now=now)
    )


def _show_refused(room: Room, answers: Mapping[str, Any], errors: Mapping[str, str]) -> ResponseReturnValue:
    """Show the errors; questions that an answer has just opened are asked, not blamed."""
    seen = form_posts.seen_keys()
    if request.form.get("shown_fields") and not seen & set(errors):
        return _show(room, answers, Trouble(asked_more=True))
    return _show(room, answers, Trouble(errors=errors)), 422


def _show(room: Room, answers: Mapping[str, Any], trouble: Trouble) -> str:
    task, file = room.task, room.file
    actor = current_actor()
    package = deployed_of(file.case.deployment_id).package
    may_do = actor.holds(task.role, task.commune_id, file.case.service_id)
    holder = people.find_agent(task.assignee_id) if task.assignee_id and task.assignee_id != actor.id else None
    may_reassign = permissions.may(actor, permissions.REASSIGN, task.commune_id, file.case.service_id)
    told = [line for line in tell(file.events, package) if not line.technical and line.kind != "DecisionTaken"]
    entered = _entered(room, answers)
    return render_template(
        "desk/task.html",
        task=task,
        case=file.case,
        title=room.title,
        procedure=package.text("fiche.title", language()),
        hint=package.text(f"tasks.{task.element}.hint", language()),
        action=package.text(f"tasks.{task.element}.action", language()) or gettext("Terminer la tâche"),
        map_url=map_address(g.commune),
        form_body=_form_body(room, entered, trouble.errors),
        shown_fields=" ".join(_shown_fields(room, entered)),
        with_files=room.form is not None and room.form.takes_files(),
        trouble=trouble,
        may_do=may_do,
        mine=task.assignee_id is not None and task.assignee_id == actor.id,
        holder=choose({"ar": holder.name_ar, "fr": holder.name_fr}, language()) if holder else "",
        role=role_title(task.role),
        colleagues=_colleagues(task) if may_reassign else [],
        may_reassign=may_reassign,
        standing=standing(file.case.deployment_id, file.case.state, file.case.status, file.case.outcome),
        deadline=deadline_words(task.due_at, task.commune_id),
        internal=task.due_at is not None and file.case.due_at is not None and task.due_at < file.case.due_at,
        period=legal_period(file),
        sections=declared_answers(file, room.context),
        pieces=list_pieces(file),
        papers=list_papers(file),
        history=told[-RECENT:],
        history_left=max(0, len(told) - RECENT),
        diagram_url=url_for("portal.diagram", deployment_id=file.case.deployment_id),
        positions=diagram_positions(file),
        visited=file.visited,
    )


def _entered(room: Room, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows: what was typed over what the case knows."""
    if room.form is None or not answers:
        return dict(room.document)
    entered = {**room.document, **_validate(room, room.form, answers).entered}
    changed = room.form.apply_row_action(entered, form_posts.posted_buttons())
    return entered if changed is None else changed


def _validate(room: Room, form: FormDefinition, answers: Mapping[str, Any]) -> Validation:
    return form.validate(
        form_posts.without_files(form, answers),
        context=room.context,
        language=language(),
        now=current_services().clock.now(),
        files=_files_of(room),
        previous=room.document,
    )


def _files_of(room: Room) -> dict[str, list[AttachmentRef]]:
    """Return what was sent for this task: it may be taken back until the task is completed."""
    rows = [row for row in room.file.attachments if is_replaceable(row, room.task)]
    return attachment_refs(rows, thumbnail=lambda row: picture_address(room.file.case, row))


def _form_body(room: Room, entered: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    if room.form is None:
        return ""
    return room.form.render(
        answers=entered,
        errors=errors,
        context=room.context,
        language=language(),
        now=current_services().clock.now(),
        files=_files_of(room),
        shared=room.context,
        known=known_from_submissions(room.file.submissions),
    )


def _shown_fields(room: Room, entered: Mapping[str, Any]) -> list[str]:
    if room.form is None:
        return []
    sections = room.form.display(
        entered,
        context=room.context,
        language=language(),
        now=current_services().clock.now(),
        files=_files_of(room),
    )
    return [row.key for section in sections for row in section.rows]


def _colleagues(task: UserTask) -> Sequence[dict[str, str]]:
    return [
        {"id": agent.id, "name": choose({"ar": agent.name_ar, "fr": agent.name_fr}, language())}
        for agent in people.list_agents_with_role(task.commune_id, task.role)
        if agent.id != task.assignee_id
    ]


def _show_gone(room: Room, answers: Mapping[str, Any]) -> str:
    """Say who completed the task and when; what was typed meanwhile stays readable."""
    kept: Sequence[DisplaySection] = ()
    if room.form is not None and answers:
        kept = room.form.display(
            _entered(room, answers), context=room.context, language=language(), now=current_services().clock.now()
        )
    return render_template("desk/task_gone.html", task=room.task, case=room.file.case, title=room.title, kept=kept)

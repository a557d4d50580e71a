"""The forms of a trial: the request as the citizen sees it, and each task as its role sees it. Nothing is a sample."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.domain.actors import CITIZEN_ROLE
from app.domain.permissions import MODEL
from app.queries.plays import OpenPlay
from app.scenarios.asking import Asked, Filled, asked_of, fill_in, stand_in_name
from app.scenarios.refusals import StepRefused
from app.web import form_posts
from app.web.access import permission
from app.web.desk.words import task_title
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.frame import show
from app.web.studio.play_board import address
from app.web.studio.play_taking import begin, enter, take
from app.web.studio.play_words import role_name

KEPT_FILE = "kept_file"
"""Hidden fields of the page: `field:name` of each file that stands for an upload; the files themselves are not kept."""
STAND_IN = "stand_in"
LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What was posted: answers by field, names of files by field, and what was found of them."""

    posted: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    entered: Mapping[str, Any] = field(default_factory=dict)


@studio.get("/<draft_id>/play/<play_id>/request")
@permission(MODEL)
def play_request(draft_id: str, play_id: str) -> ResponseReturnValue:
    """The form of the request."""
    play = enter(draft_id, play_id)
    if play.played.begun:
        return redirect(address(draft_id, play_id))
    return show_form(play, None, Sent())


@studio.post("/<draft_id>/play/<play_id>/request")
@permission(MODEL)
def play_file(draft_id: str, play_id: str) -> ResponseReturnValue:
    """File the request, or show it again with everything that was typed."""
    play = enter(draft_id, play_id)
    if play.played.begun:
        return redirect(address(draft_id, play_id))
    if not play.package.bpmn.may_be_filed:
        begin(play, {})
        return redirect(address(draft_id, play_id))
    return _receive(play, None)


@studio.get("/<draft_id>/play/<play_id>/tasks/<task_key>")
@permission(MODEL)
def play_task(draft_id: str, play_id: str, task_key: str) -> ResponseReturnValue:
    """The form of a task that waits."""
    play = enter(draft_id, play_id)
    if task_key not in play.played.run.tasks:
        return _gone(draft_id, play_id)
    return show_form(play, task_key, Sent())


@studio.post("/<draft_id>/play/<play_id>/tasks/<task_key>")
@permission(MODEL)
def play_complete(draft_id: str, play_id: str, task_key: str) -> ResponseReturnValue:
    """Complete a task, or show it again with everything that was typed."""
    play = enter(draft_id, play_id)
    if task_key not in play.played.run.tasks:
        return _gone(draft_id, play_id)
    return _receive(play, task_key)


def _gone(draft_id: str, play_id: str) -> ResponseReturnValue:
    flash(gettext("Cette tâche n’attend plus : l’essai a avancé. Voici où il en est."), "info")
    return redirect(address(draft_id, play_id))


def _receive(play: OpenPlay, key: str | None) -> ResponseReturnValue:
    task = play.played.run.tasks[key] if key is not None else None
    if task is not None and task.form is None:
        take(play, _completion(play, key, {}))
        return redirect(address(play.draft.id, play.row.id))
    try:
        asked = asked_of(play.played.run, key)
    except StepRefused:
        return show_form(play, key, Sent())
    names = named_files(asked)
    posted = form_posts.posted_answers()
    filled = fill_in(
        asked, posted, names, language=language(), stand_in=request.form.get(STAND_IN) == "1" and not _stays()
    )
    if form_posts.purpose() == form_posts.CHECK:
        return _check(asked, filled)
    if _stays():
        entered = asked.form.apply_row_action(filled.found.entered, form_posts.posted_buttons())
        return show_form(play, key, Sent(names=names, entered=filled.found.entered if entered is None else entered))
    if filled.found.errors:
        errors = form_posts.errors_seen(asked.form, filled.found.errors)
        return show_form(play, key, Sent(names=filled.names, entered=filled.found.entered, errors=errors)), 422
    step_taken = begin(play, filled.answers) if key is None else take(play, _completion(play, key, filled.answers))
    if not step_taken:
        return show_form(play, key, Sent(names=filled.names, entered=filled.found.entered)), 422
    return redirect(address(play.draft.id, play.row.id))


def _stays() -> bool:
    return form_posts.stays_on_page()


def _completion(play: OpenPlay, key: str | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    tasks = play.played.run.tasks
    task = tasks[key or ""]
    several = sum(other.element == task.element for other in tasks.values()) > 1
    item = {"item": task.index} if several and task.index is not None else {}
    return {"complete": task.element, **item, **({"answers": dict(answers)} if answers else {})}


def _check(asked: Asked, filled: Filled) -> ResponseReturnValue:
    beside = asked.form.beside(filled.found.entered, context=asked.context, language=language(), now=asked.now)
    return form_posts.check_reply(filled.found.errors, beside)


def named_files(asked: Asked) -> dict[str, list[str]]:
    """Return the names of files by field: those kept on the page, and those just sent; one may be taken back."""
    pickers = {field.field_key for field in asked.form.fields if field.type == "filepicker"}
    unwanted = request.form.get(form_posts.REMOVE_FILE, "")
    kept = [entry for entry in request.form.getlist(KEPT_FILE) if entry != unwanted]
    kept += [f"{key}:{upload.filename}" for key in request.files for upload in request.files.getlist(key)]
    names: dict[str, list[str]] = {}
    for entry in kept:
        key, _, name = entry.partition(":")
        if key in pickers and name.strip():
            names.setdefault(key, []).append(_plain_name(asked, key, name))
    return {key: list(dict.fromkeys(found)) for key, found in names.items()}


def _plain_name(asked: Asked, key: str, name: str) -> str:
    """Return a name of a file that a scenario can hold: the end of the path, and an ending that the field accepts."""
    last = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()).strip()
    stem, _, ending = last[-LONGEST_NAME:].rpartition(".")
    if ending.lower() in ("pdf", "jpg", "jpeg", "png", "webp") and stem:
        return f"{stem}.{ending.lower()}"
    return stand_in_name(asked.form, key)


def show_form(play: OpenPlay, key: str | None, sent: Sent) -> str:
    """Show the form of a task as its role sees it, with what it may see of the case."""
    run, package = play.played.run, play.package
    task = run.tasks[key] if key is not None else None
    asked, problem = _asked_or_why(play, key)
    element = task.element if task else ""
    title = task_title(package, element) if task else package.text("fiche.title", language()) or package.key
    default_action = gettext("Terminer la tâche") if task else gettext("Déposer la demande")
    return show(
        "studio/play_task.html",
        play.draft,
        "play",
        play=play,
        title=title,
        role=role_name(package, task.role if task else CITIZEN_ROLE),
        is_citizen=task is None or task.role == CITIZEN_ROLE,
        hint=package.text(f"tasks.{element}.hint", language()) if task else "",
        action=(package.text(f"tasks.{element}.action", language()) if task else "") or default_action,
        problem=problem,
        errors=sent.errors,
        body=render_form(asked, sent) if asked else "",
        kept_files=[f"{name}:{file}" for name, files in sent.names.items() for file in files],
        with_files=asked is not None and asked.form.takes_files(),
        back=address(play.draft.id, play.row.id),
    )


def _asked_or_why(play: OpenPlay, key: str | None) -> tuple[Asked | None, str]:
    if key is None and not play.package.bpmn.may_be_filed:
        return None, ""
    task = play.played.run.tasks[key] if key is not None else None
    if task is not None and task.form is None:
        return None, ""
    try:
        return asked_of(play.played.run, key), ""
    except StepRefused as refused:
        form = str(refused.details.get("form", ""))
        return None, gettext("Le formulaire « %(form)s » n’est pas dans la démarche : ajoutez-le.", form=form)


def render_form(asked: Asked, sent: Sent) -> str:
    """Return the fields of a form, filled in with what the case knows and what was typed."""
    return asked.form.render(
        answers={**asked.document, **sent.entered},
        errors=sent.errors,
        context=asked.context,
        language=language(),
        now=asked.now,
        files=asked.files_named(sent.names),
        shared=asked.context,
    )

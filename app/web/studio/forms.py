"""The forms of a draft: their list, and the room in which one is edited beside what people will see."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.domain.permissions import MODEL
from app.forms import FormDefinition
from app.forms.foreign import foreign_names
from app.forms.package_changes import (
    add_form,
    form_path,
    list_forms,
    remove_form,
    rename_form,
    tasks_by_form,
)
from app.forms.packages import FormUnreadable, read_form_file, read_form_json
from app.procedures.changes import Changes
from app.procedures.tailoring.operation import LOCAL_FIELD
from app.queries.studio import OpenDraft
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.changing import Files, NotDone, change
from app.web.studio.file_findings import file_findings
from app.web.studio.finding_words import in_words
from app.web.studio.form_settings import list_settings
from app.web.studio.form_texts import shown_texts
from app.web.studio.form_words import form_words
from app.web.studio.frame import opened, show
from app.web.studio.framing import framing
from app.web.studio.ready_fields import list_ready_fields

LONGEST_TITLE = 120
PART = "forms"


@studio.get("/<draft_id>/forms")
@permission(MODEL)
def forms(draft_id: str) -> ResponseReturnValue:
    """The forms with the tasks that open them, and the form that adds one."""
    return _show_list(opened(draft_id), {}, None)


@studio.post("/<draft_id>/forms")
@permission(MODEL)
def new_form(draft_id: str) -> ResponseReturnValue:
    """Add an empty form."""
    draft = opened(draft_id)
    typed = {
        name: request.form.get(name, "").strip()[:LONGEST_TITLE] for name in ("name", "title_fr", "title_ar", "task")
    }

    def compute(files: Files, slug: str) -> Changes:
        titles = {"fr": typed["title_fr"], "ar": typed["title_ar"]}
        return add_form(files, slug, typed["name"], titles=titles, task=typed["task"])

    refused = change(draft, compute)
    if refused is not None:
        return _show_list(draft, typed, refused), 422
    flash(gettext("Le formulaire est ajouté : déposez-y ses questions."), "success")
    return redirect(url_for(".form", draft_id=draft_id, name=typed["name"]))


@studio.get("/<draft_id>/forms/<name>")
@permission(MODEL)
def form(draft_id: str, name: str) -> ResponseReturnValue:
    """The editor of one form, its texts in each language, its preview, and what the checks say of it."""
    return framing(_show(opened(draft_id), name, None))


@studio.post("/<draft_id>/forms/<name>/rename")
@permission(MODEL)
def form_renamed(draft_id: str, name: str) -> ResponseReturnValue:
    """Give the form another name; the tasks that open it follow."""
    draft = opened(draft_id)
    wanted = request.form.get("name", "").strip()
    refused = change(draft, lambda files, slug: rename_form(files, slug, name, wanted))
    if refused is not None:
        return framing(_show(draft, name, refused), 422)
    flash(gettext("Le formulaire a changé de nom ; les tâches qui l’ouvrent ont suivi."), "success")
    return redirect(url_for(".form", draft_id=draft_id, name=wanted))


@studio.post("/<draft_id>/forms/<name>/remove")
@permission(MODEL)
def form_removed(draft_id: str, name: str) -> ResponseReturnValue:
    """Remove the form with its texts; the revisions of the draft keep it."""
    draft = opened(draft_id)
    refused = change(draft, lambda files, slug: remove_form(files, slug, name))
    if refused is not None:
        return _show_list(draft, {}, refused), 422
    flash(gettext("Le formulaire est supprimé. Les révisions du brouillon le gardent."), "success")
    return redirect(url_for(".forms", draft_id=draft_id))


def _show_list(draft: OpenDraft, typed: dict[str, str], refused: NotDone | None) -> str:
    names = list_forms(draft.files, draft.slug)
    tasks = tasks_by_form(draft.files, draft.slug)
    rows = [_row(draft, name, tasks.get(name, [])) for name in names]
    free = [task for form, opening in tasks.items() if form not in names for task in opening]
    return show("studio/forms.html", draft, PART, rows=rows, free_tasks=free, typed=typed, refused=refused)


def _row(draft: OpenDraft, name: str, tasks: list[str]) -> dict[str, Any]:
    read, problem = _read(draft, name)
    return {
        "name": name,
        "title": read.title_in(language()) if read else "",
        "fields": len(read.fields) if read else 0,
        "tasks": tasks,
        "problem": problem,
        "findings": len(file_findings(draft, form_path(draft.slug, name))),
    }


def _show(draft: OpenDraft, name: str, refused: NotDone | None) -> str:
    path = form_path(draft.slug, name)
    if path not in draft.files:
        raise NotFound
    read, problem = _read(draft, name)
    return show(
        "studio/form.html",
        draft,
        PART,
        name=name,
        path=path,
        title=read.title_in(language()) if read else name,
        problem=problem,
        source=draft.files[path].decode("utf-8", "replace"),
        tasks=tasks_by_form(draft.files, draft.slug).get(name, []),
        findings=file_findings(draft, path),
        texts=shown_texts(draft, name) if read else None,
        foreign=foreign_names(read_form_json(draft.files[path], file=path)) if read else (),
        settings=list_settings(draft),
        words=form_words() | {"ready": list_ready_fields(), "prefix": LOCAL_FIELD if draft.extends else ""},
        refused=refused,
    )


def _read(draft: OpenDraft, name: str) -> tuple[FormDefinition | None, str]:
    """Return a form, or None and why it cannot be read."""
    try:
        return read_form_file(draft.all_files, draft.slug, name), ""
    except FormUnreadable as error:
        return None, in_words(error.message)

"""The decisions of a draft: their list, and the room in which one is edited."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.decisions import DecisionModel
from app.decisions.foreign import foreign_names
from app.decisions.package_changes import (
    add_decision,
    decision_path,
    list_decision_files,
    read_decision_file,
    remove_decision,
    rename_decision,
    tasks_by_file,
)
from app.domain.errors import MastaraError
from app.domain.permissions import MODEL
from app.procedures.changes import Changes
from app.queries.studio import OpenDraft, read_draft
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.changing import Files, NotDone, change
from app.web.studio.decision_trial import trial_of
from app.web.studio.dmn_words import dmn_words
from app.web.studio.file_findings import file_findings
from app.web.studio.finding_words import in_words
from app.web.studio.frame import opened, show

LONGEST_TITLE = 120
PART = "decisions"


@studio.get("/<draft_id>/decisions")
@permission(MODEL)
def decisions(draft_id: str) -> ResponseReturnValue:
    """The decision files with the tasks that ask them, and the form that adds one."""
    return _show_list(opened(draft_id), {}, None)


@studio.post("/<draft_id>/decisions")
@permission(MODEL)
def new_decision(draft_id: str) -> ResponseReturnValue:
    """Add a decision of one table."""
    draft = opened(draft_id)
    typed = {name: request.form.get(name, "").strip()[:LONGEST_TITLE] for name in ("name", "title", "question", "task")}

    def compute(files: Files, slug: str) -> Changes:
        return add_decision(
            files,
            slug,
            typed["name"],
            title=typed["title"] or typed["name"],
            question=typed["question"] or "valeur",
            output=gettext("Résultat"),
            task=typed["task"],
        )

    refused = change(draft, compute)
    if refused is not None:
        return _show_list(draft, typed, refused), 422
    flash(gettext("La décision est ajoutée : remplissez sa table."), "success")
    return redirect(url_for(".decision", draft_id=draft_id, name=typed["name"]))


@studio.get("/<draft_id>/decisions/<name>")
@permission(MODEL)
def decision(draft_id: str, name: str) -> ResponseReturnValue:
    """The editor of one file, what the checks say of it, and the panel in which it is tried."""
    return _show(opened(draft_id), name, None)


@studio.post("/<draft_id>/decisions/<name>/rename")
@permission(MODEL)
def decision_renamed(draft_id: str, name: str) -> ResponseReturnValue:
    """Give the file another name; its decision and the tasks that ask it follow."""
    draft = opened(draft_id)
    wanted = request.form.get("name", "").strip()
    refused = change(draft, lambda files, slug: rename_decision(files, slug, name, wanted))
    if refused is not None:
        return _show(draft, name, refused), 422
    flash(gettext("La décision a changé de nom ; les tâches qui la demandent ont suivi."), "success")
    return redirect(url_for(".decision", draft_id=draft_id, name=wanted))


@studio.post("/<draft_id>/decisions/<name>/remove")
@permission(MODEL)
def decision_removed(draft_id: str, name: str) -> ResponseReturnValue:
    """Remove the file; the revisions of the draft keep it."""
    draft = opened(draft_id)
    refused = change(draft, lambda files, slug: remove_decision(files, slug, name))
    if refused is not None:
        return _show_list(draft, {}, refused), 422
    flash(gettext("La décision est supprimée. Les révisions du brouillon la gardent."), "success")
    return redirect(url_for(".decisions", draft_id=draft_id))


def _show_list(draft: OpenDraft, typed: dict[str, str], refused: NotDone | None) -> str:
    tasks = tasks_by_file(draft.files, draft.slug)
    rows = [_row(draft, name, tasks.get(name, [])) for name in list_decision_files(draft.files, draft.slug)]
    return show(
        "studio/decisions.html", draft, PART, rows=rows, free_tasks=tasks.get("", []), typed=typed, refused=refused
    )


def _row(draft: OpenDraft, name: str, tasks: list[str]) -> dict[str, Any]:
    model, problem = _read(draft, name)
    return {
        "name": name,
        "titles": [_title(draft, one.id, one.name) for one in model.decisions] if model else [],
        "tasks": tasks,
        "problem": problem,
        "findings": len(file_findings(draft, decision_path(draft.slug, name))),
    }


def _title(draft: OpenDraft, key: str, drawn: str) -> str:
    """Return what a decision is called in the language of the page, else as its table is named."""
    package = read_draft(draft).package
    return (package.text(f"decisions.{key}.title", language()) if package else "") or drawn


def _show(draft: OpenDraft, name: str, refused: NotDone | None) -> str:
    path = decision_path(draft.slug, name)
    if path not in draft.files:
        raise NotFound
    model, problem = _read(draft, name)
    return show(
        "studio/decision.html",
        draft,
        PART,
        name=name,
        path=path,
        problem=problem,
        source=draft.files[path].decode("utf-8", "replace"),
        tasks=tasks_by_file(draft.files, draft.slug).get(name, []),
        findings=file_findings(draft, path),
        trial=trial_of(draft, model, request.args) if model else None,
        foreign=foreign_names(draft.files[path], file=path) if model else (),
        words=dmn_words(),
        refused=refused,
    )


def _read(draft: OpenDraft, name: str) -> tuple[DecisionModel | None, str]:
    """Return the model of a file, or None and why it cannot be read."""
    try:
        return read_decision_file(draft.files, draft.slug, name), ""
    except MastaraError as error:
        return None, in_words(error.message)

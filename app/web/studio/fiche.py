"""The sheet of law 55-19 as a form, with the page that citizens will read beside it."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from flask import Response, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.domain.clock import local_day
from app.domain.errors import MastaraError
from app.domain.languages import read_language
from app.domain.permissions import MODEL
from app.procedures import PackageRefused, package_from_files
from app.procedures.authoring.sheet_demands import list_demands
from app.procedures.authoring.sheet_fields import PARTS
from app.procedures.authoring.sheet_form import (
    SheetForm,
    inputs_of,
    languages_of,
    posted_sheet_form,
    read_sheet_form,
    with_action,
)
from app.procedures.authoring.sheet_writing import (
    LONGEST,
    Problem,
    problem_of_condition,
    problems_of,
    sheet_changes,
    with_keys,
)
from app.procedures.layout import manifest_path
from app.procedures.yaml_source import SourceRefused, kept_mapping
from app.queries.sheet import read_sheet
from app.queries.sheet_choices import Choices, list_choices
from app.queries.studio import OpenDraft
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.portal import citizen_frame
from app.web.portal.domains import TITLES
from app.web.studio import sheet_words, studio
from app.web.studio.frame import opened, show
from app.web.studio.framing import framed, framing
from app.web.studio.keeping import fingerprint, keep, looked_at_again


@studio.get("/<draft_id>/fiche")
@permission(MODEL)
def fiche(draft_id: str) -> ResponseReturnValue:
    """The sheet as it was last saved."""
    draft = opened(draft_id)
    try:
        return framing(_show(draft, read_sheet_form(draft.slug, draft.files)))
    except SourceRefused as refused:
        return show("studio/unreadable.html", draft, "fiche", finding=refused.finding)


@studio.post("/<draft_id>/fiche")
@permission(MODEL)
@looked_at_again
def save_fiche(draft_id: str) -> ResponseReturnValue:
    """Add, move or remove a row without saving, or save the whole sheet."""
    draft = opened(draft_id)
    try:
        return _posted(draft)
    except SourceRefused as refused:
        return show("studio/unreadable.html", draft, "fiche", finding=refused.finding), 422


@studio.get("/<draft_id>/fiche/condition")
@permission(MODEL)
def check_condition(draft_id: str) -> ResponseReturnValue:
    """Tell at once whether a condition can be read: {"words": ""} when it can."""
    problem = problem_of_condition(request.args.get("text", "")[:LONGEST])
    return jsonify(words=sheet_words.problem_words(problem) if problem else "")


@studio.get("/<draft_id>/fiche/preview/<shown>")
@permission(MODEL)
def preview_fiche(draft_id: str, shown: str) -> ResponseReturnValue:
    """The citizen's page of the sheet as it was last saved."""
    return _preview(opened(draft_id), {}, shown)


@studio.post("/<draft_id>/fiche/preview/<shown>")
@permission(MODEL)
def preview_typed_fiche(draft_id: str, shown: str) -> ResponseReturnValue:
    """The citizen's page of the sheet as it is typed; nothing is saved."""
    draft = opened(draft_id)
    try:
        return _preview(draft, sheet_changes(draft.slug, draft.files, with_keys(_typed(draft))), shown)
    except (SourceRefused, KeyError):
        return _preview(draft, {}, shown)


def _typed(draft: OpenDraft) -> SheetForm:
    path = manifest_path(draft.slug)
    return posted_sheet_form(request.form, languages_of(kept_mapping(draft.files[path], path)))


def _posted(draft: OpenDraft) -> ResponseReturnValue:
    typed = _typed(draft)
    action = request.form.get("action", "save")
    if action != "save":
        return framing(_show(draft, with_action(typed, action), moved=True))
    typed = with_keys(typed)
    standing = read_sheet_form(draft.slug, draft.files)
    problems = problems_of(typed, list_choices(draft.slug, draft.all_files).known)
    if problems:
        return framing(_show(draft, typed, problems=problems), 422)
    if request.form.get("opened") != fingerprint(standing.flat()) and standing.flat() != typed.flat():
        return framing(_show(draft, typed, theirs=standing), 409)
    refused = keep(draft, sheet_changes(draft.slug, draft.files, typed))
    if refused:
        flash(refused, "danger")
        return framing(_show(draft, typed), 422)
    flash(gettext("La fiche est enregistrée."), "success")
    return redirect(url_for(".fiche", draft_id=draft.id))


def _show(
    draft: OpenDraft,
    form: SheetForm,
    *,
    problems: Mapping[str, Problem] | None = None,
    theirs: SheetForm | None = None,
    moved: bool = False,
) -> str:
    standing = theirs or read_sheet_form(draft.slug, draft.files)
    choices = list_choices(draft.slug, draft.all_files)
    demands = list_demands(form)
    errors = {name: sheet_words.problem_words(problem) for name, problem in (problems or {}).items()}
    return show(
        "studio/fiche.html",
        draft,
        "fiche",
        form=form,
        sheet_parts=PARTS,
        inputs_of=inputs_of,
        choices=choices,
        options=_options(choices),
        values=choices.values,
        errors=errors,
        summary=sheet_words.summary_of(errors),
        differences=_differences(form, theirs) if theirs else {},
        opened=_opened(form, standing, moved=moved, conflict=theirs is not None),
        unsaved=moved or bool(problems) or theirs is not None,
        demands=demands,
        met=sum(demand.met for demand in demands),
        words=sheet_words,
    )


def _opened(form: SheetForm, standing: SheetForm, *, moved: bool, conflict: bool) -> str:
    """Return the sign of the sheet that the page began from; after a conflict that of the newest."""
    if request.method == "POST" and not conflict:
        return request.form.get("opened", "")[:64]
    return fingerprint(standing.flat())


def _options(choices: Choices) -> dict[str, list[tuple[str, str]]]:
    listed = {
        name: [(option.key, option.label(language())) for option in options] for name, options in choices.groups.items()
    }
    return {**listed, "domain": [(key, gettext(title)) for key, title in TITLES.items()]}


def _differences(mine: SheetForm, theirs: SheetForm) -> dict[str, tuple[str, str]]:
    """Return what differs between what was typed and what stands: input → (mine, theirs)."""
    typed, standing = mine.flat(), theirs.flat()
    return {
        name: (_plain(typed.get(name, "")), _plain(standing.get(name, "")))
        for name in dict.fromkeys([*typed, *standing])
        if typed.get(name, "") != standing.get(name, "") and not name.endswith(".was")
    }


def _plain(answer: Any) -> str:
    return answer if isinstance(answer, str) else ", ".join(answer)


def _preview(draft: OpenDraft, changes: Mapping[str, bytes], shown: str) -> Response:
    """Return the citizen's own page, framed by ours alone."""
    g.language = read_language(shown, default="fr")
    try:
        package = package_from_files(draft.slug, {**draft.all_files, **changes})
        sheet = read_sheet(package, day=local_day(current_services().clock.now()), language=language())
    except PackageRefused as refused:
        page = render_template("studio/no_preview.html", findings=refused.findings[:5], message="")
    except MastaraError as error:
        page = render_template("studio/no_preview.html", findings=[], message=error.message)
    else:
        entry = SimpleNamespace(offered=True, open=True, may_start=False, deployment_id=None, closed_reason={})
        shown_beside = {"commune": None, "services": [], "language_links": [], **citizen_frame()}
        page = render_template("studio/sheet_preview.html", entry=entry, sheet=sheet, **shown_beside)
    return framed(page)

"""The dated values of a procedure: what is in force, what comes, which text fixes it, and where it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.services import current_services
from app.domain.clock import local_day
from app.domain.languages import choose
from app.domain.permissions import MODEL
from app.procedures import ProcedurePackage
from app.procedures.authoring.sheet_writing import Problem
from app.procedures.authoring.values import (
    KINDS_OF_UNIT,
    ValueForm,
    posted_value_form,
    problems_of_value,
    read_value_forms,
    value_changes,
    with_value_action,
    without_value,
)
from app.procedures.parameters import DatedValue, Parameter
from app.procedures.yaml_source import SourceRefused
from app.queries.package_uses import Use, uses_of_values
from app.queries.parameters import value_in_words
from app.queries.sheet_choices import list_choices
from app.queries.studio import OpenDraft, read_draft
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.studio import studio, value_words
from app.web.studio.frame import opened, show
from app.web.studio.keeping import fingerprint, keep, looked_at_again

NEW = "new"


@studio.get("/<draft_id>/parameters")
@permission(MODEL)
def values(draft_id: str) -> ResponseReturnValue:
    """The list of values, or (`?key=`) the form of one; `?key=new` is an empty form."""
    draft = opened(draft_id)
    try:
        key = request.args.get("key")
        return _list(draft) if key is None else _form(draft, _standing(draft, key))
    except SourceRefused as refused:
        return show("studio/unreadable.html", draft, "parameters", finding=refused.finding)


@studio.post("/<draft_id>/parameters")
@permission(MODEL)
@looked_at_again
def save_values(draft_id: str) -> ResponseReturnValue:
    """Add or remove a dated row without saving, save one value, or take it away."""
    draft = opened(draft_id)
    try:
        return _posted(draft, request.form.get("was", ""))
    except SourceRefused as refused:
        return show("studio/unreadable.html", draft, "parameters", finding=refused.finding), 422


def _standing(draft: OpenDraft, key: str) -> ValueForm:
    if key == NEW:
        return with_value_action(ValueForm(), "values.add")
    try:
        return read_value_forms(draft.slug, draft.files)[key]
    except KeyError:
        raise NotFound from None


def _posted(draft: OpenDraft, was: str) -> ResponseReturnValue:
    own = read_value_forms(draft.slug, draft.files)
    if was and was not in own:
        flash(gettext("Cette valeur a été retirée entre-temps."), "warning")
        return redirect(url_for(".values", draft_id=draft.id))
    typed, action = posted_value_form(request.form, was), request.form.get("action", "save")
    if was:
        typed = replace(typed, key=was)
    if action == "remove":
        return _remove(draft, was)
    if action != "save":
        return _form(draft, with_value_action(typed, action), moved=True)
    shared = [value.key for value in list_choices(draft.slug, draft.all_files).values if not value.own]
    problems = problems_of_value(typed, own=list(own), shared=shared)
    if problems:
        return _form(draft, typed, problems=problems), 422
    standing = own.get(was)
    if standing is not None and request.form.get("opened") != fingerprint(asdict(standing)) and standing != typed:
        return _form(draft, typed, theirs=standing), 409
    return _kept(draft, value_changes(draft.slug, draft.files, typed), gettext("La valeur est enregistrée.")) or (
        _form(draft, typed),
        422,
    )


def _remove(draft: OpenDraft, key: str) -> ResponseReturnValue:
    if _uses(draft).get(key):
        flash(gettext("Cette valeur est encore lue : retirez d’abord ce qui la lit."), "danger")
        return redirect(url_for(".values", draft_id=draft.id, key=key))
    done = _kept(draft, without_value(draft.slug, draft.files, key), gettext("La valeur est retirée."))
    return done or redirect(url_for(".values", draft_id=draft.id, key=key))


def _kept(draft: OpenDraft, changes: Mapping[str, bytes], words: str) -> ResponseReturnValue | None:
    """Save and go to the list; None, with the reason told, where it was refused."""
    refused = keep(draft, changes)
    flash(refused or words, "danger" if refused else "success")
    return None if refused else redirect(url_for(".values", draft_id=draft.id))


def _uses(draft: OpenDraft) -> dict[str, list[Use]]:
    package = read_draft(draft).package
    return uses_of_values(package) if package else {}


def _list(draft: OpenDraft) -> str:
    package = read_draft(draft).package
    uses = uses_of_values(package) if package else {}
    own = read_value_forms(draft.slug, draft.files)
    return show(
        "studio/values.html",
        draft,
        "parameters",
        own=[_line(key, form, package, uses.get(key, ())) for key, form in own.items()],
        shared=[
            _line(key, None, package, used)
            for key, used in sorted(uses.items())
            if key not in own and package is not None
        ],
        partial=package is None,
        words=value_words,
    )


def _line(key: str, form: ValueForm | None, package: ProcedurePackage | None, uses: Sequence[Use]) -> dict[str, Any]:
    today = local_day(current_services().clock.now())
    parameter = package.parameters[key] if package and key in package.parameters else None
    titles = {"fr": form.title_fr, "ar": form.title_ar} if form else dict(parameter.title) if parameter else {}
    current = [dated for dated in parameter.values if dated.since <= today][-1:] if parameter else []
    coming = [dated for dated in parameter.values if dated.since > today][:1] if parameter else []
    return {
        "key": key,
        "title": choose(titles, language()) or key,
        "current": _said(parameter, current),
        "coming": _said(parameter, coming),
        "from": coming[0].since if coming else None,
        "reference": current[0].legal_ref if current else "",
        "assumed": bool(current and current[0].assumed),
        "uses": [place_in_words(use) for use in uses],
        "inexact": form is not None and parameter is None,
    }


def _said(parameter: Parameter | None, dated: Sequence[DatedValue]) -> str:
    return value_in_words(parameter, dated[0], language()) if parameter and dated else ""


def place_in_words(use: Use) -> str:
    """Return a place as an analyst calls it: the name of the element, else the part of the sheet, else the file."""
    named = choose(use.names or {}, language())
    if named:
        return named
    if use.element:
        part, _, key = use.element.partition(".")
        group = {"fees": gettext("Fiche : frais"), "appeals": gettext("Fiche : recours")}.get(part)
        return value_words.sheet_places().get(use.element) or (f"{group}, {key}" if group else use.element)
    return value_words.file_words(use.file)


def _form(
    draft: OpenDraft,
    form: ValueForm,
    *,
    problems: Mapping[str, Problem] | None = None,
    theirs: ValueForm | None = None,
    moved: bool = False,
) -> str:
    standing = theirs or form
    posted = request.method == "POST" and theirs is None
    return show(
        "studio/value.html",
        draft,
        "parameters",
        form=form,
        errors={name: value_words.problem_words(problem) for name, problem in (problems or {}).items()},
        differences=_differences(form, theirs) if theirs else {},
        opened=request.form.get("opened", "")[:64] if posted else fingerprint(asdict(standing)),
        unsaved=moved or bool(problems) or theirs is not None,
        uses=[place_in_words(use) for use in _uses(draft).get(form.was, ())],
        kinds_of_unit=KINDS_OF_UNIT,
        today=_today(),
        words=value_words,
    )


def _today() -> date:
    return local_day(current_services().clock.now())


def _differences(mine: ValueForm, theirs: ValueForm) -> dict[str, tuple[str, str]]:
    typed, standing = _flat(mine), _flat(theirs)
    return {
        name: (typed.get(name, ""), standing.get(name, ""))
        for name in dict.fromkeys([*typed, *standing])
        if typed.get(name, "") != standing.get(name, "")
    }


def _flat(form: ValueForm) -> dict[str, str]:
    single = {name: str(value) for name, value in asdict(form).items() if name != "values"}
    rows = {f"values.{i}.{name}": text for i, row in enumerate(form.values) for name, text in asdict(row).items()}
    return single | rows

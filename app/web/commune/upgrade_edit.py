"""Another value in the place of a change in conflict, inside the bounds of the new version."""

from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.upgrading.answers import Answer
from app.commands.upgrading.errors import AnswerRefused, NothingToAnswer, UpgradeEnded
from app.domain.permissions import TAILOR
from app.linting.sentences import say
from app.procedures.tailoring import Operation
from app.queries.changeable import Changeable
from app.queries.tailoring_words import keeper, national_of, rule_in_words
from app.queries.upgrading.conflicts import Question
from app.store.models import Upgrade, UpgradeItem
from app.store.upgrades import AnswersMoved
from app.web.access import permission
from app.web.commune import commune
from app.web.commune.changing import ChangeForm, NotTyped, OpenThing, Typed, form_of, read_operation, takes_additions
from app.web.commune.changing.form import LONGEST
from app.web.commune.frame import opened
from app.web.commune.upgrade import carried_now, found, list_questions, save_answers
from app.web.interface import gettext, language


@dataclass(frozen=True, kw_only=True)
class _Edit:
    """The change that is edited, with the form of its kind on the new version."""

    row: Upgrade
    item: UpgradeItem
    question: Question
    form: ChangeForm
    open: OpenThing


@commune.get("/upgrades/<slug>/edit/<key>")
@permission(TAILOR)
def edit_answer(commune_slug: str, slug: str, key: str) -> ResponseReturnValue:
    """The form of the change, with the bounds of the new version."""
    edit = _opened(slug, key)
    return _show(edit, edit.form.shown(edit.open), {})


@commune.post("/upgrades/<slug>/edit/<key>")
@permission(TAILOR)
def save_edited_answer(commune_slug: str, slug: str, key: str) -> ResponseReturnValue:
    """Keep what was typed as the answer; what the new policy refuses is shown again with its rule."""
    edit = _opened(slug, key)
    typed = {name: request.form.get(name, "").replace("\0", "")[: LONGEST + 1] for name in edit.form.names(edit.open)}
    try:
        operation = read_operation(edit.form, edit.open, typed)
        _save(edit, operation)
    except NotTyped as refused:
        return _show(edit, typed, refused.errors), 422
    except AnswerRefused as refused:
        return _show(edit, typed, {"": say(refused.message, language())}), 422
    except AnswersMoved:
        moved = gettext("Une autre personne a répondu entre-temps. Enregistrez de nouveau pour garder votre réponse.")
        return _show(edit, typed, {"": moved}), 409
    except (NothingToAnswer, UpgradeEnded):
        flash(gettext("Cette montée de version ne demande plus rien à la commune."), "info")
    else:
        flash(gettext("Votre réponse est gardée. Rien n’est encore publié."), "success")
    return redirect(url_for("commune.upgrade", commune_slug=commune_slug, slug=slug))


def _save(edit: _Edit, operation: Operation | None) -> None:
    answer = Answer(choice="edit" if operation is not None else "national", operation=operation)
    seen = request.form.get("seen", type=int) or 0
    save_answers(edit.row, edit.item, {edit.question.key: answer}, seen=seen)


def _opened(slug: str, key: str) -> _Edit:
    row, item = found(slug)
    question = next((one for one in list_questions(row, carried_now(row, item)) if one.key == key), None)
    if question is None or not question.editable:
        raise NotFound
    national = national_of(row.base_id)
    operation = question.operation
    rule = national.policy.rule_for(operation.group, operation.name)
    thing = Changeable(group=operation.group, name=operation.name, rule=rule, own=(operation,))
    form = form_of(national.base, thing)
    if form is None:
        raise NotFound
    added = operation.identity.partition(".")[2] if takes_additions(national.base, thing) else ""
    opened_thing = OpenThing(workshop=opened(slug), national=national, thing=thing, item=added)
    return _Edit(row=row, item=item, question=question, form=form, open=opened_thing)


def _show(edit: _Edit, typed: Typed, errors: dict[str, str]) -> str:
    national, thing = edit.open.national, edit.open.thing
    return render_template(
        "commune/upgrade_edit.html",
        question=edit.question,
        item=edit.item,
        form=edit.form,
        typed=typed,
        errors=errors,
        extras=edit.form.extras(edit.open),
        bounds=rule_in_words(national, thing.group, thing.name, thing.rule, language()),
        keeper=keeper(thing.rule, language()),
        back=url_for("commune.upgrade", commune_slug=g.commune.slug, slug=edit.row.slug),
        here=url_for("commune.edit_answer", commune_slug=g.commune.slug, slug=edit.row.slug, key=edit.question.key),
    )

"""Wrong requests of a scenario: what the first form must refuse before the request is filed, on the real form."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.domain.errors import MastaraError
from app.domain.languages import choose
from app.domain.permissions import MODEL
from app.forms import FormDefinition
from app.forms.structure import option_text
from app.procedures.yaml_source import SourceRefused
from app.queries.plays import NotPlayable, package_to_play, played
from app.scenarios import editing
from app.scenarios.asking import Asked, asked_of
from app.scenarios.attachments import to_plain
from app.scenarios.erring import attempted, hidden_answers, refusals, request_with
from app.scenarios.reading import read_refusals
from app.scenarios.trial import read_trial
from app.web import form_posts
from app.web.access import permission
from app.web.interface import gettext, language, listed
from app.web.studio import studio
from app.web.studio.finding_words import in_words
from app.web.studio.frame import show
from app.web.studio.play_page import as_yaml
from app.web.studio.play_steps import StepWrong, read_data
from app.web.studio.play_tasks import Sent, named_files, render_form
from app.web.studio.play_words import field_title, fields_listed, own_words
from app.web.studio.scenario_files import OpenScenario, open_scenario, save_scenario, say_unreadable
from app.web.studio.scenario_refusals import (
    Demanded,
    as_sent,
    as_written,
    box_of,
    decide,
    form_of,
    posted_demand,
    strange_kept,
    with_kept,
)

NEW = "new"
Mistake = Mapping[str, Any]


def list_mistakes(found: OpenScenario) -> list[dict[str, object]]:
    """Return the wrong requests of a scenario in words: {number, answers, refused}."""
    form = _form(found)
    return [
        {
            "number": number,
            "answers": say_answers(form, mistake["answers"]),
            "refused": fields_listed(form.labels if form else {}, read_refusals(mistake["refused"])),
        }
        for number, mistake in enumerate(_mistakes(found), start=1)
    ]


def say_answers(form: FormDefinition | None, answers: Mapping[str, object]) -> str:
    """Return wrong answers in words, on one line: each field with what was answered, or that it was left empty."""
    return "\u00a0· ".join(_say_answer(form, key, value) for key, value in answers.items())


def _say_answer(form: FormDefinition | None, key: str, value: object) -> str:
    title = field_title(form.labels if form else {}, key)
    if value in (None, "") or value == []:
        return gettext("« %(field)s » laissé vide", field=title)
    if isinstance(value, bool):
        return gettext("« %(field)s » : %(value)s", field=title, value=gettext("oui") if value else gettext("non"))
    field = form.find_field(key) if form else None
    named = {option.posted: choose(option.label, language()) for option in field.options} if field else {}
    words = [named.get(option_text(each)) or str(each) for each in (value if isinstance(value, list) else [value])]
    return gettext("« %(field)s » : %(value)s", field=title, value=own_words(listed(words)))


@studio.post("/<draft_id>/scenarios/<name>/mistakes")
@permission(MODEL)
def remove_mistake(draft_id: str, name: str) -> ResponseReturnValue:
    """Remove a wrong request."""
    found = open_scenario(draft_id, name)
    number = request.form.get("remove", "")
    try:
        if number in _places(found) and save_scenario(
            found, editing.without_mistake(found.source, found.path, int(number))
        ):
            flash(gettext("L’erreur de saisie est supprimée."), "success")
    except SourceRefused as refused:
        say_unreadable(refused)
    return _back(found)


@studio.get("/<draft_id>/scenarios/<name>/mistakes/<number>")
@permission(MODEL)
def scenario_mistake(draft_id: str, name: str, number: str) -> ResponseReturnValue:
    """One wrong request, or a new one: the real form as the person filled it in wrongly."""
    found, mistake = _enter(draft_id, name, number)
    asked, why = _asked(found)
    refused = read_refusals(mistake.get("refused"))
    said = _said(found, asked, mistake) if refused else {}
    demanded = Demanded(refuses=True, refused=refused, said=said)
    return _show(found, number, mistake, asked, why, sent=_as_sent(found, asked, mistake), demanded=demanded)


@studio.post("/<draft_id>/scenarios/<name>/mistakes/<number>")
@permission(MODEL)
def save_mistake(draft_id: str, name: str, number: str) -> ResponseReturnValue:
    """Save the wrong request as the form or as the YAML gives it."""
    found, mistake = _enter(draft_id, name, number)
    asked, why = _asked(found)
    if request.form.get("as") == "yaml" or asked is None:
        return _save_typed(found, number, mistake, asked, why)
    stored = request_with(_start(found), mistake.get("answers") or {})
    hidden = hidden_answers(asked, stored, language=language())
    names, posted = named_files(asked), with_kept(form_posts.posted_answers(), hidden)
    seen = asked.check(posted, names, language=language())
    if form_posts.purpose() == form_posts.CHECK:
        beside = asked.form.beside(seen.entered, context=asked.context, language=language(), now=asked.now)
        return form_posts.check_reply(seen.errors, beside)
    entered = seen.entered
    if form_posts.stays_on_page():
        entered = asked.form.apply_row_action(entered, form_posts.posted_buttons()) or entered
    sent = Sent(names=names, entered=entered)
    attempt = attempted(
        asked, posted, names, language=found.language, start=_start(found), stored=mistake.get("answers") or {}
    )
    demanded = replace(posted_demand(attempt.found.errors), refuses=True)
    if form_posts.stays_on_page():
        return _show(found, number, mistake, asked, why, sent=sent, demanded=demanded)
    answers = {**attempt.answers, **strange_kept(asked, mistake.get("answers") or {})}
    try:
        if not answers:
            raise StepWrong(gettext("Ce sont les réponses de la demande : changez-en au moins une."))
        refused = decide(demanded, asked)
    except StepWrong as wrong:
        flash(str(wrong), "danger")
        return _show(found, number, mistake, asked, why, sent=sent, demanded=demanded), 422
    return _save(found, number, {"answers": answers, "refused": as_written(refused)})


def _save_typed(
    found: OpenScenario, number: str, mistake: Mistake, asked: Asked | None, why: str
) -> ResponseReturnValue:
    """Save what was typed as YAML; what must be refused stays as it is where the form beside it says so."""
    typed = request.form.get("data", "")
    stored = read_refusals(mistake.get("refused"))
    try:
        answers = read_data(typed, "answers")
        if not answers:
            raise StepWrong(gettext("Écrivez au moins une réponse : son nom, deux points, sa valeur."))
        said = {} if asked is None else _said(found, asked, {"answers": answers})
        posted = posted_demand(said)
        refused = decide(posted if posted.refused or asked is None else replace(posted, refused=stored), None)
    except StepWrong as wrong:
        flash(str(wrong), "danger")
        demanded = Demanded(refuses=True, refused=stored)
        sent = _as_sent(found, asked, mistake)
        return _show(found, number, mistake, asked, why, sent=sent, demanded=demanded, typed=typed), 422
    return _save(found, number, {"answers": answers, "refused": as_written(refused)})


def _save(found: OpenScenario, number: str, mistake: Mistake) -> ResponseReturnValue:
    try:
        if number == NEW:
            source = editing.with_new_mistake(found.source, found.path, found.raw or {}, mistake)
        else:
            source = editing.with_mistake(found.source, found.path, int(number), mistake)
        if save_scenario(found, source):
            flash(gettext("L’erreur de saisie est enregistrée."), "success")
    except SourceRefused as refused:
        say_unreadable(refused)
    return _back(found)


def _back(found: OpenScenario) -> ResponseReturnValue:
    return redirect(url_for(".scenario", draft_id=found.draft.id, name=found.name, _anchor="mistakes"))


def _enter(draft_id: str, name: str, number: str) -> tuple[OpenScenario, Mistake]:
    """Return the scenario, and one of its wrong requests; nothing yet for a new one. Raises NotFound."""
    found = open_scenario(draft_id, name)
    if found.raw is None or found.package is None:
        raise NotFound
    if number == NEW and found.package.bpmn.may_be_filed:
        return found, {}
    if number not in _places(found):
        raise NotFound
    return found, _mistakes(found)[int(number) - 1]


def _mistakes(found: OpenScenario) -> list[Mistake]:
    return [to_plain(mistake) for mistake in (found.raw or {}).get("mistakes") or ()]


def _places(found: OpenScenario) -> frozenset[str]:
    return frozenset(str(number) for number in range(1, len(_mistakes(found)) + 1))


def _start(found: OpenScenario) -> dict[str, Any]:
    start: dict[str, Any] = to_plain((found.raw or {}).get("start") or {})
    return start


def _form(found: OpenScenario) -> FormDefinition | None:
    return form_of(found.package, found.package.manifest.get("start_form") if found.package else None)


def _asked(found: OpenScenario) -> tuple[Asked | None, str]:
    """Return the form of the request before it is filed, or why it cannot be shown."""
    try:
        before = replace(read_trial(found.raw or {}), start=None, steps=())
        return asked_of(played(package_to_play(found.draft), before).run, None), ""
    except NotPlayable:
        return None, gettext("La démarche ne peut pas être jouée : corrigez d’abord ses constats.")
    except MastaraError as refused:
        return None, in_words(refused.message)


def _said(found: OpenScenario, asked: Asked | None, mistake: Mistake) -> dict[str, str]:
    if asked is None:
        return {}
    answers = request_with(_start(found), mistake.get("answers") or {})
    return refusals(asked, answers, language=found.language)


def _as_sent(found: OpenScenario, asked: Asked | None, mistake: Mistake) -> Sent:
    return Sent() if asked is None else as_sent(asked, request_with(_start(found), mistake.get("answers") or {}))


def _show(
    found: OpenScenario,
    number: str,
    mistake: Mistake,
    asked: Asked | None,
    why: str,
    *,
    sent: Sent,
    demanded: Demanded,
    typed: str | None = None,
) -> str:
    answers, form = mistake.get("answers") or {}, _form(found)
    hidden = {}
    if asked is not None:
        hidden = hidden_answers(asked, request_with(_start(found), answers), language=language())
    return show(
        "studio/scenario_mistake.html",
        found.draft,
        "play",
        scenario=found,
        number=number,
        why=why,
        told=say_answers(form, answers),
        body=render_form(asked, sent) if asked else "",
        kept_files=[f"{key}:{file}" for key, files in sent.names.items() for file in files],
        with_files=asked is not None and asked.form.takes_files(),
        box=box_of(asked, form.labels if form else {}, demanded, optional=False, hidden=hidden),
        data=as_yaml(answers) if typed is None else typed,
        back=url_for(".scenario", draft_id=found.draft.id, name=found.name),
    )

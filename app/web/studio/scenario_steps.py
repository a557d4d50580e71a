"""The steps of a scenario, one by one: add, move, remove, and edit with the fields of the real form or as YAML."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.domain.errors import MastaraError
from app.domain.permissions import MODEL
from app.procedures import ProcedurePackage
from app.procedures.bpmn.timers import TimerRefused, parse_duration
from app.procedures.yaml_source import SourceRefused
from app.queries.plays import NotPlayable, package_to_play, played
from app.scenarios import editing
from app.scenarios.asking import Asked, Filled, asked_of, fill_in
from app.scenarios.attachments import to_plain
from app.scenarios.erring import attempted, hidden_answers, refusals
from app.scenarios.reading import ACTIONS, read_refusals
from app.scenarios.refusals import StepRefused
from app.scenarios.trial import RawStep, read_trial
from app.web import form_posts
from app.web.access import permission
from app.web.desk.words import task_title
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.finding_words import in_words
from app.web.studio.frame import show
from app.web.studio.play_page import as_yaml
from app.web.studio.play_steps import StepWrong, read_data
from app.web.studio.play_tasks import STAND_IN, Sent, named_files, render_form
from app.web.studio.play_words import say_step
from app.web.studio.scenario_files import OpenScenario, open_scenario, save_scenario, say_unreadable
from app.web.studio.scenario_refusals import (
    REFUSES,
    Demanded,
    RefusalBox,
    as_sent,
    as_written,
    box_of,
    decide,
    labels_of,
    posted_demand,
    strange_kept,
    with_kept,
)

DATA_KEYS: Mapping[str, str] = {
    "complete": "answers",
    "job": "result",
    "check": "data",
    "message": "data",
    "signal": "data",
}
"""Under which word a step of each kind keeps its data."""
IGNORED = ("again", "late")
"""Why a message has no effect."""
LONGEST_NUMBER = 3


def addable_steps(package: ProcedurePackage) -> list[dict[str, Any]]:
    """Return the steps that the diagram and its flows allow, grouped: {title, options: [(value, name)]}."""
    models = (package.bpmn, *package.flows.models.values())
    elements = [element for model in models for element in model.elements.values()]
    people = [each.id for each in elements if each.kind in ("userTask", "manualTask")]
    asked = [each.id for each in elements if each.kind == "userTask"]
    services = [each.id for each in elements if each.kind in ("serviceTask", "sendTask") and each.operation]
    messages = sorted({name.name for model in models for name in model.messages.values()})
    signals = sorted({name.name for model in models for name in model.signals.values()})
    groups = [
        (
            gettext("Une personne termine sa tâche"),
            [(f"complete:{each}", task_title(package, each)) for each in people],
        ),
        (
            gettext("Une personne se trompe : son formulaire refuse"),
            [(f"refuse:{each}", task_title(package, each)) for each in asked],
        ),
        (gettext("Le temps passe"), [("advance:P1D", gettext("un jour")), ("advance:P1M", gettext("un mois"))]),
        (gettext("Un message arrive"), [(f"message:{each}", each) for each in messages]),
        (gettext("Un message revient, sans effet"), [(f"again:{each}", each) for each in messages]),
        (gettext("Un message arrive trop tard, sans effet"), [(f"late:{each}", each) for each in messages]),
        (gettext("Un signal est diffusé"), [(f"signal:{each}", each) for each in signals]),
        (gettext("Un service répond"), [(f"job:{each}", task_title(package, each)) for each in services]),
        (gettext("Vérifier en chemin"), [("check:period", gettext("le délai légal"))]),
    ]
    return [{"title": title, "options": options} for title, options in groups if options]


@studio.post("/<draft_id>/scenarios/<name>/steps")
@permission(MODEL)
def change_steps(draft_id: str, name: str) -> ResponseReturnValue:
    """Add a step, or move or remove one."""
    found = open_scenario(draft_id, name)
    verb, _, typed = request.form.get("change", "add").partition(":")
    number = _number(typed or request.form.get("after", ""))
    source, path = found.source, found.path
    try:
        if verb == "add":
            source = editing.with_new_step(source, path, number, _added(request.form.get("what", "")))
        elif verb in ("up", "down"):
            source = editing.with_moved_step(source, path, number, -1 if verb == "up" else 1)
        elif verb == "remove":
            source = editing.without_step(source, path, number)
        saved = save_scenario(found, source)
    except SourceRefused as refused:
        say_unreadable(refused)
        return _back(found)
    except StepWrong as wrong:
        flash(str(wrong), "danger")
        return _back(found)
    if saved and verb == "add":
        return redirect(_step_address(found, number + 1, errs=request.form.get("what", "").startswith("refuse:")))
    return _back(found)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _added(what: str) -> RawStep:
    kind, _, about = what.partition(":")
    if kind not in (*ACTIONS, *IGNORED, "refuse") or not about:
        raise StepWrong(gettext("Choisissez l’étape à ajouter."))
    if kind in IGNORED:
        return {"message": about, "ignored": kind}
    return {"complete" if kind == "refuse" else kind: about}


def _back(found: OpenScenario) -> ResponseReturnValue:
    return redirect(url_for(".scenario", draft_id=found.draft.id, name=found.name, _anchor="steps"))


def _step_address(found: OpenScenario, number: int, *, errs: bool) -> str:
    """Return the address of a step; one in which a person errs opens with a form that refuses."""
    refuse = "1" if errs else None
    return url_for(".scenario_step", draft_id=found.draft.id, name=found.name, number=number, refuse=refuse)


@studio.get("/<draft_id>/scenarios/<name>/steps/<number>")
@permission(MODEL)
def scenario_step(draft_id: str, name: str, number: str) -> ResponseReturnValue:
    """One step, 0 being the request: the real form filled in with its answers, and the same as YAML."""
    found, place, step = _enter(draft_id, name, number)
    asked, why = _asked(found, place, step)
    data = _data_of(step)
    sent = Sent() if asked is None else as_sent(asked, data)
    return _show(found, place, step, asked, why, sent=sent, data=as_yaml(data), demanded=_stored(found, step, asked))


def _stored(found: OpenScenario, step: RawStep, asked: Asked | None) -> Demanded:
    """Return what the scenario demands of the step's form, with what the form says of its answers today."""
    refused = read_refusals(step.get("refused"))
    said = refusals(asked, _data_of(step), language=found.language) if asked and refused else {}
    return Demanded(refuses=bool(refused) or request.args.get("refuse") == "1", refused=refused, said=said)


@studio.post("/<draft_id>/scenarios/<name>/steps/<number>")
@permission(MODEL)
def save_step(draft_id: str, name: str, number: str) -> ResponseReturnValue:
    """Save the step as the form or as the YAML gives it."""
    found, place, step = _enter(draft_id, name, number)
    asked, why = _asked(found, place, step)
    if request.form.get("as") == "yaml" or asked is None:
        return _save_typed(found, place, step, asked, why)
    names = named_files(asked)
    stays = form_posts.stays_on_page()
    stand_in = request.form.get(STAND_IN) == "1" and not stays
    wrong = place > 0 and request.form.get(REFUSES) == "1"
    hidden = hidden_answers(asked, _data_of(step), language=language()) if wrong else {}
    posted = with_kept(form_posts.posted_answers(), hidden)
    filled = fill_in(asked, posted, names, language=language(), stand_in=stand_in)
    if form_posts.purpose() == form_posts.CHECK:
        beside = asked.form.beside(filled.found.entered, context=asked.context, language=language(), now=asked.now)
        return form_posts.check_reply(filled.found.errors, beside)
    if wrong and not stays:
        return _save_refused(found, place, step, asked, posted, filled)
    if stays or filled.found.errors:
        entered = filled.found.entered
        if stays:
            entered = asked.form.apply_row_action(entered, form_posts.posted_buttons()) or entered
        errors = {} if stays else form_posts.errors_seen(asked.form, filled.found.errors)
        sent = Sent(names=filled.names, entered=entered, errors=errors)
        demanded = posted_demand(asked.check(posted, filled.names, language=found.language).errors)
        page = _show(found, place, step, asked, why, sent=sent, data=as_yaml(_data_of(step)), demanded=demanded)
        return page, 200 if stays else 422
    accepted = {key: value for key, value in step.items() if key != "refused"}
    return _save(found, place, {**accepted, "answers": dict(filled.answers)})


def _save_refused(
    found: OpenScenario, place: int, step: RawStep, asked: Asked, posted: Mapping[str, Any], filled: Filled
) -> ResponseReturnValue:
    """Save answers that the form must refuse, with what it must refuse of them."""
    attempt = attempted(asked, posted, filled.names, language=found.language, start=None, stored=_data_of(step))
    demanded = posted_demand(attempt.found.errors)
    answers = {**attempt.answers, **strange_kept(asked, _data_of(step))}
    try:
        refused = decide(demanded, asked)
    except StepWrong as wrong:
        flash(str(wrong), "danger")
        sent = Sent(names=filled.names, entered=filled.found.entered)
        return _show(found, place, step, asked, "", sent=sent, data=as_yaml(_data_of(step)), demanded=demanded), 422
    kept = {key: value for key, value in step.items() if key not in ("answers", "refused")}
    written = {**kept, **({"answers": answers} if answers else {}), "refused": as_written(refused)}
    return _save(found, place, written)


def _save_typed(found: OpenScenario, number: int, step: RawStep, asked: Asked | None, why: str) -> ResponseReturnValue:
    typed = request.form.get("data", "")
    try:
        return _save(found, number, {**_typed_step(step, typed), **_typed_refusals(step, asked)})
    except StepWrong as wrong:
        flash(str(wrong), "danger")
        sent = Sent() if asked is None else as_sent(asked, _data_of(step))
        demanded = posted_demand({}) if asked is None else _stored(found, step, asked)
        return _show(found, number, step, asked, why, sent=sent, data=typed, demanded=demanded), 422


def _typed_step(step: RawStep, typed: str) -> RawStep:
    """Return the step as the plain fields of the page give it. Raises StepWrong."""
    kind = _kind(step)
    if kind == "advance":
        duration = request.form.get("duration", "").strip()
        try:
            parse_duration(duration)
        except TimerRefused:
            raise StepWrong(gettext("Écrivez une durée comme P10D (dix jours), P1M (un mois) ou PT2H.")) from None
        return {"advance": duration}
    replaced = (*DATA_KEYS.values(), "error", "ignored", "refused")
    kept = {key: value for key, value in step.items() if key not in replaced}
    error = request.form.get("error", "").strip()[:120]
    if kind == "job" and error:
        return {**kept, "error": error}
    data = read_data(typed, "data")
    ignored = request.form.get("ignored", "") if kind == "message" else ""
    effect = {"ignored": ignored} if ignored in IGNORED else {}
    return {**kept, **effect, **({DATA_KEYS[kind]: data} if data else {})}


def _typed_refusals(step: RawStep, asked: Asked | None) -> RawStep:
    """Return what the form must refuse: as it stands where the form beside the text says it. Raises StepWrong."""
    if _kind(step) != "complete":
        return {}
    if asked is not None:
        return {"refused": step["refused"]} if step.get("refused") else {}
    demanded = posted_demand({})
    return {"refused": as_written(decide(demanded, None))} if demanded.refuses else {}


def _save(found: OpenScenario, number: int, step: RawStep) -> ResponseReturnValue:
    try:
        if number == 0:
            source = editing.with_start(found.source, found.path, dict(step.get("answers") or {}))
        else:
            source = editing.with_step(found.source, found.path, number, step)
        if save_scenario(found, source):
            flash(gettext("L’étape est enregistrée."), "success")
    except SourceRefused as refused:
        say_unreadable(refused)
    return _back(found)


def _enter(draft_id: str, name: str, number: str) -> tuple[OpenScenario, int, RawStep]:
    """Return the scenario, and one of its steps with its place; the request has no name. Raises NotFound."""
    found = open_scenario(draft_id, name)
    known = {str(place): place for place in range(len(found.steps) + 1)}
    if found.raw is None or found.package is None or number not in known:
        raise NotFound
    place = known[number]
    if place == 0:
        return found, 0, {"answers": to_plain(found.raw.get("start") or {})}
    return found, place, to_plain(found.steps[place - 1])


def _kind(step: RawStep) -> str:
    return next((kind for kind in ACTIONS if step.get(kind)), "complete")


def _data_of(step: RawStep) -> dict[str, Any]:
    return dict(step.get(DATA_KEYS.get(_kind(step), "data")) or {})


def _asked(found: OpenScenario, number: int, step: RawStep) -> tuple[Asked | None, str]:
    """Return the form of a step with the case as it stands just before it, or why it cannot be shown."""
    if _kind(step) != "complete":
        return None, ""
    try:
        package = package_to_play(found.draft)
        before = read_trial(found.raw or {})
        before = replace(before, start=None, steps=()) if number == 0 else before.cut(number)
        stand = played(package, before)
        if stand.stop is not None:
            return None, gettext("Une étape d’avant ne peut pas se faire : corrigez-la, le formulaire reviendra ici.")
        return asked_of(stand.run, None if number == 0 else _key_of(stand.run.tasks, step)), ""
    except NotPlayable:
        return None, gettext("La démarche ne peut pas être jouée : corrigez d’abord ses constats.")
    except StepRefused:
        return None, gettext("Cette tâche n’attend pas à ce moment : le scénario ne peut pas la remplir.")
    except MastaraError as refused:
        return None, in_words(refused.message)


def _key_of(tasks: Mapping[str, Any], step: RawStep) -> str:
    """Return the key of the task that a step completes, "" when none waits."""
    waiting = [task for task in tasks.values() if task.element == step["complete"]]
    if step.get("item") is not None:
        waiting = [task for task in waiting if task.index == step["item"]]
    return waiting[0].key if waiting else ""


def _show(
    found: OpenScenario,
    number: int,
    step: RawStep,
    asked: Asked | None,
    why: str,
    *,
    sent: Sent,
    data: str,
    demanded: Demanded,
) -> str:
    assert found.package is not None
    return show(
        "studio/scenario_step.html",
        found.draft,
        "play",
        scenario=found,
        number=number,
        kind=_kind(step),
        step=step,
        title=say_step(found.package, step) if number else gettext("La demande"),
        why=why,
        errors=sent.errors,
        body=render_form(asked, sent) if asked else "",
        kept_files=[f"{key}:{file}" for key, files in sent.names.items() for file in files],
        with_files=asked is not None and asked.form.takes_files(),
        box=_box(found, step, asked, demanded) if number and _kind(step) == "complete" else None,
        stand_in=not demanded.demands_a_file(asked),
        data=data,
        back=url_for(".scenario", draft_id=found.draft.id, name=found.name),
    )


def _box(found: OpenScenario, step: RawStep, asked: Asked | None, demanded: Demanded) -> RefusalBox | None:
    """Return what the form of a task may have to refuse, None for a task without a form."""
    assert found.package is not None
    element = found.package.find_element(str(step["complete"]))
    if element is None or element.kind != "userTask":
        return None
    hidden = hidden_answers(asked, _data_of(step), language=language()) if asked is not None else {}
    return box_of(asked, labels_of(found.package, element.form), demanded, optional=True, hidden=hidden)

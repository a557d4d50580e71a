"""The page of one scenario: circumstances, steps as rows, what it demands, what its run finds, and its source."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.clock import CASABLANCA
from app.domain.permissions import MODEL
from app.languages import isolate
from app.procedures import ProcedurePackage
from app.procedures.yaml_source import SourceRefused
from app.queries.plays import NotPlayable, package_to_play, played
from app.scenarios.editing import with_circumstances, with_expectation
from app.scenarios.reading import read_refusals, read_scenario
from app.scenarios.report import Difference
from app.scenarios.trial import RawStep, read_trial
from app.scenarios.writing import Expected, expectation
from app.web.access import permission
from app.web.desk.words import element_name
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.frame import show
from app.web.studio.play_page import as_yaml, clock_hour
from app.web.studio.play_room import KINDS, LANGUAGES, channel_name, kind_name
from app.web.studio.play_steps import StepWrong, read_data, read_moment
from app.web.studio.play_words import fields_listed, outcome_title, say_difference, say_step, status_title
from app.web.studio.scenario_files import (
    OpenScenario,
    Problem,
    open_scenario,
    read_source,
    save_scenario,
    say_unreadable,
)
from app.web.studio.scenario_mistakes import list_mistakes
from app.web.studio.scenario_refusals import labels_of
from app.web.studio.scenario_shows import shown_kinds
from app.web.studio.scenario_steps import addable_steps


@studio.get("/<draft_id>/scenarios/<name>")
@permission(MODEL)
def scenario(draft_id: str, name: str) -> ResponseReturnValue:
    """The scenario, run as it stands; only its source where it cannot be read."""
    found = open_scenario(draft_id, name)
    if found.raw is None or found.package is None:
        return show_source(found, found.source.decode(), found.problem)
    return _show(found, found.raw, found.package)


def _show(found: OpenScenario, raw: Mapping[str, Any], package: ProcedurePackage) -> str:
    report = found.report()
    typed = read_scenario(raw, file=found.name)
    expect = dict(raw.get("expect") or {})
    stop = next((each for each in report.found[:1] if each.kind == "step"), None) if report else None
    elements = package.bpmn.elements
    return show(
        "studio/scenario.html",
        found.draft,
        "play",
        scenario=found,
        result=report,
        differences=[(say_place(each), say_difference(package, each)) for each in report.found] if report else [],
        failed_step=stop.step if stop and not stop.mistake else None,
        failed_mistake=stop.mistake if stop else None,
        mistakes=list_mistakes(found),
        may_be_filed=package.bpmn.may_be_filed,
        kinds_shown=shown_kinds(raw.get("shows") or ()),
        clock=clock_hour(typed.clock),
        raw=raw,
        kind=typed.commune.get("kind", ""),
        rows=[_row(package, number, step) for number, step in enumerate(found.steps, start=1)],
        start_fields=len(raw.get("start") or {}),
        additions=addable_steps(package),
        channels=[(key, channel_name(key)) for key in package.manifest["channels"]],
        kinds=[(key, kind_name(key)) for key in KINDS],
        expect=expect,
        ends=[(each.id, element_name(package, each.id)) for each in elements.values() if each.kind == "endEvent"],
        outcomes=_choices(package, "outcomes"),
        statuses=_choices(package, "statuses"),
        other_ends=" ".join(each for each in expect.get("ends") or () if each not in elements),
        expected_data=as_yaml(expect.get("data")),
        expected_period=as_yaml(expect.get("period")),
    )


def _row(package: ProcedurePackage, number: int, step: RawStep) -> dict[str, object]:
    """Return one step: what happens, and which fields its form must refuse."""
    refused = read_refusals(step.get("refused"))
    element = package.find_element(str(step.get("complete"))) if refused else None
    labels = labels_of(package, element.form if element else None)
    return {"number": number, "words": say_step(package, step), "refused": fields_listed(labels, refused)}


def say_place(difference: Difference) -> str:
    """Return where a scenario went otherwise: a wrong request, the request, a step; nothing at its end."""
    if difference.mistake is not None:
        return gettext("Erreur de saisie %(number)s", number=difference.mistake)
    if difference.step is None:
        return ""
    return gettext("Étape %(number)s", number=difference.step) if difference.step else gettext("La demande")


def _choices(package: ProcedurePackage, kind: str) -> list[tuple[str, str]]:
    """Return (key, title) of the outcomes or statuses that the texts of the package name."""
    title = outcome_title if kind == "outcomes" else status_title
    keys = {key for texts in package.translations.values() for key in texts.get(kind) or {}}
    return [(key, title(package, key)) for key in sorted(keys)]


@studio.post("/<draft_id>/scenarios/<name>")
@permission(MODEL)
def save_circumstances(draft_id: str, name: str) -> ResponseReturnValue:
    """Save name, day, language, channel and commune."""
    found = open_scenario(draft_id, name)
    here = redirect(url_for(".scenario", draft_id=draft_id, name=name))
    title = " ".join(request.form.get("title", "").split())
    try:
        moment = read_moment(request.form.get("clock", ""))
        if not 3 <= len(title) <= 120:
            raise StepWrong(gettext("Donnez un nom au scénario, en 3 à 120 signes."))
    except StepWrong as wrong:
        flash(str(wrong), "danger")
        return here
    spoken, kind = request.form.get("language", "fr"), request.form.get("kind", "")
    values: dict[str, str | None] = {
        "name": title,
        "description": request.form.get("description", "").strip() or None,
        "clock": moment.astimezone(CASABLANCA).isoformat(),
        "language": spoken if spoken in LANGUAGES else "fr",
        "channel": request.form.get("channel", "portal")[:40],
        "kind": kind if kind in KINDS else None,
    }
    same = found.raw is not None and read_scenario(found.raw, file=name).clock == moment
    if same:
        values.pop("clock")
    try:
        save_scenario(found, with_circumstances(found.source, found.path, values))
    except SourceRefused as refused:
        say_unreadable(refused)
    return here


@studio.post("/<draft_id>/scenarios/<name>/expect")
@permission(MODEL)
def save_expectation(draft_id: str, name: str) -> ResponseReturnValue:
    """Save what the scenario demands: what was typed, or what its run came to."""
    found = open_scenario(draft_id, name)
    here = redirect(url_for(".scenario", draft_id=draft_id, name=name, _anchor="expect"))
    try:
        wanted = _taken(found) if request.form.get("taken") else _typed(found)
        save_scenario(found, with_expectation(found.source, found.path, wanted))
    except StepWrong as wrong:
        flash(str(wrong), "danger")
    except SourceRefused as refused:
        say_unreadable(refused)
    return here


def _typed(found: OpenScenario) -> dict[str, Any]:
    """Return the expectations of the posted form. Raises StepWrong."""
    known = set(found.package.bpmn.elements) if found.package else set()
    wanted: dict[str, Any] = {}
    if request.form.get("check_ends"):
        typed = [*request.form.getlist("ends"), *request.form.get("other_ends", "").split()]
        wanted["ends"] = [each for each in typed if each in known or found.package is None or len(each) < 120]
    for key in ("outcome", "status"):
        if request.form.get(key):
            wanted[key] = request.form[key][:120]
    if request.form.get("check_waiting"):
        wanted["waiting"] = request.form.get("waiting", "").split()
    for key in ("data", "period"):
        typed_data = read_data(request.form.get(key, ""), key)
        if typed_data:
            wanted[key] = typed_data
    return wanted


def _taken(found: OpenScenario) -> dict[str, Any]:
    """Return what the run of the scenario came to, for what it demands already. Raises StepWrong."""
    before = dict((found.raw or {}).get("expect") or {})
    try:
        run = played(package_to_play(found.draft), read_trial(found.raw or {}))
    except NotPlayable:
        raise StepWrong(gettext("La démarche ne peut pas être jouée : corrigez d’abord ses constats.")) from None
    if run.stop is not None:
        raise StepWrong(gettext("Une étape ne peut pas se faire : corrigez-la d’abord."))
    return expectation(run, Expected(period="period" in before, data=list(before.get("data") or ())))


@studio.get("/<draft_id>/scenarios/<name>/source")
@permission(MODEL)
def scenario_source_page(draft_id: str, name: str) -> ResponseReturnValue:
    """The YAML of the scenario."""
    found = open_scenario(draft_id, name)
    return show_source(found, found.source.decode(), found.problem)


@studio.post("/<draft_id>/scenarios/<name>/source")
@permission(MODEL)
def save_source(draft_id: str, name: str) -> ResponseReturnValue:
    """Save the YAML as typed; what is no scenario is shown again with the line of its fault, and not saved."""
    found = open_scenario(draft_id, name)
    text = request.form.get("source", "").replace("\r\n", "\n")
    raw, problem = read_source(text.encode(), name)
    if raw is None:
        return show_source(found, text, problem), 422
    if not save_scenario(found, text.encode()):
        return show_source(found, text, None), 409
    flash(gettext("Le scénario est enregistré."), "success")
    return redirect(url_for(".scenario", draft_id=draft_id, name=name))


def show_source(found: OpenScenario, text: str, problem: Problem | None) -> str:
    """Show the YAML with its fault, if it has one."""
    lines = text.splitlines()
    faulty = lines[problem.line - 1] if problem and problem.line and problem.line <= len(lines) else ""
    return show(
        "studio/scenario_source.html",
        found.draft,
        "play",
        scenario=found,
        text=text,
        problem=problem,
        faulty=isolate(faulty.strip()) if faulty.strip() else "",
    )

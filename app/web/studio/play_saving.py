"""A trial becomes a scenario: a file of the draft that is run again before each publication."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.commands.studio.saving import FileRefused, SaveFiles
from app.domain.permissions import MODEL
from app.languages import format_moment, translate
from app.procedures.layout import manifest_path
from app.procedures.yaml_source import SourceRefused
from app.queries.plays import OpenPlay
from app.scenarios.files import adding, file_path, name_from, names_in
from app.scenarios.writing import Expected, expectation, scenario_source
from app.web.access import current_actor, permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.files import why_refused
from app.web.studio.frame import show
from app.web.studio.play_page import as_yaml, list_values, standing_of
from app.web.studio.play_taking import enter, run
from app.web.studio.play_words import names_of, say_step

SHORTEST_TITLE, LONGEST_TITLE = 3, 120
EXPECTED = ("ends", "outcome", "status", "waiting", "period")


@studio.get("/<draft_id>/play/<play_id>/save")
@permission(MODEL)
def play_save(draft_id: str, play_id: str) -> ResponseReturnValue:
    """Say what the scenario will demand, and ask for its name."""
    return _ask(enter(draft_id, play_id), title="", chosen=("ends", "outcome", "status", "waiting"), data=(), errors={})


def _ask(play: OpenPlay, *, title: str, chosen: tuple[str, ...], data: tuple[str, ...], errors: dict[str, str]) -> str:
    case = play.played.run
    return show(
        "studio/play_save.html",
        play.draft,
        "play",
        play=play,
        title=title,
        chosen=chosen,
        data=data,
        errors=errors,
        standing=standing_of(play),
        ends=names_of(play.package, case.ends),
        waiting=names_of(play.package, case.waiting),
        period=as_yaml(expectation(play.played, Expected(period=True)).get("period")),
        values=list_values(play),
        steps=[say_step(play.package, step) for step in play.trial.steps],
        back=url_for(".play_board", draft_id=play.draft.id, play_id=play.row.id),
    )


@studio.post("/<draft_id>/play/<play_id>/save")
@permission(MODEL)
def play_write(draft_id: str, play_id: str) -> ResponseReturnValue:
    """Write the scenario and open it."""
    play = enter(draft_id, play_id)
    title = " ".join(request.form.get("title", "").split())
    chosen = tuple(key for key in EXPECTED if key in request.form.getlist("expect"))
    data = tuple(request.form.getlist("data"))
    if not SHORTEST_TITLE <= len(title) <= LONGEST_TITLE:
        message = gettext("Donnez un nom au scénario : ce que l’on y fait et comment il finit, en 3 à 120 signes.")
        return _ask(play, title=title, chosen=chosen, data=data, errors={"title": message}), 422
    try:
        name = _write(play, title, Expected(**{key: key in chosen for key in EXPECTED}, data=data))
    except SourceRefused as refused:
        line = refused.finding.line or 1
        message = gettext("L’index procedure.yaml ne se lit pas, ligne %(line)s : corrigez-le d’abord.", line=line)
        return _ask(play, title=title, chosen=chosen, data=data, errors={"": message}), 422
    except FileRefused as refused:
        return _ask(play, title=title, chosen=chosen, data=data, errors={"": why_refused(refused)}), 422
    flash(gettext("L’essai est devenu le scénario « %(title)s ».", title=title), "success")
    return redirect(url_for(".scenario", draft_id=draft_id, name=name))


def _write(play: OpenPlay, title: str, expected: Expected) -> str:
    """Write the file and its place in the index; return its name. Raises SourceRefused, FileRefused."""
    draft, actor = play.draft, current_actor()
    now = format_moment(current_services().clock.now(), "fr")
    source = scenario_source(
        name=title,
        raw=play.trial.to_scenario(),
        expect=expectation(play.played, expected),
        comment=translate("fr", "Joué dans le studio par %(name)s, %(moment)s.", name=actor.name, moment=now),
        say_step=lambda step: say_step(play.package, step),
    )
    name = name_from(title, names_in(draft.slug, draft.files))
    changes = adding(draft.slug, draft.files, name, source)
    index = manifest_path(draft.slug)
    seen = {file_path(draft.slug, name): "", index: draft.digests[index]}
    run(SaveFiles(draft_id=draft.id, changes=changes, seen=seen, note=gettext("Scénario : %(title)s", title=title)))
    return name

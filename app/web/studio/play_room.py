"""The room where a draft is tried: trials that are kept, a new one, one that begins as a scenario does."""

from dataclasses import replace
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.commands.studio.playing import RemovePlay, StartPlay, TrialTooLong
from app.domain.errors import MastaraError
from app.domain.permissions import MODEL
from app.languages import format_moment
from app.queries.plays import NotPlayable, package_to_play, played
from app.queries.studio import OpenDraft
from app.scenarios.trial import Trial, read_trial
from app.store import plays
from app.store.models import DraftPlay
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.frame import opened, show
from app.web.studio.play_page import clock_hour
from app.web.studio.play_steps import StepWrong, read_moment
from app.web.studio.play_taking import run

LANGUAGES = ("ar", "fr")
KINDS = ("urban", "rural")


@studio.get("/<draft_id>/play")
@permission(MODEL)
def play_room(draft_id: str) -> ResponseReturnValue:
    """The trials of a draft, and how to begin one."""
    return _show(opened(draft_id), typed={})


def _show(draft: OpenDraft, *, typed: dict[str, str]) -> str:
    problem: NotPlayable | None = None
    scenarios: list[dict[str, str]] = []
    channels: list[str] = []
    try:
        package = package_to_play(draft)
        scenarios = [{"file": file, "name": str(raw.get("name") or file)} for file, raw in package.scenarios.items()]
        channels = list(package.manifest["channels"])
    except NotPlayable as refused:
        problem = refused
    return show(
        "studio/play.html",
        draft,
        "play",
        problem=problem,
        scenarios=scenarios,
        channels=[(key, channel_name(key)) for key in channels],
        kinds=[(key, kind_name(key)) for key in KINDS],
        rows=[_row(row) for row in plays.list_plays(draft.id)],
        typed={"clock": clock_hour(current_services().clock.now()), "language": language(), **typed},
    )


def _row(row: DraftPlay) -> dict[str, object]:
    return {
        "id": row.id,
        "moment": format_moment(row.updated_at, language()),
        "author": row.created_by,
        "steps": len(row.trial["steps"]) + (row.trial["start"] is not None),
        "revision": row.revision,
    }


def channel_name(key: str) -> str:
    """Return the name of a channel."""
    names = {
        "portal": gettext("Portail"),
        "counter": gettext("Guichet"),
        "post": gettext("Courrier"),
        "phone": gettext("Téléphone"),
        "desk": gettext("Service de la commune"),
    }
    return names.get(key, key)


def kind_name(key: str) -> str:
    """Return the name of a kind of commune."""
    return {"urban": gettext("Commune urbaine"), "rural": gettext("Commune rurale")}.get(key, key)


@studio.post("/<draft_id>/play")
@permission(MODEL)
def play_start(draft_id: str) -> ResponseReturnValue:
    """Begin a trial and open it."""
    draft = opened(draft_id)
    try:
        trial = _trial(draft)
        played(package_to_play(draft), trial)
    except StepWrong as wrong:
        flash(str(wrong), "danger")
        return _show(draft, typed=dict(request.form)), 422
    except NotPlayable:
        flash(gettext("La démarche ne peut pas être jouée à cette date : une valeur de la loi y manque."), "danger")
        return _show(draft, typed=dict(request.form)), 422
    try:
        play_id = run(StartPlay(draft_id=draft.id, trial=trial))
    except TrialTooLong:
        flash(gettext("Un essai a 200 étapes au plus. Choisissez un autre scénario."), "danger")
        return _show(draft, typed=dict(request.form)), 422
    return redirect(url_for(".play_board", draft_id=draft.id, play_id=play_id))


def _trial(draft: OpenDraft) -> Trial:
    """Return what the posted form asks for. Raises StepWrong, NotPlayable."""
    hold = request.form.get("hold") == "1"
    scenario = request.form.get("scenario", "")
    if scenario:
        raw = package_to_play(draft).scenarios.get(scenario)
        if raw is None:
            raise StepWrong(gettext("Ce scénario n’est plus dans la démarche : choisissez-en un autre."))
        try:
            return replace(read_trial(raw), hold=hold)
        except MastaraError:
            raise StepWrong(gettext("Ce scénario ne se lit pas : corrigez-le d’abord.")) from None
    clock: datetime = read_moment(request.form.get("clock", ""))
    spoken, kind = request.form.get("language", "fr"), request.form.get("kind", "urban")
    return Trial(
        clock=clock,
        language=spoken if spoken in LANGUAGES else "fr",
        channel=request.form.get("channel", "portal")[:40],
        commune={"kind": kind if kind in KINDS else "urban"},
        hold=hold,
    )


@studio.post("/<draft_id>/play/<play_id>/remove")
@permission(MODEL)
def play_remove(draft_id: str, play_id: str) -> ResponseReturnValue:
    """Throw a trial away."""
    run(RemovePlay(draft_id=opened(draft_id).id, play_id=play_id))
    flash(gettext("L’essai est supprimé."), "success")
    return redirect(url_for(".play_room", draft_id=draft_id))

"""The page of a trial: what waits for whom, the clock, and all that came of the steps so far."""

from dataclasses import replace

from flask import Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.domain.languages import choose
from app.domain.permissions import MODEL
from app.languages import format_moment
from app.queries.plays import NotPlayable, OpenPlay, package_to_play, pinned_draft, played
from app.scenarios.trial import read_trial
from app.store import plays
from app.store.plays import PlayUnknown
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.studio import play_page as page
from app.web.studio import studio
from app.web.studio.finding_words import in_words
from app.web.studio.frame import opened, show
from app.web.studio.play_steps import StepWrong, read_step
from app.web.studio.play_taking import enter, take, write
from app.web.studio.play_words import say_refusal, say_step


@studio.get("/<draft_id>/play/<play_id>")
@permission(MODEL)
def play_board(draft_id: str, play_id: str) -> ResponseReturnValue:
    """Where the trial stands, and what may happen next."""
    try:
        return _show(enter(draft_id, play_id))
    except NotPlayable as refused:
        return _show_broken(draft_id, play_id, refused)


def _show(play: OpenPlay) -> str:
    here, passed = page.positions_of(play)
    stop = play.played.stop
    goes_on = play.played.begun and stop is None and play.played.run.state_of_case == "running"
    return show(
        "studio/play_board.html",
        play.draft,
        "play",
        play=play,
        trial=play.trial,
        stop=stop,
        stop_words=say_refusal(play.package, stop) if stop else "",
        stop_step=_step_words(play),
        goes_on=goes_on,
        may_open=stop is None,
        standing=page.standing_of(play),
        now_words=page.clock_words(play),
        today=page.clock_day(play),
        desks=page.list_desks(play) if stop is None else [],
        jobs=page.list_jobs(play) if goes_on else [],
        awaited=page.list_awaited(play) if goes_on else [],
        following=page.next_moment(play) if goes_on else None,
        period=page.legal_period(play) if play.played.begun else None,
        sections=page.declared(play),
        values=page.list_values(play),
        history=page.told_steps(play),
        steps=[say_step(play.package, step) for step in play.trial.steps],
        papers=list_papers(play),
        letters=list_letters(play),
        positions=here,
        visited=passed,
    )


def _step_words(play: OpenPlay) -> str:
    """Return the step at which a trial stopped, in words."""
    stop = play.played.stop
    if stop is None or not stop.step:
        return gettext("Le dépôt de la demande")
    return say_step(play.package, play.trial.steps[stop.step - 1])


def list_papers(play: OpenPlay) -> list[dict[str, object]]:
    """Return the documents that were printed as `ui.file_list` shows them."""
    return [
        {
            "name": paper.number or paper.key,
            "title": play.package.text(f"documents.{paper.key}.title", language()) or paper.key,
            "href": url_for(".play_document", draft_id=play.draft.id, play_id=play.row.id, number=number),
            "details": "PDF",
            "state": {"title": gettext("Établi") if paper.number else gettext("Projet"), "tone": "neutral"},
        }
        for number, paper in enumerate(play.played.run.records.documents, start=1)
    ]


def list_letters(play: OpenPlay) -> list[dict[str, object]]:
    """Return the messages that were sent, the last one first, in each language in which they are written."""
    return [
        {
            "key": letter.key,
            "moment": format_moment(letter.moment, language()),
            "subject": choose({code: text.subject for code, text in letter.texts.items()}, language()),
            "texts": [
                {"code": code, "subject": text.subject, "sms": text.sms, "body": text.body}
                for code, text in sorted(letter.texts.items())
            ],
        }
        for letter in reversed(play.played.run.records.messages)
    ]


def _show_broken(draft_id: str, play_id: str, refused: NotPlayable) -> ResponseReturnValue:
    """Say why the files of a trial cannot be played at all."""
    draft = opened(draft_id)
    row = plays.get_play(draft_id, play_id)
    return show(
        "studio/play_broken.html",
        draft,
        "play",
        row=row,
        message="" if refused.findings else in_words(refused.message),
        findings=refused.findings,
        is_newest=row.tree == draft.digests,
    )


@studio.post("/<draft_id>/play/<play_id>/steps")
@permission(MODEL)
def play_step(draft_id: str, play_id: str) -> ResponseReturnValue:
    """Let something happen: time, a message, a signal, the answer of a service."""
    play = enter(draft_id, play_id)
    try:
        take(play, read_step(play))
    except StepWrong as wrong:
        flash(str(wrong), "danger")
    return redirect(address(draft_id, play_id))


@studio.post("/<draft_id>/play/<play_id>/back")
@permission(MODEL)
def play_back(draft_id: str, play_id: str) -> ResponseReturnValue:
    """Undo the last step, or all from the one that no longer fits."""
    draft = opened(draft_id)
    row = plays.get_play(draft_id, play_id)
    trial = read_trial(row.trial)
    cut = request.form.get("to", "")
    if cut.isascii() and cut.isdigit() and len(cut) < 4:
        trial = trial.cut(int(cut))
    else:
        trial = trial.without_last()
    write(draft.id, row, trial)
    return redirect(address(draft_id, play_id))


@studio.post("/<draft_id>/play/<play_id>/hold")
@permission(MODEL)
def play_hold(draft_id: str, play_id: str) -> ResponseReturnValue:
    """Let services answer by themselves, or answer in their place, from now on."""
    play = enter(draft_id, play_id)
    write(play.draft.id, play.row, replace(play.trial, hold=request.form.get("hold") == "1"))
    return redirect(address(draft_id, play_id))


@studio.post("/<draft_id>/play/<play_id>/newest")
@permission(MODEL)
def play_newest(draft_id: str, play_id: str) -> ResponseReturnValue:
    """Play the same steps on the draft as it is now, and say where they no longer fit."""
    draft = opened(draft_id)
    row = plays.get_play(draft_id, play_id)
    trial = read_trial(row.trial)
    try:
        found = played(package_to_play(draft), trial)
    except NotPlayable:
        flash(gettext("Le brouillon ne peut pas être joué tel qu’il est : corrigez d’abord ses constats."), "danger")
        return redirect(address(draft_id, play_id))
    kept = write(draft.id, row, trial, pinned=(draft.revision, draft.digests))
    if kept and found.stop is None:
        flash(gettext("Les mêmes étapes conviennent à la révision %(number)s.", number=draft.revision), "success")
    return redirect(address(draft_id, play_id))


@studio.get("/<draft_id>/play/<play_id>/diagram.bpmn")
@permission(MODEL)
def play_diagram(draft_id: str, play_id: str) -> ResponseReturnValue:
    """The diagram with which the trial is played."""
    draft = pinned_draft(opened(draft_id), plays.get_play(draft_id, play_id))
    return Response(package_to_play(draft).bpmn_source, mimetype="application/xml")


@studio.errorhandler(PlayUnknown)
def _no_such_play(_: PlayUnknown) -> ResponseReturnValue:
    """Answer as for any address that leads nowhere."""
    return current_app.handle_http_exception(NotFound())


@studio.errorhandler(NotPlayable)
def _to_what_is_wrong(_: NotPlayable) -> ResponseReturnValue:
    """Lead to the page that says why the draft cannot be played."""
    arguments = request.view_args or {}
    if "play_id" in arguments:
        return redirect(address(arguments["draft_id"], arguments["play_id"]))
    return redirect(url_for(".play_room", draft_id=arguments.get("draft_id", "")))


def address(draft_id: str, play_id: str) -> str:
    """Return the address of the page of a trial."""
    return url_for(".play_board", draft_id=draft_id, play_id=play_id)

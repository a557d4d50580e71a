"""Takes steps of a trial for the pages: plays them, keeps what could happen, says what could not."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import flash

from app.commands.bus import Answer, Command, execute
from app.commands.services import current_services
from app.commands.studio.playing import KeepPlay, TrialTooLong
from app.queries.plays import NotPlayable, OpenPlay, open_play, played
from app.scenarios.trial import Played, RawStep, Trial, held_answers
from app.store.models import DraftPlay
from app.store.plays import PlayMoved
from app.web.access import current_actor
from app.web.interface import gettext
from app.web.studio.frame import opened
from app.web.studio.play_words import say_refusal

Pinned = tuple[int, Mapping[str, str]]
"""Number and tree of the revision with which a trial is played."""


def enter(draft_id: str, play_id: str) -> OpenPlay:
    """Return a trial of a draft. Raises DraftUnknown, PlayUnknown, NotPlayable."""
    return open_play(opened(draft_id), play_id)


def run(command: Command[Answer]) -> Answer:
    """Run a command of the person who plays."""
    return execute(command, actor=current_actor(), services=current_services())


def take(play: OpenPlay, step: RawStep) -> bool:
    """Take one step; services that were held answer first. Tell whether it happened: else the page says why."""
    trial = play.trial
    for answer in () if step.get("job") else held_answers(play.played):
        trial = trial.with_step(answer)
    return keep(play, trial.with_step(step))


def begin(play: OpenPlay, answers: Mapping[str, Any]) -> bool:
    """File the request of a trial. Tell whether it happened."""
    return keep(play, replace(play.trial, start=answers, steps=()))


def keep(play: OpenPlay, trial: Trial) -> bool:
    """Play a trial that differs from the kept one, and keep it if every step of it happened."""
    try:
        found = played(play.package, trial)
    except NotPlayable:
        flash(gettext("Cette étape ne se lit pas : recommencez-la depuis l’essai."), "danger")
        return False
    if not went_on(found):
        assert found.stop is not None
        flash(say_refusal(play.package, found.stop), "danger")
        return False
    return write(play.draft.id, play.row, trial)


def went_on(found: Played) -> bool:
    """Tell whether the steps happened; an incident happens too."""
    return found.stop is None or found.stop.reason == "incident"


def write(draft_id: str, row: DraftPlay, trial: Trial, *, pinned: Pinned | None = None) -> bool:
    """Keep a trial as it is. Tell whether it was kept: another window may have been first."""
    try:
        run(KeepPlay(draft_id=draft_id, play_id=row.id, seen=row.version, trial=trial, pinned=pinned))
    except PlayMoved:
        flash(gettext("L’essai a avancé dans une autre fenêtre. Le voici tel qu’il est."), "warning")
        return False
    except TrialTooLong:
        flash(gettext("Un essai a 200 étapes au plus. Revenez en arrière ou commencez un autre essai."), "warning")
        return False
    return True

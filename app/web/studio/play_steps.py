"""Reads from the page of a trial the step that whoever plays wants to take."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request

from app.domain.clock import CASABLANCA
from app.engine import EngineError, as_json
from app.procedures.bpmn.timers import TimerRefused, parse_duration
from app.procedures.yaml_source import SourceRefused, read_mapping
from app.queries.plays import OpenPlay
from app.scenarios.attachments import to_plain
from app.scenarios.run import LAST_YEAR
from app.scenarios.trial import RawStep, duration_between, job_step
from app.web.interface import gettext
from app.web.studio.play_page import next_moment

OPENING_HOUR = time(9, 0)
LARGEST_AMOUNT = 4
"""Digits of a number of days: longer ones are refused before they are read."""
UNITS = ("D", "W", "M")


class StepWrong(Exception):
    """What was typed makes no step; the text says why, in the language of the page."""


def read_step(play: OpenPlay) -> RawStep:
    """Return the step of the posted form. Raises StepWrong."""
    read = _READERS.get(request.form.get("verb", ""))
    if read is None:
        raise StepWrong(gettext("Choisissez ce qui se passe ensuite."))
    return read(play)


def read_moment(text: str) -> datetime:
    """Return the moment of a field of date and hour. Raises StepWrong."""
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=CASABLANCA)
    except ValueError:
        raise StepWrong(gettext("Écrivez une date et une heure : 2026-03-02T09:00.")) from None
    if not 2000 <= moment.year <= LAST_YEAR:
        raise StepWrong(gettext("Choisissez une date entre 2000 et %(year)s.", year=LAST_YEAR))
    return moment


def read_data(text: str, name: str) -> dict[str, Any]:
    """Return data typed as YAML; nothing typed is nothing sent. Raises StepWrong."""
    if not text.strip():
        return {}
    try:
        return dict(as_json(to_plain(read_mapping(text.encode(), file=name).data)))
    except EngineError:
        raise StepWrong(gettext("Ces données ne peuvent pas entrer dans un dossier.")) from None
    except SourceRefused as refused:
        line = refused.finding.line or 1
        message = gettext(
            "Ces données ne se lisent pas, ligne %(line)s. Écrivez un nom et sa valeur par ligne.", line=line
        )
        raise StepWrong(message) from None


def _to_next(play: OpenPlay) -> RawStep:
    following = next_moment(play)
    if following is None:
        raise StepWrong(gettext("Aucun délai ne court : l’horloge n’atteint rien d’elle-même."))
    return {"advance": duration_between(play.played.run.clock.now(), following.moment)}


def _by_amount(_: OpenPlay) -> RawStep:
    amount, unit = request.form.get("amount", "").strip(), request.form.get("unit", "D")
    if not (amount.isascii() and amount.isdigit() and len(amount) <= LARGEST_AMOUNT and int(amount)):
        raise StepWrong(gettext("Écrivez un nombre entier, sans unité."))
    if unit not in UNITS:
        raise StepWrong(gettext("Choisissez des jours, des semaines ou des mois."))
    duration = f"P{int(amount)}{unit}"
    try:
        parse_duration(duration)
    except TimerRefused:
        raise StepWrong(gettext("Aucun dossier ne dure deux siècles : avancez moins.")) from None
    return {"advance": duration}


def _to_date(play: OpenPlay) -> RawStep:
    now = play.played.run.clock.now()
    try:
        day = date.fromisoformat(request.form.get("date", "").strip())
    except ValueError:
        raise StepWrong(gettext("Choisissez une date.")) from None
    if not 2000 <= day.year <= LAST_YEAR:
        raise StepWrong(gettext("Choisissez une date entre 2000 et %(year)s.", year=LAST_YEAR))
    moment = datetime.combine(day, OPENING_HOUR, tzinfo=CASABLANCA)
    if moment <= now:
        moment = datetime.combine(day, now.astimezone(CASABLANCA).time(), tzinfo=CASABLANCA)
    if moment - now < timedelta(seconds=1):
        raise StepWrong(gettext("L’horloge n’avance que vers l’avenir : choisissez un jour qui vient."))
    return {"advance": duration_between(now, moment)}


def _message(_: OpenPlay) -> RawStep:
    kind = "signal" if request.form.get("verb") == "signal" else "message"
    data = read_data(request.form.get("data", ""), kind)
    return {kind: request.form.get("name", ""), **({"data": data} if data else {})}


def _answer(_: OpenPlay) -> RawStep:
    result = read_data(request.form.get("result", ""), "result")
    return job_step(request.form.get("element", ""), _index(), **({"result": result} if result else {}))


def _fail(_: OpenPlay) -> RawStep:
    code = request.form.get("error", "").strip()[:120]
    if not code:
        raise StepWrong(gettext("Écrivez le code de l’erreur, comme le schéma l’attend."))
    return job_step(request.form.get("element", ""), _index(), error=code)


def _index() -> int | None:
    text = request.form.get("item", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LARGEST_AMOUNT else None


_READERS: Mapping[str, Callable[[OpenPlay], RawStep]] = {
    "next": _to_next,
    "amount": _by_amount,
    "date": _to_date,
    "message": _message,
    "signal": _message,
    "job": _answer,
    "fail": _fail,
}

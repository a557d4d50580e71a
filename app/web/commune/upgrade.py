"""The screen of an upgrade in a commune: what it must decide, what followed, what it should read."""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.upgrading.answering import AcknowledgeUpgrade, FollowUpgrade, SaveAnswers
from app.commands.upgrading.answers import Answer, answers_from_data, operation_key
from app.commands.upgrading.errors import (
    AnswerRefused,
    AnswersMissing,
    CarriedMeanwhile,
    NothingToAnswer,
    UpgradeEnded,
    VariantBroken,
)
from app.commands.upgrading.sources import CarriedCommune, carry_commune
from app.domain import permissions
from app.domain.permissions import SEE_TAILORING, TAILOR
from app.linting.sentences import say
from app.queries.tailoring_words import National, national_of, tell_operation
from app.queries.upgrading.conflicts import Question, question_of
from app.queries.upgrading.trials import found_sentences
from app.queries.upgrading.words import tell_kept
from app.store import publication, upgrades
from app.store.models import Upgrade, UpgradeItem
from app.store.tailoring import TailoringMoved
from app.store.upgrades import AnswersMoved
from app.web.access import current_actor, permission
from app.web.commune import commune
from app.web.commune.frame import choose_text, today
from app.web.interface import gettext, language, ngettext

FIELD = "choice-"
"""Prefix of the inputs of answers, before the key of the change."""


@commune.get("/upgrades/<slug>")
@permission(SEE_TAILORING)
def upgrade(commune_slug: str, slug: str) -> ResponseReturnValue:
    """What the upgrade asks of the commune, or what became of its changes."""
    return _page(*found(slug))


@commune.post("/upgrades/<slug>")
@permission(TAILOR)
def answer_upgrade(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Keep the answers; with `action=follow`, let the commune follow with them."""
    row, item = found(slug)
    seen = request.form.get("seen", type=int) or 0
    try:
        save_answers(row, item, _chosen(row, item), seen=seen)
        if request.form.get("action") != "follow":
            flash(gettext("Vos réponses sont gardées. Rien n’est encore publié."), "success")
            return _here(slug)
        _follow(row, upgrades.get_item(row.id, g.commune.id))
    except AnswerRefused as refused:
        flash(say(refused.message, language()), "danger")
    except AnswersMissing as missing:
        waiting = ngettext("%(num)s changement attend encore.", "%(num)s changements attendent encore.", missing.count)
        flash(waiting, "warning")
    except VariantBroken:
        flash(gettext("Avec ces réponses la démarche ne fonctionnerait pas : changez l’une d’elles."), "danger")
    except (AnswersMoved, CarriedMeanwhile, TailoringMoved):
        flash(gettext("Une autre personne a répondu ou changé la démarche entre-temps. Relisez."), "warning")
    except (NothingToAnswer, UpgradeEnded):
        flash(gettext("Cette montée de version ne demande plus rien à la commune."), "info")
    else:
        flash(gettext("La commune suit la nouvelle version."), "success")
    return _here(slug)


@commune.post("/upgrades/<slug>/read")
@permission(TAILOR)
def read_upgrade(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Say that what is new was read."""
    row, item = found(slug)
    try:
        command = AcknowledgeUpgrade(upgrade_id=row.id, commune_id=item.commune_id)
        execute(command, actor=current_actor(), services=current_services())
        flash(gettext("C’est noté dans l’histoire de la démarche."), "success")
    except NothingToAnswer:
        flash(gettext("Cette montée de version ne demande plus rien à la commune."), "info")
    return _here(slug)


def found(slug: str) -> tuple[Upgrade, UpgradeItem]:
    """Return the upgrade that holds for a procedure in the commune; without one, the page does not exist."""
    holds = upgrades.find_current_item(g.commune.id, slug)
    if holds is None:
        raise NotFound
    return holds


def save_answers(row: Upgrade, item: UpgradeItem, answers: Mapping[str, Answer | None], *, seen: int) -> None:
    """Keep answers that differ from what is kept."""
    known = answers_from_data(item.answers)
    fresh = {key: answer for key, answer in answers.items() if known.get(key) != answer}
    if fresh:
        command = SaveAnswers(upgrade_id=row.id, commune_id=item.commune_id, seen=seen, answers=fresh)
        execute(command, actor=current_actor(), services=current_services())


def carried_now(row: Upgrade, item: UpgradeItem) -> CarriedCommune:
    """Return what becomes of the commune's changes with the answers so far; checked once nothing is unanswered."""
    answers = answers_from_data(item.answers)
    return carry_commune(item.commune_id, row.slug, row.base_id, today=today(), answers=answers)


def list_questions(row: Upgrade, carried: CarriedCommune) -> list[Question]:
    """Return the changes about which the commune must decide; all of them when the variant would not work."""
    new = national_of(row.base_id)
    broken = any(each.carried.errors for each in carried.sources)
    questions: dict[str, dict[str, Any]] = {}
    for each in carried.sources:
        conflicts = each.carried.found.conflicts
        beside = each.source.overlay.operations
        asked = [one.operation for one in conflicts] + (list(each.carried.found.overlay.operations) if broken else [])
        for operation in asked:
            about = questions.setdefault(
                operation_key(operation),
                {
                    "operation": operation,
                    "old": national_of(each.source.base_id),
                    "conflicts": [one for one in conflicts if one.operation == operation],
                    "beside": beside,
                    "places": [],
                },
            )
            if each.source.kind not in about["places"]:
                about["places"].append(each.source.kind)
    return [question_of(key, new=new, language=language(), **about) for key, about in questions.items()]


def _chosen(row: Upgrade, item: UpgradeItem) -> dict[str, Answer | None]:
    known = answers_from_data(item.answers)
    chosen: dict[str, Answer | None] = {}
    for question in list_questions(row, carried_now(row, item)):
        choice = request.form.get(f"{FIELD}{question.key}")
        if choice == "keep":
            chosen[question.key] = Answer(choice="keep", operation=question.operation)
        elif choice == "national":
            chosen[question.key] = Answer(choice="national", operation=None)
        elif choice == "edit" and question.key in known:
            chosen[question.key] = known[question.key]
    return chosen


def _follow(row: Upgrade, item: UpgradeItem) -> None:
    command = FollowUpgrade(
        upgrade_id=row.id, commune_id=item.commune_id, seen=item.revision, carried=carried_now(row, item)
    )
    execute(command, actor=current_actor(), services=current_services())


def _here(slug: str) -> ResponseReturnValue:
    return redirect(url_for("commune.upgrade", commune_slug=g.commune.slug, slug=slug))


def _page(row: Upgrade, item: UpgradeItem) -> str:
    base = publication.get_deployment(row.base_id)
    return render_template(
        "commune/upgrade.html",
        upgrade=row,
        item=item,
        title=choose_text(base.titles) or row.slug,
        version=base.version,
        ring=next(one for one in upgrades.list_rings(row.id) if one.number == item.ring),
        may_answer=permissions.may(current_actor(), TAILOR, item.commune_id),
        **(_asked(row, item) if item.state in upgrades.ASKED and row.state == "running" else _told(row, item)),
    )


def _asked(row: Upgrade, item: UpgradeItem) -> dict[str, Any]:
    carried = carried_now(row, item)
    new = national_of(row.base_id)
    answers = answers_from_data(item.answers)
    findings = {error.message for each in carried.sources for error in each.carried.errors}
    return {
        "asked": True,
        "questions": list_questions(row, carried),
        "choices": {key: answer.choice for key, answer in answers.items()},
        "edited": {
            key: tell_operation(new, answer.operation, language())
            for key, answer in answers.items()
            if answer.choice == "edit" and answer.operation is not None
        },
        "unanswered": len(carried.unanswered),
        "findings": sorted(say(message, language()) for message in findings),
        "following": _following(carried),
        "places": place_words(),
    }


def _following(carried: CarriedCommune) -> list[str]:
    """Return the changes that follow by themselves, as sentences."""
    told: dict[str, str] = {}
    for each in carried.sources:
        national = national_of(each.source.base_id)
        for operation in each.carried.found.overlay.operations:
            told.setdefault(operation_key(operation), tell_operation(national, operation, language()))
    return list(told.values())


def _told(row: Upgrade, item: UpgradeItem) -> dict[str, Any]:
    """Return what was found when the commune followed, and what was left to the country."""
    details = item.details
    old, new = national_of(details.get("base") or item.former_id), national_of(row.base_id)
    read = {key: details.get(key, ()) for key in ("attention", "scenarios")}
    return {
        "asked": False,
        "attention": list(found_sentences(old, new, read, language())) if details else [],
        "answered": _answered(new, answers_from_data(item.answers)),
        "taken": [tell_kept(old, written, language()) for written in details.get("taken", ())],
        "to_read": item.read_at is None and item.outcome in ("attention", "conflict"),
    }


def _answered(new: National, answers: Mapping[str, Answer]) -> list[str]:
    """Return what the commune kept or typed, as sentences; what it left to the country is told beside."""
    kept = (answer.operation for answer in answers.values() if answer.operation is not None)
    return [tell_operation(new, operation, language()) for operation in kept]


def place_words() -> Mapping[str, str]:
    """Return where a change of the commune stands, in words."""
    return {
        "in-effect": gettext("en vigueur"),
        "scheduled": gettext("attend son jour"),
        "workshop": gettext("dans l’atelier"),
    }

"""Tries a decision of a draft: what it asks as fields, what it answers, and the rules that fired."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.decisions import DecisionModel
from app.decisions.package_changes import read_decision_file
from app.decisions.questions import GIVEN, Question, list_questions, nested
from app.decisions.tables.table import DecisionTable
from app.domain.errors import MastaraError
from app.domain.permissions import MODEL
from app.queries.studio import OpenDraft
from app.scenarios.exact_json import read_json, write_json
from app.scenarios.play_decision import decide, only_decision
from app.web.access import permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.finding_words import in_words
from app.web.studio.frame import opened
from app.web.studio.law_values import law_values

PREFIX = "in."
LONGEST_ANSWER = 2_000


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a decision answered: `result` as JSON; `rules` are ids, `numbers` how the tables count them."""

    result: str = ""
    rules: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """The panel: the decisions of the file, the one that is asked, its questions with what was typed, its answer."""

    decisions: tuple[tuple[str, str], ...]
    chosen: str
    questions: tuple[Question, ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    outcome: Outcome | None = None


@studio.get("/<draft_id>/decisions/<name>/try")
@permission(MODEL)
def decision_trial(draft_id: str, name: str) -> ResponseReturnValue:
    """The panel alone, for the editor's script; the page of the decision takes the same arguments."""
    draft = opened(draft_id)
    trial, problem = None, ""
    try:
        trial = trial_of(draft, read_decision_file(draft.files, draft.slug, name), request.args)
    except MastaraError as error:
        problem = in_words(error.message)
    values = {"trial": trial, "problem": problem, "draft": draft, "name": name}
    return render_template("studio/fragment.html", part="studio/_decision_trial.html", **values)


def trial_of(draft: OpenDraft, model: DecisionModel, asked: Mapping[str, str]) -> Trial:
    """Return the panel. `asked`: `decision` its id, `in.<name>` what was typed, `decide` to have the answer too."""
    askable = [*model.ids, *(one.id for one in model.knowledge)]
    wanted = asked.get("decision", "")
    chosen = wanted if wanted in askable else only_decision(model) or askable[0]
    questions = list_questions(model, chosen)
    typed = {
        question.name: asked.get(f"{PREFIX}{question.name}", "")[:LONGEST_ANSWER].strip() for question in questions
    }
    now = current_services().clock.now()
    names = [
        *((one.id, one.name) for one in model.decisions),
        *((one.id, one.name) for one in model.services),
        *((one.id, one.name) for one in model.knowledge),
    ]
    outcome = _decided(model, chosen, _data(draft, questions, typed, now), now) if "decide" in asked else None
    return Trial(decisions=tuple(names), chosen=chosen, questions=questions, typed=typed, outcome=outcome)


def _data(draft: OpenDraft, questions: tuple[Question, ...], typed: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return what was typed as data, with the dated values of the law as they are today."""
    answers = nested({question.name: read_answer(question, typed[question.name]) for question in questions})
    return {GIVEN: law_values(draft, now), **answers}


def _decided(model: DecisionModel, chosen: str, data: Mapping[str, object], now: datetime) -> Outcome:
    answer = decide(model, chosen, data, now=now)
    if "error" in answer:
        return Outcome(error=str(answer["error"]))
    rules = tuple(str(rule) for rule in _listed(answer.get("rules")))
    numbers = _numbers(model)
    return Outcome(
        result=write_json(answer["result"]),
        rules=rules,
        numbers=tuple(numbers.get(rule, rule) for rule in rules),
        messages=tuple(str(message) for message in _listed(answer.get("messages"))),
    )


def _numbers(model: DecisionModel) -> dict[str, str]:
    """Return how people call each rule: its number, with the decision's name where the file has several."""
    tables = [(one.name, one.logic) for one in model.decisions if isinstance(one.logic, DecisionTable)]
    return {
        rule.id: str(rule.number)
        if len(tables) == 1
        else gettext("%(decision)s, règle %(number)s", decision=name, number=rule.number)
        for name, table in tables
        for rule in table.rules
    }


def read_answer(question: Question, typed: str) -> object:
    """Return what was typed as the type of the question has it; what does not fit stays a text, and is told."""
    if not typed:
        return None
    if question.type == "boolean":
        return {"true": True, "false": False}.get(typed, typed)
    if question.type == "number":
        return _number(typed)
    return typed if question.type != "Any" else _anything(typed)


def _number(typed: str) -> object:
    try:
        number = Decimal(typed.replace(",", ".").replace(" ", "").replace("\u202f", ""))
    except InvalidOperation:
        return typed
    return number if number.is_finite() else typed


def _anything(typed: str) -> object:
    """Return JSON as data: a number, true, a list, a context; anything else is a text."""
    try:
        return read_json(typed)
    except (ValueError, RecursionError):
        return typed


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []

"""Tries one decision of a DMN file: data in, result and the rules that fired out."""

from collections.abc import Mapping
from datetime import datetime

from app.decisions import DecisionModel, DecisionResult
from app.domain.errors import MastaraError
from app.feel import Function
from app.scenarios.exact_json import value_text
from app.scenarios.play_case import CLOCK_START


def decide(
    model: DecisionModel,
    name: str | None,
    data: Mapping[str, object],
    *,
    trace: bool = False,
    now: datetime = CLOCK_START,
) -> dict[str, object]:
    """Return {"result": …, "rules": […]} with exact values: `write_json` makes JSON of them.

    `trace` adds "steps": each decision taken on the way with its own result and rules. What went wrong inside makes a
    value null and is told in "messages"; {"error": …} means that there is no such decision, or that the result is no
    data. Without a name it is the file's only decision, else the only one that no other requires. Data under the name
    of a required decision stand in for that decision.
    """
    chosen = name or only_decision(model)
    if chosen is None:
        known = ", ".join(model.ids) or "none"
        return {"error": f"Expected the name of a decision, found none: choose one of {known}."}
    try:
        decided = model.evaluate(chosen, data, now=now, replacing=True)
    except MastaraError as error:
        return {"error": error.message}
    if isinstance(decided.value, Function):
        return {"error": value_text(decided.value)}
    return _answer(decided, trace=trace)


def _answer(decided: DecisionResult, *, trace: bool) -> dict[str, object]:
    answer: dict[str, object] = {"result": decided.value, "rules": list(decided.rules)}
    if trace:
        answer["steps"] = [
            {"decision": one.decision, "result": one.value, "rules": list(one.rules)} for one in decided.steps
        ]
    if decided.problems:
        answer["messages"] = [str(problem) for problem in decided.problems]
    return answer


def only_decision(model: DecisionModel) -> str | None:
    """Return the decision that is meant where none is named: the one that no other requires, None of several."""
    required = {reference.id for decision in model.decisions for reference in decision.requires}
    last = [decision.id for decision in model.decisions if decision.id not in required]
    if not model.decisions:
        last = [*model.ids]
    return last[0] if len(last) == 1 else None

"""Tries one decision of a DMN file: data in, result and the rules that fired out."""

from collections.abc import Mapping

from app.decisions import DecisionModel
from app.domain.errors import MastaraError
from app.engine import as_json
from app.scenarios.play_case import CLOCK_START


def decide(model: DecisionModel, name: str | None, data: Mapping[str, object]) -> dict[str, object]:
    """Return {"result": …, "rules": […]}, or {"error": …} when the decision cannot be taken.

    Without a name it is the file's only decision, else the only one that no other requires.
    """
    chosen = name or _only(model)
    if chosen is None:
        known = ", ".join(decision.id for decision in model.decisions)
        return {"error": f"Expected the name of a decision, found none: choose one of {known}."}
    try:
        decided = model.decide(chosen, as_json(data), now=CLOCK_START)
        return {"result": as_json(decided.result), "rules": list(decided.rules)}
    except MastaraError as error:
        return {"error": error.message}


def _only(model: DecisionModel) -> str | None:
    required = {name for decision in model.decisions for name in decision.requires}
    last = [decision.id for decision in model.decisions if decision.id not in required]
    return last[0] if len(last) == 1 else None

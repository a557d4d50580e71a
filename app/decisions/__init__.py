"""Decisions: DMN models read, checked and evaluated on FEEL (DMN 1.5, chapters 6 to 8)."""

from app.decisions.errors import DecisionError
from app.decisions.evaluation import DecisionResult, DecisionStep
from app.decisions.model import Decision
from app.decisions.reader import DecisionModel, read_decisions

__all__ = ["Decision", "DecisionError", "DecisionModel", "DecisionResult", "DecisionStep", "read_decisions"]

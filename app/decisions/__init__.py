"""Decisions: DMN models read, checked and evaluated on FEEL (DMN 1.5, chapters 6 to 10)."""

from app.decisions.errors import DecisionError
from app.decisions.graph import DecisionModel
from app.decisions.library import Library
from app.decisions.model import Decision
from app.decisions.packages import read_package_decision
from app.decisions.reader import read_decisions
from app.decisions.results import DecisionResult, DecisionStep
from app.decisions.scope import Problem

__all__ = [
    "Decision",
    "DecisionError",
    "DecisionModel",
    "DecisionResult",
    "DecisionStep",
    "Library",
    "Problem",
    "read_decisions",
    "read_package_decision",
]

"""A package made ready to run: compiled process, decisions, forms, clock, and what its diagram may see."""

from app.deployments.clocks import (
    CLOSED,
    INCOMPLETE,
    PERIOD_OVER,
    CaseClock,
    ClockPlan,
    moves_clock,
    open_clock,
    plan_clock,
)
from app.deployments.deployed import Deployed, FormUnknown, prepare
from app.deployments.periods import period_of

__all__ = [
    "CLOSED",
    "INCOMPLETE",
    "PERIOD_OVER",
    "CaseClock",
    "ClockPlan",
    "Deployed",
    "FormUnknown",
    "moves_clock",
    "open_clock",
    "period_of",
    "plan_clock",
    "prepare",
]

"""Reads the legal clock of a case from its rows: the rule of the day it was opened, on the diagram of today."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from app.deadlines import ClockEvent
from app.deployments import CaseClock, ClockPlan, Deployed

Deployments = Callable[[str], Deployed]
"""Gives a deployment by its id."""


def plan_of(case_deployment: str, opened_under: str | None, filed_at: datetime, deployments: Deployments) -> ClockPlan:
    """Return the plan of a period.

    A case that was moved to a newer deployment keeps the rule under which its period was opened: its length, its
    reasons, its silence. Where the period starts, stands still and ends is read on the diagram that the case now has.
    """
    plan = deployments(case_deployment).clock_plan(filed_at)
    if opened_under is None or opened_under == case_deployment:
        return plan
    return replace(plan, rule=deployments(opened_under).clock_plan(filed_at).rule)


def clock_from(
    events: Iterable[ClockEvent],
    *,
    case_deployment: str,
    opened_under: str | None,
    filed_at: datetime,
    deployments: Deployments,
) -> CaseClock:
    """Return a clock with its events so far."""
    return CaseClock(plan=plan_of(case_deployment, opened_under, filed_at, deployments), events=tuple(events))

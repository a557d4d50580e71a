"""The legal clock of a case between its rows and its pure form."""

from datetime import datetime, timedelta
from typing import Any

from app.commands.clocks.reading import clock_from
from app.commands.services import Services
from app.deadlines import ClockEvent, ClockState
from app.deployments import CaseClock
from app.store import cases, deadlines, work
from app.store.deadlines import LEGAL as LEGAL  # noqa: PLC0414 (beside the rest of a period's row)
from app.store.models import Case, Deadline

ALARM = "clock.tell"
"""The operation of the job that waits for the next moment worth telling: a share of the period, or its end."""
ONE_SECOND = timedelta(seconds=1)
"""The end of a period is its last second: it is over one second later."""
STATES = {
    "not_started": "waiting",
    "running": "running",
    "extended": "running",
    "suspended": "suspended",
    "over": "over",
    "stopped": "ended",
}


def read_rows(case: Case, deadline: Deadline, services: Services) -> CaseClock:
    """Return the clock of a period as its rows tell it."""
    return clock_from(
        deadlines.list_clock_events(deadline),
        case_deployment=case.deployment_id,
        opened_under=deadline.deployment_id,
        filed_at=case.filed_at,
        deployments=services.deployments.get,
    )


def write_event(deadline: Deadline, event: ClockEvent, *, actor_name: str) -> None:
    """Add the row of one event."""
    detail: dict[str, Any] = {"words": dict(event.words)} if event.words else {}
    if event.amount is not None:
        amount = event.amount
        detail["amount"] = {"amount": amount.amount, "unit": amount.unit, "kind": amount.kind}
    deadlines.record(
        deadline,
        event.kind,
        at=event.at,
        actor_name=actor_name,
        name=event.name,
        reason=event.reason,
        detail=detail,
    )


def write_state(case: Case, deadline: Deadline, state: ClockState, *, now: datetime) -> None:
    """Write where a period stands: its row, the day of the case and of its open tasks, and the next alarm."""
    before = case.due_at
    deadline.state = STATES[state.state]
    deadline.started_at, deadline.last_day, deadline.due_at = state.started_at, state.last_day, state.due_at
    deadline.ended_at = state.stopped_at
    case.due_at = None if deadline.state == "ended" else state.due_at
    if case.due_at != before:
        for task in deadlines.list_tasks_with_days(case):
            task.due_at = min(filter(None, (task.target_at, case.due_at)), default=None)
    arm(case, deadline, state, told=deadline.opened_at, now=now)


def arm(case: Case, deadline: Deadline, state: ClockState, *, told: datetime, now: datetime) -> None:
    """Let a job wait for the next alert or the end of a period, or for nothing when none is to come.

    `told` is the moment up to which everything has been told. A period that was moved asks again from its beginning:
    a day that came earlier may have passed meanwhile, and what was told is not told twice.
    """
    next_moment = next_telling(state, after=told)
    job = work.find_job_by_key(case, "platform", deadline.id)
    if job is None:
        if next_moment is not None:
            work.new_job(
                case,
                kind="platform",
                engine_key=deadline.id,
                element="legal-period",
                operation=ALARM,
                inputs={"deadline": deadline.id},
                due_at=next_moment,
                now=now,
            )
    elif job.state != "running":
        job.state = "cancelled" if next_moment is None else "waiting"
        job.due_at, job.attempts = next_moment or job.due_at, 0
        job.ended_at = now if next_moment is None else None


def next_telling(state: ClockState, *, after: datetime) -> datetime | None:
    """Return the next moment after `after` at which a share of the period has run, or the period is over."""
    if state.state in ("stopped", "not_started") or state.is_suspended_by_event:
        return None
    moments = [alert.at for alert in state.alerts if alert.at is not None]
    if state.due_at is not None:
        moments.append(state.due_at + ONE_SECOND)
    return min((moment for moment in moments if moment > after), default=None)


def read_period(case: Case, deadline: Deadline, services: Services, now: datetime) -> ClockState:
    """Return where a period stands at `now`."""
    return read_rows(case, deadline, services).read(services.calendar_in(case.commune_id), now=now)


def remember(case: Case, kind: str, *, now: datetime, actor_kind: str, actor_name: str, **data: Any) -> None:
    """Add a public fact about the period to the history of the case."""
    cases.record_event(case, kind, at=now, actor_kind=actor_kind, actor_name=actor_name, public=True, data=data)

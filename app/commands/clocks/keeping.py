"""Keeps the legal period of a case: begun at filing, moved by each step that its procedure declares, ended once."""

from app.commands.bus import Unit
from app.commands.clocks.rows import LEGAL, read_rows, remember, write_event, write_state
from app.commands.surroundings import find_legal_period
from app.deadlines import ClockEvent
from app.deployments import CLOSED, INCOMPLETE, CaseClock, Deployed, moves_clock, open_clock
from app.domain.codes import new_id
from app.engine import StepResult
from app.store import cases
from app.store.database import flush
from app.store.models import Case, Deadline

PUBLIC_FACTS = {
    "completed": "PeriodBegan",
    "suspended": "PeriodSuspended",
    "resumed": "PeriodResumed",
    "extended": "PeriodExtended",
}
"""What the history of a case tells of its period; an end is told by the decision or the closing itself."""


def start_period(case: Case, deployed: Deployed, unit: Unit) -> None:
    """Open the legal period of a request just filed: it runs when its file is complete, as filing made sure."""
    clock = open_clock(deployed.clock_plan(case.filed_at), case.filed_at)
    calendar = unit.services.calendar_in(case.commune_id)
    deadline = _new_row(case, clock, unit)
    grown = clock.after_step(frozenset(), frozenset(), calendar, now=unit.now)
    _write(case, deadline, grown, clock, unit, told=False)


def keep_period(case: Case, deployed: Deployed, result: StepResult, unit: Unit) -> None:
    """Move the legal period by what a step did; a step that touches nothing it watches reads no row for it.

    Raises:
        ClockRefused: the step asks something of the user that the law no longer allows to ask.
    """
    closes = result.status in ("completed", "terminated")
    if not (closes or moves_clock(deployed.package, result) or _was_moved(case)):
        return
    deadline = find_legal_period(case, unit)
    if deadline is None:
        return
    before = read_rows(case, deadline, unit.services)
    calendar = unit.services.calendar_in(case.commune_id)
    waiting = frozenset(unit.services.engine.positions(deployed.definition, result.state))
    after = before.after_step(waiting, frozenset(result.trace), calendar, now=unit.now)
    if closes:
        after = after.ended(CLOSED, calendar, now=unit.now)
    if after.renewed:
        _write(case, deadline, before.ended(INCOMPLETE, calendar, now=unit.now), before, unit)
        deadline, before = _new_row(case, after, unit), after
    if after.events != before.events or after.renewed:
        _write(case, deadline, after, before, unit)


def _was_moved(case: Case) -> bool:
    """Tell whether the case left the deployment of its period: what stands still there may be unknown here."""
    return case.period_deployment_id not in (None, case.deployment_id)


def _new_row(case: Case, clock: CaseClock, unit: Unit) -> Deadline:
    deadline = Deadline(
        id=new_id(),
        commune_id=case.commune_id,
        case_id=case.id,
        kind=LEGAL,
        parameter=clock.plan.rule.key,
        deployment_id=case.deployment_id,
        state="waiting",
        opened_at=unit.now,
    )
    cases.add(deadline)
    flush()
    for event in clock.events:
        write_event(deadline, event, actor_name=unit.actor.name)
    return deadline


def _write(
    case: Case, deadline: Deadline, clock: CaseClock, before: CaseClock, unit: Unit, *, told: bool = True
) -> None:
    calendar = unit.services.calendar_in(case.commune_id)
    state = clock.read(calendar, now=unit.now)
    for event in clock.events[len(before.events) :]:
        write_event(deadline, event, actor_name=unit.actor.name)
        if told and event.kind in PUBLIC_FACTS:
            _tell(case, event, state.last_day.isoformat() if state.last_day else "", unit)
    write_state(case, deadline, state, now=unit.now)


def _tell(case: Case, event: ClockEvent, last_day: str, unit: Unit) -> None:
    data = {"reason": event.reason} if event.reason else {}
    if last_day:
        data["last_day"] = last_day
    remember(case, PUBLIC_FACTS[event.kind], now=unit.now, actor_kind="system", actor_name=unit.actor.name, **data)

"""Reads open periods again after the calendar changed, a slice a transaction; tells those whose day moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from app.commands.bus import Unit, require
from app.commands.clocks.reading import clock_from
from app.commands.clocks.rows import remember, write_state
from app.commands.clocks.telling import queue_message
from app.deadlines import ClockEvent, ClockState, DeadlineError
from app.store import calendars, cases, deadlines
from app.store.models import CalendarOrder, Case, Deadline

log = structlog.get_logger("mastara.clock")
SLICE = 200
DAY_CHANGED = "period-recomputed"
"""The message of a package that tells the new day; a package without it tells by the history of the case alone."""


@dataclass(frozen=True, kw_only=True)
class RecomputeSlice:
    """Read the next open periods of the oldest change that is not done; answer how many, None when nothing waits."""

    size: int = SLICE

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")

    def handle(self, unit: Unit) -> int | None:
        work = calendars.find_running_recomputation()
        if work is None:
            return None
        order = calendars.find_order(work.order_id)
        assert order is not None, "orders are never erased"
        rows = deadlines.list_open_periods(commune_id=work.commune_id, after=work.reached, limit=self.size)
        read = _Slice(unit, order, rows)
        for row in rows:
            read.one(row)
        work.reached = rows[-1].id if rows else work.reached
        work.read += len(rows)
        work.moved += read.moved
        work.refused += read.refused
        if len(rows) < self.size:
            work.state, work.ended_at = "done", unit.now
        return len(rows)


class _Slice:
    """One slice while it is read: what all of it shares is loaded once."""

    def __init__(self, unit: Unit, order: CalendarOrder, rows: Sequence[Deadline]) -> None:
        self.unit = unit
        self.order = order
        self.events: Mapping[str, tuple[ClockEvent, ...]] = deadlines.list_clock_events_of(rows)
        self.cases = cases.lock_cases(row.case_id for row in rows)
        self.calendars = {
            commune_id: unit.services.calendar_in(commune_id) for commune_id in {row.commune_id for row in rows}
        }
        self.moved = 0
        self.refused = 0

    def one(self, row: Deadline) -> None:
        case = self.cases[row.case_id]
        calendar = self.calendars[case.commune_id]
        deployments = self.unit.services.deployments.get
        clock = clock_from(
            self.events.get(row.id, ()),
            case_deployment=case.deployment_id,
            opened_under=row.deployment_id,
            filed_at=case.filed_at,
            deployments=deployments,
        )
        try:
            state = clock.read(calendar, now=self.unit.now)
        except DeadlineError as refused:
            self.refused += 1
            log.warning("period-unreadable", case=case.reference, error=refused.message)
            return
        if (state.last_day, state.due_at) != (row.last_day, row.due_at):
            self._move(case, row, state, has_message=DAY_CHANGED in deployments(case.deployment_id).package.messages)

    def _move(self, case: Case, row: Deadline, state: ClockState, *, has_message: bool) -> None:
        self.moved += 1
        before = row.last_day.isoformat() if row.last_day else ""
        after = state.last_day.isoformat() if state.last_day else ""
        deadlines.record(
            row,
            "recomputed",
            at=self.unit.now,
            actor_name=self.order.withdrawn_by or self.order.decided_by,
            detail={"before": before, "after": after, "order": self.order.id},
        )
        write_state(case, row, state, now=self.unit.now)
        remember(
            case,
            "PeriodRecomputed",
            now=self.unit.now,
            actor_kind="system",
            actor_name=self.unit.actor.name,
            reason=self.order.name_ar if case.language == "ar" else self.order.name_fr,
            before=before,
            last_day=after,
        )
        if has_message:
            queue_message(case, DAY_CHANGED, self.unit)

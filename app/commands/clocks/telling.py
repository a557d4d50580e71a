"""Tells what the clock of a case says by itself: a share of the period has run, or the period is over."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.clocks.alerting import queue_alert
from app.commands.clocks.rows import arm, read_period, remember, write_state
from app.commands.jobs import OnLease, finish_row
from app.commands.messages import NotAwaited, deliver
from app.deadlines import ClockState
from app.deployments import PERIOD_OVER
from app.domain.codes import new_id
from app.store import cases, deadlines, work
from app.store.models import Case, Deadline

WHOLE = 1.0


@dataclass(frozen=True, kw_only=True)
class TellClock(OnLease):
    """Write which shares of the period have run; at its end say so to the citizen and to the process."""

    deadline_id: str

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = cases.lock_case(job.commune_id, job.case_id)
        finish_row(job, unit)
        deadline = deadlines.find_period(job.commune_id, self.deadline_id)
        if deadline is None or deadline.state == "ended" or case.state != "open":
            return
        state = self._read(case, deadline, unit)
        self._tell_shares(case, deadline, state, unit)
        if state.state == "over" and self._is_news(deadline, WHOLE, state):
            self._tell_end(case, deadline, state, unit)
            state = self._read(case, deadline, unit)
        arm(case, deadline, state, told=unit.now, now=unit.now)

    def _read(self, case: Case, deadline: Deadline, unit: Unit) -> ClockState:
        return read_period(case, deadline, unit.services, unit.now)

    def _tell_shares(self, case: Case, deadline: Deadline, state: ClockState, unit: Unit) -> None:
        for alert in state.alerts:
            if alert.at is not None and alert.at <= unit.now and self._is_news(deadline, alert.share, state):
                share = round(alert.share * 100)
                deadlines.record(deadline, "alerted", at=unit.now, detail={"share": alert.share})
                cases.record_event(
                    case,
                    "PeriodAlerted",
                    at=unit.now,
                    actor_kind="system",
                    actor_name=unit.actor.name,
                    data={"share": share, "last_day": _day(state)},
                )
                queue_alert(case, share, _day(state), unit)

    def _is_news(self, deadline: Deadline, share: float, state: ClockState) -> bool:
        """Tell whether a share was not told yet, or was before its moment moved on."""
        moment = state.due_at if share == WHOLE else next(alert.at for alert in state.alerts if alert.share == share)
        told = [row.at for row in deadlines.list_events(deadline) if row.detail.get("share") == share]
        return moment is not None and (not told or max(told) < moment)

    def _tell_end(self, case: Case, deadline: Deadline, state: ClockState, unit: Unit) -> None:
        deadlines.record(deadline, "alerted", at=unit.now, detail={"share": WHOLE})
        silence = unit.services.deployments.get(case.deployment_id).package.manifest["silence"]
        remember(
            case,
            "PeriodOver",
            now=unit.now,
            actor_kind="system",
            actor_name=unit.actor.name,
            effect=silence["effect"],
            last_day=_day(state),
        )
        write_state(case, deadline, state, now=unit.now)
        queue_alert(case, round(WHOLE * 100), _day(state), unit)
        if silence["message"]:
            queue_message(case, silence["message"], unit)
        try:
            deliver(case, PERIOD_OVER, {"silence": silence["effect"]}, unit)
        except NotAwaited:
            return


def queue_message(case: Case, key: str, unit: Unit) -> None:
    """Leave a message of the package to a job of the platform."""
    work.new_job(
        case,
        kind="platform",
        engine_key=f"notify-{new_id()}",
        element="legal-period",
        operation="notify.send",
        inputs={"message": key, "reason": ""},
        due_at=unit.now,
        now=unit.now,
    )


def _day(state: ClockState) -> str:
    return state.last_day.isoformat() if state.last_day else ""

"""The legal clock of a case: what a procedure declares of its period, and what each step of a case does to it.

Pure: commands write what is answered here, scenarios keep it in memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.deadlines import (
    Calendar,
    ClockEvent,
    ClockRefused,
    ClockRule,
    ClockState,
    ExtensionAllowed,
    SuspensionAllowed,
    read_clock,
)
from app.deployments.periods import period_of
from app.domain.clock import local_day
from app.engine import StepResult
from app.procedures import ProcedurePackage

PERIOD_OVER = "legal-period-over"
"""The message that a diagram may wait for: the period ended and no decision was taken."""
INCOMPLETE, DECIDED, CLOSED = "incomplete", "decided", "closed"
"""Why a period ends: the file was not complete after all, the decision was taken, the case was closed without one."""


@dataclass(frozen=True, kw_only=True)
class ClockPlan:
    """The rule of a case's period, and the elements of the diagram that move it.

    `pauses` gives the reason of each element at which the period stands still; `completing` are the user tasks that
    complete the file; `deciding` the elements that end the period; `abandoning` the events that take a completing task
    away before it is done, each with why the period then never begins.
    """

    rule: ClockRule
    pauses: Mapping[str, str]
    completing: frozenset[str]
    deciding: frozenset[str]
    abandoning: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class CaseClock:
    """The period of a case and its events. `renewed`: the one before ended, this one waits for the file."""

    plan: ClockPlan
    events: tuple[ClockEvent, ...]
    renewed: bool = False

    def read(self, calendar: Calendar, *, now: datetime | None = None) -> ClockState:
        """Return where the period stands at `now`. Raises DeadlineError."""
        return read_clock(self.plan.rule, self.events, calendar, now=now)

    def may_ask(self, calendar: Calendar, now: datetime) -> bool:
        """Tell whether the user may still be asked for a piece or an information (law 55-19, articles 7, 10, 14)."""
        state = self.read(calendar, now=now)
        asking = [allowed.reason for allowed in self.plan.rule.may_suspend if not allowed.any_time]
        return any(state.may_ask_for_pieces(now, reason) for reason in asking)

    @property
    def stopped(self) -> bool:
        """Tell whether the period has ended."""
        return any(event.kind == "stopped" for event in self.events)

    @property
    def _started(self) -> bool:
        return any(event.starts(self.plan.rule.starts_on) for event in self.events)

    @property
    def _paused(self) -> bool:
        moves = [event.kind for event in self.events if event.kind in ("suspended", "resumed")]
        return moves[-1:] == ["suspended"]

    def with_event(self, event: ClockEvent, calendar: Calendar) -> "CaseClock":
        """Return the clock with one more event. Raises ClockRefused."""
        grown = replace(self, events=(*self.events, event))
        grown.read(calendar)
        return grown

    def after_step(
        self, waiting: frozenset[str], passed: frozenset[str], calendar: Calendar, *, now: datetime
    ) -> "CaseClock":
        """Return the clock after a step that leaves the case waiting at some elements and passed others.

        A reason that the rule does not know, as after a move to a newer deployment, lets the clock run.

        A server whose clock was put back does not undo what happened: `now` is never before the last event.

        Raises:
            ClockRefused: something is asked of the user that the law no longer allows to ask.
        """
        if self.stopped:
            return self
        now = max(now, self.events[-1].at)
        if passed & self.plan.deciding:
            return self.ended(DECIDED, calendar, now=now)
        given_up = next((reason for event, reason in self.plan.abandoning.items() if event in passed), None)
        if given_up is not None and not self._started:
            return self.ended(given_up, calendar, now=now)
        return self._completed(waiting, calendar, now)._moved(waiting, calendar, now)

    def ended(self, reason: str, calendar: Calendar, *, now: datetime) -> "CaseClock":
        """Return the clock ended for a reason; one that has ended stays as it is."""
        if self.stopped:
            return self
        return self.with_event(ClockEvent.stopped(max(now, self.events[-1].at), reason), calendar)

    def _completed(self, waiting: frozenset[str], calendar: Calendar, now: datetime) -> "CaseClock":
        if self.plan.rule.starts_on != "complete":
            return self
        missing = bool(waiting & self.plan.completing)
        if missing and self._started:
            filed = tuple(event for event in self.events if event.kind == "filed")
            return replace(self, events=filed, renewed=True)
        if not missing and not self._started:
            return self.with_event(ClockEvent.completed(now), calendar)
        return self

    def _moved(self, waiting: frozenset[str], calendar: Calendar, now: datetime) -> "CaseClock":
        reasons = [reason for element, reason in self.plan.pauses.items() if element in waiting]
        if self._paused:
            return self if reasons else self.with_event(ClockEvent.resumed(now), calendar)
        if not reasons or not self._started:
            return self
        allowed = self.plan.rule.find_suspension(reasons[0])
        if allowed is None:
            return self
        try:
            return self.with_event(ClockEvent.suspended(now, reasons[0]), calendar)
        except ClockRefused:
            if allowed.any_time:
                return self
            raise


def plan_clock(package: ProcedurePackage, filed_at: datetime) -> ClockPlan:
    """Return the clock that a procedure declares, with the values in force on the day of filing.

    Raises:
        ParameterMissing, DeadlineError: a value is missing or names no period.
    """
    declared, silence = package.manifest["deadline"], package.manifest["silence"]
    parameter = package.parameters[declared["parameter"]]
    pauses: dict[str, str] = {}
    suspensions: dict[str, SuspensionAllowed] = {}
    for entry in declared["suspended_while"]:
        suspensions[entry["reason"]] = SuspensionAllowed(
            reason=entry["reason"], once=entry["once"], any_time=entry["any_time"], legal_ref=entry["legal_ref"]
        )
        pauses |= dict.fromkeys(entry["waiting_at"], entry["reason"])
    rule = ClockRule(
        key=parameter.key,
        period=period_of(parameter, filed_at),
        starts_on=declared["starts"],
        legal_ref=parameter.value_on(local_day(filed_at)).legal_ref,
        may_suspend=tuple(suspensions.values()),
        extension=_extension(package, filed_at),
        half_window=declared["half_window"],
        silence=silence["effect"],
        silence_ref=named_reference(package, silence["legal_ref"]),
    )
    return ClockPlan(
        rule=rule,
        pauses=pauses,
        completing=frozenset(declared["restarts_after"]),
        deciding=frozenset(declared["ends_after"]),
        abandoning=_abandoning(package),
    )


def _abandoning(package: ProcedurePackage) -> dict[str, str]:
    """Return the interrupting events at the border of a completing task, or of what it stands in, and their meaning."""
    models = (package.bpmn, *package.flows.models.values())
    found: dict[str, str] = {}
    for task in package.manifest["deadline"]["restarts_after"]:
        hosts = {task: INCOMPLETE} | dict.fromkeys(package.surroundings_of(task), CLOSED)
        for host, reason in hosts.items():
            borders = (event for model in models for event in model.boundary_events(host) if event.interrupting)
            found |= {event.id: reason for event in borders}
    return found


def named_reference(package: ProcedurePackage, written: str) -> str:
    """Return "law-55-19 a.19" as it is cited, "Loi 55-19 art. 19"; what names no text of the procedure stays."""
    key, _, articles = written.partition(" a.")
    basis = next((basis for basis in package.manifest["legal_basis"] if basis["key"] == key), None)
    if basis is None:
        return written
    kinds = {"law": "Loi", "decree": "Décret", "organic-law": "Loi organique"}
    name = f"{kinds.get(basis['type'], basis['type'])} {basis['number']}"
    return f"{name} art. {articles}" if articles else name


def open_clock(plan: ClockPlan, filed_at: datetime) -> CaseClock:
    """Return the clock of a request just filed, before its first step is read."""
    return CaseClock(plan=plan, events=(ClockEvent.filed(filed_at),))


def moves_clock(package: ProcedurePackage, result: StepResult) -> bool:
    """Tell whether a step may move the period at all: most do not, and nothing is read for them."""
    declared = package.manifest["deadline"]
    watched = {
        *declared["restarts_after"],
        *(at for entry in declared["suspended_while"] for at in entry["waiting_at"]),
    }
    touched = {task.element for task in result.opened_tasks}
    touched |= {task.element for task in result.closed_tasks}
    touched |= {job.element for job in result.opened_jobs} | {job.element for job in result.closed_jobs}
    touched |= {awaited.element for awaited in result.opened_subscriptions}
    touched |= {awaited.element for awaited in result.closed_subscriptions}
    return bool(touched & watched or frozenset(result.trace) & frozenset(declared["ends_after"]))


def _extension(package: ProcedurePackage, filed_at: datetime) -> ExtensionAllowed | None:
    declared = package.manifest["deadline"]["extension"]
    if declared is None:
        return None
    ceiling = package.parameters[declared["parameter"]] if declared["parameter"] else None
    return ExtensionAllowed(
        reasons=tuple(declared["reasons"]),
        ceiling=period_of(ceiling, filed_at) if ceiling else None,
        legal_ref=named_reference(package, declared["legal_ref"]),
    )

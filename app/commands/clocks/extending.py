"""Extends the legal period of a case: once, for a reason that its procedure declares (law 55-19, article 17)."""

from dataclasses import dataclass

from app.commands.bus import Unit, require
from app.commands.clocks.rows import read_rows, remember, write_event, write_state
from app.commands.clocks.telling import queue_message
from app.deadlines import ClockEvent, Period
from app.domain import permissions
from app.domain.errors import MastaraError
from app.domain.texts import plain_text
from app.store import cases, deadlines
from app.store.models import Case

SHORTEST_REASON, LONGEST_REASON = 10, 500


class PeriodUnknown(MastaraError):
    """The case has no legal period that still runs."""

    code = "period-unknown"


class ReasonTooShort(MastaraError):
    """A decision about a period says why, in words that the citizen can check."""

    code = "reason-missing"


@dataclass(frozen=True, kw_only=True)
class ExtendPeriod:
    """Extend the period of a case by `amount` of its own units; the citizen is told the new day."""

    commune_id: str
    case_id: str
    reason: str
    amount: int
    explanation: str

    def authorise(self, unit: Unit) -> None:
        """The head of the service, the director or the president, in this commune."""
        case = cases.find_case(self.commune_id, self.case_id)
        allowed = permissions.may(
            unit.actor, permissions.EXTEND_PERIOD, self.commune_id, case.service_id if case else None
        )
        require(allowed, "Expected the head of the service, the director or the president of this commune.")

    def handle(self, unit: Unit) -> Case:
        """Raises ClockRefused when the rule does not allow it, PeriodUnknown, ReasonTooShort."""
        words = plain_text(self.explanation, longest=LONGEST_REASON)
        if len(words) < SHORTEST_REASON:
            raise ReasonTooShort(f"Expected a reason of {SHORTEST_REASON} characters or more, found {len(words)}.")
        case = cases.lock_case(self.commune_id, self.case_id)
        deadline = deadlines.find_legal_period(case)
        if deadline is None or deadline.state == "ended":
            raise PeriodUnknown(f"Expected a legal period of {case.reference} that runs, found none to extend.")
        clock = read_rows(case, deadline, unit.services)
        own = clock.plan.rule.period
        event = ClockEvent.extended(
            unit.now,
            self.reason,
            Period(amount=self.amount, unit=own.unit, kind=own.kind),
            {"ar": f"«{words}»", "fr": f"« {words} »"},
        )
        grown = clock.with_event(event, unit.services.calendar_in(case.commune_id))
        state = grown.read(unit.services.calendar_in(case.commune_id), now=unit.now)
        write_event(deadline, event, actor_name=unit.actor.name)
        write_state(case, deadline, state, now=unit.now)
        remember(
            case,
            "PeriodExtended",
            now=unit.now,
            actor_kind=unit.actor.kind,
            actor_name=unit.actor.name,
            reason=words,
            last_day=state.last_day.isoformat() if state.last_day else "",
        )
        opened_under = unit.services.deployments.get(deadline.deployment_id or case.deployment_id)
        declared = opened_under.package.manifest["deadline"]["extension"]
        if declared["message"]:
            queue_message(case, declared["message"], unit)
        return case

"""Ending a case that cannot go on."""

from dataclasses import dataclass, replace

from app.commands.bus import Unit
from app.commands.payments import give_back
from app.commands.repairs.incident import OnIncident, Outcome, Repair
from app.domain.lifecycles import PAYMENT, may_become
from app.engine import EndReached
from app.store import payments

CANCELLED = "cancelled"
"""Outcome of a case that an agent ended; no end event of a diagram stands for it."""


@dataclass(frozen=True, kw_only=True)
class CancelCase(OnIncident):
    """End the case: nothing waits any more, its legal period ends, bills lapse.

    The reason is told to the citizen (law 03-01: an unfavourable act says its reasons). `refund` gives back what was
    paid. Raises NotFitting.
    """

    refund: bool = True

    def handle(self, unit: Unit) -> Outcome:
        repair = self.begin(unit)
        repair.must_concern_the_process()
        case, before = repair.case, repair.elements
        step = unit.services.engine.cancel(
            repair.deployed.definition, case.engine_state, case.document, repair.environment
        )
        repair.record("CaseCancelled", {"reason": repair.reason}, public=True)
        ended = replace(step, ends=(*step.ends, EndReached(element=CANCELLED, outcome=CANCELLED)))
        repair.write(ended)
        given_back = _refund(repair) if self.refund else []
        repair.record("IncidentCancelled", {"before": {"at": before}, "after": {"at": []}, "refunds": given_back})
        return repair.close("cancel")


def _refund(repair: Repair) -> list[str]:
    references = []
    for payment in payments.list_payments(repair.case):
        if payment.paid_at is not None and may_become(PAYMENT, payment.state, "refund_requested"):
            payment.state = "refund_requested"
            give_back(repair.case, payment, repair.unit)
            references.append(payment.reference)
    return references

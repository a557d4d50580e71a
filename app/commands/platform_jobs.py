"""Jobs of the platform that no element of a diagram waits for: early messages, refunds of late payments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.commands.bus import Unit
from app.commands.jobs import OnLease, finish_row
from app.commands.messages import NotAwaited, deliver
from app.commands.payments import PAID_MESSAGE, give_back
from app.store import cases, payments, work
from app.store.models import Case


@dataclass(frozen=True, kw_only=True)
class DeliverBufferedMessage(OnLease):
    """Hand a message that came early to its case; a payment that nobody waits for any more is given back."""

    message_id: str

    def handle(self, unit: Unit) -> None:
        job = self.held()
        kept = work.find_buffered_message(job.commune_id, self.message_id)
        case = cases.lock_case(job.commune_id, job.case_id)
        finish_row(job, unit)
        if kept is None:
            return
        name, payload = kept.message, _on_present(case, kept.payload)
        work.remove_buffered_message(kept)
        try:
            deliver(case, name, payload, unit)
        except NotAwaited:
            if name == PAID_MESSAGE:
                self._refund(case, unit)

    def _refund(self, case: Case, unit: Unit) -> None:
        for payment in payments.list_payments(case):
            if payment.state == "paid":
                payment.state = "refund_requested"
                give_back(case, payment, unit)


def _on_present(case: Case, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a kept message over what the case learned since: it must not take newer entries away."""
    present = case.document
    return {
        key: {**present[key], **value} if isinstance(value, dict) and isinstance(present.get(key), dict) else value
        for key, value in payload.items()
    }

"""Payments: a request with its reference, the provider's notices, expiry, refund."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.ignored_notices import record_ignored
from app.commands.messages import NotAwaited, deliver
from app.connectors.payment.port import PaymentNotice as Notice
from app.domain.clock import local_day
from app.domain.errors import MastaraError
from app.domain.lifecycles import PAYMENT, may_become
from app.store import awaiting, cases, numbering, payments, work
from app.store.models import Case, Payment, PaymentNotice

PAID_MESSAGE = "payment-paid"
RECEIPT_REGISTER = "payment-receipt"


class PaymentUnknown(MastaraError):
    """No payment has this reference."""

    code = "payment-unknown"


class PaymentMismatch(MastaraError):
    """The notice speaks of another amount than was asked."""

    code = "payment-mismatch"


@dataclass(frozen=True, kw_only=True)
class ReceivePaymentNotice:
    """A verified notice of the provider. The answer names its effect; a repeated notice has none."""

    notice: Notice

    def authorise(self, unit: Unit) -> None:
        """The signature of the notice was checked by the connector before."""

    def handle(self, unit: Unit) -> str:
        known = payments.find_payment(self.notice.reference)
        if known is None:
            raise PaymentUnknown(f"Expected the reference of a payment, found “{self.notice.reference}”.")
        case = cases.lock_case(known.commune_id, known.case_id)
        payment = payments.find_payment(self.notice.reference, lock=True) or known
        if payments.find_notice(self.notice.id) is not None:
            self._note_ignored(payment, case, unit)
            return "repeated"
        if payment.amount != self.notice.amount:
            raise PaymentMismatch(
                f"Expected {payment.amount} centimes for {payment.reference}, found {self.notice.amount}."
            )
        effect = self._apply(payment, case, unit)
        if effect == "ignored":
            self._note_ignored(payment, case, unit)
        payments.add(
            PaymentNotice(
                id=self.notice.id,
                commune_id=payment.commune_id,
                payment_reference=payment.reference,
                status=self.notice.status,
                amount=self.notice.amount,
                effect=effect,
                received_at=unit.now,
            )
        )
        return effect

    def _note_ignored(self, payment: Payment, case: Case, unit: Unit) -> None:
        about = {"reference": payment.reference, "amount": payment.amount, "status": self.notice.status}
        record_ignored(case, "PaymentNoticeIgnored", "payment", self.notice.id, about, unit)

    def _apply(self, payment: Payment, case: Case, unit: Unit) -> str:
        if self.notice.status != "paid":
            if payment.state == "pending":
                payment.state = "refused"
                _record(case, "PaymentRefused", payment, unit)
                return "refused"
            return "ignored"
        if not may_become(PAYMENT, payment.state, "paid"):
            if payment.state in ("expired", "cancelled"):
                payment.state, payment.paid_at = "refund_requested", unit.now
                payment.provider_reference = self.notice.provider_reference
                return give_back(case, payment, unit)
            return "ignored"
        payment.state, payment.paid_at = "paid", unit.now
        payment.provider_reference = self.notice.provider_reference
        year = local_day(unit.now).year
        number = numbering.next_number(payment.commune_id, RECEIPT_REGISTER, year)
        payment.receipt_number = f"Q-{year}-{number:06d}"
        _record(case, "PaymentReceived", payment, unit)
        payload = {
            "payment": {
                **(case.document.get("payment") or {}),
                "reference": payment.reference,
                "amount": payment.amount,
                "state": "paid",
                "paid_on": local_day(unit.now).isoformat(),
                "receipt_number": payment.receipt_number,
            }
        }
        try:
            deliver(case, PAID_MESSAGE, payload, unit)
        except NotAwaited:
            if case.state != "open":
                payment.state = "refund_requested"
                return give_back(case, payment, unit)
            awaiting.keep_message(case, PAID_MESSAGE, payload, at=unit.now)
        return "paid"


def give_back_unawaited(case: Case, unit: Unit) -> None:
    """Give back what was paid when the case does not wait for it any more."""
    for payment in payments.list_payments(case):
        if payment.state == "paid":
            payment.state = "refund_requested"
            give_back(case, payment, unit)


def give_back(case: Case, payment: Payment, unit: Unit) -> str:
    """The money came when the case no longer waited for it: a job of the platform refunds it."""
    _record(case, "PaymentArrivedLate", payment, unit)
    work.new_job(
        case,
        kind="platform",
        engine_key=f"refund-{payment.reference}"[:40],
        element="payment",
        operation="payment.refund",
        inputs={"reference": payment.reference, "reason": "late"},
        due_at=unit.now,
        now=unit.now,
    )
    return "late"


def _record(case: Case, kind: str, payment: Payment, unit: Unit) -> None:
    data: Mapping[str, object] = {"reference": payment.reference, "amount": payment.amount}
    cases.record_event(case, kind, at=unit.now, actor_kind="system", actor_name="payment", public=True, data=data)

"""A payment provider to play with: its bills can be paid, refused, paid twice or late on a page of our own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.connectors.callbacks import SignedMessage, read_message, sign_message
from app.connectors.errors import CallbackRefused, ConnectorFailed
from app.connectors.payloads import read_moment, read_text, read_whole_number
from app.connectors.payment.port import Bill, BillRequest, NoticeStatus, PaymentNotice, Refund
from app.connectors.records import Record, SimulatedRecords
from app.connectors.switches import pass_switches
from app.domain.clock import Clock
from app.domain.codes import fingerprint

CONNECTOR = "payment"
BILLS = "payment-bills"
BILL_KEYS = "payment-bill-keys"
REFUNDS = "payment-refunds"
NOTICES = "payment-notices"
PAY_PATH = "/sandbox/payment/"
"""The page of the application on which a simulated bill is paid: PAY_PATH + provider reference."""


@dataclass(frozen=True, kw_only=True)
class SimulatedBill:
    """A bill as its page shows it; `state` is pending, refused, paid or refunded."""

    provider_reference: str
    reference: str
    amount: int
    title: Mapping[str, str]
    payer: str
    language: str
    return_url: str
    notice_url: str
    state: str
    created_at: datetime
    expires_at: datetime | None


class SimulatedPayment:
    """Implements the port, and plays the provider: `settle` changes a bill and returns the notice to deliver."""

    def __init__(self, records: SimulatedRecords, clock: Clock, *, secret: str, public_url: str) -> None:
        self._records = records
        self._clock = clock
        self._secret = secret
        self._public_url = public_url.rstrip("/")

    def create_bill(self, request: BillRequest, *, idempotency_key: str) -> Bill:
        known = self._records.find(BILL_KEYS, idempotency_key)
        if known is not None:
            return self._answer(str(known["provider_reference"]))
        pass_switches(self._records, CONNECTOR)
        if request.amount <= 0:
            raise ConnectorFailed(
                f"Expected an amount above zero, found {request.amount} centimes. Do not ask for a payment of nothing.",
                connector=CONNECTOR,
                retryable=False,
            )
        provider_reference = "SIM-" + fingerprint("bill:" + idempotency_key)[:16].upper()
        self._records.put(BILLS, provider_reference, self._as_record(request, provider_reference))
        self._records.put(BILL_KEYS, idempotency_key, {"provider_reference": provider_reference})
        return self._answer(provider_reference)

    def refund(self, provider_reference: str, *, amount: int, reason: str, idempotency_key: str) -> Refund:
        known = self._records.find(REFUNDS, idempotency_key)
        if known is not None:
            return Refund(refund_reference=str(known["refund_reference"]))
        pass_switches(self._records, CONNECTOR)
        bill = self.find_bill(provider_reference)
        if bill is None or bill.state != "paid" or not 0 < amount <= bill.amount:
            raise ConnectorFailed(
                "Expected a paid bill and an amount of at most what was paid; found "
                + ("no such bill" if bill is None else f"a {bill.state} bill of {bill.amount} centimes")
                + ". Check the payment before it is given back.",
                connector=CONNECTOR,
                retryable=False,
            )
        refund_reference = "REF-" + fingerprint("refund:" + idempotency_key)[:16].upper()
        value = {
            "refund_reference": refund_reference,
            "provider_reference": provider_reference,
            "amount": amount,
            "reason": reason,
            "refunded_at": self._clock.now().isoformat(),
        }
        self._records.put(REFUNDS, idempotency_key, value)
        self._change_state(provider_reference, "refunded")
        return Refund(refund_reference=refund_reference)

    def sign_notice(self, notice: PaymentNotice) -> SignedMessage:
        """Return the notice as the provider would send it now."""
        payload = {
            "id": notice.id,
            "reference": notice.reference,
            "provider_reference": notice.provider_reference,
            "status": notice.status,
            "amount": notice.amount,
            "moment": notice.moment.isoformat(),
        }
        return sign_message(payload, secret=self._secret, moment=self._clock.now())

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> PaymentNotice:
        payload = read_message(body, headers, secret=self._secret, now=self._clock.now())
        return PaymentNotice(
            id=read_text(payload, "id"),
            reference=read_text(payload, "reference"),
            provider_reference=read_text(payload, "provider_reference"),
            status=_read_status(payload),
            amount=read_whole_number(payload, "amount"),
            moment=read_moment(payload, "moment"),
        )

    # The provider's side: what the sandbox page does.

    def find_bill(self, provider_reference: str) -> SimulatedBill | None:
        """Return a bill, or None."""
        record = self._records.find(BILLS, provider_reference)
        return None if record is None else _read_bill(record)

    def settle(self, provider_reference: str, status: NoticeStatus) -> SignedMessage:
        """Pay or refuse a bill and return the signed notice.

        A second call with the same status returns the same notice again, signed anew: a provider that calls twice.
        Raises ConnectorFailed when there is no such bill, or when a paid bill should be refused.
        """
        bill = self.find_bill(provider_reference)
        if bill is None or (bill.state in ("paid", "refunded") and status == "refused"):
            raise ConnectorFailed(
                f"Expected a bill that can still be {status}, found "
                + ("no such bill. Start the payment again." if bill is None else f"a {bill.state} one."),
                connector=CONNECTOR,
                retryable=False,
            )
        notice_id = self._notice_id(bill, status)
        notice = PaymentNotice(
            id=notice_id,
            reference=bill.reference,
            provider_reference=provider_reference,
            status=status,
            amount=bill.amount,
            moment=self._clock.now(),
        )
        if bill.state != "refunded":
            self._change_state(provider_reference, status)
        return self.sign_notice(notice)

    def _notice_id(self, bill: SimulatedBill, status: NoticeStatus) -> str:
        """Count refusals, since a card may be refused several times; a bill is paid once."""
        if status == "paid":
            return f"{bill.provider_reference}-paid"
        counted = self._records.find(NOTICES, bill.provider_reference)
        number = int(str(counted["refusals"])) + 1 if counted else 1
        self._records.put(NOTICES, bill.provider_reference, {"refusals": number})
        return f"{bill.provider_reference}-refused-{number}"

    def _answer(self, provider_reference: str) -> Bill:
        return Bill(provider_reference=provider_reference, pay_url=f"{self._public_url}{PAY_PATH}{provider_reference}")

    def _as_record(self, request: BillRequest, provider_reference: str) -> Record:
        return {
            "provider_reference": provider_reference,
            "reference": request.reference,
            "amount": request.amount,
            "title": dict(request.title),
            "payer": request.payer,
            "language": request.language,
            "return_url": request.return_url,
            "notice_url": request.notice_url,
            "state": "pending",
            "created_at": self._clock.now().isoformat(),
            "expires_at": request.expires_at.isoformat() if request.expires_at else None,
        }

    def _change_state(self, provider_reference: str, state: str) -> None:
        record = self._records.find(BILLS, provider_reference)
        self._records.put(BILLS, provider_reference, {**(record or {}), "state": state})


def _read_status(payload: Mapping[str, object]) -> NoticeStatus:
    match read_text(payload, "status"):
        case "paid":
            return "paid"
        case "refused":
            return "refused"
        case other:
            raise CallbackRefused(f"Expected the status paid or refused, found {other!r}.", reason="unreadable")


def _read_bill(record: Record) -> SimulatedBill:
    title = record["title"]
    expires_at = record.get("expires_at")
    return SimulatedBill(
        provider_reference=str(record["provider_reference"]),
        reference=str(record["reference"]),
        amount=int(str(record["amount"])),
        title={str(language): str(text) for language, text in title.items()} if isinstance(title, Mapping) else {},
        payer=str(record["payer"]),
        language=str(record["language"]),
        return_url=str(record["return_url"]),
        notice_url=str(record["notice_url"]),
        state=str(record["state"]),
        created_at=datetime.fromisoformat(str(record["created_at"])),
        expires_at=datetime.fromisoformat(str(expires_at)) if expires_at else None,
    )

"""The payment provider that we play behaves like a real one: once, signed, late or twice when told so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.connectors.callbacks import sign_message
from app.connectors.errors import CallbackRefused, ConnectorFailed
from app.connectors.payment.port import BillRequest
from app.connectors.payment.simulator import BILLS, SimulatedPayment
from app.connectors.records import RecordsInMemory
from app.connectors.switches import Switches, set_switches
from app.domain.clock import FixedClock

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRET = "invented-secret"
REQUEST = BillRequest(
    reference="PAY-2026-0000451",
    amount=2400,
    title={"fr": "Copie d’acte", "ar": "نسخة من رسم"},
    payer="Yousra Amziane",
    language="ar",
    return_url="https://commune.example/suivi",
    notice_url="https://commune.example/notices",
    expires_at=NOW + timedelta(hours=24),
)


class Provider:
    """A simulated provider with its records and clock."""

    def __init__(self) -> None:
        self.records = RecordsInMemory()
        self.clock = FixedClock(NOW)
        self.payment = SimulatedPayment(self.records, self.clock, secret=SECRET, public_url="https://commune.example/")

    def bill(self, key: str = "job-1") -> str:
        return self.payment.create_bill(REQUEST, idempotency_key=key).provider_reference


@pytest.fixture
def provider() -> Provider:
    return Provider()


def test_a_bill_has_a_page_and_waits_for_its_payment(provider: Provider) -> None:
    bill = provider.payment.create_bill(REQUEST, idempotency_key="job-1")
    assert bill.pay_url == f"https://commune.example/sandbox/payment/{bill.provider_reference}"
    found = provider.payment.find_bill(bill.provider_reference)
    assert found is not None
    assert (found.state, found.amount, found.reference) == ("pending", 2400, REQUEST.reference)
    assert found.expires_at == REQUEST.expires_at


def test_the_same_key_creates_one_bill(provider: Provider) -> None:
    assert provider.bill("job-1") == provider.bill("job-1")
    assert provider.bill("job-2") != provider.bill("job-1")
    assert len(provider.records.list_recent(BILLS, 10)) == 2


def test_a_paid_notice_is_signed_and_names_amount_and_references(provider: Provider) -> None:
    reference = provider.bill()
    signed = provider.payment.settle(reference, "paid")
    notice = provider.payment.read_notice(signed.body, signed.headers)
    assert (notice.status, notice.amount, notice.reference) == ("paid", 2400, REQUEST.reference)
    assert (notice.provider_reference, notice.moment) == (reference, NOW)


def test_a_provider_that_calls_twice_repeats_the_same_notice(provider: Provider) -> None:
    reference = provider.bill()
    first = provider.payment.settle(reference, "paid")
    provider.clock.advance(timedelta(hours=1))
    second = provider.payment.settle(reference, "paid")
    assert provider.payment.read_notice(second.body, second.headers).id in first.body.decode()
    with pytest.raises(CallbackRefused, match="older"):
        provider.payment.read_notice(first.body, first.headers)


def test_a_refused_card_may_be_tried_again_but_a_paid_bill_cannot_be_refused(provider: Provider) -> None:
    reference = provider.bill()
    ids = set()
    for _ in range(2):
        refused = provider.payment.settle(reference, "refused")
        ids.add(provider.payment.read_notice(refused.body, refused.headers).id)
    assert len(ids) == 2
    provider.payment.settle(reference, "paid")
    with pytest.raises(ConnectorFailed, match="a paid one"):
        provider.payment.settle(reference, "refused")


def test_only_a_paid_bill_is_given_back_once_and_not_more_than_was_paid(provider: Provider) -> None:
    reference = provider.bill()
    with pytest.raises(ConnectorFailed, match="pending"):
        provider.payment.refund(reference, amount=2400, reason="refus", idempotency_key="r-1")
    provider.payment.settle(reference, "paid")
    with pytest.raises(ConnectorFailed, match="2400"):
        provider.payment.refund(reference, amount=2401, reason="refus", idempotency_key="r-1")
    first = provider.payment.refund(reference, amount=2400, reason="refus", idempotency_key="r-1")
    assert provider.payment.refund(reference, amount=2400, reason="refus", idempotency_key="r-1") == first
    with pytest.raises(ConnectorFailed, match="refunded"):
        provider.payment.refund(reference, amount=2400, reason="refus", idempotency_key="r-2")


def test_a_bill_of_nothing_is_refused_for_good(provider: Provider) -> None:
    with pytest.raises(ConnectorFailed) as failed:
        provider.payment.create_bill(replace(REQUEST, amount=0), idempotency_key="job-1")
    assert failed.value.retryable is False


def test_a_failed_call_succeeds_when_tried_again_with_the_same_key(provider: Provider) -> None:
    set_switches(provider.records, "payment", Switches(fail_next=1))
    with pytest.raises(ConnectorFailed) as failed:
        provider.bill()
    assert failed.value.retryable is True
    assert provider.bill() == provider.bill()


@pytest.mark.parametrize(
    "change",
    [
        {"status": "perhaps"},
        {"amount": "2400"},
        {"amount": True},
        {"moment": "2026-03-02"},
        {"moment": "x"},
        {"id": ""},
    ],
)
def test_a_signed_notice_that_makes_no_sense_is_unreadable(provider: Provider, change: dict[str, object]) -> None:
    payload: dict[str, object] = {
        "id": "n-1",
        "reference": "PAY-1",
        "provider_reference": "SIM-1",
        "status": "paid",
        "amount": 2400,
        "moment": NOW.isoformat(),
    }
    good = sign_message(payload, secret=SECRET, moment=NOW)
    assert provider.payment.read_notice(good.body, good.headers).amount == 2400
    bad = sign_message({**payload, **change}, secret=SECRET, moment=NOW)
    with pytest.raises(CallbackRefused) as refused:
        provider.payment.read_notice(bad.body, bad.headers)
    assert refused.value.reason == "unreadable"

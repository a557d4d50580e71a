"""Payments: each notice counts once, money that comes late goes back, receipts have no gap."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.commands.bus import execute
from app.commands.filing import Filed
from app.commands.payments import PaymentMismatch, PaymentUnknown, ReceivePaymentNotice
from app.commands.tasks import CompleteTask
from app.connectors.payment.port import NoticeStatus, PaymentNotice
from app.connectors.registry import SimulatedConnectors
from app.connectors.switches import Switches, set_switches
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.store import awaiting, cases, payments
from app.store.database import database
from app.store.models import BufferedMessage
from app.store.simulation import StoredRecords
from app.worker import loop
from tests.world.journeys import actor_for, case_of, complete, file_request, newest_payment, open_task, pay
from tests.world.places import TABANT, World
from tests.world.playing import let_pass, rows_match, withdraw
from tests.world.together import at_once


def _notice(world: World, filed: Filed, status: NoticeStatus = "paid") -> PaymentNotice:
    """Let the provider take or refuse the money; return the notice it sends."""
    connectors = world.services.connectors
    assert isinstance(connectors, SimulatedConnectors)
    message = connectors.payment.settle(str(newest_payment(filed).provider_reference), status)
    return connectors.payment.read_notice(message.body, message.headers)


def _receive(world: World, notice: PaymentNotice) -> str:
    effect = execute(ReceivePaymentNotice(notice=notice), actor=SYSTEM, services=world.services)
    world.run_jobs()
    return effect


def _refunds(world: World) -> int:
    return len(StoredRecords(world.services.clock).list_recent("payment-refunds"))


@pytest.fixture
def filed(world: World) -> Filed:
    """A case that waits for its payment."""
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"))
    return filed


def test_a_payment_is_asked_for_once_with_its_reference_and_expiry(world: World, filed: Filed) -> None:
    (payment,) = payments.list_payments(case_of(filed))

    assert (payment.state, payment.amount, payment.reference) == ("pending", 200, "P2026-032710101-000001")
    assert payment.pay_url and payment.expires_at - payment.created_at >= timedelta(days=30)
    # What the payment flow knows enters the case when the flow is over: paid or not.
    assert "payment" not in case_of(filed).document
    pay(world, filed)
    assert case_of(filed).document["payment"]["reference"] == payment.reference


def test_a_paid_notice_moves_the_case_and_gives_a_receipt_number(world: World, filed: Filed) -> None:
    assert _receive(world, _notice(world, filed)) == "paid"

    payment, document = newest_payment(filed), case_of(filed).document
    assert (payment.state, payment.receipt_number) == ("paid", "Q-2026-000001")
    assert document["payment"]["state"] == "paid" and document["payment"]["reference"] == payment.reference
    assert open_task(filed, "look-up-act")


def test_the_same_notice_twice_counts_once(world: World, filed: Filed) -> None:
    notice = _notice(world, filed)

    effects = [_receive(world, notice) for _ in range(3)]

    kinds = [event.kind for event in cases.list_events(case_of(filed))]
    assert effects == ["paid", "repeated", "repeated"]
    assert kinds.count("PaymentReceived") == 1
    assert kinds.count("PaymentNoticeIgnored") == 1
    assert _refunds(world) == 0


def test_the_same_notice_from_four_hands_at_once_counts_once(app: Flask, world: World, filed: Filed) -> None:
    command = ReceivePaymentNotice(notice=_notice(world, filed))

    answers = at_once(app, [lambda: execute(command, actor=SYSTEM, services=world.services)] * 4)

    assert sorted(str(answer) for answer in answers) == ["paid", "repeated", "repeated", "repeated"]
    assert newest_payment(filed).receipt_number == "Q-2026-000001"


def test_another_paid_notice_for_a_paid_payment_changes_nothing(world: World, filed: Filed) -> None:
    notice = _notice(world, filed)
    _receive(world, notice)

    assert _receive(world, replace(notice, id="another-notice")) == "ignored"
    assert _receive(world, replace(notice, id="a-refusal", status="refused")) == "ignored"
    assert newest_payment(filed).state == "paid"
    ignored = [event.data for event in cases.list_events(case_of(filed)) if event.kind == "PaymentNoticeIgnored"]
    assert [(row["notice"], row["status"]) for row in ignored] == [("another-notice", "paid"), ("a-refusal", "refused")]


def test_a_wrong_amount_is_refused_and_the_case_waits_on(world: World, filed: Filed) -> None:
    notice = replace(_notice(world, filed), amount=199)

    with pytest.raises(PaymentMismatch):
        _receive(world, notice)

    assert newest_payment(filed).state == "pending"
    assert case_of(filed).status == "awaiting-payment"
    assert payments.find_notice(notice.id) is None


@pytest.mark.parametrize("reference", ["", "P2026-032710101-999999", "x" * 500, "P2026|'--", "\u0661"])
def test_an_unknown_reference_is_refused(world: World, filed: Filed, reference: str) -> None:
    with pytest.raises(PaymentUnknown):
        _receive(world, replace(_notice(world, filed), reference=reference))


def test_a_refused_card_may_pay_afterwards(world: World, filed: Filed) -> None:
    assert _receive(world, _notice(world, filed, "refused")) == "refused"
    assert newest_payment(filed).state == "refused"
    assert _receive(world, _notice(world, filed, "refused")) == "ignored"

    assert _receive(world, _notice(world, filed, "paid")) == "paid"

    assert open_task(filed, "look-up-act")


def test_money_that_comes_before_the_case_waits_is_kept_and_handed_over(world: World) -> None:
    filed = file_request(world)
    task = open_task(filed, "check-completeness")
    command = CompleteTask(
        commune_id=task.commune_id, task_id=task.id, answers={"completeness": ["complete"]}, language="fr"
    )
    execute(command, actor=actor_for(world, task), services=world.services)
    assert loop.run_due_jobs(world.services, limit=1) == 1  # The bill is made; the process is not yet at its gateway.
    assert case_of(filed).status != "awaiting-payment"

    early = ReceivePaymentNotice(notice=_notice(world, filed))
    assert execute(early, actor=SYSTEM, services=world.services) == "paid"
    case = case_of(filed)
    kept = awaiting.list_kept_messages(case, case.reference, now=world.services.clock.now())
    assert [each.message for each in kept] == ["payment-paid"]

    world.run_jobs()
    assert open_task(filed, "look-up-act")
    assert database.session.query(BufferedMessage).all() == []
    assert case_of(filed).document["payment"]["reference"] == newest_payment(filed).reference
    assert case_of(filed).document["payment"]["state"] == "paid"
    assert _refunds(world) == 0
    rows_match(world, filed)


def test_money_that_comes_while_the_bill_is_being_made_keeps_the_bill(world: World) -> None:
    filed = file_request(world)
    connectors = world.services.connectors
    assert isinstance(connectors, SimulatedConnectors)
    task = open_task(filed, "check-completeness")
    command = CompleteTask(
        commune_id=task.commune_id, task_id=task.id, answers={"completeness": ["complete"]}, language="fr"
    )
    execute(command, actor=actor_for(world, task), services=world.services)
    (held,) = loop.acquire(world.services, limit=1)
    finish: Any = loop.prepare(held, world.services)  # The provider has the bill; the case does not know yet.
    message = connectors.payment.settle(finish.provider_reference, "paid")

    assert _receive(world, connectors.payment.read_notice(message.body, message.headers)) == "paid"
    execute(finish, actor=SYSTEM, services=world.services)
    world.run_jobs()

    payment = case_of(filed).document["payment"]
    assert open_task(filed, "look-up-act")
    assert (payment["state"], payment["reference"]) == ("paid", newest_payment(filed).reference)
    assert newest_payment(filed).pay_url and payment["receipt_number"] == "Q-2026-000001"


def test_money_kept_for_a_case_that_is_withdrawn_goes_back(world: World) -> None:
    filed = file_request(world)
    set_switches(StoredRecords(world.services.clock), "email", Switches(fail_next=1))
    complete(world, open_task(filed, "check-completeness"))
    _receive(world, _notice(world, filed))

    withdraw(world, filed)

    assert case_of(filed).outcome == "withdrawn"
    assert newest_payment(filed).state == "refunded"
    assert _refunds(world) == 1


def test_an_unpaid_request_ends_when_its_period_is_over(world: World, clock: FixedClock, filed: Filed) -> None:
    let_pass(world, clock, timedelta(days=32))

    assert (case_of(filed).outcome, newest_payment(filed).state) == ("unpaid", "expired")


def test_money_that_comes_after_the_end_of_the_period_goes_back(world: World, clock: FixedClock, filed: Filed) -> None:
    let_pass(world, clock, timedelta(days=32))

    assert _receive(world, _notice(world, filed)) == "late"

    payment = newest_payment(filed)
    assert (payment.state, case_of(filed).outcome) == ("refunded", "unpaid")
    assert payment.refund_reference and _refunds(world) == 1
    kinds = [event.kind for event in cases.list_events(case_of(filed))]
    assert kinds[-2:] == ["PaymentArrivedLate", "PaymentRefunded"]


def test_a_late_notice_twice_gives_the_money_back_once(world: World, clock: FixedClock, filed: Filed) -> None:
    let_pass(world, clock, timedelta(days=32))
    notice = _notice(world, filed)

    assert [_receive(world, notice), _receive(world, notice)] == ["late", "repeated"]

    assert _refunds(world) == 1


def test_money_that_comes_after_a_withdrawal_goes_back(world: World, filed: Filed) -> None:
    withdraw(world, filed)
    assert newest_payment(filed).state == "cancelled"

    assert _receive(world, _notice(world, filed)) == "late"

    assert newest_payment(filed).state == "refunded"


def test_a_refund_that_fails_is_tried_again_and_done_once(world: World, clock: FixedClock, filed: Filed) -> None:
    withdraw(world, filed)
    set_switches(StoredRecords(clock), "payment", Switches(fail_next=2))

    _receive(world, _notice(world, filed))
    assert newest_payment(filed).state == "refund_requested"
    let_pass(world, clock, timedelta(minutes=10))

    assert newest_payment(filed).state == "refunded"
    assert _refunds(world) == 1


def test_receipt_numbers_have_no_gap_in_a_commune_and_a_year(world: World, clock: FixedClock) -> None:
    numbers = []
    for commune_id in (None, TABANT, None):
        filed = file_request(world) if commune_id is None else file_request(world, commune_id=commune_id)
        complete(world, open_task(filed, "check-completeness"))
        withdrawn = file_request(world)
        withdraw(world, withdrawn)
        pay(world, filed)
        numbers.append(newest_payment(filed).receipt_number)

    assert numbers == ["Q-2026-000001", "Q-2026-000001", "Q-2026-000002"]

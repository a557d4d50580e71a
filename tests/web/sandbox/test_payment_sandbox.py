"""The payment provider's page and its notices: paid, refused, left, told twice, told late, forged, wrong amount."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.commands.filing import Filed
from app.connectors.callbacks import SignedMessage, sign_message
from app.connectors.registry import SimulatedConnectors
from app.domain.clock import FixedClock
from app.store import cases, payments
from app.store.models import Payment
from tests.world.journeys import case_of, complete, file_request, newest_payment, open_task
from tests.world.places import World

Act = Callable[[str], object]


@pytest.fixture
def asked(world: World) -> Filed:
    """A request that waits for its fee."""
    filed = file_request(world)
    complete(world, open_task(filed))
    assert case_of(filed).status == "awaiting-payment"
    return filed


def _page(filed: Filed) -> str:
    return f"/sandbox/payment/{newest_payment(filed).provider_reference}"


def _payment(filed: Filed) -> Payment:
    payment = payments.find_payment(newest_payment(filed).reference, lock=True)
    assert payment is not None
    return payment


def _connectors(world: World) -> SimulatedConnectors:
    connectors = world.services.connectors
    assert isinstance(connectors, SimulatedConnectors)
    return connectors


def _settled(world: World, filed: Filed) -> SignedMessage:
    return _connectors(world).payment.settle(str(newest_payment(filed).provider_reference), "paid")


def _kinds(filed: Filed) -> list[str]:
    return [row.kind for row in cases.list_events(case_of(filed))]


def test_the_page_says_that_it_is_a_sandbox_in_both_languages(client: FlaskClient, asked: Filed) -> None:
    client.get("/language/fr")
    french = client.get(_page(asked)).text
    assert "Bac à sable" in french
    assert "Payer 2,00 DH" in french
    assert "2,00 درهم" in french
    client.get("/language/ar")
    assert "فضاء تجريبي" in client.get(_page(asked)).text


def test_paying_tells_the_commune_and_leads_back_to_it(client: FlaskClient, asked: Filed, world: World) -> None:
    answer = client.post(_page(asked), data={"act": "pay"})
    assert answer.location == f"/fr/payments/{newest_payment(asked).reference}/return"
    assert _payment(asked).state == "paid"
    world.run_jobs()
    assert case_of(asked).status == "searching"
    assert "200 paid" in client.get(_page(asked)).text


def test_a_refused_card_leaves_the_request_waiting_and_can_be_tried_again(client: FlaskClient, asked: Filed) -> None:
    client.post(_page(asked), data={"act": "refuse"})
    assert _payment(asked).state == "refused"
    assert case_of(asked).status == "awaiting-payment"
    client.post(_page(asked), data={"act": "refuse"})
    client.post(_page(asked), data={"act": "pay"})
    assert _payment(asked).state == "paid"
    assert _kinds(asked).count("PaymentRefused") == 1


def test_leaving_tells_nobody_anything(client: FlaskClient, asked: Filed) -> None:
    before = _kinds(asked)
    answer = client.post(_page(asked), data={"act": "abandon"})
    assert answer.location.endswith("/return")
    assert _payment(asked).state == "pending"
    assert _kinds(asked) == before


def test_a_notice_that_comes_twice_counts_once(client: FlaskClient, asked: Filed) -> None:
    client.post(_page(asked), data={"act": "pay-twice"})
    page = client.get(_page(asked)).text
    assert "200 paid" in page
    assert "200 repeated" in page
    assert _kinds(asked).count("PaymentReceived") == 1


def test_a_notice_that_waits_at_the_provider_is_sent_when_asked(client: FlaskClient, asked: Filed) -> None:
    client.post(_page(asked), data={"act": "pay-silently"})
    assert _payment(asked).state == "pending"
    client.post(_page(asked), data={"act": "send-late"})
    assert _payment(asked).state == "paid"


def test_money_that_comes_after_the_case_was_closed_is_given_back(
    client: FlaskClient, asked: Filed, world: World, clock: FixedClock
) -> None:
    client.post(_page(asked), data={"act": "pay-silently"})
    clock.advance(timedelta(days=32))
    world.run_jobs()
    assert case_of(asked).outcome == "unpaid"
    client.post(_page(asked), data={"act": "send-late"})
    assert "200 late" in client.get(_page(asked)).text
    world.run_jobs()
    assert _payment(asked).state == "refunded"
    assert case_of(asked).outcome == "unpaid"
    assert "Remboursée" in client.get(_page(asked), headers={"Accept-Language": "fr"}).text


def test_a_forged_notice_changes_nothing_and_is_logged(
    client: FlaskClient, asked: Filed, capsys: pytest.CaptureFixture[str]
) -> None:
    client.post(_page(asked), data={"act": "forge"})
    logged = capsys.readouterr().out
    assert "401 wrong_signature" in client.get(_page(asked)).text
    assert _payment(asked).state == "pending"
    assert "callback-refused" in logged
    assert "wrong_signature" in logged


def test_a_notice_of_another_amount_changes_nothing(client: FlaskClient, asked: Filed) -> None:
    client.post(_page(asked), data={"act": "wrong-amount"})
    assert "409 wrong_amount" in client.get(_page(asked)).text
    assert _payment(asked).state == "pending"


def test_a_paid_bill_cannot_be_refused_any_more(client: FlaskClient, asked: Filed) -> None:
    client.get("/language/fr")
    client.post(_page(asked), data={"act": "pay"})
    answer = client.post(_page(asked), data={"act": "refuse"}, follow_redirects=True)
    assert "Cette facture est déjà payée" in answer.text
    assert _payment(asked).state == "paid"


def test_an_unknown_bill_or_button_is_refused(client: FlaskClient, asked: Filed) -> None:
    assert client.get("/sandbox/payment/SIM-UNKNOWN").status_code == 404
    assert client.post(_page(asked), data={"act": "rob"}).status_code == 400


def test_the_callback_takes_a_signed_notice_once(client: FlaskClient, asked: Filed, world: World) -> None:
    message = _settled(world, asked)
    first = client.post("/callbacks/payment", data=message.body, headers=dict(message.headers))
    second = client.post("/callbacks/payment", data=message.body, headers=dict(message.headers))
    assert (first.status_code, first.json) == (200, {"effect": "paid"})
    assert (second.status_code, second.json) == (200, {"effect": "repeated"})


def test_the_callback_needs_no_token_of_a_page(app: Flask, asked: Filed, world: World) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    message = _settled(world, asked)
    answer = app.test_client().post("/callbacks/payment", data=message.body, headers=dict(message.headers))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        ({"X-Mastara-Signature": "v1=" + "0" * 64}, 401, "wrong_signature"),
        ({"X-Mastara-Signature": ""}, 401, "unsigned"),
        ({"X-Mastara-Timestamp": "yesterday"}, 401, "unsigned"),
    ],
)
def test_the_callback_refuses_what_is_not_signed_by_the_provider(
    client: FlaskClient, asked: Filed, world: World, change: dict[str, str], status: int, reason: str
) -> None:
    message = _settled(world, asked)
    answer = client.post("/callbacks/payment", data=message.body, headers={**message.headers, **change})
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["error"] == reason
    assert _payment(asked).state == "pending"


def test_the_callback_refuses_an_old_notice_replayed(
    client: FlaskClient, asked: Filed, world: World, clock: FixedClock
) -> None:
    message = _settled(world, asked)
    clock.advance(timedelta(minutes=6))
    answer = client.post("/callbacks/payment", data=message.body, headers=dict(message.headers))
    assert answer.status_code == 401
    assert _payment(asked).state == "pending"


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        ({"reference": "P2026-none"}, 404),
        ({"amount": 1}, 409),
        ({"amount": "much"}, 400),
        ({"status": "perhaps"}, 400),
    ],
)
def test_the_callback_answers_what_is_wrong_with_a_signed_notice(
    client: FlaskClient, asked: Filed, world: World, payload: dict[str, object], status: int
) -> None:
    payment = newest_payment(asked)
    notice = {
        "id": "notice-1",
        "reference": payment.reference,
        "provider_reference": payment.provider_reference,
        "status": "paid",
        "amount": payment.amount,
        "moment": world.services.clock.now().isoformat(),
        **payload,
    }
    secret = world.services.settings.connector_secret
    message = sign_message(notice, secret=secret, moment=world.services.clock.now())
    answer = client.post("/callbacks/payment", data=message.body, headers=dict(message.headers))
    assert answer.status_code == status
    assert _payment(asked).state == "pending"

"""The other simulators' pages: envelopes, messages, the register, breakdowns; only in a demonstration."""

import dataclasses
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.connectors.callbacks import sign_message
from app.connectors.registry import SimulatedConnectors
from app.store import cases
from app.web.sandbox.outbox import with_links
from tests.world.journeys import BY_POST, case_of, complete, file_request, open_task, reach
from tests.world.places import World

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def french(client: FlaskClient) -> FlaskClient:
    """A browser that reads French."""
    client.get("/language/fr")
    return client


def _posted(world: World):  # type: ignore[no-untyped-def]
    filed = file_request(world, **BY_POST)
    complete(world, reach(world, filed, "print-and-envelope"))
    tracking = case_of(filed).document["shipment"]["tracking"]
    return filed, f"/sandbox/post/{tracking}"


def test_an_envelope_goes_its_way_until_it_is_delivered(world: World, french: FlaskClient) -> None:
    filed, page = _posted(world)
    assert page.rsplit("/", 1)[1] in french.get("/sandbox/post").text
    for event in ("posted", "in_transit", "arrived", "delivered"):
        answer = french.post(page, data={"event": event, "place": "Azrou"}, follow_redirects=True)
        assert answer.status_code == 200
    world.run_jobs()
    assert case_of(filed).status == "delivered"
    moved = [row.data["event"] for row in cases.list_events(case_of(filed)) if row.kind == "EnvelopeMoved"]
    assert moved == ["posted", "in_transit", "arrived", "delivered"]
    assert "200 moved" in answer.text


def test_a_returned_envelope_asks_for_another_address(world: World, french: FlaskClient) -> None:
    filed, page = _posted(world)
    for event in ("posted", "in_transit", "arrived", "attempt_failed", "returned"):
        french.post(page, data={"event": event})
    world.run_jobs()
    assert open_task(filed).element == "new-address"


def test_an_envelope_cannot_jump(world: World, french: FlaskClient) -> None:
    filed, page = _posted(world)
    answer = french.post(page, data={"event": "delivered"}, follow_redirects=True)
    assert "Cela ne peut pas arriver à ce pli maintenant" in answer.text
    assert french.post(page, data={"event": "eaten"}).status_code == 400
    assert case_of(filed).state == "open"


def test_the_postal_callback_takes_each_notice_once(world: World, french: FlaskClient) -> None:
    filed, _ = _posted(world)
    connectors = world.services.connectors
    assert isinstance(connectors, SimulatedConnectors)
    item = connectors.post.find_item(case_of(filed).document["shipment"]["tracking"])
    assert item is not None
    notice = {
        "id": "n-1",
        "tracking_number": item.tracking_number,
        "reference": item.reference,
        "event": "posted",
        "place": "Azrou",
        "moment": world.services.clock.now().isoformat(),
    }

    def send(**changes: object) -> tuple[int, object]:
        secret = str(changes.pop("secret", world.services.settings.connector_secret))
        message = sign_message({**notice, **changes}, secret=secret, moment=world.services.clock.now())
        answer = french.post("/callbacks/post", data=message.body, headers=dict(message.headers))
        return answer.status_code, (answer.json or {}).get("effect") or (answer.json or {}).get("error")

    assert send() == (200, "noted")
    assert send() == (200, "repeated")
    assert send(id="n-2", secret="another") == (401, "wrong_signature")
    assert send(id="n-3", reference="nonsense") == (404, "unknown_reference")
    assert send(id="n-4", reference=f"{filed.commune_id}|unknown|job") == (404, "unknown_reference")
    assert send(id="n-5", event="eaten") == (400, "unreadable")


def test_the_outbox_shows_what_the_citizen_received_with_links_that_work(world: World, french: FlaskClient) -> None:
    filed = file_request(world, language="ar")
    page = french.get("/sandbox/outbox").text
    assert "yousra.amziane@example.ma" in page
    assert '<article class="panel" lang="ar" dir="rtl">' in page
    assert f'href="/ar/follow/{filed.reference}?code={filed.tracking_code}"' in page
    followed = french.get(f"/ar/follow/{filed.reference}?code={filed.tracking_code}")
    assert followed.location == f"/ar/cases/{filed.reference}"


def test_the_outbox_narrows_by_kind_and_by_word(world: World, french: FlaskClient) -> None:
    file_request(world)
    file_request(world, requester_email="karim@example.ma", requester_phone="0670000001")
    emails = french.get("/sandbox/outbox?kind=email").text
    assert "karim@example.ma" in emails
    assert "+212670000001" not in emails
    found = french.get("/sandbox/outbox?q=karim").text
    assert "yousra.amziane@example.ma" not in found


def test_a_message_is_text_whatever_is_written_in_it(app: Flask) -> None:
    with app.test_request_context():
        shown = with_links('<b>x</b> http://localhost/fr/follow/a?code=b&c=d". Voir https://elsewhere.example/y)')
    assert "<b>" not in shown
    assert '<a dir="ltr" href="/fr/follow/a?code=b&amp;c=d">' in shown
    assert 'href="https://elsewhere.example/y"' in shown


def test_a_frozen_act_is_found_frozen_by_the_next_search(world: World, french: FlaskClient) -> None:
    act = "azrou-n-1994-12-318"
    assert french.post(f"/sandbox/register/{act}", data={"state": "frozen"}).status_code == 302
    filed = file_request(world)
    reach(world, filed, "look-up-act")
    candidates = case_of(filed).document["register"]["candidates"]
    assert [item["state"] for item in candidates if item["value"] == act] == ["frozen"]
    assert french.post("/sandbox/register/unknown", data={"state": "frozen"}).status_code == 404


def test_a_breakdown_on_demand_opens_an_incident_that_the_operator_resumes(
    world: World, french: FlaskClient, sign_in: SignIn
) -> None:
    french.post("/sandbox/switches/payment", data={"fail_next": "1", "delay": "0"})
    filed = file_request(world)
    complete(world, open_task(filed))
    operator = sign_in("operator@country")
    page = operator.get("/operations/").text
    assert filed.reference in page
    assert "payment.request" in page
    assert "Relancer" in page
    job_id = page.split("/operations/jobs/")[1].split("/retry")[0]
    assert operator.post(f"/operations/jobs/{job_id}/retry").status_code == 302
    world.run_jobs()
    assert case_of(filed).status == "awaiting-payment"
    after = operator.get("/operations/").text
    assert "Aucun travail en échec" in after
    assert "Aucun incident" in after
    again = operator.post(f"/operations/jobs/{job_id}/retry", follow_redirects=True)
    assert "il n’y avait rien à relancer" in again.text


@pytest.mark.parametrize("typed", ["-1", "1e9", "999999999999", "٣", "", "x"])
def test_nonsense_in_a_switch_is_bounded(french: FlaskClient, typed: str) -> None:
    assert french.post("/sandbox/switches/sms", data={"fail_next": typed, "delay": typed}).status_code == 302
    assert french.get("/sandbox/switches").status_code == 200


def test_outside_of_a_demonstration_no_simulator_has_a_page(app: Flask, client: FlaskClient) -> None:
    app.config["MASTARA_SETTINGS"] = dataclasses.replace(app.config["MASTARA_SETTINGS"], demo=False)
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("sandbox.")]
    assert len(rules) == 14
    for rule in rules:
        address = rule.rule
        for argument in rule.arguments:
            address = address.replace(f"<{argument}>", "x")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            assert client.open(address, method=method).status_code == 404, address

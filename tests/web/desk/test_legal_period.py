"""The legal period on the pages of a case: the same sentences for citizen and clerk, in both languages."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient

from app.domain.clock import CASABLANCA, FixedClock
from app.store import deadlines
from app.store.models import Case
from tests.world.journeys import case_of, complete, file_request, open_task, pay
from tests.world.places import AZROU, World
from tests.world.variants import publish_variant

SignIn = Callable[[str], FlaskClient]


def _extendable(manifest: dict[str, Any]) -> None:
    manifest["deadline"]["extension"] = {"reasons": ["technical-expertise"], "legal_ref": "law-55-19 a.17"}


def _address(case: Case) -> str:
    return f"/desk/c/azrou/cases/{case.id}"


def _in_language(client: FlaskClient, language: str, address: str) -> str:
    with client.session_transaction() as session:
        session["language"] = language
    return client.get(address).get_data(as_text=True)


def test_citizen_and_clerk_read_the_same_computation_in_both_languages(
    world: World, sign_in: SignIn, client: FlaskClient, clock: FixedClock
) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"))
    clock.move_to(datetime(2026, 3, 5, 10, tzinfo=CASABLANCA))
    agent = sign_in(f"agent_ec@{AZROU}")
    sentences = {
        "fr": "Le délai est suspendu depuis le mardi 3 mars 2026, en attendant le paiement",
        "ar": "في انتظار الأداء",
    }
    for language, sentence in sentences.items():
        desk = _in_language(agent, language, _address(case_of(filed)))
        link = f"/{language}/follow/{filed.reference}?code={filed.tracking_code}"
        followed = client.get(link, follow_redirects=True).get_data(as_text=True)

        assert sentence in desk and sentence in followed


def test_the_head_of_the_service_extends_a_period_and_everybody_reads_it(
    world: World, sign_in: SignIn, client: FlaskClient
) -> None:
    publish_variant(world, _extendable)
    filed = file_request(world)
    head = sign_in(f"chef_service@{AZROU}")
    address = f"{_address(case_of(filed))}/extend"
    asked = head.get(address).get_data(as_text=True)
    assert "pour une expertise technique" in asked

    answer = head.post(
        address,
        data={"reason": "technical-expertise", "amount": "5", "explanation": "Le registre est chez le relieur."},
        follow_redirects=True,
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "Délai légal prolongé" in page and "jeudi 19 mars 2026" in page
    link = f"/fr/follow/{filed.reference}?code={filed.tracking_code}"
    followed = client.get(link, follow_redirects=True).get_data(as_text=True)
    assert "Le délai de réponse est prolongé" in followed and "Le registre est chez le relieur." in followed


def test_a_wrong_extension_is_asked_again_with_what_was_typed(world: World, sign_in: SignIn) -> None:
    publish_variant(world, _extendable)
    filed = file_request(world)
    head = sign_in(f"chef_service@{AZROU}")
    for amount, explanation in (("cinq", "Le registre est chez le relieur."), ("5", "ok"), ("0", "Registre absent.")):
        answer = head.post(
            f"{_address(case_of(filed))}/extend",
            data={"reason": "technical-expertise", "amount": amount, "explanation": explanation},
        )
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and explanation in page and "field-error" in page

    row = deadlines.find_legal_period(case_of(filed))
    assert row is not None and [event.kind for event in deadlines.list_events(row)] == ["filed", "completed"]


def test_a_period_that_may_not_be_extended_offers_no_link(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    head = sign_in(f"chef_service@{AZROU}")

    assert "/extend" not in head.get(_address(case_of(filed))).get_data(as_text=True)
    assert head.get(f"{_address(case_of(filed))}/extend").status_code == 409


def test_a_clerk_who_asks_too_late_reads_why_and_keeps_what_was_typed(
    world: World, sign_in: SignIn, clock: FixedClock
) -> None:
    publish_variant(world, lambda manifest: None, diagram={" and case.may_ask": ""})
    filed = file_request(world, knows_references="yes", act_year=1994, act_no=813, register_no="12")
    complete(world, open_task(filed, "check-completeness"))
    pay(world, filed)
    clock.move_to(datetime(2026, 3, 12, 10, tzinfo=CASABLANCA))
    task = open_task(filed, "look-up-act")

    answer = sign_in(f"agent_ec@{AZROU}").post(
        f"/desk/c/azrou/tasks/{task.id}",
        data={"finding": "wrong-data", "finding_reasons": ["act-number"], "finding_note": "Autre année au registre."},
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "La première moitié du délai est passée" in page
    assert "Autre année au registre." in page and open_task(filed).element == "look-up-act"

"""Following a case: the code, the page, what it asks, taking it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.commands.bus import execute
from app.commands.clocks.rows import write_event
from app.commands.tasks import CompleteTask
from app.deadlines import ClockEvent
from app.domain.clock import FixedClock
from app.store import cases
from app.store.database import transaction
from app.store.models import Case
from app.store.payments import list_payments
from tests.web.portal.journey import FiledRequest, Journey, a_file, a_picture
from tests.world.places import AZROU, World

Decide = Callable[..., None]


@pytest.fixture
def filed(client: FlaskClient, world: World) -> FiledRequest:
    filed = Journey(client).file_all()
    world.run_jobs()
    return filed


@pytest.fixture
def decide(world: World, filed: FiledRequest, clock: FixedClock) -> Decide:
    """Return a way for an agent to complete the open task of the case, an hour later."""

    def complete(role: str, element: str, **answers: object) -> None:
        clock.advance(timedelta(hours=1))
        case = case_of(filed)
        (task,) = [row for row in cases.list_open_tasks(case) if row.element == element]
        command = CompleteTask(commune_id=AZROU, task_id=task.id, answers=answers, language="fr")
        execute(command, actor=world.agent(role), services=world.services)
        world.run_jobs()

    return complete


def case_of(filed: FiledRequest) -> Case:
    case = cases.find_case_by_reference(filed.reference)
    assert case is not None
    return case


def follow(client: FlaskClient, reference: str, code: str):  # type: ignore[no-untyped-def]
    return client.post("/fr/follow", data={"reference": reference, "code": code})


def test_reference_and_code_open_the_case_in_another_browser(app: Flask, filed: FiledRequest) -> None:
    stranger = app.test_client()
    assert stranger.get(filed.page).headers["Location"].startswith("/fr/follow")
    opened = follow(stranger, filed.reference, filed.code)
    assert opened.headers["Location"] == filed.page
    page = stranger.get(filed.page)
    assert "Dossier en cours de vérification" in page.text
    assert "Au plus tard le" in page.text
    assert "Vous avez déposé votre demande" in page.text


@pytest.mark.parametrize("write", [str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code}\u200f "])
def test_a_code_copied_by_hand_is_understood(app: Flask, filed: FiledRequest, write: Callable[[str], str]) -> None:
    assert follow(app.test_client(), filed.reference, write(filed.code)).status_code == 302


def test_arabic_digits_of_a_reference_are_understood(app: Flask, filed: FiledRequest) -> None:
    arabic = filed.reference.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert follow(app.test_client(), arabic, filed.code).status_code == 302


def test_the_link_of_a_message_opens_the_case_and_leaves_the_code_out_of_the_address(
    app: Flask, filed: FiledRequest
) -> None:
    opened = app.test_client().get(f"/ar/follow/{filed.reference}?code={filed.code}")
    assert opened.headers["Location"] == filed.page.replace("/fr/", "/ar/")


def test_a_wrong_code_and_an_unknown_reference_say_the_same(app: Flask, filed: FiledRequest) -> None:
    stranger = app.test_client()
    wrong = follow(stranger, filed.reference, "2222-" * 6 + "2222")
    unknown = follow(stranger, "2026-000000000-000001", filed.code)
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(filed.reference, "") == unknown.text.replace("2026-000000000-000001", "")
    assert stranger.get(filed.page).status_code == 302


def test_ten_wrong_codes_close_the_door_for_a_while_and_right_ones_do_not_count(
    limits: None, app: Flask, filed: FiledRequest
) -> None:
    stranger = app.test_client()
    for _ in range(12):
        assert follow(stranger, filed.reference, filed.code).status_code == 302
    tries = [follow(stranger, filed.reference, "wrong").status_code for _ in range(10)]
    page = follow(stranger, filed.reference, "wrong")
    by_link = stranger.get(f"/fr/follow/{filed.reference}?code=wrong")
    assert tries == [422] * 10
    assert page.status_code == by_link.status_code == 429
    assert "Trop d’essais" in page.text


def test_the_case_of_somebody_else_is_not_found(app: Flask, filed: FiledRequest) -> None:
    other = Journey(app.test_client())
    mine = other.file_all()
    for page in ("", "/receipt", "/receipt.pdf", "/withdraw", "/tasks/x", "/documents/x", "/attachments/x"):
        assert other.client.get(f"{filed.page}{page}").status_code == 404, page
    assert other.client.get(mine.page).status_code == 200
    attachment = cases.list_attachments(AZROU, case_id=case_of(filed).id)[0]
    assert other.client.get(f"{mine.page}/attachments/{attachment.id}").status_code == 404


def test_an_agent_signed_in_sees_no_case_on_the_portal(
    sign_in: Callable[[str], FlaskClient], filed: FiledRequest
) -> None:
    agent = sign_in(f"agent_ec@{AZROU}")
    assert agent.get(filed.page).status_code == 404


def test_a_piece_that_was_sent_can_be_downloaded_and_is_never_shown_inline(
    client: FlaskClient, filed: FiledRequest
) -> None:
    (attachment,) = cases.list_attachments(AZROU, case_id=case_of(filed).id)
    sent = client.get(f"{filed.page}/attachments/{attachment.id}")
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert sent.data == stored_bytes(client, attachment.storage_key)


def stored_bytes(client: FlaskClient, key: str) -> bytes:
    content: bytes = client.application.extensions["mastara"].files.get(key)
    return content


def test_missing_pieces_call_the_citizen_who_supplies_them_once(
    client: FlaskClient, filed: FiledRequest, decide: Decide
) -> None:
    decide(
        "agent_ec",
        "check-completeness",
        completeness="missing",
        missing_pieces=["identity-card"],
        missing_reasons=["unreadable"],
        missing_note="La photo est floue.",
    )
    page = client.get(filed.page)
    assert "Fournir les pièces manquantes" in page.text
    assert "À faire avant le vendredi 3 avril 2026" in page.text
    (task,) = [row for row in cases.list_open_tasks(case_of(filed)) if row.element == "supply-pieces"]
    address = f"{filed.page}/tasks/{task.id}"
    assert "identity_card" in client.get(address).text
    refused = client.post(address, data={"identity_card": a_file(b"MZ", "x.jpg")}, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert "ni un PDF ni une image" in refused.text
    sent = client.post(
        address, data={"identity_card": a_file(a_picture())}, content_type="multipart/form-data", follow_redirects=True
    )
    assert "Votre réponse est arrivée à la commune" in sent.text
    again = client.post(address, data={})
    assert again.status_code == 409
    assert "n’attend plus" in again.text


def test_a_piece_is_replaced_while_its_task_waits_and_stays_afterwards(
    client: FlaskClient, filed: FiledRequest, decide: Decide
) -> None:
    decide(
        "agent_ec",
        "check-completeness",
        completeness="missing",
        missing_pieces=["identity-card"],
        missing_reasons=["unreadable"],
        missing_note="La photo est floue.",
    )
    case = case_of(filed)
    (task,) = [row for row in cases.list_open_tasks(case) if row.element == "supply-pieces"]
    address = f"{filed.page}/tasks/{task.id}"

    def files() -> list[str]:
        return [row.id for row in cases.list_attachments(case.commune_id, case_id=case.id)]

    (first,) = files()
    sent = {"identity_card": a_file(a_picture())}
    kept = client.post(address, data=sent, content_type="multipart/form-data", headers={"X-Mastara-Form": "part"})
    assert kept.status_code == 200, "the task waits: a script sends the file, the person has not ended"
    (second,) = set(files()) - {first}
    assert f"{filed.page}/attachments/{second}/picture" in kept.text
    refused = client.post(address, data={"remove_attachment": first})
    assert (refused.status_code, len(files())) == (200, 2), "what came with the request stays"
    removed = client.post(address, data={"remove_attachment": second})
    assert (removed.status_code, files()) == (200, [first])
    assert "Le fichier a été retiré" in removed.text
    assert client.get(address).status_code == 200, "the task still waits"


def test_a_payment_is_called_for_and_the_receipt_of_it_shown(
    client: FlaskClient, filed: FiledRequest, decide: Decide
) -> None:
    decide("agent_ec", "check-completeness", completeness="complete")
    page = client.get(filed.page).text
    assert "Payer 4,00" in page
    assert "à payer avant le" in page


def test_a_payment_that_has_arrived_is_not_asked_for_while_the_case_goes_on(
    client: FlaskClient, filed: FiledRequest, decide: Decide, clock: FixedClock
) -> None:
    decide("agent_ec", "check-completeness", completeness="complete")
    with transaction():
        case = case_of(filed)
        (payment,) = list_payments(case)
        payment.state, payment.paid_at = "paid", clock.now()
        cases.record_event(
            case, "PaymentReceived", at=clock.now(), actor_kind="system", actor_name="payment", public=True
        )
    page = client.get(filed.page).text
    assert "<title>Votre paiement est arrivé" in page
    assert "La commune s’en occupe" in page
    assert "ce qui vous est demandé" not in page


def test_who_comes_back_from_paying_goes_on_in_their_own_language(
    client: FlaskClient, filed: FiledRequest, decide: Decide
) -> None:
    decide("agent_ec", "check-completeness", completeness="complete")
    (payment,) = list_payments(case_of(filed))
    client.get("/ar/help")
    back = client.get(f"/fr/payments/{payment.reference}/return")
    assert back.headers["Location"] == filed.page.replace("/fr/", "/ar/")


def test_a_request_is_withdrawn_after_one_question(client: FlaskClient, filed: FiledRequest, world: World) -> None:
    question = client.get(f"{filed.page}/withdraw")
    assert "Un retrait ne s’annule pas" in question.text
    done = client.post(f"{filed.page}/withdraw", data={"reason": "Je l’ai retrouvé."}, follow_redirects=True)
    assert "Votre demande est retirée" in done.text
    world.run_jobs()
    assert "Demande retirée" in client.get(filed.page).text
    again = client.post(f"{filed.page}/withdraw")
    assert again.status_code == 409
    assert "Retirer ma demande" not in client.get(filed.page).text


def test_a_period_that_is_over_says_what_the_law_allows(
    client: FlaskClient, filed: FiledRequest, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=40))
    page = client.get(filed.page).text
    assert "Le délai légal est passé" in page
    assert "président du conseil" in page


def test_the_receipt_is_a_paper_even_before_the_worker_made_it(client: FlaskClient) -> None:
    filed = Journey(client).file_all()
    paper = client.get(f"{filed.page}/receipt.pdf")
    assert paper.status_code == 200
    assert paper.data.startswith(b"%PDF-")
    assert paper.headers["Content-Disposition"].startswith("attachment")
    again = client.get(f"{filed.page}/receipt.pdf")
    assert again.data == paper.data


def test_the_diagram_of_the_case_marks_where_it_stands(client: FlaskClient, filed: FiledRequest) -> None:
    page = client.get(filed.page).text
    assert 'data-positions="complete-file"' in page
    assert "request-submitted" in page


def test_a_period_that_waits_for_the_applicant_says_so(
    client: FlaskClient, filed: FiledRequest, clock: FixedClock
) -> None:
    _stop_the_clock(filed, clock)
    page = client.get(filed.page).text
    assert "À vous d’agir" in page
    assert "il reprendra quand vous aurez fait ce qui vous est demandé" in page


def test_a_period_that_waits_for_somebody_else_asks_nothing_of_the_applicant(
    client: FlaskClient, filed: FiledRequest, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stop_the_clock(filed, clock)
    monkeypatch.setattr("app.web.portal.deadline.ON_THE_APPLICANT", frozenset())
    page = client.get(filed.page).text
    assert "La commune s’en occupe" in page
    assert "Le délai est suspendu, en attendant le paiement : il reprendra ensuite." in page
    assert "ce qui vous est demandé" not in page


def _stop_the_clock(filed: FiledRequest, clock: FixedClock) -> None:
    """Suspend the period of a case for a reason that its procedure admits, without asking anything on the page."""
    with transaction():
        (period,) = cases.list_deadlines(case_of(filed))
        period.state, period.due_at = "suspended", None
        write_event(period, ClockEvent(kind="suspended", at=clock.now(), reason="payment"), actor_name="Mastara")
    clock.advance(timedelta(days=1))

"""The case page: every fact in words, every file opened safely, every reading written down."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from app.commands.bus import execute
from app.commands.messages import WithdrawCase
from app.domain.actors import Actor
from app.domain.clock import FixedClock
from app.languages import isolate
from app.store import cases
from app.store.database import database, transaction
from app.store.models import CaseEvent
from tests.web.desk.addresses import case_page
from tests.world.journeys import case_of, complete, file_request, open_task, reach
from tests.world.places import AZROU, CASABLANCA, World

SignIn = Callable[[str], FlaskClient]
AGENT = f"agent_ec@{AZROU}"
OFFICER = f"officier_ec@{AZROU}"
AGENT_NAME = "Agent agent_ec"


def test_a_closed_case_tells_its_whole_history_in_sentences(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    complete(world, reach(world, filed, "rate-service"), {"rating": "5"})
    page = sign_in(AGENT).get(case_page(filed)).text
    for sentence in (
        "Demande déposée en ligne",
        "État : Demande reçue",
        "Décision calculée : Qualité du demandeur",
        "Tâche terminée : Vérifier que le dossier est complet",
        "Usager prévenu par courriel et SMS",
        "Paiement reçu",
        "Document établi : Copie d&#39;acte d&#39;état civil",
        "Dossier clos : Document remis",
        "Travail automatique fait",
        "Étapes franchies",
    ):
        assert sentence in page, sentence
    assert "the-person" in page
    assert "2,00 DH" in page
    assert "Fait enregistré" not in page


def test_every_kind_of_fact_has_its_sentence(world: World, sign_in: SignIn) -> None:
    from app.web.desk.history import _TELLERS

    filed = file_request(world)
    case = case_of(filed)
    with transaction():
        for kind in _TELLERS:
            cases.record_event(case, kind, at=case.filed_at, actor_kind="system", actor_name="x", data={})
        cases.record_event(case, "Unheard", at=case.filed_at, actor_kind="system", actor_name="x", data={})
    page = sign_in(AGENT).get(case_page(filed))
    assert page.status_code == 200
    assert page.text.count(f"Fait enregistré : {isolate('Unheard')}") == 2


def test_a_withdrawn_case_says_who_and_why(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    citizen = Actor(kind="citizen", name="citizen", case_ids=frozenset({filed.case_id}))
    command = WithdrawCase(commune_id=filed.commune_id, case_id=filed.case_id, reason="Je n’en ai plus besoin")
    execute(command, actor=citizen, services=world.services)
    world.run_jobs()
    page = sign_in(AGENT).get(case_page(filed)).text
    assert "Demande retirée par l’usager" in page
    assert "Je n’en ai plus besoin" in page


def test_reading_a_case_is_written_down_once_an_hour_for_each_agent(
    world: World, sign_in: SignIn, clock: FixedClock
) -> None:
    filed = file_request(world)
    agent, officer = sign_in(AGENT), sign_in(OFFICER)
    for client in (agent, agent, officer):
        client.get(case_page(filed))
    assert len(_readings(filed.case_id)) == 2
    clock.advance(timedelta(minutes=61))
    agent.get(case_page(filed))
    readings = _readings(filed.case_id)
    assert [row.actor_name for row in readings] == ["Agent agent_ec", "Agent officier_ec", "Agent agent_ec"]
    assert not any(row.public for row in readings)


def _readings(case_id: str) -> list[CaseEvent]:
    rows = database.session.query(CaseEvent).filter_by(case_id=case_id, kind="CaseRead")
    return list(rows.order_by(CaseEvent.id))


def test_a_superseded_form_stays_visible(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    reach(world, filed, "look-up-act")
    complete(world, open_task(filed), {"finding": "wrong-data", "finding_reasons": ["birth-date"]})
    correction = open_task(filed, "correct-reference")
    complete(world, correction, _first_correction(world, filed))
    complete(world, open_task(filed, "look-up-act"))
    page = sign_in(AGENT).get(case_page(filed)).text
    assert page.count("Rechercher et vérifier l&#39;acte – Agent agent_ec") == 2
    assert page.count("(remplacé depuis)") == 1


def _first_correction(world: World, filed) -> dict[str, object]:  # type: ignore[no-untyped-def]
    scenarios = world.services.deployments.get(case_of(filed).deployment_id).package.scenarios
    steps = next(content for name, content in scenarios.items() if name.endswith("corrected.yaml"))["steps"]
    return dict(next(step for step in steps if step.get("complete") == "correct-reference")["answers"])


def test_a_piece_is_shown_sealed_and_downloaded_as_a_file(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    piece = cases.list_attachments(AZROU, case_id=filed.case_id)[0]
    client = sign_in(AGENT)
    shown = client.get(f"{case_page(filed)}/attachments/{piece.id}")
    assert shown.mimetype == "image/png"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    saved = client.get(f"{case_page(filed)}/attachments/{piece.id}?download")
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_no_picture_and_no_pdf_is_never_shown_in_our_name(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    piece = cases.list_attachments(AZROU, case_id=filed.case_id)[0]
    with transaction():
        piece.media_type = "text/html"
        database.session.add(piece)
    shown = sign_in(AGENT).get(f"{case_page(filed)}/attachments/{piece.id}")
    assert shown.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_a_file_of_another_case_is_not_found_under_this_one(world: World, sign_in: SignIn) -> None:
    filed, other = file_request(world), file_request(world, requester_first="Karim")
    piece = cases.list_attachments(AZROU, case_id=other.case_id)[0]
    client = sign_in(AGENT)
    assert client.get(f"{case_page(filed)}/attachments/{piece.id}").status_code == 404
    assert client.get(f"{case_page(other)}/attachments/{piece.id}").status_code == 200


def test_revoking_a_document_asks_for_a_reason_in_words(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    complete(world, reach(world, filed, "sign"))
    document = next(row for row in cases.list_documents(case_of(filed)) if row.key == "copy")
    officer = sign_in(OFFICER)
    address = f"{case_page(filed)}/documents/{document.id}/revoke"
    assert address in officer.get(case_page(filed)).text
    assert "perd sa valeur" in officer.get(address).text
    refused = officer.post(address, data={"reason": "  "})
    assert refused.status_code == 422
    assert "loi 03-01" in refused.text
    assert officer.post(address, data={"reason": "Erreur de nom"}).status_code == 302
    page = officer.get(case_page(filed)).text
    assert "Document annulé" in page
    assert "Erreur de nom" in page
    assert officer.post(address, data={"reason": "encore"}).status_code == 404


def test_a_clerk_may_not_revoke(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    complete(world, reach(world, filed, "sign"))
    document = next(row for row in cases.list_documents(case_of(filed)) if row.key == "copy")
    address = f"{case_page(filed)}/documents/{document.id}/revoke"
    clerk = sign_in(AGENT)
    assert clerk.get(address).status_code == 403
    assert clerk.post(address, data={"reason": "x"}).status_code == 403
    assert address not in clerk.get(case_page(filed)).text


def test_cases_are_found_by_reference_and_by_name_in_the_agents_commune_only(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    foreign = file_request(world, commune_id=CASABLANCA)
    client = sign_in(AGENT)
    for words in (filed.reference, filed.reference[-6:], "amziane", "AMZIANE yousra"):
        page = client.get("/desk/search", query_string={"q": words}).text
        assert filed.reference in page, words
        assert foreign.reference not in page
    assert "Aucun dossier trouvé" in client.get("/desk/search?q=nobody").text
    assert "Cherchez un dossier" in client.get("/desk/search").text


def test_somebody_for_the_whole_country_finds_the_cases_of_every_commune(world: World, sign_in: SignIn) -> None:
    filed = file_request(world, commune_id=CASABLANCA)
    page = sign_in("autorite_centrale@country").get("/desk/search?q=amziane").text
    assert filed.reference in page


def test_the_page_reads_the_database_a_fixed_number_of_times(world: World, sign_in: SignIn) -> None:
    from sqlalchemy import event

    filed = file_request(world)
    client = sign_in(AGENT)
    counts = []
    for finish in (True, False):
        client.get(case_page(filed))
        seen: list[str] = []

        def note(_c, _cursor, statement, *_rest, seen=seen) -> None:  # type: ignore[no-untyped-def]
            seen.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        client.get(case_page(filed))
        event.remove(database.engine, "before_cursor_execute", note)
        counts.append(len(seen))
        if finish:
            complete(world, reach(world, filed, "sign"))
    assert max(counts) <= 23
    assert abs(counts[0] - counts[1]) <= 1


def test_names_and_codes_are_escaped(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    with transaction():
        cases.write_case(
            case_of(filed),
            expected_version=case_of(filed).version,
            values={"applicant": "<script>alert(1)</script>"},
        )
    page = sign_in(AGENT).get(case_page(filed)).text
    assert "<script>alert(1)" not in page
    assert re.search(r"&lt;script&gt;alert\(1\)", page)


def test_an_arabic_reader_finds_colleagues_by_their_arabic_names(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    client = _in_arabic(sign_in(AGENT))
    with transaction():
        cases.record_event(
            case_of(filed),
            "TaskClaimed",
            at=case_of(filed).filed_at,
            actor_kind="agent",
            actor_name=f"{AGENT_NAME} 2",
            data={"task": "check-completeness"},
        )
        cases.record_event(
            case_of(filed),
            "TaskReassigned",
            at=case_of(filed).filed_at,
            actor_kind="agent",
            actor_name=AGENT_NAME,
            data={"task": "check-completeness", "to": AGENT_NAME},
        )
        cases.record_event(
            case_of(filed),
            "HeadAlerted",
            at=case_of(filed).filed_at,
            actor_kind="system",
            actor_name="Mastara",
            data={"told": [AGENT_NAME], "mailed": []},
        )
    facts = re.findall(r"<li>(.*?)</li>", client.get(case_page(filed)).text)
    given = next(fact for fact in facts if "موظف تجريبي" in fact)
    assert AGENT_NAME not in given
    assert sum("موظف تجريبي" in fact for fact in facts) >= 2, "those who were warned are named too"
    assert any(f"{AGENT_NAME} 2" in fact for fact in facts), "an unknown name stays as it was kept"


def test_technical_facts_are_written_as_arabic_is(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    complete(world, reach(world, filed, "rate-service"), {"rating": "5"})
    page = _in_arabic(sign_in(AGENT)).get(case_page(filed)).text
    technical = page[page.index("technical-list") :]
    assert "المراحل المنجزة: " in technical
    assert "المراحل المنجزة :" not in technical
    assert "False" not in technical
    assert "→" not in technical


def test_steps_are_told_by_their_names(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    case = case_of(filed)
    with transaction():
        for passed in (["check-completeness", "join-fee"], ["join-fee"]):
            cases.record_event(
                case, "StepsPassed", at=case.filed_at, actor_kind="system", actor_name="x", data={"passed": passed}
            )
    page = sign_in(AGENT).get(case_page(filed)).text
    told = re.findall(r"Étapes franchies\u00a0: ([^<]*) <", page)[-2:]
    assert told == ["Vérifier les pièces du dossier", isolate("join-fee")]


def _in_arabic(client: FlaskClient) -> FlaskClient:
    client.get("/language/ar")
    return client

"""The page on which a person plays an outside system: answers, twice, forged; the callback believes signatures only."""

from flask.testing import FlaskClient

from app.store.models import Case
from tests.world.asking import ask, simulator
from tests.world.corresponding import cases_of
from tests.world.places import World


def page_of(case: Case) -> str:
    return f"/sandbox/systems/{case.document['visa']['reference']}"


def document_of(case: Case) -> dict[str, object]:
    return next(each for each in cases_of("asks") if each.id == case.id).document


def test_open_requests_stand_under_their_system(world: World, client: FlaskClient) -> None:
    case = ask(world)
    client.get("/language/fr")
    page = client.get("/sandbox/systems").text
    assert "Trésorerie générale du Royaume" in page and case.reference in page and "sans réponse" in page
    client.get("/language/ar")
    assert "التأشير على التزام بنفقة" in client.get("/sandbox/systems").text


def test_a_person_answers_in_the_place_of_the_system(world: World, client: FlaskClient) -> None:
    case = ask(world)
    client.get("/language/fr")
    assert "600,00 DH" in client.get(page_of(case)).text
    client.post(page_of(case), data={"outcome": "accepted", "visa_number": "V-12", "comment": "Vu"})

    assert document_of(case)["external"]["visa_number"] == "V-12"  # type: ignore[index]
    assert "200 answered" in client.get(page_of(case)).text


def test_answering_twice_changes_nothing_and_a_forged_answer_is_refused(world: World, client: FlaskClient) -> None:
    case = ask(world)
    client.post(page_of(case), data={"outcome": "refused"})
    client.post(page_of(case), data={"act": "repeat"})
    client.post(page_of(case), data={"act": "forge"})
    client.post(page_of(case), data={"outcome": "accepted"})

    page = client.get(page_of(case)).text
    assert page.count("200 repeated") == 2 and "401 wrong_signature" in page
    assert document_of(case)["external"]["outcome"] == "refused"  # type: ignore[index]


def test_an_answer_of_a_wrong_shape_is_told_to_the_system(world: World, client: FlaskClient) -> None:
    case = ask(world)
    message = simulator(world).answer(str(case.document["visa"]["reference"]), "accepted", fields={"colour": "red"})
    answer = client.post("/callbacks/external", data=message.body, headers=dict(message.headers))
    assert (answer.status_code, answer.json and answer.json["error"]) == (422, "wrong_fields")
    unsigned = client.post("/callbacks/external", data=message.body)
    assert unsigned.status_code == 401


def test_what_nobody_asked_has_no_page(world: World, client: FlaskClient) -> None:
    case = ask(world)
    assert client.get("/sandbox/systems/X-nothing").status_code == 404
    assert client.post(page_of(case), data={"outcome": "perhaps"}).status_code == 400
    assert client.post(page_of(case), data={"act": "repeat"}).status_code == 400

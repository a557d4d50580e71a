"""What a commune publishes: entries of a public register in their public state, for everybody and in both languages."""

import pytest
from flask.testing import FlaskClient

from app.procedures.registers import REGISTERS, read_registers
from tests.world.places import World
from tests.world.registering import SOURCE, fields_from, run, task

ANSWER = {"question": "Coût de la fête du printemps 2025", "answer": "412 000 dirhams.", "subject_area": "budget"}
HOME = "/fr/communes/azrou"
PAGE = f"{HOME}/published/published-answers"


@pytest.fixture
def published(world: World) -> None:
    """One answer that is published, and one that was removed."""
    add = task("add", "register.add", register="published-answers", **fields_from(ANSWER))
    run(world, "publishing", add, values=ANSWER)
    amend = task("remove", "register.amend", register="published-answers", entry="=add.id", state="removed")
    run(world, "removing", add, amend, values={**ANSWER, "question": "Une question retirée depuis"})


@pytest.mark.usefixtures("published")
def test_everybody_reads_what_is_published_and_not_what_was_removed(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    assert ANSWER["question"] in page
    assert "412 000 dirhams." in page
    assert "Budget et finances" in page
    assert "retirée depuis" not in page


@pytest.mark.usefixtures("published")
def test_a_word_finds_an_answer_whatever_its_accents(client: FlaskClient) -> None:
    assert ANSWER["question"] in client.get(f"{PAGE}?q=FETE").text
    assert ANSWER["question"] not in client.get(f"{PAGE}?q=piscine").text


@pytest.mark.usefixtures("world")
def test_the_page_of_the_commune_leads_there_in_both_languages(client: FlaskClient) -> None:
    assert PAGE in client.get(HOME).text
    assert "الأجوبة المنشورة" in client.get(HOME.replace("/fr/", "/ar/")).text
    assert "Rien n’est encore publié." in client.get(PAGE).text


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("register", ["complaints", "births", "information-requests", "no-such-register"])
def test_a_register_that_is_not_public_does_not_exist_here(client: FlaskClient, register: str) -> None:
    assert client.get(f"{HOME}/published/{register}").status_code == 404


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("public_state: published", "public_state: shown", "it has no state “shown”"),
        (
            "title: {fr: Question, ar: السؤال}, required: true",
            "title: {fr: Question, ar: السؤال}, required: true, personal: true",
            "it is public, and its field “question” holds personal data",
        ),
    ],
)
def test_a_public_register_has_its_state_and_no_personal_data(old: str, new: str, fault: str) -> None:
    changed = SOURCE.replace(old.encode(), new.encode())
    assert changed != SOURCE
    assert fault in " ".join(read_registers(changed, file=REGISTERS).problems)

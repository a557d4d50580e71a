"""The cause of an incident is kept as data: whoever reads it, whenever, reads it in the language of the page."""

import html
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app.commands.repairs import SkipStep
from app.domain.languages import INTERFACE_LANGUAGES
from app.engine import report_of
from app.engine.incidents import SENTENCES
from app.queries.incident_causes import words_of_cause, words_of_incident
from app.store import incidents
from app.store.database import database, transaction
from app.store.models import CaseEvent, Incident
from tests.commands.repairs.acting import repair
from tests.web.desk.addresses import slug_of
from tests.world.places import AZROU, World
from tests.world.stuck import stand_still

SignIn = Callable[[str], FlaskClient]
DIRECTOR = f"dgs@{AZROU}"
OLD = "« Calculer le prix » : la phrase du jour où il s’est ouvert."
OPENED = "Un incident arrête le dossier"


@pytest.fixture
def stuck(world: World) -> Incident:
    """An incident whose cause holds a sentence of the decisions."""
    return stand_still(world, "decision-failed")[1]


@pytest.fixture
def director(sign_in: SignIn) -> FlaskClient:
    return sign_in(DIRECTOR)


def read(client: FlaskClient, incident: Incident, language: str) -> str:
    client.get(f"/language/{language}")
    address = f"/desk/c/{slug_of(incident.commune_id)}/incidents/{incident.id}"
    return html.unescape(client.get(address).text)


def resolve(world: World, incident: Incident) -> Incident:
    assert repair(world, SkipStep, incident, values={"rate": 1}).resolved
    return incidents.get_incident(incident.commune_id, incident.id)


def grow_old(incident: Incident) -> None:
    """Let the incident be as it was kept before there were causes."""
    with transaction():
        database.session.execute(update(Incident).values(cause=None, message=OLD))
        for event in database.session.query(CaseEvent).filter_by(kind="IncidentOpened"):
            event.data = {"kind": incident.kind, "element": incident.element}


def test_no_sentence_is_kept_but_code_names_and_values(stuck: Incident) -> None:
    assert (stuck.kind, stuck.element, stuck.message) == ("decision-failed", "rate", "")
    assert stuck.cause is not None
    assert stuck.cause["values"]["decision"] == "unheard-of"
    assert "Expected one of the decisions none" in stuck.cause["values"]["reason"]


def test_what_a_decision_said_is_in_the_language_too(stuck: Incident) -> None:
    said = {language: words_of_incident(stuck, language) for language in INTERFACE_LANGUAGES}

    assert "la décision unheard-of n’a pas abouti" in said["fr"]
    assert "\u2066unheard-of\u2069" in said["ar"]
    assert not any("Expected" in words for words in said.values()), said


def test_an_incident_that_is_over_is_told_in_both_languages(
    world: World, stuck: Incident, director: FlaskClient
) -> None:
    over = resolve(world, stuck)

    for language in INTERFACE_LANGUAGES:
        assert words_of_incident(over, language) in read(director, over, language)


def test_the_history_tells_why_it_opened(stuck: Incident, director: FlaskClient) -> None:
    for language in INTERFACE_LANGUAGES:
        page = read(director, stuck, language)
        assert page.count(words_of_incident(stuck, language)) == 2, "once as the cause, once in the history"


def test_an_incident_of_an_older_release_says_the_sentence_of_its_day(
    world: World, stuck: Incident, director: FlaskClient
) -> None:
    grow_old(stuck)
    over = resolve(world, incidents.get_incident(stuck.commune_id, stuck.id))

    page = read(director, over, "fr")

    assert OLD in page and OPENED in page


def test_the_operator_reads_causes_in_the_language_of_the_page(stuck: Incident, sign_in: SignIn) -> None:
    operator = sign_in("operator@country")
    for language in INTERFACE_LANGUAGES:
        operator.get(f"/language/{language}")
        assert words_of_incident(stuck, language) in html.unescape(operator.get("/operations/").text)


def test_a_cause_that_no_sentence_fits_gives_way_to_what_was_kept() -> None:
    assert report_of("never-heard", "rate", {"names": {}, "values": {}}) is None
    assert words_of_cause("decision-failed", "rate", {"names": {}, "values": {"decision": "d"}}, "fr") == ""
    kept = Incident(kind="job-failed", element="tell", cause=None, message="The office is closed.")
    assert words_of_incident(kept, "ar") == "The office is closed."


@pytest.mark.parametrize("code", SENTENCES)
def test_every_cause_can_be_said_again_in_both_languages(code: str) -> None:
    named = ("activity", "bound", "decision", "expression", "found", "levels", "period", "reason", "seconds", "thrown")
    values = dict.fromkeys((*named, "values"), "7")
    cause = {"names": {"fr": "Calculer", "ar": "حساب"}, "values": values}

    french, arabic = (words_of_cause(code, "rate", cause, language) for language in ("fr", "ar"))

    assert "« Calculer »" in french and "حساب" in arabic

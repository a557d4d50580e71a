"""Cases that an agent opens: at the counter in a user's name, or of the agent's own accord; nobody else may."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.store import cases
from app.store.database import database
from app.store.models import Case, Draft
from tests.world.journeys import ANSWERS, picture
from tests.world.places import AZROU, CASABLANCA, SLUG, World
from tests.world.variants import publish_variant

SignIn = Callable[[str], FlaskClient]
NEW = "/desk/c/azrou/new"
COUNTER = f"agent_guichet@{AZROU}"
TYPED = {key: value for key, value in ANSWERS.items() if key != "identity_card"}


def form_of(browser: FlaskClient) -> str:
    """Begin a case and return the address of its form."""
    return str(browser.post(f"{NEW}/{SLUG}").headers["Location"])


def posted(**changes: Any) -> Mapping[str, Any]:
    """Return the answers of the form as a browser posts them, with the piece."""
    answers = {key: "true" if value is True else str(value) for key, value in {**TYPED, **changes}.items()}
    return {**answers, "identity_card": (io.BytesIO(picture()), "cin.png")}


def newest() -> Case:
    database.session.expire_all()
    return database.session.query(Case).order_by(Case.filed_at.desc(), Case.id.desc()).first()  # type: ignore[return-value]


def for_the_service(manifest: dict[str, Any]) -> None:
    manifest |= {"begun_by": ["agent_ec"], "channels": ["desk"], "audience": "administration"}
    manifest["domain"] = "administration"


def test_the_counter_files_in_the_name_of_somebody(world: World, sign_in: SignIn) -> None:
    browser = sign_in(COUNTER)
    assert "Au guichet, au nom d’un usager" in browser.get(NEW).text
    address = form_of(browser)
    assert 'name="requester_last"' in browser.get(address).text

    answer = browser.post(address, data=posted(), follow_redirects=True)

    case = newest()
    assert (case.channel, case.applicant) == ("counter", "Yousra Amziane")
    assert case.reference in answer.text and "Code de suivi" in answer.text
    filing = next(row for row in cases.list_events(case) if row.kind == "CaseFiled")
    assert (filing.actor_kind, filing.actor_name, filing.data["channel"]) == ("agent", "Agent agent_guichet", "counter")
    assert len(cases.list_attachments(AZROU, case_id=case.id)) == 1
    world.run_jobs()
    assert "Demande déposée au guichet" in browser.get(f"/desk/c/azrou/cases/{case.id}").text
    receipt = browser.get(f"/desk/c/azrou/opened/{case.id}/receipt.pdf")
    assert receipt.status_code == 200 and receipt.data.startswith(b"%PDF")


def test_what_is_missing_is_told_and_nothing_typed_is_lost(world: World, sign_in: SignIn) -> None:
    browser = sign_in(COUNTER)
    address = form_of(browser)
    answer = browser.post(address, data=posted(requester_last=""))
    assert answer.status_code == 422 and 'value="Yousra"' in answer.text and "cin.png" in answer.text
    assert database.session.query(Case).count() == 0
    without_file = {key: value for key, value in posted().items() if key != "identity_card"}
    assert browser.post(address, data=without_file).status_code == 302
    assert [row.filename for row in cases.list_attachments(AZROU, case_id=newest().id)] == ["cin.png"]


def test_filing_twice_opens_one_case(world: World, sign_in: SignIn) -> None:
    browser = sign_in(COUNTER)
    address = form_of(browser)
    first, second = browser.post(address, data=posted()), browser.post(address, data=posted())
    assert first.headers["Location"] == second.headers["Location"]
    assert browser.get(address).headers["Location"] == first.headers["Location"]
    assert database.session.query(Case).count() == 1


def test_an_agent_opens_a_case_of_the_service(world: World, sign_in: SignIn) -> None:
    publish_variant(world, for_the_service)
    browser = sign_in(f"agent_ec@{AZROU}")
    assert "De votre service" in browser.get(NEW).text
    answer = browser.post(form_of(browser), data=posted(), follow_redirects=True)
    assert newest().channel == "desk" and "Code de suivi" not in answer.text
    assert browser.get(f"/desk/c/azrou/opened/{newest().id}/receipt.pdf").status_code == 404


@pytest.mark.parametrize("username", [f"agent_ec@{AZROU}", f"chef_service@{AZROU}"])
def test_who_files_nothing_at_the_counter_finds_nothing_to_open(world: World, sign_in: SignIn, username: str) -> None:
    browser = sign_in(username)
    assert "Aucune démarche à ouvrir" in browser.get(NEW).text
    assert browser.post(f"{NEW}/{SLUG}").status_code == 404
    foreign = sign_in(COUNTER)
    assert browser.get(form_of(foreign)).status_code == 404
    foreign.post(form_of(foreign), data=posted())
    assert "Code de suivi" not in browser.get(f"/desk/c/azrou/opened/{newest().id}").text


def test_another_commune_has_no_part_in_it(world: World, sign_in: SignIn) -> None:
    address = form_of(sign_in(COUNTER))
    stranger = sign_in(f"agent_guichet@{CASABLANCA}")
    assert stranger.get(address).status_code == 404
    assert stranger.get(address.replace("/c/azrou/", "/c/casablanca/")).status_code == 404


def test_what_the_administration_begins_is_not_for_the_portal(
    world: World, sign_in: SignIn, client: FlaskClient
) -> None:
    started = client.post(f"/fr/communes/azrou/procedures/{SLUG}/start").headers["Location"]
    publish_variant(world, for_the_service)
    assert "Cette démarche ne se dépose pas en ligne" in client.get(f"/fr/communes/azrou/procedures/{SLUG}").text
    assert client.post(f"/fr/communes/azrou/procedures/{SLUG}/start").status_code == 404
    assert SLUG not in client.get("/fr/communes/azrou").text
    assert client.get(started).status_code == 302, "a request begun before keeps its version"


def test_a_link_of_the_desk_cannot_be_filed_on_the_portal(world: World, sign_in: SignIn, client: FlaskClient) -> None:
    publish_variant(world, for_the_service)
    browser = sign_in(f"agent_ec@{AZROU}")
    token = form_of(browser).rsplit("/", 1)[1]
    assert client.post(f"/fr/drafts/{token}/review").status_code == 404
    assert database.session.query(Draft).filter(Draft.case_id.is_not(None)).count() == 0

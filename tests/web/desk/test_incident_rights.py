"""A head of service sees incidents and runs steps again; the pages offer no more, and the addresses refuse it."""

import pytest
from flask import Flask

from app.store import incidents, work
from app.store.database import database, transaction
from app.store.models import Incident, RoleAssignment, Service
from tests.web.desk.test_incidents import DIRECTOR, WHY, SignIn, Stuck, now, page_of, text_of
from tests.world.databases import Template
from tests.world.journeys import case_of
from tests.world.places import AZROU, CASABLANCA, World
from tests.world.stuck import stand_still

HEAD = f"chef_service@{AZROU}"
RESERVED = {
    "fr": "réservées au directeur général des services et à l’exploitant de la plateforme",
    "ar": "لا يقوم بها إلا المدير العام للمصالح ومستغل المنصة",
}


@pytest.fixture(scope="module")
def beginning(standing_still: tuple[Template, Stuck]) -> Template:
    """Each test begins where a case stands still."""
    return standing_still[0]


@pytest.fixture
def stuck(app: Flask, standing_still: tuple[Template, Stuck]) -> Stuck:
    """The case that stands still, with its incident."""
    filed, incident = standing_still[1]
    return filed, incidents.get_incident(filed.commune_id, incident.id)


def links_of(page: str, incident: Incident) -> list[str]:
    """Return the repairs to which a page leads."""
    found = ("retry", "data", "skip", "move", "cancel")
    return [action for action in found if f'"{page_of(incident, action)}"' in page]


@pytest.mark.parametrize("language", RESERVED)
def test_the_page_offers_a_head_of_service_to_retry_and_says_who_does_the_rest(
    stuck: Stuck, sign_in: SignIn, language: str
) -> None:
    _, incident = stuck
    pages = {}
    for login in (HEAD, DIRECTOR, "operator@country"):
        client = sign_in(login)
        client.get(f"/language/{language}")
        pages[login] = text_of(client.get(page_of(incident)))

    assert links_of(pages[HEAD], incident) == ["retry"]
    assert RESERVED[language] in pages[HEAD]
    assert 'name="value:age"' not in pages[HEAD]
    assert "130" in pages[HEAD], "the data are read, not changed"
    for login in (DIRECTOR, "operator@country"):
        assert links_of(pages[login], incident) == ["retry", "data", "skip", "move", "cancel"], login
        assert RESERVED[language] not in pages[login], login


def test_the_addresses_of_repairs_refuse_a_head_of_service(stuck: Stuck, sign_in: SignIn) -> None:
    filed, incident = stuck
    head = sign_in(HEAD)
    given = {"version": "1", "reason": WHY, "flow": "flow-4", "target": "review", "confirm": "1"}
    given |= {"value:age": "30", "kind:age": "number"}
    for action in ("skip", "move", "cancel"):
        assert head.get(page_of(incident, action)).status_code == 403, action
    for action in ("data", "skip", "move", "cancel"):
        assert head.post(page_of(incident, action), data=given).status_code == 403, action
    assert (case_of(filed).version, case_of(filed).document["age"]) == (1, 130)


def test_a_head_of_service_retries_one_and_several(stuck: Stuck, sign_in: SignIn) -> None:
    _, incident = stuck
    head = sign_in(HEAD)
    assert "est exécutée de nouveau" in text_of(head.get(page_of(incident, "retry")))
    assert head.post(page_of(incident, "retry"), data={"version": "1", "reason": WHY}).status_code == 302
    assert "La même cause a de nouveau arrêté l’étape" in text_of(head.get(page_of(incident)))
    several = head.post("/desk/incidents/retry", data={"all": "1", "reason": WHY})
    assert "La même cause l’arrête encore." in text_of(several)
    assert now(incident).resolved_at is None


def test_a_job_of_the_platform_is_not_dropped_by_a_head_of_service(world: World, sign_in: SignIn) -> None:
    filed, incident = stand_still(world, "job-failed")
    with transaction():
        job = work.find_job(filed.commune_id, incident.job_id or "")
        assert job is not None
        job.kind = "platform"
    assert links_of(text_of(sign_in(HEAD).get(page_of(incident))), incident) == ["retry"]
    assert links_of(text_of(sign_in(DIRECTOR).get(page_of(incident))), incident) == ["retry", "skip"]


def test_a_director_of_one_service_who_heads_another_repairs_in_the_first_only(
    world: World, stuck: Stuck, sign_in: SignIn
) -> None:
    filed, incident = stuck
    with transaction():
        agent = world.agent("dgs")
        services = [Service(id=key, commune_id=AZROU, key=key, name_ar=key, name_fr=key) for key in ("roads", "parks")]
        database.session.add_all(services)
        database.session.flush()
        held = database.session.query(RoleAssignment).filter_by(agent_id=agent.id).one()
        held.service_id = "roads"
        head = RoleAssignment(id="second", commune_id=AZROU, agent_id=agent.id, role="chef_service", service_id="parks")
        database.session.add(head)
        case_of(filed).service_id = "parks"
    client = sign_in(DIRECTOR)
    assert links_of(text_of(client.get(page_of(incident))), incident) == ["retry"]
    typed = {"version": "1", "value:age": "30", "kind:age": "number"}
    assert client.post(page_of(incident, "data"), data=typed).status_code == 403
    assert client.get(page_of(incident, "skip")).status_code == 403
    with transaction():
        case_of(filed).service_id = "roads"
    assert "skip" in links_of(text_of(client.get(page_of(incident))), incident)


def test_the_empty_list_promises_a_head_of_service_only_what_they_may(sign_in: SignIn) -> None:
    lists = [text_of(sign_in(f"{role}@{CASABLANCA}").get("/desk/incidents")) for role in ("chef_service", "dgs")]
    assert ["déplacer le dossier" in page for page in lists] == [False, True]

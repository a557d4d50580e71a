"""Incidents on the desk: counted by cause, explained, repaired after a confirmation, several at once."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.commands.filing import Filed
from app.commands.repairs import RepairData
from app.domain.changes import SetValue
from app.engine.incidents import SENTENCES
from app.languages import translate
from app.store import cases, incidents, work
from app.store.database import transaction
from app.store.models import Incident
from app.web.desk.incidents.words import HOW_TITLES, KIND_TITLES, REFUSALS
from tests.commands.repairs.acting import repair
from tests.web.desk.addresses import slug_of
from tests.world.databases import Template
from tests.world.journeys import case_of, file_request
from tests.world.places import AZROU, CASABLANCA, World
from tests.world.stuck import STUCK, stand_still, stand_still_again

SignIn = Callable[[str], FlaskClient]
Stuck = tuple[Filed, Incident]
DIRECTOR = f"dgs@{AZROU}"
OPERATOR = "operator@country"
WHY = "Vérifié avec le service : la gratuité s’applique."


@pytest.fixture(scope="module")
def beginning(standing_still: tuple[Template, Stuck]) -> Template:
    """Each test begins where a case stands still."""
    return standing_still[0]


@pytest.fixture
def stuck(app: Flask, standing_still: tuple[Template, Stuck]) -> Stuck:
    """The case that stands still, with its incident."""
    filed, incident = standing_still[1]
    return filed, incidents.get_incident(filed.commune_id, incident.id)


def page_of(incident: Incident, action: str = "") -> str:
    return f"/desk/c/{slug_of(incident.commune_id)}/incidents/{incident.id}{f'/{action}' if action else ''}"


def now(incident: Incident) -> Incident:
    return incidents.get_incident(incident.commune_id, incident.id)


def text_of(answer) -> str:  # type: ignore[no-untyped-def]
    return html.unescape(answer.text)


def hidden_fields(page: str) -> dict[str, str]:
    """Return what the form of a page would post if nothing were touched (hidden and text fields)."""
    found = re.findall(r'<input (?=[^>]*name="([^"]+)")(?=[^>]*value="([^"]*)")[^>]*>', page)
    return {html.unescape(name): html.unescape(value) for name, value in found if name != "csrf_token"}


def test_incidents_are_counted_by_cause(world: World, sign_in: SignIn) -> None:
    stand_still_again(world, "no-path", "price")

    page = text_of(sign_in(DIRECTOR).get("/desk/incidents"))

    assert "2 dossiers s’arrêtent à « Calculer le prix »" in page
    assert page.count("Aucun chemin possible") >= 3
    assert '<span class="count">2</span>' in page


def test_a_commune_sees_its_own_and_the_operator_all(stuck: Stuck, sign_in: SignIn) -> None:
    filed, _ = stuck
    assert filed.reference in sign_in(OPERATOR).get("/desk/incidents").text
    elsewhere = sign_in(f"chef_service@{CASABLANCA}").get("/desk/incidents")
    assert filed.reference not in elsewhere.text
    assert "Un dossier paraît ici quand il s’arrête" in text_of(elsewhere)
    for role in ("agent_ec", "officier_ec"):
        assert sign_in(f"{role}@{AZROU}").get("/desk/incidents").status_code == 403


def test_the_list_is_narrowed_by_cause_and_shows_the_resolved(world: World, stuck: Stuck, sign_in: SignIn) -> None:
    filed, incident = stuck
    other, _ = stand_still(world, "decision-failed")
    client = sign_in(DIRECTOR)

    narrowed = client.get("/desk/incidents?kind=no-path").text
    assert filed.reference in narrowed
    assert other.reference not in narrowed
    assert other.reference in client.get("/desk/incidents?element=rate&procedure=library-card").text
    assert "Aucun incident ne répond" in client.get("/desk/incidents?kind=nothing").text
    assert "Aucun incident levé" in text_of(client.get("/desk/incidents?state=resolved"))

    client.post(page_of(incident, "skip"), data={"version": 1, "reason": WHY, "flow": "flow-4"})
    resolved = text_of(client.get("/desk/incidents?state=resolved"))
    assert filed.reference in resolved
    assert "Étape passée" in resolved


def test_the_page_tells_why_where_on_which_data_and_what_may_be_done(stuck: Stuck, sign_in: SignIn) -> None:
    _, incident = stuck
    page = text_of(sign_in(DIRECTOR).get(page_of(incident)))
    assert "« Calculer le prix » : aucune condition n’est vraie et aucun chemin par défaut n’existe" in page
    assert 'data-positions="price"' in page
    assert 'name="value:age" value="130"' in page
    for action in ("Relancer l’étape", "Passer l’étape", "Déplacer le dossier", "Annuler le dossier"):
        assert action in page
    assert "Un incident arrête le dossier" in page


def test_the_page_exists_in_arabic(stuck: Stuck, sign_in: SignIn) -> None:
    _, incident = stuck
    client = sign_in(DIRECTOR)
    client.get("/language/ar")
    page = text_of(client.get(page_of(incident)))
    assert "«حساب الثمن»: لم يتحقق أي شرط" in page
    assert "Relancer" not in page


def test_a_failed_job_shows_its_technical_message_apart(world: World, sign_in: SignIn) -> None:
    _, incident = stand_still(world, "job-failed")
    page = text_of(sign_in(DIRECTOR).get(page_of(incident)))
    assert "le travail automatique a échoué après un essai" in page
    assert "Expected a message of the package" in page


def test_what_an_action_does_is_said_before_it_is_done(stuck: Stuck, sign_in: SignIn) -> None:
    _, incident = stuck
    client = sign_in(DIRECTOR)
    effects = {
        "retry": "est exécutée de nouveau",
        "skip": "compte comme faite",
        "move": "celles qui la séparent ne sont pas faites",
        "cancel": "L’usager lit que l’administration a mis fin à sa demande",
    }
    for action, effect in effects.items():
        page = text_of(client.get(page_of(incident, action)))
        assert effect in page, action
        assert 'name="version" value="1"' in page
    assert now(incident).resolved_at is None


def test_data_are_read_again_then_saved_and_the_step_is_retried(stuck: Stuck, sign_in: SignIn) -> None:
    filed, incident = stuck
    client = sign_in(DIRECTOR)
    shown = hidden_fields(client.get(page_of(incident)).text)
    typed = {name: value for name, value in shown.items() if name.startswith(("value:", "kind:", "version"))}

    preview = client.post(
        page_of(incident, "data"), data={**typed, "new-path": "fee", "new-kind": "number", "new-value": "0"}
    )
    assert case_of(filed).version == 1
    again = hidden_fields(preview.text)
    assert {name for name in again if name.startswith("value:")} == {"value:fee"}
    assert "Enregistrer ces changements" in preview.text

    assert client.post(page_of(incident, "data"), data={**again, "reason": WHY, "retry": "1"}).status_code == 302
    assert case_of(filed).document["fee"] == 0
    assert now(incident).resolved_how == "retry"
    page = text_of(client.get(page_of(incident)))
    assert "Données du dossier corrigées" in page
    assert WHY in page
    assert "L’incident est levé" in page


def test_a_wrong_value_is_told_beside_its_field(stuck: Stuck, sign_in: SignIn) -> None:
    filed, incident = stuck
    client = sign_in(DIRECTOR)
    base = {"version": "1", "reason": WHY, "confirm": "1"}
    for typed, told in (
        ({"value:age": "many", "kind:age": "number"}, "Écrivez un nombre"),
        ({"value:age": "many", "kind:age": "text"}, 'id="error-age"'),
        ({"value:case.x": "1", "kind:case.x": "text"}, "réservé à la plateforme"),
        ({"value:a-b": "1", "kind:a-b": "text"}, "nom de variable ne convient pas"),
        ({"value:x": "{", "kind:x": "json"}, "Écrivez du JSON"),
        ({"value:age": "30", "kind:age": "number", "reason": "court"}, "de 10 à 500 signes"),
    ):
        answer = client.post(page_of(incident, "data"), data={**base, **typed})
        assert answer.status_code == 422, typed
        assert told in text_of(answer), typed
    unchanged = client.post(page_of(incident, "data"), data={**base, "value:age": "130", "kind:age": "number"})
    assert unchanged.status_code == 302
    assert (case_of(filed).version, case_of(filed).document["age"]) == (1, 130)


def test_a_name_that_is_posted_stays_inside_its_attribute(stuck: Stuck, sign_in: SignIn) -> None:
    _, incident = stuck
    path = 'x onfocus=alert(1) "><b>'
    answer = sign_in(DIRECTOR).post(page_of(incident, "data"), data={f"value:{path}": "1", "version": "1"})
    assert answer.status_code == 422
    assert 'aria-describedby="error-x onfocus=alert(1) &#34;&gt;&lt;b&gt;"' in answer.text
    assert "<b>" not in answer.text


def test_a_value_is_removed(stuck: Stuck, sign_in: SignIn) -> None:
    filed, incident = stuck
    typed = {"version": "1", "reason": WHY, "confirm": "1", "value:age": "130", "kind:age": "number", "remove": "age"}
    assert sign_in(DIRECTOR).post(page_of(incident, "data"), data=typed).status_code == 302
    assert "age" not in case_of(filed).document


def test_a_step_is_skipped_with_typed_values(world: World, sign_in: SignIn) -> None:
    filed, incident = stand_still(world, "job-failed")
    client = sign_in(DIRECTOR)
    assert 'value="told"' in client.get(page_of(incident, "skip")).text
    given = {"version": "1", "reason": WHY, "name-0": "told", "kind-0": "json", "value-0": '{"by": "telephone"}'}

    assert client.post(page_of(incident, "skip"), data={**given, "value-0": "{"}).status_code == 422
    assert client.post(page_of(incident, "skip"), data=given).status_code == 302

    assert case_of(filed).document["told"] == {"by": "telephone"}
    assert client.get(page_of(incident, "skip")).status_code == 409


def test_a_gateway_without_a_way_asks_for_one(stuck: Stuck, sign_in: SignIn) -> None:
    _, incident = stuck
    client = sign_in(DIRECTOR)
    assert "fee = 0" in text_of(client.get(page_of(incident, "skip")))
    refused = client.post(page_of(incident, "skip"), data={"version": "1", "reason": WHY})
    assert refused.status_code == 422
    assert "choisissez le chemin par lequel le dossier sort" in text_of(refused)
    assert WHY in text_of(refused), "what was typed stays"


def test_the_case_is_moved_and_cancelled(world: World, sign_in: SignIn) -> None:
    filed, incident = stand_still(world, "uncaught-error")
    client = sign_in(DIRECTOR)
    assert client.post(page_of(incident, "move"), data={"version": "1", "reason": WHY}).status_code == 422
    moved = {"version": "1", "reason": WHY, "target": "review"}
    assert client.post(page_of(incident, "move"), data=moved).status_code == 302
    assert [task.element for task in cases.list_open_tasks(case_of(filed))] == ["review"]
    _, other = stand_still_again(world, "uncaught-error", "broken")
    assert client.post(page_of(other, "cancel"), data={"version": "1", "reason": WHY}).status_code == 302
    assert now(other).resolved_how == "cancel"


@pytest.mark.parametrize("version", ["7", "", "x"])
def test_a_page_that_is_too_old_gets_409(stuck: Stuck, sign_in: SignIn, version: str) -> None:
    filed, incident = stuck
    client = sign_in(DIRECTOR)
    given = {"version": version, "reason": WHY, "flow": "flow-4", "target": "review", "confirm": "1"}
    given |= {"value:age": "30", "kind:age": "number"}
    for action in ("retry", "data", "skip", "move", "cancel"):
        assert client.post(page_of(incident, action), data=given).status_code == 409, action
    assert case_of(filed).version == 1


def test_several_are_retried_at_once_each_with_its_result(world: World, stuck: Stuck, sign_in: SignIn) -> None:
    mended, first = stuck
    standing, _ = stand_still_again(world, "no-path", "price")
    repair(world, RepairData, first, changes=[SetValue(path="fee", value=0)])
    client = sign_in(DIRECTOR)

    nothing = client.post("/desk/incidents/retry", data={"reason": WHY})
    assert (nothing.status_code, "Cochez d’abord" in text_of(nothing)) == (422, True)
    unsaid = client.post("/desk/incidents/retry", data={"all": "1", "reason": "court"})
    assert (unsaid.status_code, now(first).resolved_at) == (422, None)

    page = text_of(client.post("/desk/incidents/retry", data={"all": "1", "reason": WHY, "kind": "no-path"}))
    assert page.count("Levé : le dossier continue.") == 1
    assert page.count("La même cause l’arrête encore.") == 1
    assert mended.reference in page
    assert standing.reference in page


def test_only_ticked_incidents_within_reach_are_retried(stuck: Stuck, sign_in: SignIn) -> None:
    _, incident = stuck
    elsewhere = sign_in(f"chef_service@{CASABLANCA}")
    given = {"reason": WHY, "incident": f"azrou/{incident.id}"}
    assert elsewhere.post("/desk/incidents/retry", data=given).status_code == 422
    page = text_of(sign_in(DIRECTOR).post("/desk/incidents/retry", data=given))
    assert "La même cause l’arrête encore." in page


def test_the_citizen_reads_calm_words_and_no_reason_of_a_repair(
    world: World, stuck: Stuck, client: FlaskClient, sign_in: SignIn
) -> None:
    filed, incident = stuck
    director = sign_in(DIRECTOR)
    director.post(page_of(incident, "skip"), data={"version": "1", "reason": WHY, "flow": "flow-4"})
    with client.session_transaction() as session:
        session["followed_cases"] = [filed.case_id]
    page = text_of(client.get(f"/fr/cases/{filed.reference}"))
    assert "Un agent a remis votre dossier en route" in page
    assert WHY not in page
    cancelled, other = stand_still_again(world, "no-path", "price")
    director.post(page_of(other, "cancel"), data={"version": "1", "reason": WHY})
    with client.session_transaction() as session:
        session["followed_cases"] = [cancelled.case_id]
    page = text_of(client.get(f"/fr/cases/{cancelled.reference}"))
    assert "L’administration a mis fin à votre demande" in page
    assert WHY in page


def test_the_navigation_counts_incidents_for_those_who_repair(world: World, sign_in: SignIn) -> None:
    home = sign_in(DIRECTOR).get("/desk/?tab=all").text
    assert re.search(r'href="/desk/incidents".*?<span class="count">1</span>', home, re.S)
    assert "/desk/incidents" in sign_in(OPERATOR).get("/operations/").text
    assert "/desk/incidents" not in sign_in(f"agent_ec@{AZROU}").get("/desk/?tab=all").text


def test_the_page_of_the_case_says_that_it_stands_still(stuck: Stuck, sign_in: SignIn) -> None:
    filed, incident = stuck
    case_page = f"/desk/c/azrou/cases/{filed.case_id}"
    head, clerk = (text_of(sign_in(f"{role}@{AZROU}").get(case_page)) for role in ("chef_service", "agent_ec"))
    for page in (head, clerk):
        assert "Le dossier s’arrête à « Calculer le prix »" in page
    assert page_of(incident) in head
    assert page_of(incident) not in clerk


def test_reading_an_incident_is_reading_a_personal_file(stuck: Stuck, sign_in: SignIn) -> None:
    filed, incident = stuck
    operator = sign_in(OPERATOR)
    operator.get(page_of(incident))
    operator.get(page_of(incident, "skip"))
    assert [row.actor_name for row in cases.list_events(case_of(filed)) if row.kind == "CaseRead"] == ["Agent operator"]


def test_an_incident_of_an_ordinary_case_opens_on_a_real_procedure(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    with transaction():
        work.open_incident(
            case_of(filed), kind="no-path", message="x", at=case_of(filed).filed_at, element="nowhere", job_id=None
        )
    (incident,) = incidents.list_of_case(case_of(filed))
    answer = sign_in(DIRECTOR).get(page_of(incident))
    assert answer.status_code == 200
    assert "Données visibles à cette étape" in answer.text
    for action in ("retry", "skip", "move", "cancel"):
        assert sign_in(DIRECTOR).get(page_of(incident, action)).status_code == 200


def test_every_word_of_an_incident_has_its_arabic() -> None:
    for words in (KIND_TITLES, HOW_TITLES, REFUSALS):
        for text in words.values():
            assert translate("ar", text) != text, text


def test_every_fault_of_the_engine_has_a_title() -> None:
    assert KIND_TITLES.keys() == {*SENTENCES, "job-failed"}
    assert set(STUCK) <= KIND_TITLES.keys()

"""The way to a commune and to its sheets."""

import pytest
from flask.testing import FlaskClient

from app.store import publication
from app.store.database import transaction
from tests.world.corresponding import offer
from tests.world.places import AZROU, SLUG, World

SHEET = "/fr/communes/azrou/procedures/civil-status-copy"


def test_the_front_door_leads_to_the_readers_language(client: FlaskClient) -> None:
    french = client.get("/", headers={"Accept-Language": "fr"})
    other = client.get("/", headers={"Accept-Language": "de"})
    assert french.headers["Location"] == "/fr/"
    assert other.headers["Location"] in ("/ar/", "/fr/")


@pytest.mark.parametrize("typed", ["Azrou", "azr", "أزرو", "ازرو"])
def test_a_commune_is_found_by_its_name_in_either_script(client: FlaskClient, typed: str) -> None:
    page = client.get("/fr/", query_string={"q": typed})
    assert "/fr/communes/azrou" in page.text


def test_a_name_that_no_commune_has_says_how_to_go_on(client: FlaskClient) -> None:
    page = client.get("/fr/?q=xyzxyz")
    assert page.status_code == 200
    assert "Aucune commune ne porte ce nom" in page.text
    assert "/fr/regions" in page.text


def test_a_list_that_is_cut_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.portal.home.MOST_RESULTS", 2)
    many = client.get("/fr/?q=a").text
    whole = client.get("/fr/?q=azrou").text
    assert "Plus de 2 communes répondent" in many
    assert many.count('href="/fr/communes/') == 2
    assert "2 communes trouvées" in whole


def test_regions_lead_to_provinces_and_provinces_to_communes(client: FlaskClient) -> None:
    assert client.get("/ar/regions").text.count("/ar/regions/") >= 12
    assert "/ar/provinces/03.271" in client.get("/ar/regions/03").text
    assert "/ar/communes/azrou" in client.get("/ar/provinces/03.271").text


@pytest.mark.parametrize("address", ["/fr/regions/99", "/fr/provinces/nowhere"])
def test_an_unknown_place_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("language", "title"), [("fr", "Commune inconnue"), ("ar", "جماعة غير معروفة")])
def test_an_unknown_commune_says_what_to_do_in_the_readers_language(
    client: FlaskClient, language: str, title: str
) -> None:
    page = client.get(f"/{language}/communes/atlantide")
    assert page.status_code == 404
    assert title in page.text


def test_the_commune_last_chosen_is_offered_first(client: FlaskClient) -> None:
    assert "continuer vers ses démarches" not in client.get("/fr/").text
    client.get("/fr/communes/azrou")
    assert "continuer vers ses démarches" in client.get("/fr/").text


def test_a_commune_that_is_not_online_still_shows_the_national_sheets(client: FlaskClient) -> None:
    page = client.get("/fr/communes/ifrane")
    assert "ne reçoit pas encore les demandes en ligne" in page.text
    assert "/fr/communes/ifrane/procedures/civil-status-copy" in page.text
    sheet = client.get("/fr/communes/ifrane/procedures/civil-status-copy")
    assert "Commencer la demande" not in sheet.text


def test_the_sheet_says_what_law_55_19_asks_for(client: FlaskClient) -> None:
    page = client.get(SHEET).text
    for heading in ("Ce qu’il faut préparer", "Ce que cela coûte", "Délai légal", "Vos recours", "Textes applicables"):
        assert heading in page
    assert "valeur indicative à confirmer" in page
    assert "30 jours francs" in page
    assert "Vérifier que le dossier est complet" in page
    assert "Commencer la demande" in page


def test_the_diagram_is_served_in_the_readers_language_and_may_run_nothing(client: FlaskClient) -> None:
    offering = publication.find_offering(AZROU, SLUG)
    assert offering is not None
    french = client.get(f"/fr/diagrams/{offering.deployment_id}.bpmn")
    arabic = client.get(f"/ar/diagrams/{offering.deployment_id}.bpmn")
    assert "Signer la copie" in french.text
    assert "توقيع النسخة" in arabic.text
    assert "Signer la copie" not in arabic.text
    assert "sandbox" in french.headers["Content-Security-Policy"]


def test_a_procedure_nobody_published_is_not_found(client: FlaskClient) -> None:
    assert client.get("/fr/communes/azrou/procedures/moon-permit").status_code == 404
    assert client.get("/fr/procedures/moon-permit").status_code == 404


def test_a_closed_procedure_says_why_and_cannot_be_started(client: FlaskClient) -> None:
    with transaction():
        offering = publication.find_offering(AZROU, SLUG)
        assert offering is not None
        offering.open = False
        offering.closed_reason_fr = "Le bureau déménage jusqu’au 15 mars."
        offering.closed_reason_ar = "المكتب في طور الانتقال."
    sheet = client.get(SHEET)
    assert "Le bureau déménage" in sheet.text
    assert "Commencer la demande" not in sheet.text
    refused = client.post(f"{SHEET}/start")
    assert refused.status_code == 409
    assert "Démarche fermée" in refused.text


@pytest.mark.parametrize("page", ["", "regions", "communes/azrou", "procedures", "follow", "verify", "help", "privacy"])
def test_every_page_leads_to_itself_in_the_other_language(client: FlaskClient, page: str) -> None:
    assert f'href="/ar/{page}"' in client.get(f"/fr/{page}").text


@pytest.mark.parametrize("page", ["help", "privacy", "accessibility"])
def test_the_links_of_the_footer_work(client: FlaskClient, page: str) -> None:
    assert f'href="/ar/{page}"' in client.get("/ar/").text
    assert client.get(f"/ar/{page}").status_code == 200


@pytest.mark.parametrize(("language", "said"), [("fr", "ne se demande pas"), ("ar", "لا تنطلق بطلب")])
def test_a_procedure_that_only_a_message_begins_is_offered_to_nobody(
    world: World, client: FlaskClient, language: str, said: str
) -> None:
    begun = '<startEvent id="asked"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="end"/>'
    inside = begun + '<sequenceFlow id="f" sourceRef="asked" targetRef="end"/>'
    offer(world, "gives-opinion", inside, definitions='<message id="m" name="opinion-asked"/>')
    sheet = f"/{language}/communes/azrou/procedures/gives-opinion"

    page = client.get(sheet)
    refused = client.post(f"{sheet}/start")

    assert page.status_code == 200
    assert said in page.text
    assert "/start" not in page.text
    assert refused.status_code == 409
    assert said in refused.text

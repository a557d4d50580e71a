"""Pages about what communes changed: compared, told in history, named on each case; the register of practices."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.domain.clock import FixedClock
from app.store import practices, territory
from tests.web.desk.addresses import case_page
from tests.world.journeys import file_request
from tests.world.places import AZROU, CASABLANCA, SLUG, TABANT, World
from tests.world.practices import WORDS, judge, offer, tailored
from tests.world.tailoring import adopt, longer_collection, publish, save_operations

SignIn = Callable[[str], FlaskClient]
ANALYST, DGS = "analyst@country", f"dgs@{AZROU}"
OWN = f"/oversight/c/azrou/tailoring/{SLUG}"


@pytest.fixture
def two_variants(world: World) -> World:
    tailored(world)
    adopt(world, TABANT)
    decision = {"decision_reference": "=Délibération n° 3/2026", "decision_taken": "2026-02-12"}
    save_operations(world, [longer_collection()], commune_id=TABANT, **decision)
    publish(world, TABANT)
    return world


def test_the_country_sees_variants_side_by_side(two_variants: World, sign_in: SignIn) -> None:
    browser = sign_in(ANALYST)
    page = browser.get(f"/oversight/tailoring/{SLUG}").text
    for text in ("120 jours", "90 jours", "Votre document vous attend au guichet.", "seule commune", "Tabant", "Azrou"):
        assert text in page, text
    assert "telle quelle : 1. Communes qui l’ont adaptée : 2, en variantes différentes : 2." in page
    assert "2</td>" in browser.get("/oversight/tailoring").text


def test_a_region_without_changes_says_so(two_variants: World, sign_in: SignIn) -> None:
    region = territory.get_commune("casablanca").region_code
    page = sign_in(ANALYST).get(f"/oversight/tailoring/{SLUG}?region={region}&province=zz").text
    assert "Aucune adaptation en vigueur ici" in page


def test_a_commune_reads_the_comparison_and_nobody_elses_names_of_people(two_variants: World, sign_in: SignIn) -> None:
    browser = sign_in(DGS)
    page = browser.get(OWN).text
    assert "la nôtre" in page
    assert "Agent dgs" not in page.split('id="main"')[1]
    assert browser.get(f"/oversight/tailoring/{SLUG}").status_code == 403
    assert browser.get(f"/oversight/c/casablanca/tailoring/{SLUG}").status_code == 404
    assert browser.get("/oversight/c/azrou/tailoring/no-such-procedure").status_code == 404


def test_the_file_is_one_line_a_commune_and_a_thing_and_runs_nothing(two_variants: World, sign_in: SignIn) -> None:
    answer = sign_in(ANALYST).get(f"/oversight/tailoring/{SLUG}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert {row["Commune"]: row["Valeur locale"] for row in rows}["Tabant"] == "120 jours"
    assert [row["Délibération"] for row in rows if row["Commune"] == "Tabant"] == ["'=Délibération n° 3/2026"]


def test_the_history_tells_what_changed_and_on_which_ground(two_variants: World, sign_in: SignIn) -> None:
    page = sign_in(ANALYST).get("/oversight/tailoring/history?kind=published").text
    assert "Délai de retrait au guichet : 120 jours au lieu de 90 jours" in page
    assert "Délibération n° 3/2026" in page and "depuis l’atelier" in page
    browser = sign_in(DGS)
    own = browser.get(f"{OWN}/history").text
    assert "Adaptation publiée" in own and "Délai de retrait" not in own, "of this commune only"
    file = browser.get(f"{OWN}/overlays/1.yaml")
    assert file.headers["Content-Disposition"].startswith("attachment") and "operations:" in file.text


def test_a_case_shows_the_variant_that_ruled_it_even_after_the_commune_changed_it(
    world: World, clock: FixedClock, sign_in: SignIn
) -> None:
    tailored(world)
    filed = file_request(world)
    clock.advance(timedelta(days=1))
    save_operations(world, [longer_collection()])
    publish(world)

    browser = sign_in(f"agent_ec@{AZROU}")
    page = browser.get(f"{case_page(filed)}/version").text
    assert "La version qui régit ce dossier" in browser.get(case_page(filed)).text
    assert "Votre document vous attend au guichet." in page and "120 jours" not in page
    assert "jusqu’au" in page
    assert "change-text" in browser.get(f"{case_page(filed)}/version/overlay.yaml").text


def test_the_citizen_reads_which_rules_hold(world: World, client: FlaskClient) -> None:
    national = file_request(world)
    tailored(world)
    local = file_request(world)
    with client.session_transaction() as session:
        session["followed_cases"] = [national.case_id, local.case_id]
    assert "sans changement de votre commune" in client.get(f"/fr/cases/{national.reference}").text
    page = client.get(f"/fr/cases/{local.reference}").text
    assert "adaptée par votre commune" in page and "Agent dgs" not in page


def test_a_practice_goes_from_its_commune_to_the_dgct_and_to_another_commune(world: World, sign_in: SignIn) -> None:
    tailored(world)
    words = {f"{name}_{code}": text for name, texts in WORDS.items() for code, text in texts.items()}
    browser = sign_in(DGS)
    refused = browser.post("/oversight/c/azrou/practices/offer", data={**words, "slug": SLUG, "title_ar": ""})
    assert refused.status_code == 422 and "dans cette langue aussi" in refused.text
    sent = browser.post("/oversight/c/azrou/practices/offer", data={**words, "slug": SLUG})
    address = sent.headers["Location"]

    assert sign_in(f"dgs@{CASABLANCA}").get(address).status_code == 404, "not accepted yet"
    analyst = sign_in(ANALYST)
    assert WORDS["title"]["fr"] in analyst.get("/oversight/practices").text
    assert analyst.post(f"{address}/judge", data={"seen": "1", "judgement": "returned"}).status_code == 422
    assert analyst.post(f"{address}/judge", data={"seen": "1", "judgement": "accepted"}).status_code == 302

    adopt(world, CASABLANCA)
    other = sign_in(f"dgs@{CASABLANCA}")
    take = address.replace("/oversight/practices/", "/oversight/c/casablanca/practices/") + "/take"
    assert take in other.get(address).text
    other.post(take)
    assert "Casablanca" in analyst.get(address).text.split("Communes qui l’ont reprise")[1]
    analyst.post(f"{address}/promote", data={"seen": "2"})
    assert "Ouvrir le brouillon national" in analyst.get(address).text


def test_a_declined_practice_is_read_by_its_commune_only(world: World, sign_in: SignIn) -> None:
    tailored(world)
    practice = judge(world, offer(world), "declined", "Contraire à la circulaire.")
    address = f"/oversight/practices/{practice.id}"
    assert "Contraire à la circulaire." in sign_in(DGS).get(address).text
    assert sign_in(f"dgs@{CASABLANCA}").get(address).status_code == 404
    assert practices.get_practice(practice.id).state == "declined"

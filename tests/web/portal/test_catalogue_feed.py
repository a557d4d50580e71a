"""Machines read the catalogue: of the country and of a commune, in the terms of CPSV-AP, complete sheets only."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app.commands.bus import execute
from app.commands.deployed import DeploymentCache
from app.commands.publishing import PublishProcedure
from app.domain.actors import SYSTEM
from app.procedures import load_package, package_from_files
from app.store.database import database
from app.store.models import Offering
from app.web.portal.feed.terms import CLASSES, LINKS, PREFIXES, TEXTS, TYPED, VALUES
from scripts.benchmarks.engine.counting import statements_sent
from tests.world.places import AZROU, SLUG, World

MOST_STATEMENTS = 6
"""The commune, its offerings, the newest versions, the retired ones, the packages, the values decided since."""
SHEET_LESS = "public-domain-occupation"


def publish(world: World, slug: str, *, without: str = "") -> None:
    """Publish a procedure of the library, without the lines of its texts that begin with a word."""
    settings = world.services.settings
    package = load_package(settings.processes_root, settings.forms_root, slug)
    if without:
        path = f"processes/{slug}/translations/ar.yaml"
        text = package.files[path].decode().replace(f"\n  {without}:", f"\n  not_{without}:")
        package = package_from_files(slug, {**package.files, path: text.encode()})
    execute(PublishProcedure(package=package, published_by="test"), actor=SYSTEM, services=world.services)


def read(client: FlaskClient, address: str) -> dict[str, Any]:
    """Return the document at an address."""
    found: dict[str, Any] = json.loads(client.get(address).data)
    return found


def service_of(document: dict[str, Any], slug: str = SLUG) -> dict[str, Any]:
    """Return one service of a linked catalogue."""
    return next(one for one in document["hasPart"] if one["identifier"] == slug)


def nodes(value: object) -> list[dict[str, Any]]:
    """Return every node with a class, at any depth."""
    if isinstance(value, list):
        return [node for item in value for node in nodes(item)]
    if not isinstance(value, dict):
        return []
    inner = [node for item in value.values() for node in nodes(item)]
    return [value, *inner] if "@type" in value else inner


@pytest.mark.parametrize(
    ("address", "content_type"),
    [("catalogue.json", "application/json"), ("catalogue.jsonld", "application/ld+json")],
)
@pytest.mark.parametrize("place", ["", "communes/azrou/"])
def test_each_address_answers_with_its_type_and_may_be_kept(
    client: FlaskClient, place: str, address: str, content_type: str
) -> None:
    answer = client.get(f"/fr/{place}{address}")
    assert answer.status_code == 200 and answer.mimetype == content_type
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(f"/fr/{place}{address}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_every_item_of_article_six_stands_in_the_plain_catalogue(client: FlaskClient) -> None:
    [service] = read(client, "/fr/communes/azrou/catalogue.json")["services"]
    assert service["titles"]["ar"] == "نسخة من رسم الحالة المدنية"
    assert service["responsible"]["fr"].startswith("Le bureau de l'état civil")
    assert service["evidence"][0]["legal_ref"] == "law-36-21 a.43" and service["evidence"][0]["need"] == "always"
    assert {cost["key"]: cost["centimes"] for cost in service["costs"]}["stamp"] == 200
    assert (service["period"]["duration"], service["period"]["assumed"]) == ("P10D", True)
    assert service["silence"]["effect"] == "refusal_appealable"
    assert service["appeals"][0]["file_within"]["duration"] == "P30D"
    assert service["channels"] == ["portal", "counter"] and service["online"] is True
    assert service["pages"]["ar"] == f"http://localhost/ar/communes/azrou/procedures/{SLUG}"


def test_the_linked_catalogue_uses_the_terms_of_the_vocabulary(client: FlaskClient) -> None:
    document = read(client, "/ar/communes/azrou/catalogue.jsonld")
    terms = document["@context"]
    assert terms["cpsv"] == "http://purl.org/vocab/cpsv#" and terms["cv"] == "http://data.europa.eu/m8g/"
    service = service_of(document)
    assert terms[service["@type"]] == "cpsv:PublicService"
    assert document["publisher"]["prefLabel"] == {"ar": "أزرو", "fr": "Azrou"}
    assert service["hasCompetentAuthority"] == document["publisher"]["@id"]
    assert {terms[kind["@type"]] for kind in service["hasInput"]} == {"cv:Evidence"}
    stamp = service["hasCost"][0]
    assert (stamp["hasValue"], stamp["currency"].rsplit("/", 1)[1]) == (2.0, "MAD")
    assert service["processingTime"] == "P10D" and terms["processingTime"]["@type"] == "xsd:duration"
    assert {kind["identifier"] for kind in service["hasChannel"]} == {"portal", "counter"}
    assert service["produces"][0]["title"]["fr"] == "Copie d'acte d'état civil"
    texts = {text["@id"]: text["identifier"] for text in service["hasLegalResource"]}
    assert {texts[rule["implements"]] for rule in service["follows"]} == {"55-19", "36-21"}


def test_no_word_of_the_linked_catalogue_is_undefined(client: FlaskClient) -> None:
    document = read(client, "/fr/communes/azrou/catalogue.jsonld")
    known = {*CLASSES, *TEXTS, *VALUES, *TYPED, *LINKS}
    for node in nodes({name: value for name, value in document.items() if name != "@context"}):
        assert node["@type"] in CLASSES
        assert {name for name in node if not name.startswith("@")} <= known
        assert all(set(node[name]) <= {"ar", "fr"} for name in TEXTS if name in node)
    prefixes = {term.partition(":")[0] for term in (*CLASSES.values(), *TEXTS.values(), *VALUES.values())}
    assert prefixes | {term.partition(":")[0] for term in LINKS.values()} <= set(PREFIXES)


def test_each_thing_has_one_name_whatever_the_language(client: FlaskClient) -> None:
    document = read(client, "/fr/catalogue.jsonld")
    named = [node["@id"] for node in nodes(document)]
    assert len(named) == len(set(named))
    assert read(client, "/ar/catalogue.jsonld") == document


def test_a_sheet_that_lacks_an_item_is_refused_and_listed_with_what_it_misses(
    world: World, client: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    publish(world, SHEET_LESS, without="responsible")
    assert SHEET_LESS not in client.get("/fr/catalogue.json").get_data(as_text=True)
    page = sign_in("analyst@country").get("/studio/catalogue").get_data(as_text=True)
    assert SHEET_LESS in page and "Administration chargée du dossier, dans les deux langues" in page
    publish(world, SHEET_LESS)
    assert SHEET_LESS in client.get("/fr/catalogue.json").get_data(as_text=True)


def test_what_only_the_administration_begins_is_no_public_service(world: World, client: FlaskClient) -> None:
    publish(world, "incoming-mail")
    assert [one["slug"] for one in read(client, "/fr/catalogue.json")["services"]] == [SLUG]


def test_a_commune_that_closed_a_procedure_offers_it_no_longer_online(client: FlaskClient) -> None:
    database.session.execute(update(Offering).where(Offering.commune_id == AZROU).values(open=False))
    database.session.commit()
    [service] = read(client, "/fr/communes/azrou/catalogue.json")["services"]
    assert service["online"] is False


def test_a_commune_without_online_service_keeps_the_counter(client: FlaskClient) -> None:
    [service] = read(client, "/fr/communes/rabat/catalogue.json")["services"]
    assert (service["channels"], service["online"]) == (["counter"], False)


def test_however_many_services_the_statements_stay_the_same(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("complaint", SHEET_LESS):
        publish(world, slug)
    monkeypatch.setattr(world.services.deployments, "_by_id", DeploymentCache()._by_id)
    sent: list[str] = []
    with statements_sent(sent.append):
        answer = client.get("/fr/communes/azrou/catalogue.json")
    assert len(answer.get_json()["services"]) == 3
    assert len(sent) <= MOST_STATEMENTS, sent
    sent.clear()
    with statements_sent(sent.append):
        client.get("/fr/communes/azrou/catalogue.jsonld")
    assert len(sent) <= MOST_STATEMENTS - 1, "packages stay in memory"


def test_people_s_pages_name_the_catalogue_for_machines(client: FlaskClient) -> None:
    commune, country = client.get("/ar/communes/azrou").text, client.get("/fr/procedures").text
    assert '<link rel="alternate" type="application/ld+json" href="/ar/communes/azrou/catalogue.jsonld">' in commune
    assert '<link rel="alternate" type="application/json" href="/fr/catalogue.json">' in country

"""The pages of the values of the law: found, read with what they decide, and given a next value."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.commands.deployed import DeploymentCache
from app.store import parameter_values
from tests.world.journeys import file_request
from tests.world.places import AZROU, World

SignIn = Callable[[str], FlaskClient]
VALUE = {"value": "5", "since": "2026-04-01", "legal_ref": "Arrêté 123-26 art. 2", "source": "sourced"}


@pytest.fixture
def forgotten_values(app: Flask) -> Iterator[None]:
    """Values decided in this test reach no other: the shared deployments read them again before and after."""
    cache: DeploymentCache = app.extensions["mastara"].deployments
    cache.read_values_again()
    yield
    cache.read_values_again()


def test_the_dgct_finds_a_value_by_its_text_and_sees_assumptions(world: World, sign_in: SignIn) -> None:
    browser = sign_in("analyst@country")

    page = browser.get("/oversight/parameters?q=55-19").get_data(as_text=True)
    assumed = browser.get("/oversight/parameters?assumed=yes").get_data(as_text=True)

    assert "l5519.max_<wbr>days" in page and "60 jours francs" in page and "watiqa.stamp_" not in page
    assert '<bdi dir="ltr" class="code">civil-status-copy</bdi>' in page, (
        "each procedure may stand on a line of its own"
    )
    assert "watiqa.stamp_<wbr>fee" in assumed and "Hypothèse, à confirmer" in assumed and "l5519.max_" not in assumed


def test_a_value_shows_what_it_decides(world: World, sign_in: SignIn) -> None:
    file_request(world)

    page = sign_in("analyst@country").get("/oversight/parameters/watiqa.answer").get_data(as_text=True)

    assert "10 jours francs" in page and "Cette valeur est une hypothèse" in page
    assert ">procedure.yaml</bdi>" in page and ">1</td>" in page
    other = sign_in("analyst@country").get("/oversight/parameters/l5519.appeal_file").get_data(as_text=True)
    assert "l5519.appeal_president_reply" in other and "Autres valeurs du même article" in other


def test_a_value_read_by_a_shared_flow_shows_the_procedures_that_call_it(world: World, sign_in: SignIn) -> None:
    file_request(world)

    page = sign_in("analyst@country").get("/oversight/parameters/l5519.complete_missing").get_data(as_text=True)

    decides = page.partition("Ce qu’elle décide")[2].partition("Ce qui cite le même article")[0]
    assert "étape commune : completeness.bpmn" in decides and "Copie d&#39;un acte d&#39;état civil" in decides
    assert ">1</td>" in decides


def test_a_value_shows_who_cites_its_article(world: World, sign_in: SignIn) -> None:
    file_request(world)

    page = sign_in("analyst@country").get("/oversight/parameters/l5519.tacit_deliver").get_data(as_text=True)

    cites = page.partition("Ce qui cite le même article")[2].partition("Autres valeurs")[0]
    assert "Aucune démarche publiée ne la lit encore." in page
    assert "textes de référence, silence" in cites and ">1</td>" in cites


@pytest.mark.usefixtures("forgotten_values")
def test_a_value_to_come_is_added_and_shown(world: World, sign_in: SignIn) -> None:
    answer = sign_in("analyst@country").post("/oversight/parameters/watiqa.answer", data=VALUE, follow_redirects=True)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "5 jours francs" in page and "Arrêté 123-26 art. 2" in page
    assert "À venir" in page and "mercredi 1 avril 2026" in page.replace("1er", "1")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "dix"}, "value"),
        ({"since": "demain"}, "since"),
        ({"since": "2026-03-01"}, "since"),
        ({"value": "61"}, "value"),
        ({"value": "0"}, "value"),
        ({"value": "-3"}, "value"),
        ({"value": "99999"}, "value"),
    ],
)
def test_a_wrong_value_is_shown_again_with_its_error(
    world: World, sign_in: SignIn, changes: dict[str, str], field: str
) -> None:
    answer = sign_in("analyst@country").post("/oversight/parameters/watiqa.answer", data={**VALUE, **changes})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and f'id="{field}-error"' in page and "Arrêté 123-26 art. 2" in page
    assert parameter_values.list_values() == []


def test_an_unknown_value_is_not_found_and_agents_may_not_look(world: World, sign_in: SignIn) -> None:
    assert sign_in("analyst@country").get("/oversight/parameters/no.such").status_code == 404
    assert sign_in(f"agent_ec@{AZROU}").get("/oversight/parameters").status_code == 403

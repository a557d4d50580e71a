"""Agents sign in: no guessing, no session taken over, no way to another site."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.commands.accounts import CreateAgent
from app.commands.bus import execute
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.store import people
from app.store.database import transaction
from app.store.models import RoleAssignment
from app.web.security import limiter
from tests.world.places import AZROU, World

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def samira(world: World) -> str:
    """An agent with a password and a role in Azrou."""
    command = CreateAgent(
        username="samira@azrou",
        password=PASSWORD,
        name_ar="سميرة بناني",
        name_fr="Samira Bennani",
        demo=True,
        title_fr="Agent d’état civil",
        title_ar="عون الحالة المدنية",
    )
    agent_id = execute(command, actor=SYSTEM, services=world.services)
    with transaction():
        people.add(RoleAssignment(id="samira-role", commune_id=AZROU, agent_id=agent_id, role="agent_ec"))
    return agent_id


def _sign_in(client: FlaskClient, password: str = PASSWORD, **fields: str) -> object:
    return client.post("/desk/login", data={"username": "Samira@Azrou", "password": password, **fields})


def _without_what_differs(page: str) -> str:
    return re.sub(r'nonce="[^"]+"|name="csrf_token" value="[^"]+"|value="(Samira@Azrou|nobody@azrou)"', "", page)


def test_the_right_password_opens_the_worklist(client: FlaskClient) -> None:
    answer = _sign_in(client)
    assert answer.status_code == 302
    assert answer.location == "/desk/"
    assert client.get("/desk/", follow_redirects=True).status_code == 200


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(client: FlaskClient) -> None:
    wrong = _sign_in(client, "not this password")
    unknown = client.post("/desk/login", data={"username": "nobody@azrou", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 422
    assert _without_what_differs(wrong.text) == _without_what_differs(unknown.text)


def test_nothing_typed_is_lost_but_the_password(client: FlaskClient) -> None:
    page = _sign_in(client, "not this password")
    assert 'value="Samira@Azrou"' in page.text
    assert "not this password" not in page.text


def test_an_inactive_agent_is_not_let_in(client: FlaskClient, samira: str) -> None:
    with transaction():
        agent = people.find_agent(samira)
        assert agent is not None
        agent.active = False
    assert _sign_in(client).status_code == 422
    assert client.post("/desk/login", data={"account": "samira@azrou"}).status_code == 422


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_signing_in_never_leads_to_another_site(client: FlaskClient, target: str) -> None:
    assert _sign_in(client, next=target).location == "/desk/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client: FlaskClient) -> None:
    asked = client.get("/desk/search?q=amziane")
    assert asked.location == "/desk/login?next=/desk/search?q%3Damziane"
    assert _sign_in(client, next="/desk/search?q=amziane").location == "/desk/search?q=amziane"


def test_the_session_of_the_visitor_does_not_survive_signing_in(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["followed_cases"] = ["somebody-elses"]
        session["language"] = "ar"
    _sign_in(client)
    with client.session_transaction() as session:
        assert "followed_cases" not in session
        assert session["language"] == "ar"


def test_signing_out_closes_the_session(client: FlaskClient) -> None:
    _sign_in(client)
    client.post("/desk/logout")
    assert client.get("/desk/").location.startswith("/desk/login")


def test_a_session_ends_after_two_hours_without_a_page(client: FlaskClient, clock: FixedClock) -> None:
    _sign_in(client)
    clock.advance(timedelta(hours=1, minutes=59))
    assert client.get("/desk/account").status_code == 200
    clock.advance(timedelta(hours=2, minutes=1))
    assert client.get("/desk/account").location == "/desk/login?next=/desk/account"


def test_a_session_ends_after_twelve_hours_however_busy(client: FlaskClient, clock: FixedClock) -> None:
    _sign_in(client)
    for _ in range(11):
        clock.advance(timedelta(hours=1))
        assert client.get("/desk/account").status_code == 200
    clock.advance(timedelta(hours=1, minutes=1))
    assert client.get("/desk/account").status_code == 302


def test_the_eleventh_wrong_password_in_ten_minutes_is_refused(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.init_app(app)
    limiter.reset()
    answers = [_sign_in(client, "not this password").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    limiter.reset()


def test_demonstration_accounts_are_listed_with_one_button_each(client: FlaskClient) -> None:
    page = client.get("/desk/login").text
    assert 'name="account" value="samira@azrou"' in page
    assert client.post("/desk/login", data={"account": "samira@azrou"}).location == "/desk/"


def test_outside_of_a_demonstration_no_account_is_listed_nor_opened_without_password(
    app: Flask, client: FlaskClient
) -> None:
    import dataclasses

    app.config["MASTARA_SETTINGS"] = dataclasses.replace(app.config["MASTARA_SETTINGS"], demo=False)
    assert "samira@azrou" not in client.get("/desk/login").text
    assert client.post("/desk/login", data={"account": "samira@azrou"}).status_code == 422


def test_operator_and_analyst_begin_on_their_own_pages(sign_in, world: World) -> None:  # type: ignore[no-untyped-def]
    assert sign_in("operator@country").get("/desk/login").location == "/operations/"
    assert sign_in("analyst@country").get("/desk/login").location == "/studio/"


@pytest.mark.parametrize("path", ["/favicon.ico", "/static/css/app.css"])
def test_an_icon_or_a_style_that_comes_late_brings_no_older_session_back(client: FlaskClient, path: str) -> None:
    _sign_in(client)

    with client.get(path) as answer:
        assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" in client.get("/desk/").headers, "a page keeps the session open"

"""What belongs to another commune, or to no case at all, is not there: for each route of the desk."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.commands.bus import execute
from app.commands.drafts import StartDraft
from app.domain.permissions import REPAIR, RETRY
from app.store import cases, incidents, work
from app.store.database import transaction
from app.web.access import declared_permission
from tests.web.desk.addresses import slug_of
from tests.world.journeys import case_of, complete, file_request, reach
from tests.world.places import AZROU, CASABLANCA, SLUG, World

SignIn = Callable[[str], FlaskClient]
EVERY_ROLE = ("agent_ec", "officier_ec", "chef_service", "dgs")


def _scoped_rules(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "commune_slug" in rule.arguments and rule.endpoint.startswith("desk.")
    ]


def _values(world: World, commune_id: str) -> dict[str, str]:
    """Return real ids of a case of the commune, by argument name."""
    filed = file_request(world, commune_id=commune_id)
    complete(world, reach(world, filed, "sign"))
    case = case_of(filed)
    document = next(row for row in cases.list_documents(case) if row.key == "copy")
    task = cases.find_last_completed_task(case, "agent_ec")
    assert task is not None
    with transaction():
        work.open_incident(case, kind="no-path", message="", at=case.filed_at, element="sign", job_id=None)
    (incident,) = incidents.list_of_case(case)
    return {
        "case_id": case.id,
        "task_id": task.id,
        "file_id": document.id,
        "document_id": document.id,
        "incident_id": incident.id,
        "slug": SLUG,
        "token": _begun_at_the_counter(world, commune_id),
    }


def _begun_at_the_counter(world: World, commune_id: str) -> str:
    """Return the secret of a draft that the counter of the commune began."""
    start = StartDraft(commune_id=commune_id, slug=SLUG, language="fr", channel="counter")
    return execute(start, actor=world.agent("agent_guichet", commune_id), services=world.services)


def _ask(client: FlaskClient, app: Flask, rule: Rule, values: dict[str, str]) -> list[tuple[str, int]]:
    with app.test_request_context():
        address = app.url_map.bind("localhost").build(
            rule.endpoint, {name: values[name] for name in rule.arguments}, method=sorted(rule.methods or ())[0]
        )
    asked = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return [
        (f"{verb} {address}", client.open(address, method=verb, data={"reason": "x", "agent": "y"}).status_code)
        for verb in asked
    ]


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_foreign_commune_is_not_found_whatever_the_role(app: Flask, world: World, sign_in: SignIn, role: str) -> None:
    foreign = {**_values(world, CASABLANCA), "commune_slug": slug_of(CASABLANCA)}
    client = sign_in(f"{role}@{AZROU}")
    rules = _scoped_rules(app)
    assert len(rules) >= 10
    for rule in rules:
        for asked, status in _ask(client, app, rule, foreign):
            assert status == 404, asked


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_foreign_ids_under_ones_own_commune_are_not_found(app: Flask, world: World, sign_in: SignIn, role: str) -> None:
    foreign = {**_values(world, CASABLANCA), "commune_slug": slug_of(AZROU)}
    client = sign_in(f"{role}@{AZROU}")
    named = [rule for rule in _scoped_rules(app) if rule.arguments - {"commune_slug", "slug"}]
    for rule in named:
        for asked, status in _ask(client, app, rule, foreign):
            assert status in (403, 404), asked
            if role != "agent_ec" and status == 403:
                assert any(part in asked for part in ("revoke", "reassign", "extend", "/incidents/")), asked


@pytest.mark.parametrize("value", ["unknown", "0" * 32, "..", "%"])
def test_unknown_ids_are_not_found(app: Flask, sign_in: SignIn, value: str) -> None:
    client = sign_in(f"agent_ec@{AZROU}")
    for page in (f"/desk/c/azrou/tasks/{value}", f"/desk/c/azrou/cases/{value}", f"/desk/c/{value}/cases/x"):
        assert client.get(page).status_code == 404, page


def test_visitors_are_asked_to_sign_in_and_operators_are_refused(
    app: Flask, world: World, client: FlaskClient, sign_in: SignIn
) -> None:
    own = {**_values(world, AZROU), "commune_slug": "azrou"}
    for rule in _scoped_rules(app):
        for asked, status in _ask(client, app, rule, own):
            assert status == 302, asked
        repairs = declared_permission(app, rule.endpoint) in (RETRY, REPAIR)
        for asked, status in _ask(sign_in("operator@country"), app, rule, own):
            assert (status != 403) if repairs else (status == 403), asked


def test_a_case_of_another_service_is_not_found(world: World, sign_in: SignIn) -> None:
    from app.store.database import database
    from app.store.models import RoleAssignment, Service

    filed = file_request(world)
    with transaction():
        database.session.add(Service(id="roads", commune_id=AZROU, key="roads", name_ar="الطرق", name_fr="Voirie"))
        database.session.flush()
        held = database.session.query(RoleAssignment).filter_by(agent_id=world.agent("agent_ec").id).one()
        held.service_id = "roads"
    client = sign_in(f"agent_ec@{AZROU}")
    assert client.get(f"/desk/c/azrou/cases/{filed.case_id}").status_code == 404
    assert filed.reference not in client.get("/desk/?tab=all").text
    assert filed.reference not in client.get("/desk/search?q=amziane").text

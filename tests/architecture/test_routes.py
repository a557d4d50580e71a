"""Every route declares who may open it, and a foreign commune's case does not exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from flask import Flask
from werkzeug.routing import Rule

from app.domain import permissions
from app.domain.declared import is_known_by_token
from app.store import cases, incidents, territory, work
from app.store.database import transaction
from app.store.models import Case
from app.web.access import UndeclaredRoute, declared_permission, register
from tests.world import journeys
from tests.world.local import start_local
from tests.world.places import AZROU, CASABLANCA, World

TABLE = Path(__file__).parent / "routes.yaml"
NOT_PUBLIC = frozenset(permissions.ALL - {permissions.PUBLIC, permissions.DEMONSTRATION})


def rows(app: Flask) -> dict[str, str]:
    """Return {"GET /desk/": "desk.work"} for every route."""
    found = {}
    for rule in app.url_map.iter_rules():
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        found[f"{','.join(methods)} {rule.rule}"] = declared_permission(app, rule.endpoint)
    return found


def test_every_route_stands_in_the_table_with_its_permission(app: Flask) -> None:
    expected = yaml.safe_load(TABLE.read_text(encoding="utf-8"))

    assert rows(app) == expected, "a route was added, removed or changed: review it and correct routes.yaml"


def test_a_route_without_a_permission_stops_the_application() -> None:
    careless = Flask("careless")
    careless.add_url_rule("/open", view_func=lambda: "anybody")

    with pytest.raises(UndeclaredRoute, match="@permission"):
        register(careless)


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """Ids of a case of Casablanca."""

    case: Case
    values: dict[str, str]


@pytest.fixture
def foreign(world: World) -> Foreign:
    filed = journeys.file_request(world, commune_id=CASABLANCA)
    case = cases.get_case(CASABLANCA, filed.case_id)
    task = cases.list_open_tasks(case)[0]
    attachment = cases.list_attachments(CASABLANCA, case_id=case.id)[0]
    with transaction():
        work.open_incident(case, kind="no-path", message="", at=case.filed_at, element="fee", job_id=None)
    (incident,) = incidents.list_of_case(case)
    values = {
        "task_id": task.id,
        "case_id": case.id,
        "reference": case.reference,
        "attachment_id": attachment.id,
        "document_id": "0" * 32,
        "job_id": "0" * 32,
        "incident_id": incident.id,
        "order_id": "0" * 32,
        "register": "no-such-register",
        "year": "2026",
        "sequence": "1",
        "file_id": attachment.id,
        "payment_reference": "P2026-0-000000",
        "slug": "no-such-procedure",
        "number": "1",
        "group": "parameters",
        "name": "watiqa.collection_period",
        "side": "local",
        "token": "0" * 32,
        "surface": "sheet",
        "key": "0" * 16,
        "practice_id": "0" * 32,
    }
    return Foreign(case=case, values=values)


def commune_rules(app: Flask, *, studio: bool = False) -> Iterator[tuple[Rule, str]]:
    """Give the routes of communes with their methods: those of their studios apart, which are a hundred."""
    for rule in app.url_map.iter_rules():
        of_machines = is_known_by_token(app.view_functions[rule.endpoint])
        if of_machines or rule.endpoint.startswith("local_studio.") != studio:
            continue
        if "commune_slug" in rule.arguments and declared_permission(app, rule.endpoint) in NOT_PUBLIC:
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
                yield rule, method


@pytest.mark.parametrize("slug", ["casablanca", "azrou", "no-such-commune"])
def test_a_foreign_communes_id_is_not_found_on_any_desk_route(app: Flask, sign_in, foreign: Foreign, slug: str) -> None:
    """By its own address, and smuggled under the agent's commune."""
    tried = 0
    for role in ("agent_ec", "officier_ec", "chef_service"):
        browser = sign_in(f"{role}@{AZROU}")
        for rule, method in commune_rules(app):
            arguments = {name: foreign.values[name] for name in rule.arguments - {"commune_slug"}}
            if slug == "azrou" and not arguments:
                continue
            with app.test_request_context():
                address = app.url_map.bind("localhost").build(
                    rule.endpoint, {**arguments, "commune_slug": slug}, method
                )
            answer = browser.open(address, method=method)
            refused = {404} if slug != "azrou" else {403, 404}
            assert answer.status_code in refused, f"{method} {address} as {role}: {answer.status_code}"
            tried += 1
    assert tried > 10


def test_a_draft_of_another_commune_is_not_found_on_any_route_of_the_studio(app: Flask, sign_in, world: World) -> None:
    """By its own address, and smuggled under the director's commune."""
    draft_id = start_local(world)
    own = territory.get_commune_by_id(CASABLANCA).slug
    browser = sign_in(f"dgs@{CASABLANCA}")
    tried = 0
    for rule, method in commune_rules(app, studio=True):
        arguments = {name: draft_id if name == "draft_id" else "1" for name in rule.arguments - {"commune_slug"}}
        for slug in ("azrou", own) if "draft_id" in arguments else ("azrou",):
            with app.test_request_context():
                given = {**arguments, "commune_slug": slug}
                address = app.url_map.bind("localhost").build(rule.endpoint, given, method)
            assert browser.open(address, method=method).status_code == 404, f"{method} {address}"
            tried += 1
    assert tried > 100


def test_a_followed_case_opens_no_other(app: Flask, client, world: World, foreign: Foreign) -> None:
    mine = journeys.file_request(world)
    with client.session_transaction() as session:
        session["followed_cases"] = [mine.case_id]
    for rule in app.url_map.iter_rules():
        if declared_permission(app, rule.endpoint) != permissions.FOLLOW_CASE:
            continue
        arguments = {name: foreign.values.get(name, "fr") for name in rule.arguments}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            address = app.url_map.bind("localhost").build(rule.endpoint, arguments, method)
            answer = client.open(address, method=method)
            hidden = answer.status_code == 404 or "/follow" in answer.headers.get("Location", "")
            assert hidden, f"{method} {address}: {answer.status_code}"
            assert foreign.case.applicant not in answer.get_data(as_text=True)


def test_without_an_account_every_desk_route_asks_to_sign_in(app: Flask, client) -> None:
    for rule in app.url_map.iter_rules():
        needed = declared_permission(app, rule.endpoint)
        if needed in (permissions.PUBLIC, permissions.FOLLOW_CASE, permissions.DEMONSTRATION):
            continue
        if is_known_by_token(app.view_functions[rule.endpoint]):
            continue
        arguments = {name: "1" for name in rule.arguments}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            address = app.url_map.bind("localhost").build(rule.endpoint, arguments, method)
            answer = client.open(address, method=method)
            assert answer.status_code == 302, f"{method} {address}: {answer.status_code}"
            assert "/desk/login" in answer.headers["Location"]


def test_without_a_token_every_route_of_machines_is_closed(app: Flask, client) -> None:
    tried = 0
    for rule in app.url_map.iter_rules():
        by_token = is_known_by_token(app.view_functions[rule.endpoint])
        assert by_token <= rule.endpoint.startswith("api."), f"{rule.endpoint} is guarded by nobody"
        if by_token:
            method = sorted((rule.methods or set()) & {"GET", "PUT", "POST"})[0]
            address = app.url_map.bind("localhost").build(rule.endpoint, {name: "1" for name in rule.arguments}, method)
            answer = client.open(address, method=method, json={})
            assert answer.status_code == 401, f"{method} {address}: {answer.status_code}"
            tried += 1
    assert tried

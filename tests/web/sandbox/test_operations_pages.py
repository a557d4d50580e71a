"""Health, readiness and counts for machines; the operator's page for operators only."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from app.store.database import database
from tests.world.journeys import file_request
from tests.world.places import AZROU, World
from tests.world.stuck import stand_still

SignIn = Callable[[str], FlaskClient]


def test_the_process_says_that_it_lives(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_the_service_is_ready_when_the_database_answers_with_the_newest_schema(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "checks": {"database": "ok", "schema": "ok"}}


def test_an_older_schema_is_not_ready(client: FlaskClient) -> None:
    database.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    database.session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "checks": {"database": "ok", "schema": "not current"}}


def test_a_database_that_does_not_answer_is_said_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.health.database_answers", lambda: False)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"]["database"] == "unreachable"


def test_counts_name_nobody(world: World, client: FlaskClient) -> None:
    filed = file_request(world)
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain")
    assert 'mastara_cases{state="open"} 1' in answer.text
    assert 'mastara_user_tasks{state="ready"} 1' in answer.text
    assert "mastara_open_incidents 0" in answer.text
    assert filed.reference not in answer.text


def test_the_operations_page_is_the_operators_alone(client: FlaskClient, sign_in: SignIn) -> None:
    assert client.get("/operations/").status_code == 302
    assert sign_in(f"chef_service@{AZROU}").get("/operations/").status_code == 403
    assert sign_in(f"chef_service@{AZROU}").post("/operations/jobs/x/retry").status_code == 403
    operator = sign_in("operator@country")
    assert operator.get("/operations/").status_code == 200
    assert operator.post("/operations/jobs/unknown/retry").status_code == 404


def test_the_operations_page_exists_in_arabic(sign_in: SignIn) -> None:
    operator = sign_in("operator@country")
    operator.get("/language/ar")
    assert "استغلال المنصة" in operator.get("/operations/").text


@pytest.mark.parametrize(("code", "kind"), [("fr", "Travail automatique en échec"), ("ar", "فشل عملية آلية")])
def test_incidents_and_failed_jobs_are_named_in_the_readers_language_and_lead_to_their_repair(
    world: World, sign_in: SignIn, code: str, kind: str
) -> None:
    filed, incident = stand_still(world, "job-failed")
    operator = sign_in("operator@country")
    operator.get(f"/language/{code}")

    page = operator.get("/operations/").text

    assert filed.reference in page
    assert kind in page
    assert "job-failed" not in page
    assert f"/desk/c/azrou/incidents/{incident.id}" in page

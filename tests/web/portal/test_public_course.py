"""The public page of a case: statuses for whoever knows the reference, and nothing about a person."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.portal.journey import FiledRequest, Journey
from tests.world.places import World
from tests.world.variants import publish_variant

PERSONAL = ("Amziane", "Yousra", "ZT48213", "0661234567", "06 61 23 45 67", "yousra.amziane@example.ma", "1994")

INCIDENT_CODE = r'class="code">[0-9a-f]{8}<'


def make_public(manifest: dict[str, Any]) -> None:
    manifest["public_follow_up"] = True
    manifest["version"] = "99.0.0"


@pytest.fixture
def public(client: FlaskClient, world: World) -> FiledRequest:
    """A request of a procedure whose course everybody may read."""
    publish_variant(world, make_public)
    filed = Journey(client).file_all()
    world.run_jobs()
    return filed


@pytest.fixture
def kept(client: FlaskClient, world: World) -> FiledRequest:
    """A request of a procedure that says nothing of a public page."""
    filed = Journey(client).file_all()
    world.run_jobs()
    return filed


def test_a_stranger_reads_the_statuses_in_both_languages(app: Flask, public: FiledRequest) -> None:
    stranger = app.test_client()
    french, arabic = (stranger.get(f"/{code}/public/{public.reference}") for code in ("fr", "ar"))
    assert (french.status_code, arabic.status_code) == (200, 200)
    assert "Dossier en cours de vérification" in french.text
    assert "الملف قيد الفحص" in arabic.text


def test_the_page_holds_nothing_about_a_person(app: Flask, public: FiledRequest) -> None:
    page = app.test_client().get(f"/fr/public/{public.reference}").text
    assert not [word for word in PERSONAL if word in page]
    assert public.code not in page


def test_reading_it_opens_nothing_else_of_the_case(app: Flask, public: FiledRequest) -> None:
    stranger = app.test_client()
    stranger.get(f"/fr/public/{public.reference}")
    assert stranger.get(public.page).status_code == 302


def test_another_procedure_and_an_unknown_reference_look_the_same(app: Flask, kept: FiledRequest) -> None:
    stranger = app.test_client()
    references = (kept.reference, "2026-1-000001")
    known, unknown = (stranger.get(f"/fr/public/{reference}") for reference in references)
    assert known.status_code == unknown.status_code == 404
    shown = [answer.text.replace(each, "") for answer, each in zip((known, unknown), references, strict=True)]
    assert len({re.sub(INCIDENT_CODE, "", page) for page in shown}) == 1


def test_the_page_of_the_case_leads_there_only_where_it_is_public(client: FlaskClient, kept: FiledRequest) -> None:
    assert "/fr/public/" not in client.get(kept.page).text


def test_the_person_who_filed_finds_the_address_to_share(client: FlaskClient, public: FiledRequest) -> None:
    assert f"/fr/public/{public.reference}" in client.get(public.page).text


@pytest.mark.usefixtures("limits")
def test_guessing_references_ends_after_thirty_tries(app: Flask, kept: FiledRequest) -> None:
    stranger = app.test_client()
    answers = [stranger.get(f"/fr/public/2026-0000000-{number:06d}").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]

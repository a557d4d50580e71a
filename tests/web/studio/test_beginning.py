"""A draft begins from steps, a copy, a version or a file; what is wrong is said and nothing is half kept."""

import io
import zipfile
from collections.abc import Callable
from urllib.parse import urlparse

import pytest
from flask.testing import FlaskClient

from app.deployments.drafts import open_draft, read_draft
from app.procedures.package import unpack_files
from app.store import modelling, publication
from tests.builders.bpmn import a_process
from tests.world.drafting import start_draft
from tests.world.places import SLUG, World

TYPED = {
    "slug": "street-permit",
    "title_fr": "Permis de voirie",
    "title_ar": "رخصة الطريق",
    "title_zgh": "ⵜⵓⵔⴰⴳⵜ",
    "summary_fr": "Occuper un bout de rue pour des travaux.",
    "summary_ar": "شغل جزء من الطريق لأجل أشغال.",
    "domain": "urban-planning",
    "audience": "both",
    "role": "chef_service",
    "days": "20",
}


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("analyst@country")


def only_draft() -> str:
    (row,) = modelling.list_drafts()
    return row.id


def test_a_composed_draft_has_no_error_and_says_so_on_its_workspace(analyst: FlaskClient, world: World) -> None:
    answer = analyst.post("/studio/new", data={**TYPED, "steps": ["completeness", "payment", "withdrawal"]})

    assert answer.status_code == 302
    draft = open_draft(only_draft(), world.services.library)
    assert urlparse(answer.location).path == f"/studio/{draft.id}/"
    assert read_draft(draft).errors == []
    page = analyst.get(answer.location).get_data(as_text=True)
    assert "Permis de voirie" in page
    assert "scenarios/withdrawn" in page


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("slug", "Pas Bon", "mots en minuscules"),
        ("slug", SLUG, "porte déjà ce nom"),
        ("title_ar", "", "titre de 3 à 120"),
        ("summary_fr", "x" * 401, "400 signes"),
        ("days", "0", "de 1 à 60"),
        ("days", "9999999999", "de 1 à 60"),
        ("days", "١٢", "de 1 à 60"),
        ("role", "root", "dans la liste"),
    ],
)
def test_what_is_wrong_comes_back_beside_its_field_with_everything_typed(
    analyst: FlaskClient, name: str, value: str, said: str
) -> None:
    answer = analyst.post("/studio/new", data={**TYPED, name: value})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert "ⵜⵓⵔⴰⴳⵜ" in page
    assert not modelling.list_drafts()


def test_a_copy_has_its_own_name_and_the_next_version_keeps_it(analyst: FlaskClient, world: World) -> None:
    analyst.post("/studio/copies", data={"source": SLUG, "slug": "family-book"})
    copy = open_draft(only_draft(), world.services.library)
    assert read_draft(copy).errors == []
    assert copy.slug == "family-book"

    newest = publication.find_newest_deployment(SLUG)
    assert newest is not None
    answer = analyst.post(f"/studio/versions/{newest.id}/draft")
    following = open_draft(urlparse(answer.location).path.split("/")[2], world.services.library)
    assert (following.slug, following.based_on) == (SLUG, newest.id)


def upload(analyst: FlaskClient, address: str, name: str, content: bytes):
    return analyst.post(address, data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def test_what_leaves_as_a_zip_comes_back_the_same(analyst: FlaskClient, world: World) -> None:
    draft_id = start_draft(world)
    before = open_draft(draft_id, world.services.library).files
    content = analyst.get(f"/studio/{draft_id}/export.zip").data

    report = upload(analyst, "/studio/import", f"{SLUG}.zip", content)

    assert report.status_code == 200
    assert "repris tel quel" in report.get_data(as_text=True)
    others = [row.id for row in modelling.list_drafts() if row.id != draft_id]
    assert open_draft(others[0], world.services.library).files == before
    assert unpack_files(content)["processes/_shared/roles.yaml"]


def test_a_zip_inside_one_folder_is_understood(analyst: FlaskClient, world: World) -> None:
    files = unpack_files(analyst.get(f"/studio/{start_draft(world)}/export.zip").data)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(f"my-folder/{path}", content)

    assert upload(analyst, "/studio/import", "folder.zip", buffer.getvalue()).status_code == 200


def climbing() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("processes/x/../../../etc/passwd", b"x")
        archive.writestr("processes/x/procedure.yaml", b"key: x\n")
    return buffer.getvalue()


DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><definitions/>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.zip", b"not a zip", "Ce zip ne peut pas"),
        ("x.zip", climbing(), "un de ses chemins sort"),
        ("x.bpmn", DTD, "abîmé ou refusé"),
        ("x.bpmn", b"<definitions", "abîmé ou refusé"),
        ("x.bpmn", b"<html><script>alert(1)</script></html>", "aucun processus"),
        ("x.exe", b"MZ", "ouvrez d’abord son brouillon"),
        ("١٢.bpmn", b"<definitions/>", "lettres latines"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why_and_leaves_nothing(
    analyst: FlaskClient, name: str, content: bytes, said: str
) -> None:
    answer = upload(analyst, "/studio/import", name, content)

    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert not modelling.list_drafts()


def test_a_diagram_of_another_modeler_becomes_a_draft_and_the_page_says_what_changed(
    analyst: FlaskClient, world: World
) -> None:
    diagram = a_process("Process_1abc").start().user_task("review").end().xml()
    answer = upload(analyst, "/studio/import", "My Permit.bpmn", diagram)

    assert answer.status_code == 200
    assert "Process_1abc" in answer.get_data(as_text=True)
    draft = open_draft(only_draft(), world.services.library)
    assert draft.slug == "my-permit"


def test_a_decision_and_a_form_are_added_to_the_index(analyst: FlaskClient, world: World) -> None:
    draft_id = start_draft(world)
    decision = open_draft(draft_id, world.services.library).files[f"processes/{SLUG}/decisions/fee.dmn"]

    upload(analyst, f"/studio/{draft_id}/import", "Other Fee.dmn", decision)
    answer = upload(analyst, f"/studio/{draft_id}/import", "inspect.form", b'{"id": "Form_1", "components": []}')

    assert "Form_1" in answer.get_data(as_text=True)
    index = open_draft(draft_id, world.services.library).files[f"processes/{SLUG}/procedure.yaml"].decode()
    assert "decisions/other-fee.dmn" in index
    assert "- inspect\n" in index
    assert "# --- Index" in index


def test_revisions_can_be_read_named_and_come_back_to(analyst: FlaskClient, world: World) -> None:
    draft_id = start_draft(world)
    address = f"/studio/{draft_id}/files/processes/{SLUG}/CHANGELOG.md"
    analyst.put(address, data="changed", headers={"If-Match": analyst.get(address).headers["ETag"]})
    analyst.post(f"/studio/{draft_id}/revisions/name", data={"note": "Relu"})

    page = analyst.get(f"/studio/{draft_id}/revisions").get_data(as_text=True)
    assert "Relu" in page and "CHANGELOG.md" in page
    analyst.post(f"/studio/{draft_id}/revisions/1/restore")
    assert analyst.get(address).get_data(as_text=True) != "changed"
    assert analyst.post(f"/studio/{draft_id}/revisions/99/restore").status_code == 404


def test_the_first_hour_ticks_what_was_done(analyst: FlaskClient, world: World) -> None:
    draft_id = start_draft(world)
    before = analyst.get(f"/studio/{draft_id}/first-hour").get_data(as_text=True).count("lesson-done")
    address = f"/studio/{draft_id}/files/processes/{SLUG}/{SLUG}.bpmn"
    was = analyst.get(address)
    analyst.put(address, data=was.data + b"\n", headers={"If-Match": was.headers["ETag"]})

    after = analyst.get(f"/studio/{draft_id}/first-hour").get_data(as_text=True).count("lesson-done")
    assert after == before + 1


def test_a_damaged_draft_still_shows_every_part(analyst: FlaskClient, world: World) -> None:
    draft_id = start_draft(world)
    address = f"/studio/{draft_id}/files/processes/{SLUG}/procedure.yaml"
    analyst.put(address, data="key: [", headers={"If-Match": analyst.get(address).headers["ETag"]})

    page = analyst.get(f"/studio/{draft_id}/")

    assert page.status_code == 200
    assert "ne peut pas être lu en entier" in page.get_data(as_text=True)
    assert "decisions/fee" in page.get_data(as_text=True)

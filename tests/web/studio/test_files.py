"""Editors save by themselves: JSON that says what happened, 409 with both versions, never a page of errors."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.world.drafting import save, second_analyst, start_draft
from tests.world.places import SLUG, World

CHANGES = f"processes/{SLUG}/CHANGELOG.md"


@pytest.fixture
def draft_id(world: World) -> str:
    return start_draft(world)


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("analyst@country")


def test_a_file_is_read_changed_and_read_again(analyst: FlaskClient, draft_id: str) -> None:
    address = f"/studio/{draft_id}/files/{CHANGES}"
    first = analyst.get(address)

    saved = analyst.put(address, data="نص", headers={"If-Match": first.headers["ETag"]})

    assert saved.status_code == 200
    assert saved.json["revision"] == 2
    assert saved.json["saved_words"].startswith("Enregistré")
    assert analyst.get(address).get_data(as_text=True) == "نص"
    assert analyst.get(address).headers["ETag"] == f'"{saved.json["digest"]}"'


def test_a_file_that_came_compressed_is_saved_like_any_other(analyst: FlaskClient, draft_id: str) -> None:
    address = f"/studio/{draft_id}/files/processes/{SLUG}/procedure.yaml"
    first = analyst.get(address, headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"

    saved = analyst.put(address, data="key: another", headers={"If-Match": first.headers["ETag"]})

    assert saved.status_code == 200


def test_a_late_editor_gets_the_other_version_and_loses_nothing(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    address = f"/studio/{draft_id}/files/{CHANGES}"
    opened = analyst.get(address).headers["ETag"]
    save(world, draft_id, {CHANGES: b"hers"}, actor=second_analyst(world))

    refused = analyst.put(address, data="mine", headers={"If-Match": opened})

    assert refused.status_code == 409
    assert refused.json["content"] == "hers"
    assert "Amina" in refused.json["saved_words"]
    again = analyst.put(address, data="mine", headers={"If-Match": refused.json["digest"]})
    assert again.status_code == 200


def test_a_new_file_is_saved_as_new_only_once(analyst: FlaskClient, draft_id: str) -> None:
    address = f"/studio/{draft_id}/files/forms/{SLUG}/another.json"

    assert analyst.get(address).status_code == 404
    assert analyst.put(address, data="{}", headers={"If-Match": '"new"'}).status_code == 200
    assert analyst.put(address, data="[]", headers={"If-Match": '"new"'}).status_code == 409
    assert analyst.put(address, data="{}").status_code == 428


@pytest.mark.parametrize("path", ["processes/other/a.yaml", "processes/%2e%2e/x", "app/factory.py"])
def test_a_path_that_climbs_out_is_refused_in_words(analyst: FlaskClient, draft_id: str, path: str) -> None:
    refused = analyst.put(f"/studio/{draft_id}/files/{path}", data="x", headers={"If-Match": "new"})

    assert refused.status_code in (404, 422)
    if refused.status_code == 422:
        assert "Rien n’a été enregistré" in refused.json["message"]


def test_findings_are_those_of_what_was_saved(analyst: FlaskClient, draft_id: str) -> None:
    address = f"/studio/{draft_id}/files/processes/{SLUG}/{SLUG}.bpmn"
    assert not [
        one for one in analyst.get(f"/studio/{draft_id}/findings.json").json["findings"] if one["severity"] == "error"
    ]

    analyst.put(address, data="<definitions", headers={"If-Match": analyst.get(address).headers["ETag"]})

    told = analyst.get(f"/studio/{draft_id}/findings.json").json
    assert told["revision"] == 2
    assert "xml" in {one["rule"] for one in told["findings"]}


def test_a_page_says_who_else_is_editing(sign_in, world: World, draft_id: str) -> None:
    second_analyst(world)
    first, second = sign_in("analyst@country"), sign_in("second@country")

    assert first.post(f"/studio/{draft_id}/holds/forms/request").json == {
        "mine": True,
        "held_by": "Agent analyst",
        "words": "",
    }
    assert (
        second.post(f"/studio/{draft_id}/holds/forms/request").json["words"]
        == "Agent analyst modifie cette partie en ce moment."
    )


def test_an_unknown_draft_is_a_page_that_says_so(analyst: FlaskClient) -> None:
    answer = analyst.get("/studio/nothing/")

    assert answer.status_code == 404
    assert "Brouillon de démarche introuvable" in answer.get_data(as_text=True)

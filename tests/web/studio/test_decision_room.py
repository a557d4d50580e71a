"""The room of decisions: add, try, rename, remove; a file that cannot be read is shown as text, never as an error."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.deployments.drafts import open_draft
from tests.web.studio.lean import LEAN, RATE, start_lean_draft
from tests.world.drafting import save, start_draft
from tests.world.places import World

ANSWERS = {
    "in.entitlement.kind": "entitled",
    "in.delivery_mode": "post",
    "in.dest_country": "FR",
    "in.doc_type": "extract",
    "in.qty": "2",
    "decide": "1",
}


@pytest.fixture
def draft_id(world: World) -> str:
    return start_lean_draft(world)


@pytest.fixture
def shipped_id(world: World) -> str:
    """A draft of the shipped procedure, whose decisions read values of the law."""
    return start_draft(world)


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("analyst@country")


def files_of(world: World, draft_id: str):
    return open_draft(draft_id, world.services.library).files


def test_the_list_names_each_file_with_the_task_that_asks_it(analyst: FlaskClient, draft_id: str) -> None:
    page = analyst.get(f"/studio/{draft_id}/decisions").text

    assert "Tarif" in page and "Aucune tâche" not in page


def test_a_trial_tells_the_result_and_the_rules_that_fired(analyst: FlaskClient, shipped_id: str) -> None:
    panel = analyst.get(f"/studio/{shipped_id}/decisions/fee/try", query_string=ANSWERS).text

    assert "&#34;total&#34;: 8400" in panel
    assert "Règle appliquée : 4" in panel
    assert re.search(r"data-rules=\"\[&#34;[\w-]+&#34;\]\"", panel)


def test_a_value_that_no_column_knows_is_told_and_not_an_error(analyst: FlaskClient, shipped_id: str) -> None:
    answers = {**ANSWERS, "in.entitlement.kind": "<script>"}

    answer = analyst.get(f"/studio/{shipped_id}/decisions/fee/try", query_string=answers)

    assert answer.status_code == 200
    assert "<script>" not in answer.text and "Aucune règle ne s’applique." in answer.text


def test_without_script_the_page_itself_answers(analyst: FlaskClient, draft_id: str) -> None:
    page = analyst.get(f"/studio/{draft_id}/decisions/rate", query_string={"in.age": "12", "decide": "1"}).text

    assert f'data-path="{RATE}"' in page and "Rien à corriger dans ce fichier." in page
    assert "Règle appliquée : 1" in page


def test_a_new_decision_can_be_opened_and_tried_at_once(analyst: FlaskClient, world: World, draft_id: str) -> None:
    typed = {"name": "discount", "title": "Remise", "question": "age", "task": ""}

    added = analyst.post(f"/studio/{draft_id}/decisions", data=typed)

    assert added.location.endswith("/decisions/discount")
    assert "decisions/discount.dmn" in files_of(world, draft_id)[f"processes/{LEAN}/procedure.yaml"].decode()
    assert 'name="in.age"' in analyst.get(added.location).text


@pytest.mark.parametrize("name", ["rate", "Été", "../x", ""])
def test_a_name_that_cannot_be_used_is_refused_in_words(analyst: FlaskClient, draft_id: str, name: str) -> None:
    refused = analyst.post(f"/studio/{draft_id}/decisions", data={"name": name, "title": "Remise", "question": "age"})

    assert refused.status_code == 422
    assert "Rien n’a été changé" in refused.text and 'value="Remise"' in refused.text


def test_a_renamed_decision_is_still_asked_by_its_task(analyst: FlaskClient, world: World, draft_id: str) -> None:
    renamed = analyst.post(f"/studio/{draft_id}/decisions/rate/rename", data={"name": "price"})

    assert renamed.location.endswith("/decisions/price")
    assert b'mastara:decision="price"' in files_of(world, draft_id)[f"processes/{LEAN}/{LEAN}.bpmn"]
    assert "demandée par" in analyst.get(renamed.location).text


def test_a_removed_decision_leaves_the_index_and_is_reported(analyst: FlaskClient, world: World, draft_id: str) -> None:
    analyst.post(f"/studio/{draft_id}/decisions/rate/remove")

    assert RATE not in files_of(world, draft_id)
    found = analyst.get(f"/studio/{draft_id}/findings.json").json["findings"]
    assert "decision-known" in {one["rule"] for one in found}
    assert analyst.get(f"/studio/{draft_id}/decisions/rate").status_code == 404


@pytest.mark.parametrize("content", [b"<definitions", b"", b"<!DOCTYPE x []><x/>", b'<a xmlns="urn:other"/>'])
def test_a_damaged_file_is_shown_as_text_with_the_reason(
    analyst: FlaskClient, world: World, draft_id: str, content: bytes
) -> None:
    save(world, draft_id, {RATE: content})

    page = analyst.get(f"/studio/{draft_id}/decisions/rate")

    assert page.status_code == 200
    assert "Ce fichier ne se lit pas" in page.text and "data-source" in page.text
    assert analyst.get(f"/studio/{draft_id}/decisions/rate/try", query_string=ANSWERS).status_code == 200
    assert analyst.get(f"/studio/{draft_id}/decisions").status_code == 200


def test_findings_of_one_file_come_alone(analyst: FlaskClient, world: World, draft_id: str) -> None:
    faulty = files_of(world, draft_id)[RATE].replace(b"<text>-</text>", b"<text>1 +</text>", 1)
    save(world, draft_id, {RATE: faulty})

    found = analyst.get(f"/studio/{draft_id}/file-findings", query_string={"file": RATE}).text

    assert "Erreur" in found and "data-element" in found
    assert "review" not in found


def test_what_another_tool_wrote_is_named_and_kept(analyst: FlaskClient, world: World, draft_id: str) -> None:
    foreign = b'<definitions xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Cloud" '
    save(world, draft_id, {RATE: files_of(world, draft_id)[RATE].replace(b"<definitions ", foreign, 1)})

    assert "modeler:executionPlatform" in analyst.get(f"/studio/{draft_id}/decisions/rate").text

"""The diagram room: what its editor is told, and what it asks of the server."""

import json
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.linting.operations import OPERATIONS
from app.settings import ROOT
from tests.world.drafting import save, second_analyst, start_draft
from tests.world.places import AZROU, SLUG, World

DIAGRAM = f"processes/{SLUG}/{SLUG}.bpmn"
RULES = re.compile(r'"bpmnlint/rules/([a-z-]+)\.js"')


@pytest.fixture
def draft_id(world: World) -> str:
    return start_draft(world)


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("analyst@country")


NOT_SHOWN = {"superfluous-label", "no-inclusive-gateway"}
"""A name too many harms nobody, and inclusive gateways run here."""


def _told(page: str, identity: str) -> dict[str, object]:
    found = re.search(rf'<script type="application/json" id="{identity}"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    told: dict[str, object] = json.loads(found[1])
    return told


def _digest(analyst: FlaskClient, draft_id: str) -> str:
    return analyst.get(f"/studio/{draft_id}/files/{DIAGRAM}").headers["ETag"].strip('"')


def test_the_page_says_which_file_it_edits_and_what_may_be_drawn(analyst: FlaskClient, draft_id: str) -> None:
    page = analyst.get(f"/studio/{draft_id}/diagram").get_data(as_text=True)

    assert f'data-path="{DIAGRAM}"' in page
    choices = _told(page, "diagram-choices")
    assert "complexGateway" in choices["repertoire"]["refused"]  # type: ignore[index]
    assert {operation["name"] for operation in choices["operations"]} == set(OPERATIONS)  # type: ignore[attr-defined, index]


def test_each_rule_of_the_drawing_is_said_in_words(analyst: FlaskClient, draft_id: str) -> None:
    page = analyst.get(f"/studio/{draft_id}/diagram").get_data(as_text=True)
    bundled = set(RULES.findall((ROOT / "assets/web/editor-rules.js").read_text()))

    assert set(_told(page, "diagram-words")["rules"]) == bundled - NOT_SHOWN  # type: ignore[call-overload]


def test_what_the_diagram_may_refer_to_comes_from_the_files_of_the_draft(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    told = analyst.get(f"/studio/{draft_id}/diagram/choices.json").json

    assert "Agent d'état civil" in [role["label"] for role in told["roles"] if role["key"] == "agent_ec"]
    assert "births" in [register["key"] for register in told["registers"]]
    assert "Trésorerie générale du Royaume" in [system["label"] for system in told["systems"]]
    assert "sign" in [form["key"] for form in told["forms"]]
    assert [(one["key"], one["file"]) for one in told["decisions"]] == [
        ("entitlement", "entitlement.dmn"),
        ("fee", "fee.dmn"),
    ]
    flows = {flow["key"]: flow for flow in told["flows"]}
    assert flows["payment"]["inputs"] == ["amount"]
    assert flows["payment"]["outputs"] == ["fee_outcome", "payment"]
    assert set(flows["payment"]["names"]) == {"fr", "ar"}
    assert "watiqa.answer" in [value["key"] for value in told["parameters"] if value["period"]]
    assert "watiqa.stamp_fee" not in [value["key"] for value in told["parameters"] if value["period"]]


def test_damaged_files_leave_a_page_that_opens(analyst: FlaskClient, world: World, draft_id: str) -> None:
    broken: dict[str, bytes | None] = {
        f"processes/{SLUG}/procedure.yaml": b"process: [",
        f"processes/{SLUG}/translations/fr.yaml": b"tasks: no mapping",
        f"processes/{SLUG}/decisions/fee.dmn": b"<!DOCTYPE x><x/>",
        f"forms/{SLUG}/sign.json": b"{",
        DIAGRAM: b"no diagram",
    }
    save(world, draft_id, broken)

    assert analyst.get(f"/studio/{draft_id}/diagram").status_code == 200
    assert analyst.get(f"/studio/{draft_id}/diagram/choices.json").status_code == 200
    refused = analyst.post(f"/studio/{draft_id}/diagram/rename", json={"old": "sign", "new": "signature", "seen": "x"})
    assert refused.status_code == 422
    assert "ne se lit pas" in refused.json["message"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("=amount > 10", ""),
        ("=amount >", "Cette expression ne se lit pas"),
        ("=" + "(" * 500 + "1", "Cette expression"),
        ("=" + "1+" * 60_000 + "1", "Cette expression"),
    ],
)
def test_an_expression_is_read_as_it_is_typed(analyst: FlaskClient, draft_id: str, text: str, problem: str) -> None:
    told = analyst.post(f"/studio/{draft_id}/diagram/feel", json={"text": text}).json

    assert told["problem"].startswith(problem)
    assert bool(told["problem"]) == bool(problem)


@pytest.mark.parametrize("data", [None, [], {"text": 3}, "x"])
def test_a_question_that_is_none_is_refused(analyst: FlaskClient, draft_id: str, data: object) -> None:
    assert analyst.post(f"/studio/{draft_id}/diagram/feel", json=data).status_code == 400


def test_an_element_is_renamed_in_every_file_at_once(analyst: FlaskClient, draft_id: str) -> None:
    asked = {"old": "enter-mention", "new": "write-mention", "seen": _digest(analyst, draft_id)}
    told = analyst.post(f"/studio/{draft_id}/diagram/rename", json=asked)

    assert told.status_code == 200
    assert told.json["revision"] == 2
    assert 'id="write-mention"' in analyst.get(f"/studio/{draft_id}/files/{DIAGRAM}").get_data(as_text=True)
    assert analyst.get(f"/studio/{draft_id}/files/forms/{SLUG}/write-mention.json").status_code == 200
    assert analyst.get(f"/studio/{draft_id}/files/forms/{SLUG}/enter-mention.json").status_code == 404
    told = analyst.get(f"/studio/{draft_id}/findings.json").json
    assert [finding for finding in told["findings"] if finding["severity"] == "error"] == []


def test_a_name_that_is_taken_changes_nothing_and_is_told(analyst: FlaskClient, draft_id: str) -> None:
    asked = {"old": "sign", "new": "hand-over", "seen": _digest(analyst, draft_id)}
    refused = analyst.post(f"/studio/{draft_id}/diagram/rename", json=asked)

    assert refused.status_code == 422
    assert refused.json["message"] == "Un autre élément porte déjà cet identifiant."
    assert analyst.get(f"/studio/{draft_id}/findings.json").json["revision"] == 1


def test_a_diagram_that_somebody_changed_meanwhile_is_not_renamed_over(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    seen = _digest(analyst, draft_id)
    source = analyst.get(f"/studio/{draft_id}/files/{DIAGRAM}").data
    save(world, draft_id, {DIAGRAM: source + b"\n"}, actor=second_analyst(world))

    refused = analyst.post(
        f"/studio/{draft_id}/diagram/rename", json={"old": "enter-mention", "new": "write-mention", "seen": seen}
    )

    assert refused.status_code == 409


def test_the_form_of_a_task_is_made_and_listed_once(analyst: FlaskClient, draft_id: str) -> None:
    address = f"/studio/{draft_id}/diagram/forms"
    asked = {"form": "weigh", "title": "Peser\nوزن"}
    assert analyst.post(address, json=asked).status_code == 200
    assert analyst.post(address, json=asked).status_code == 422

    manifest = analyst.get(f"/studio/{draft_id}/files/processes/{SLUG}/procedure.yaml").get_data(as_text=True)
    assert manifest.count("- weigh\n") == 1
    form = json.loads(analyst.get(f"/studio/{draft_id}/files/forms/{SLUG}/weigh.json").data)
    assert (form["id"], form["components"]) == ("weigh", [])
    texts = analyst.get(f"/studio/{draft_id}/files/forms/{SLUG}/translations/ar.yaml").get_data(as_text=True)
    assert "weigh:\n  title: وزن\n" in texts


@pytest.mark.parametrize("form", ["../x", "a/b", "", "a\\b"])
def test_a_form_that_no_file_can_be_is_refused(analyst: FlaskClient, draft_id: str, form: str) -> None:
    assert analyst.post(f"/studio/{draft_id}/diagram/forms", json={"form": form, "title": ""}).status_code == 422


def test_nobody_else_may_draw(sign_in: Callable[[str], FlaskClient], draft_id: str) -> None:
    clerk = sign_in(f"agent_ec@{AZROU}")
    assert clerk.get(f"/studio/{draft_id}/diagram").status_code == 403
    assert clerk.post(f"/studio/{draft_id}/diagram/feel", json={"text": "=1"}).status_code == 403

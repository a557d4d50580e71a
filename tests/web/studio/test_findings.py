"""The room of findings: in the analyst's language, with the place, the correction and the exemption of each."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.linting import list_rules
from app.queries.studio import find_draft, read_draft
from tests.builders.packages import SLUG as SMALL
from tests.builders.packages import PackageBuilder, a_package
from tests.world.drafting import save, start_draft
from tests.world.places import World

INDEX = f"processes/{SMALL}/procedure.yaml"
DIAGRAM = f"processes/{SMALL}/{SMALL}.bpmn"
REASON = "Le décret impose ici la copie certifiée de l’acte étranger."


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    client = sign_in("analyst@country")
    client.get("/language/fr")
    return client


def _draft(world: World, builder: PackageBuilder) -> str:
    own = {path: content for path, content in builder.files().items() if "/_shared/" not in path}
    return start_draft(world, SMALL, own)


def _found(world: World, draft_id: str, rule: str) -> list[str]:
    report = read_draft(find_draft(draft_id, world.services.library))
    return [finding.key for finding in report.findings if finding.rule == rule]


def test_findings_speak_the_language_of_the_page(analyst: FlaskClient, world: World) -> None:
    draft_id = _draft(world, a_package().diagram(f'<process id="{SMALL}"', '<process id="Process_1"'))

    french = analyst.get(f"/studio/{draft_id}/findings").get_data(as_text=True)
    analyst.get("/language/ar")
    arabic = analyst.get(f"/studio/{draft_id}/findings").get_data(as_text=True)

    assert "Le processus ne porte pas la clé de la procédure" in french
    assert "il s’appelle « Process_1 » : renommez-le" in french
    assert "Expected" not in french
    assert "العملية لا تحمل مفتاح المسطرة" in arabic
    assert "Expected" not in arabic


def test_a_finding_leads_to_its_place_and_to_its_rule(analyst: FlaskClient, world: World) -> None:
    draft_id = _draft(world, a_package().diagram(' mastara:outcome="lapsed"', ""))
    page = analyst.get(f"/studio/{draft_id}/findings").get_data(as_text=True)
    assert f"/studio/{draft_id}/diagram?element=end-lapsed" in page
    assert "/studio/rules/end-outcome" in page


def test_findings_are_filtered_by_severity_and_by_subject(analyst: FlaskClient, world: World) -> None:
    draft_id = _draft(world, a_package().diagram(' mastara:outcome="lapsed"', ""))
    for query, shown in (("severity=warning", False), ("severity=error", True), ("family=form", False)):
        page = analyst.get(f"/studio/{draft_id}/findings?{query}").get_data(as_text=True)
        assert ("Une fin ne dit pas son issue" in page) == shown, query
    page = analyst.get(f"/studio/{draft_id}/findings?family=security").get_data(as_text=True)
    assert "Aucun constat de cette sorte" in page


def test_one_click_corrects_and_the_revision_before_stays(analyst: FlaskClient, world: World) -> None:
    draft_id = _draft(world, a_package().diagram('isExecutable="true"', 'isExecutable="false"'))
    [key] = _found(world, draft_id, "process-id")

    answer = analyst.post(f"/studio/{draft_id}/findings/{key}/fix", follow_redirects=True)

    assert "Corrigé" in answer.get_data(as_text=True)
    draft = find_draft(draft_id, world.services.library)
    assert draft.revision == 2
    assert b'isExecutable="true"' in draft.files[DIAGRAM]
    before = find_draft(draft_id, world.services.library, revision=1)
    assert b'isExecutable="false"' in before.files[DIAGRAM]
    assert _found(world, draft_id, "process-id") == []


def test_a_correction_of_what_is_gone_changes_nothing(analyst: FlaskClient, world: World) -> None:
    draft_id = _draft(world, a_package())
    answer = analyst.post(f"/studio/{draft_id}/findings/0123456789abcdef/fix", follow_redirects=True)
    assert "a changé entre-temps" in answer.get_data(as_text=True)
    assert find_draft(draft_id, world.services.library).revision == 1


def test_a_correction_that_would_not_suffice_is_not_made(analyst: FlaskClient, world: World) -> None:
    draft_id = _draft(world, a_package().text("ar", "tasks.review", None).diagram("&#10;الفحص", ""))
    key = _found(world, draft_id, "task-texts")[0]
    answer = analyst.post(f"/studio/{draft_id}/findings/{key}/fix", follow_redirects=True)
    assert "Rien n’a été changé" in answer.get_data(as_text=True)


def test_an_exemption_needs_a_reason_and_keeps_it(analyst: FlaskClient, world: World) -> None:
    draft_id = _draft(world, a_package().text("fr", "fiche.pieces.identity-card.name", "Copie certifiée conforme"))
    [key] = _found(world, draft_id, "certified-copy")
    address = f"/studio/{draft_id}/findings/{key}/exempt"

    refused = analyst.post(address, data={"reason": "ok"})
    assert refused.status_code == 422
    assert "quinze signes au moins" in refused.get_data(as_text=True)

    page = analyst.post(address, data={"reason": REASON, "legal_ref": "law-1-00 a.1"}, follow_redirects=True)
    text = page.get_data(as_text=True)
    assert REASON in text
    assert "Dérogation accordée par Agent analyst" in text
    report = read_draft(find_draft(draft_id, world.services.library))
    assert {finding.severity for finding in report.findings if finding.rule == "certified-copy"} == {"info"}


def test_only_a_rule_of_law_may_be_exempted(analyst: FlaskClient, world: World) -> None:
    draft_id = _draft(world, a_package().diagram(' mastara:outcome="lapsed"', ""))
    [key] = _found(world, draft_id, "end-outcome")
    assert "/exempt" not in analyst.get(f"/studio/{draft_id}/findings").get_data(as_text=True)
    analyst.post(f"/studio/{draft_id}/findings/{key}/exempt", data={"reason": REASON})
    assert find_draft(draft_id, world.services.library).revision == 1


SPOILT = [b"", b"- a\n- list\n", b"key: {", b"&a [*a]", b"key: &x 1\nother: *x\n", b"<x/>", "clé: é".encode()]


def test_a_spoilt_index_is_a_finding_and_never_a_fault(analyst: FlaskClient, world: World) -> None:
    draft_id = _draft(world, a_package())
    for content in SPOILT:
        save(world, draft_id, {INDEX: content})
        page = analyst.get(f"/studio/{draft_id}/findings")
        assert page.status_code == 200
        assert "finding-error" in page.get_data(as_text=True), content
        assert analyst.get(f"/studio/{draft_id}/findings.json").status_code == 200


FOREIGN = [
    b"<definitions",
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
    b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>',
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="&lt;b>alert"/></definitions>',
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="a" isExecutable="true"/>'
    b'<process id="b" isExecutable="true"><startEvent id="s"/><startEvent id="s"/></process></definitions>',
]


def test_a_foreign_diagram_is_findings_and_never_a_fault(analyst: FlaskClient, world: World) -> None:
    draft_id = _draft(world, a_package())
    for diagram in FOREIGN:
        save(world, draft_id, {DIAGRAM: diagram})
        page = analyst.get(f"/studio/{draft_id}/findings").get_data(as_text=True)
        assert "finding-error" in page, diagram
        assert "<b>alert" not in page


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_rule_has_its_page(analyst: FlaskClient, language: str) -> None:
    analyst.get(f"/language/{language}")
    listed = analyst.get("/studio/rules").get_data(as_text=True)
    for rule in list_rules():
        assert f"/studio/rules/{rule.name}" in listed
    assert analyst.get(f"/studio/rules/{list_rules()[0].name}").status_code == 200


def test_a_rule_that_does_not_exist_leads_to_the_list(analyst: FlaskClient) -> None:
    answer = analyst.get("/studio/rules/nothing", follow_redirects=True)
    assert "n’existe plus" in answer.get_data(as_text=True)


def test_editors_are_told_title_page_and_correction(analyst: FlaskClient, world: World) -> None:
    draft_id = _draft(world, a_package().diagram('isExecutable="true"', 'isExecutable="false"'))
    [told] = [
        one for one in analyst.get(f"/studio/{draft_id}/findings.json").json["findings"] if one["rule"] == "process-id"
    ]
    assert told["title"] == "Le processus ne porte pas la clé de la procédure"
    assert told["page"] == "/studio/rules/process-id"
    assert told["fix"] == "Marquer le processus comme exécutable"
    assert told["element"] == SMALL

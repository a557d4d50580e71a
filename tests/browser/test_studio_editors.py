"""The editors of decisions and of forms, as an analyst uses them: they save by themselves and lose nothing foreign."""

import json
from collections.abc import Mapping

import pytest

from app.decisions.drafting import first_table
from app.deployments.drafts import open_draft
from app.forms.package_changes import written_form
from tests.browser import walking
from tests.browser.served import Colleague, Site, engage
from tests.browser.test_accessibility import AXE
from tests.browser.watching import DESKTOP, Browsers, Visitor
from tests.builders.packages import FORMS, SLUG, a_package
from tests.world.drafting import start_draft

ANALYST = Colleague(
    username="ilham.daoudi",
    role="analyst",
    name_ar="إلهام الداودي",
    name_fr="Ilham Daoudi",
    title_ar="محللة المساطر",
    title_fr="Analyste, DGCT",
)
RATE = f"processes/{SLUG}/decisions/rate.dmn"
REVIEW = f"forms/{SLUG}/review.json"
MODELER = (
    'xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Cloud" '
    'xmlns:biodi="http://bpmn.io/schema/dmn/biodi/2.0" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
)
KEPT_IN_DECISION = ("Camunda Cloud", 'biodi:width="222"', "zeebe:versionTag", 'value="v7"')
EDITORS = ["[data-editor]", "[data-properties]"]
FAULTS = """
async (left) => (await axe.run({exclude: left.map((one) => [one])}, {resultTypes: ["violations"]})).violations.map(
  (fault) => `${fault.id}: ${fault.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`)
"""


def _foreign_table() -> bytes:
    """A table as Camunda Modeler writes it: attributes and elements that are not ours."""
    table = first_table(key="rate", title="Tarif", question="age", output="Tarif").decode()
    table = table.replace("<definitions ", f"<definitions {MODELER}", 1)
    table = table.replace('id="rate-input-1" ', 'id="rate-input-1" biodi:width="222" ', 1)
    tag = '<extensionElements><zeebe:versionTag value="v7" /></extensionElements>'
    return table.replace('<variable id="rate-variable"', f'{tag}<variable id="rate-variable"', 1).encode()


def _foreign_form() -> bytes:
    """A form with properties that the editor has no words for."""
    first = {**FORMS["review"]["components"][0], "x-tool": {"note": 1}}
    return written_form({**FORMS["review"], "components": [first], "executionPlatform": "Camunda Cloud"})


def _files() -> dict[str, bytes]:
    files = a_package().manifest(decisions=["decisions/rate.dmn"]).files()
    own = {path: content for path, content in files.items() if "/_shared/" not in path}
    return {**own, RATE: _foreign_table(), REVIEW: _foreign_form()}


@pytest.fixture(scope="module")
def draft_id(site: Site) -> str:
    """A small package with a table and a form out of another tool, and an analyst who may edit it."""
    engage(site, ANALYST)
    return site.within(lambda: start_draft(site.world, SLUG, _files()))


def _kept(site: Site, draft_id: str) -> Mapping[str, bytes]:
    return site.within(lambda: open_draft(draft_id, site.services.library).files)


def _saved(analyst: Visitor) -> None:
    analyst.page.locator("[data-save-state]", has_text="Enregistré").wait_for()


def _faults_around_the_editor(analyst: Visitor) -> list[str]:
    analyst.page.evaluate(AXE)
    return list(analyst.page.evaluate(FAULTS, EDITORS))


def test_a_decision_is_edited_tried_and_keeps_what_is_foreign(browsers: Browsers, site: Site, draft_id: str) -> None:
    analyst = browsers.visitor(DESKTOP)
    walking.sign_in(analyst, ANALYST)
    analyst.open(f"/studio/{draft_id}/decisions/rate")
    analyst.page.locator("[data-editor][data-ready]").wait_for()
    assert _kept(site, draft_id)[RATE] == _foreign_table(), "opening a file must not write it"

    cell = analyst.page.locator("[data-element-id='rate-rule-1-output-1']")
    cell.click()
    analyst.page.keyboard.press("Control+A")
    analyst.page.keyboard.type('"reduced"')
    _saved(analyst)
    analyst.page.locator("[name='in.age']").fill("12")
    analyst.page.get_by_role("button", name="Décider").click()

    analyst.page.locator(".trial-result", has_text='"reduced"').wait_for()
    kept = _kept(site, draft_id)[RATE].decode()
    assert "reduced" in kept
    assert [words for words in KEPT_IN_DECISION if words not in kept] == []
    assert _faults_around_the_editor(analyst) == []
    analyst.look("decision-fr")
    analyst.open("/language/ar")
    analyst.open(f"/studio/{draft_id}/decisions/rate")
    analyst.page.locator("[data-editor][data-ready]").wait_for()
    assert analyst.page.locator("[data-editor]", has_text="قاعدة الاختيار").count() == 1
    assert analyst.overflow() == 0
    analyst.look("decision-ar")


def test_a_form_takes_a_ready_field_with_its_arabic_and_its_preview(
    browsers: Browsers, site: Site, draft_id: str
) -> None:
    analyst = browsers.visitor(DESKTOP)
    walking.sign_in(analyst, ANALYST)
    analyst.open(f"/studio/{draft_id}/forms/review")
    analyst.page.locator("[data-editor][data-ready]").wait_for()

    analyst.page.locator("[data-field-type='ready-cin']").press("Enter")
    analyst.page.locator("[data-texts-panel] [data-component='cin']").first.wait_for(state="attached")

    kept = _kept(site, draft_id)
    form = json.loads(kept[REVIEW])
    assert form["components"][0] == {**FORMS["review"]["components"][0], "x-tool": {"note": 1}}
    assert form["executionPlatform"] == "Camunda Cloud"
    assert form["components"][1]["id"] == form["components"][1]["key"] == "cin"
    assert "البطاقة الوطنية" in kept[f"forms/{SLUG}/translations/ar.yaml"].decode()
    analyst.page.locator("#preview-language").select_option("ar")
    preview = analyst.page.frame_locator("[data-preview-frames] iframe")
    preview.locator("[name='cin']").fill("0")
    preview.get_by_role("button", name="التحقق من الأجوبة").click()
    preview.locator(".error-summary", has_text="AB123456").wait_for()
    assert _faults_around_the_editor(analyst) == []
    analyst.look("form-fr")
    analyst.open("/language/ar")
    analyst.open(f"/studio/{draft_id}/forms/review")
    analyst.page.locator("[data-editor][data-ready]").wait_for()
    assert analyst.page.locator("[data-editor]", has_text="خانات جاهزة").count() == 1
    assert analyst.overflow() == 0
    analyst.look("form-ar")

"""An analyst draws in the browser: what is added is stored, what is taken back leaves the file as it was."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from flask.sessions import SecureCookieSessionInterface

from app.procedures.bpmn import read_bpmn
from app.procedures.xml import parse_xml
from app.queries.studio import find_draft
from app.store import people
from tests.browser.served import Site
from tests.browser.watching import Browsers, Visitor
from tests.builders.bpmn import a_process
from tests.world.drafting import start_draft
from tests.world.places import SLUG

AXE = Path(__file__).parents[1] / "web/vendor/axe.min.js"
DIAGRAM = f"processes/{SLUG}/{SLUG}.bpmn"
FOREIGN = (b' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"', b' camunda:asyncBefore="true"')
NO_LINES = ("line", "digest", "findings")
LINT = """async ({ editor, xml }) => {
  const { Modeler, recommendedFindings } = await import(editor);
  const box = document.body.appendChild(document.createElement("div"));
  const modeler = new Modeler({ container: box });
  await modeler.importXML(xml);
  const found = await recommendedFindings(modeler.getDefinitions());
  modeler.destroy();
  box.remove();
  return found.filter(({ severity }) => severity === "error").map(({ rule, element }) => `${rule} ${element}`);
}"""


def _begin(site: Site, change: Callable[[bytes], bytes]) -> str:
    """Begin a draft whose diagram is changed first."""
    files = site.services.library.own_files(SLUG)
    return site.within(lambda: start_draft(site.world, files={**files, DIAGRAM: change(files[DIAGRAM])}))


def _short(_: bytes) -> bytes:
    """Return a diagram that is shown whole."""
    return a_process(SLUG).start().user_task("review").end().xml()


def _files(site: Site, draft_id: str) -> Mapping[str, bytes]:
    return site.within(lambda: find_draft(draft_id, site.services.library).files)


def _enter(browsers: Browsers, site: Site, draft_id: str) -> Visitor:
    """Open the diagram room as the analyst of the test world."""
    analyst = site.within(lambda: people.find_agent_by_username("analyst@country"))
    assert analyst is not None
    signer = SecureCookieSessionInterface().get_signing_serializer(site.app)
    assert signer is not None
    session = signer.dumps({"_user_id": f"{analyst.id}.{analyst.session_version}", "_fresh": True, "language": "fr"})
    visitor = browsers.clerk()
    visitor.context.add_cookies([{"name": "mastara", "value": session, "url": site.address}])
    visitor.page.on("request", lambda request: _refuse_foreign(browsers, site, request.url))
    visitor.open(f"/studio/{draft_id}/diagram")
    visitor.page.locator("[data-diagram][data-ready]").wait_for()
    return visitor


def _refuse_foreign(browsers: Browsers, site: Site, address: str) -> None:
    if not address.startswith((site.address, "data:")):
        browsers.complaints.append(f"foreign request: {address}")


def _find(page: Any, words: str) -> None:
    """Go to an element by the search of the canvas."""
    page.locator(".djs-container svg").first.focus()
    page.keyboard.press("Control+f")
    page.keyboard.type(words)
    page.locator(".djs-search-result").first.wait_for()
    page.keyboard.press("Enter")
    page.locator('[data-field="id"] input >> visible=true').wait_for()


def _saved(page: Any, act: Callable[[], object]) -> None:
    """Do something and wait until the editor has stored the diagram."""
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.status == 200):
        act()


def _stored(page: Any, site: Site, draft_id: str, wanted: Callable[[bytes], bool]) -> bytes:
    """Return the diagram of the draft once it is as wanted; the editor saves after a rest."""
    for _ in range(80):
        source = _files(site, draft_id)[DIAGRAM]
        if wanted(source):
            return source
        page.wait_for_timeout(100)
    raise AssertionError(f"Expected another diagram in the draft, found {source[:2_000]!r}")


def _model(source: bytes) -> Any:
    """Return what a diagram says and how it is drawn, without lines and digests."""
    drawing = [
        (node.get("bpmnElement"), [dict(part.attrib) for part in node.iter("{*}Bounds", "{*}waypoint")])
        for node in parse_xml(source, file="a.bpmn").iter("{*}BPMNShape", "{*}BPMNEdge")
    ]
    return _plain(asdict(read_bpmn(source, file="a.bpmn"))), sorted(drawing, key=lambda pair: pair[0] or "")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if key not in NO_LINES}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("change", [lambda given: given, _short], ids=["long", "short"])
def test_nothing_of_a_drawing_opens_under_the_palette(
    browsers: Browsers, site: Site, change: Callable[[bytes], bytes]
) -> None:
    page = _enter(browsers, site, _begin(site, change)).page

    palette = page.locator(".djs-palette").bounding_box()
    lefts = page.locator(".djs-shape").evaluate_all("all => all.map((one) => one.getBoundingClientRect().left)")

    assert len(lefts) >= 3
    assert min(lefts) >= palette["x"] + palette["width"]


def test_a_task_is_drawn_given_to_a_role_and_taken_back(browsers: Browsers, site: Site) -> None:
    names, mark = FOREIGN
    draft_id = _begin(
        site,
        lambda source: source.replace(b"<definitions", b"<definitions" + names, 1).replace(
            b'<userTask id="sign"', b'<userTask id="sign"' + mark, 1
        ),
    )
    before = _files(site, draft_id)[DIAGRAM]
    page = _enter(browsers, site, draft_id).page
    field = page.locator("[data-panel]")

    _find(page, "take-in")
    page.locator('.djs-context-pad [data-action="append.append-task"]').click()
    page.keyboard.type("Peser le dossier")
    _saved(page, lambda: page.keyboard.press("Enter"))
    assert field.locator('[data-field="id"] input').input_value() == "peser-dossier"
    _saved(page, lambda: field.locator('[data-field="mastara:role"] select').select_option("agent_ec"))
    field.locator('[data-field="form-make"] button').click()
    field.locator('[data-field="form-open"]').wait_for()

    drawn = _files(site, draft_id)
    task = read_bpmn(drawn[DIAGRAM], file="a.bpmn").elements["peser-dossier"]
    assert (task.kind, task.role, task.form) == ("userTask", "agent_ec", "peser-dossier")
    assert task.incoming == ("take-in--peser-dossier",)
    assert f"forms/{SLUG}/peser-dossier.json" in drawn
    _check_accessibility(page)

    undo = page.locator('[data-tool="undo"]')
    while undo.is_enabled():
        undo.click()
    after = _stored(page, site, draft_id, lambda source: b"peser-dossier" not in source)
    assert 'camunda:asyncBefore="true"' in after.decode()
    assert _model(after) == _model(before)


@pytest.mark.parametrize("name", ["Vérifier la demande"])
def test_what_is_drawn_from_nothing_passes_the_recommended_rules(browsers: Browsers, site: Site, name: str) -> None:
    draft_id = _begin(site, lambda _: b"no diagram at all")
    visitor = _enter(browsers, site, draft_id)
    page = visitor.page
    source = page.locator("#diagram-source textarea")
    source.fill(_empty())
    _saved(page, lambda: page.locator("#diagram-source [data-apply]").click())

    _find(page, "debut")
    page.keyboard.press("Escape")
    for action, words in (("append.append-task", name), ("append.end-event", "Demande vérifiée")):
        page.locator(f'.djs-context-pad [data-action="{action}"]').click()
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    drawn = _stored(page, site, draft_id, lambda source: b"demande-verifiee" in source).decode()
    found = page.evaluate(LINT, {"editor": page.locator("[data-diagram]").get_attribute("data-editor"), "xml": drawn})

    assert found == []
    assert list(read_bpmn(drawn.encode(), file="a.bpmn").elements) == ["debut", "verifier-demande", "demande-verifiee"]


def _empty() -> str:
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t" '
        'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">'
        f'<process id="{SLUG}" isExecutable="true"><startEvent id="debut" name="Demande reçue"/></process>'
        f'<bpmndi:BPMNDiagram id="g"><bpmndi:BPMNPlane id="l" bpmnElement="{SLUG}"><bpmndi:BPMNShape id="debut-shape" '
        'bpmnElement="debut"><dc:Bounds x="180" y="160" width="36" height="36"/></bpmndi:BPMNShape></bpmndi:BPMNPlane>'
        "</bpmndi:BPMNDiagram></definitions>"
    )


def _check_accessibility(page: Any) -> None:
    page.evaluate(AXE.read_text())
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    around = {"exclude": [[".drawing-canvas"]]}
    found = page.evaluate("([around, rules]) => axe.run(around, {runOnly: rules})", [around, rules])
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found["violations"]] == []


def test_a_diagram_is_put_in_order_and_says_what_it_said(browsers: Browsers, site: Site) -> None:
    def piled_up(content: bytes) -> bytes:
        return re.sub(rb'<dc:Bounds x="[\d.]+" y="[\d.]+"', b'<dc:Bounds x="200" y="200"', content)

    draft_id = _begin(site, piled_up)
    meaning, _ = _model(_files(site, draft_id)[DIAGRAM])
    analyst = _enter(browsers, site, draft_id)
    page = analyst.page

    page.locator('[data-tool="arrange"]').click()
    arranged = _stored(page, site, draft_id, lambda source: b'x="200" y="200"' not in source)

    analyst.look("arranged")
    assert _model(arranged)[0] == meaning

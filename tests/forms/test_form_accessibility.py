"""Every component, in every state, in Arabic and French: axe finds nothing, a narrow phone shows it whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from app.cli.forms import write_preview
from app.forms import FormDefinition
from app.forms.kinds import list_kinds
from app.forms.registry import list_types
from tests.forms.builders import CITY_OPTIONS, NOW, a_field, a_form
from tests.forms.parity.form_js import CHROMIUM, FLAGS

AXE = Path(__file__).parents[1] / "web" / "vendor" / "axe.min.js"
REQUIRED = {"required": True}
CHOICES = ("radio", "select", "checklist", "taglist")
ROWS = '=[{a: "une valeur", b: 2}, {a: "deux", b: 3}, {a: "trois", b: 4}]'
PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="
INPUTS = ("textfield", "textarea", "number", "datetime", "checkbox", *CHOICES, "filepicker")


def everything() -> FormDefinition:
    """Return a form with every component type and every kind."""
    documents = '=[{documentId: "1", endpoint: "/a", metadata: {fileName: "acte.pdf"}}]'
    fields = [
        a_field(name, f"a_{name}", validate=REQUIRED, **({"values": CITY_OPTIONS} if name in CHOICES else {}))
        for name in INPUTS
    ]
    kinds = [
        a_field(
            "textfield", f"kind_{kind}", description="Une aide", properties={"kind": kind}, layout={"row": f"r{n // 2}"}
        )
        for n, kind in enumerate(list_kinds())
    ]
    list_fields = [a_field("textfield", "name", validate=REQUIRED), a_field("radio", "town", values=CITY_OPTIONS)]
    columns = [{"key": "a", "label": "Colonne"}, {"key": "b", "label": "Nombre"}]
    other = [
        {"type": "text", "id": "words", "text": "# Titre\n\nUn **mot**, [un lien](/aide).\n\n- a\n- b"},
        {"type": "html", "id": "markup", "content": "<p>Un <em>mot</em></p><ul><li>a</li></ul>"},
        {"type": "image", "id": "picture", "source": PICTURE, "alt": "Un point"},
        {"type": "table", "id": "table", "label": "Tableau", "columns": columns, "rowCount": 2, "dataSource": ROWS},
        {"type": "documentPreview", "id": "papers", "label": "Pièces", "dataSource": documents},
        {"type": "iframe", "id": "page", "label": "Carte", "url": "https://carte.exemple.ma/"},
        {"type": "separator", "id": "line"},
        {"type": "spacer", "id": "room"},
        {"type": "button", "id": "send", "label": "Envoyer"},
        {"type": "expression", "id": "sum", "key": "sum_of_all", "expression": "=1 + 1"},
        {"type": "dynamiclist", "id": "rows", "path": "rows", "label": "Lignes", "components": list_fields},
        {"type": "group", "id": "mother", "path": "mother", "label": "Mère", "components": [a_field("textfield", "x")]},
        a_field("textfield", "fixed", readonly=True, defaultValue="Rabat"),
        a_field("number", "weight", appearance={"prefixAdorner": "≈", "suffixAdorner": "kg"}),
        a_field("datetime", "born", properties={"hijri": "true"}),
    ]
    return a_form(*fields, *kinds, *other, title="Exemple")


def test_the_form_of_these_tests_has_every_type() -> None:
    form = everything()
    assert [finding for finding in form.findings if finding.severity == "error"] == []
    used = {component.type for component in form.components} | {"group"}
    assert used == set(list_types())


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(viewport={"width": 360, "height": 740})
        browser.close()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here")
def test_axe_finds_nothing_and_a_narrow_phone_shows_everything(page: Page, tmp_path: Path) -> None:
    write_preview(everything(), tmp_path, now=NOW)
    for path in sorted(tmp_path.glob("*.*.html")):
        page.goto(path.as_uri())
        page.add_script_tag(path=AXE)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        problems = [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found["violations"]]
        assert problems == [], path.name
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360, path.name


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here")
def test_every_control_is_reached_with_the_keyboard_alone(page: Page, tmp_path: Path) -> None:
    write_preview(everything(), tmp_path, now=NOW)
    page.goto((tmp_path / "empty.fr.html").as_uri())
    controls = "a[href], input:not([type=hidden]), select, textarea, button:not([tabindex='-1']), summary"
    names = page.evaluate(
        f"""() => [...document.querySelectorAll({controls!r})]
        .filter((part) => part.type !== 'radio' && part.checkVisibility())
        .map((part, place) => (part.dataset.place = place))"""
    )
    reached: set[str] = set()
    for _ in range(3 * len(names)):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("() => document.activeElement.dataset.place || ''"))
    assert {str(name) for name in names} <= reached

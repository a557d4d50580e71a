"""Comparison, publication, approval, versions and measures of a real procedure: both languages, desk and telephone."""

from collections.abc import Mapping

import pytest

from tests.browser import walking
from tests.browser.served import Colleague, Site, engage
from tests.browser.test_accessibility import LANGUAGES, look_through
from tests.browser.watching import DESKTOP, Browsers
from tests.world.drafting import start_draft
from tests.world.places import SLUG
from tests.world.releasing import ask

SECOND = Colleague(
    username="hind.berrada",
    role="analyst",
    name_ar="هند برادة",
    name_fr="Hind Berrada",
    title_ar="محللة المساطر",
    title_fr="Analyste, DGCT",
)
HOME = f"processes/{SLUG}"
EDITS: Mapping[str, tuple[tuple[str, str], ...]] = {
    f"{HOME}/procedure.yaml": (
        ("version: 1.1.0", "version: 1.2.0"),
        ('value: 5, legal_ref: "Hypothèse"', 'value: 4, legal_ref: "Hypothèse"'),
    ),
    f"{HOME}/{SLUG}.bpmn": (("Rechercher et vérifier l'acte", "Examiner le dossier"),),
    f"forms/{SLUG}/request.json": (("Acte concerné", "Acte demandé"),),
    f"{HOME}/CHANGELOG.md": (("## 1.1.0", "## 1.2.0\n- Quatre exemplaires au plus par demande.\n\n## 1.1.0"),),
}


@pytest.fixture(scope="module")
def pages(site: Site) -> Mapping[str, str]:
    """A second version of the shipped procedure, changed in four places and shown to a second person."""
    engage(site, SECOND)

    def prepare() -> tuple[str, str]:
        files = site.services.library.own_files(SLUG)
        for path, changes in EDITS.items():
            for old, new in changes:
                assert old in files[path].decode(), (path, old)
                files[path] = files[path].decode().replace(old, new).encode()
        draft_id = start_draft(site.world, SLUG, files)
        return draft_id, ask(site.world, draft_id)

    draft_id, request_id = site.within(prepare)
    return {
        "compare": f"/studio/{draft_id}/compare",
        "catalogue": "/studio/catalogue",
        "publish": f"/studio/{draft_id}/publish",
        "measures": f"/studio/{draft_id}/measures",
        "approval": f"/studio/approvals/{request_id}",
        "versions": f"/studio/procedures/{SLUG}",
        "retire": f"/studio/procedures/{SLUG}/retire",
        "rule": "/studio/publication-rule",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_publication(browsers: Browsers, pages: Mapping[str, str], language: str) -> None:
    analyst = browsers.visitor(DESKTOP)
    walking.sign_in(analyst, SECOND)
    analyst.open(f"/language/{language}")

    assert look_through(analyst, pages, language) == []

    analyst.open(pages["compare"])
    analyst.draw()
    for drawing in range(2):
        box = analyst.page.locator("[data-diagram-url]").nth(drawing)
        box.locator("[data-element-id='look-up-act'].diff-changed").wait_for(state="attached")
    analyst.page.locator("[data-locate='look-up-act'] button").click()
    for drawing in range(2):
        shape = analyst.page.locator("[data-diagram-url]").nth(drawing).locator("[data-element-id='look-up-act']")
        frame = analyst.page.locator(".compare-sides .diagram-frame").nth(drawing)
        inner, outer = shape.bounding_box(), frame.bounding_box()
        assert outer["x"] <= inner["x"] and inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
    analyst.look(f"drawings-{language}")

"""The room of findings and the pages of rules: both languages, desk and telephone."""

import pytest

from tests.browser import walking
from tests.browser.served import ANALYST, Site, engage
from tests.browser.test_accessibility import LANGUAGES, look_through
from tests.browser.watching import DESKTOP, Browsers
from tests.builders.packages import SLUG, a_package
from tests.world.drafting import start_draft


@pytest.fixture(scope="module")
def draft_id(site: Site) -> str:
    """A draft with faults of law, of the diagram, of texts and of files."""
    engage(site, ANALYST)
    builder = a_package().text("fr", "fiche.pieces.identity-card.name", "Copie certifiée conforme à l'original")
    builder.text("fr", "statuses.old", {"title": "x"}).diagram(' mastara:outcome="lapsed"', "")
    builder.diagram('isExecutable="true"', 'isExecutable="false"')
    own = {path: content for path, content in builder.files().items() if "/_shared/" not in path}
    return site.within(lambda: start_draft(site.world, SLUG, own))


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_and_rules(browsers: Browsers, draft_id: str, language: str) -> None:
    analyst = browsers.visitor(DESKTOP)
    walking.sign_in(analyst, ANALYST)
    analyst.open(f"/language/{language}")
    pages = {
        "findings": f"/studio/{draft_id}/findings",
        "rules": "/studio/rules",
        "rule": "/studio/rules/certified-copy",
    }
    assert look_through(analyst, pages, language) == []
    assert "Expected" not in analyst.page.locator("main").inner_text()

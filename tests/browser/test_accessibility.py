"""Each page, in Arabic on a telephone and in French on a desk: no fault that axe knows; nothing wider than a window.

The content policy stays in force: axe is put on the page by the browser's own protocol, as its developer tools would.
The fixture adds that nothing was complained about.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.browser import places, walking
from tests.browser.places import Situation
from tests.browser.served import OFFICER, OPERATOR, Site
from tests.browser.watching import DESKTOP, PHONE, Browsers, Visitor

AXE = (Path(__file__).parents[1] / "web/vendor/axe.min.js").read_text()
LANGUAGES = ("ar", "fr")
DRAWN = ("sheet", "case-open", "task-look-up")
FAULTS = """
async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  (fault) => `${fault.id}: ${fault.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`)
"""


SPOIL = """
document.querySelector("main").append(
  Object.assign(document.createElement("img"), {src: "/static/img/icon.svg", width: 99}),
  Object.assign(document.createElement("script"), {textContent: "window.stranger = true"}))
"""


@pytest.fixture(scope="module")
def situation(site: Site) -> Situation:
    return places.prepare(site)


def look_through(visitor: Visitor, pages: Mapping[str, str], language: str) -> list[str]:
    """Return what is wrong on each page: axe in Arabic on a telephone and in French on a desk, the width on both."""
    wrong: list[str] = []
    for name, path in pages.items():
        visitor.page.set_viewport_size(PHONE)
        visitor.open(path.format(language=language))
        assert visitor.page.locator("html").get_attribute("lang") == language, (name, visitor.path)
        if language == "ar":
            visitor.look(f"{name}-ar-360")
            wrong += [f"{name} ar 360: {fault}" for fault in faults(visitor)]
        wrong += [f"{name} {language} 360: {fault}" for fault in too_wide(visitor)]
        visitor.page.set_viewport_size(DESKTOP)
        if name in DRAWN:
            visitor.draw()
        if language == "fr":
            visitor.look(f"{name}-fr-1366")
            wrong += [f"{name} fr 1366: {fault}" for fault in faults(visitor)]
        wrong += [f"{name} {language} 1366: {fault}" for fault in too_wide(visitor)]
    return wrong


def faults(visitor: Visitor) -> list[str]:
    """Return what axe finds on the page as it stands."""
    visitor.page.evaluate(AXE)
    found: list[str] = visitor.page.evaluate(FAULTS)
    return found


def too_wide(visitor: Visitor) -> Iterator[str]:
    if visitor.overflow():
        yield f"wider than the window by {visitor.overflow()} px"


def test_the_eye_is_open(browsers: Browsers) -> None:
    """A picture without words and a script without a nonce are both noticed."""
    anybody = browsers.citizen()
    anybody.open("/fr/help")
    assert faults(anybody) == []
    anybody.page.evaluate(SPOIL)
    assert any(fault.startswith("image-alt") for fault in faults(anybody))
    assert any("Content Security Policy" in complaint for complaint in browsers.complaints)
    browsers.complaints.clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(browsers: Browsers, situation: Situation, language: str) -> None:
    anybody = browsers.visitor(PHONE)
    assert look_through(anybody, places.public_pages(situation), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_case_pages(browsers: Browsers, site: Site, situation: Situation, language: str) -> None:
    citizen = browsers.visitor(PHONE)
    places.follow_all(citizen, situation)
    pages = {**places.case_pages(site, situation), **places.sandbox_pages(site, situation)}
    citizen.open(f"/{language}/")
    assert look_through(citizen, pages, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_desk_pages(browsers: Browsers, site: Site, situation: Situation, language: str) -> None:
    agent = browsers.visitor(DESKTOP)
    walking.sign_in(agent, OFFICER)
    agent.open(f"/language/{language}")
    assert look_through(agent, places.desk_pages(site, situation), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_before_signing_in_and_of_the_operator(browsers: Browsers, language: str) -> None:
    agent = browsers.visitor(DESKTOP)
    agent.open(f"/language/{language}")
    wrong = look_through(agent, {"login": "/desk/login"}, language)
    agent.open("/language/fr")
    walking.sign_in(agent, OPERATOR)
    agent.open(f"/language/{language}")
    assert wrong + look_through(agent, {"operations": "/operations/"}, language) == []

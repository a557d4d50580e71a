"""What a first visit costs over a slow line, and that a keyboard is enough."""

from typing import Any

import pytest

from tests.browser import walking
from tests.browser.served import Site
from tests.browser.watching import DESKTOP, Browsers, Visitor
from tests.world.journeys import fill_in

LIMIT = 150_000
MOST_STOPS = 80
SEEN = """
(() => { const style = getComputedStyle(document.activeElement);
  return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"; })()
"""


@pytest.fixture(scope="module")
def draft(site: Site) -> str:
    """The token of a request in the making."""
    return site.within(lambda: fill_in(site.world, language="ar"))


def weigh(visitor: Visitor, path: str) -> int:
    """Return the bytes that came over the line for a page and all it needs, headers and compression counted."""
    received: list[float] = []

    def on_finished(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", on_finished)
    visitor.page.goto(visitor.site.address + path, wait_until="networkidle")
    visitor.page.evaluate("document.fonts.ready.then(() => true)")
    return round(sum(received))


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("page", ["home", "sheet", "step"])
def test_a_first_load_is_light(browsers: Browsers, draft: str, page: str, language: str) -> None:
    paths = {
        "home": f"/{language}/",
        "sheet": walking.SHEET.format(language=language),
        "step": f"/{language}/drafts/{draft}/requester-step",
    }
    weight = weigh(browsers.citizen(), paths[page])
    assert 10_000 < weight < LIMIT, f"{page} {language}: {weight} bytes"


def tab_to(visitor: Visitor, selector: str) -> None:
    """Press Tab until an element of the selector has the focus, and see where one is."""
    for _ in range(MOST_STOPS):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            assert visitor.page.evaluate(SEEN), f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"{MOST_STOPS} stops of Tab do not lead to {selector}")


def enter(visitor: Visitor, selector: str) -> None:
    """Reach an element by Tab and press Enter on it."""
    tab_to(visitor, selector)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


def mark(visitor: Visitor, name: str) -> None:
    """Reach a question by Tab and choose its first answer."""
    tab_to(visitor, f"[name='{name}']")
    visitor.page.keyboard.press("Space")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_keyboard_leads_from_the_home_page_into_the_form(browsers: Browsers, language: str) -> None:
    person = browsers.visitor(DESKTOP)
    person.open(f"/{language}/")
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("document.activeElement.matches('a.skip-link')")
    person.page.keyboard.press("Enter")
    enter(person, "a[href$='/communes/azrou']")
    enter(person, "main a[href$='/procedures/civil-status-copy']")
    enter(person, "main form[action$='/start'] button")
    for name in ("act_type", "doc_type", "copy_language"):
        mark(person, name)
    tab_to(person, "[name='qty']")
    person.page.keyboard.press("ControlOrMeta+a")
    person.page.keyboard.type("2")
    enter(person, "main button[name='go'][value='next']")
    assert person.path.endswith("/link-step")

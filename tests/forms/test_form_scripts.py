"""The comforts of a form page: a message on leaving a field, sending with the keyboard, a draft that is kept."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.forms.builders import CITY_OPTIONS, a_field, a_form, render, validate
from tests.forms.page_server import PageServer, serve_pages
from tests.forms.parity.form_js import CHROMIUM, FLAGS

REQUIRED = {"required": True}
FORM = a_form(
    a_field("textfield", "name", validate=REQUIRED),
    a_field("textarea", "note", validate=REQUIRED),
    a_field("radio", "town", validate=REQUIRED, values=CITY_OPTIONS),
    a_field("textfield", "card", properties={"kind": "cin"}),
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here"),
]


def _reply(purpose: str, posted: str) -> tuple[int, str, str]:
    if purpose == "check":
        answers = {key: values for key, values in parse_qs(posted, keep_blank_values=True).items()}
        return 200, "application/json", json.dumps({"errors": validate(FORM, answers).errors, "beside": {}})
    return (204, "text/html", "") if purpose else (200, "text/html", "<title>sent</title>")


class _Server(PageServer):
    body = render(FORM)
    attributes = 'data-autosave="Brouillon gardé"'
    posted: list[tuple[str, str]] = []
    reply = staticmethod(_reply)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve_pages(_Server) as address:
        yield address


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    _Server.posted.clear()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.clock.install()
        page.goto(address)
        yield page
        browser.close()


def test_a_field_left_empty_says_what_the_server_would_say(page: Page) -> None:
    page.fill("#name", "A")
    page.fill("#name", "")
    page.locator("#note").focus()
    expect(page.locator("#name-error")).to_have_text("Remplissez « Question name ».")
    expect(page.locator("#name")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#name")).to_have_attribute("aria-describedby", "name-error")
    page.fill("#name", "Amina")
    expect(page.locator("#name-error")).to_have_count(0)
    expect(page.locator(".has-error")).to_have_count(0)


def test_a_wrong_answer_says_on_leaving_what_the_server_says(page: Page) -> None:
    page.fill("#card", "12")
    page.locator("#note").focus()
    expect(page.locator("#card-error")).to_contain_text("carte")
    page.fill("#card", "AB123456")
    page.locator("#note").focus()
    expect(page.locator("#card-error")).to_have_count(0)
    assert {purpose for purpose, _ in _Server.posted} == {"check"}


def test_passing_through_with_the_keyboard_says_nothing(page: Page) -> None:
    for _ in range(7):
        page.keyboard.press("Tab")
    expect(page.locator(".field-error")).to_have_count(0)


def test_control_enter_sends_from_several_lines_of_text(page: Page) -> None:
    page.locator("#note").focus()
    page.keyboard.press("Control+Enter")
    expect(page).to_have_title("sent")
    assert [(header, "go=next" in text) for header, text in _Server.posted] == [("", True)]


def test_what_is_typed_is_kept_after_a_pause(page: Page) -> None:
    page.fill("#name", "Amina")
    page.clock.run_for(5_000)
    expect(page.get_by_role("status")).to_have_text("Brouillon gardé")
    assert [(header, "name=Amina" in text) for header, text in _Server.posted] == [("keep", True)]
    page.clock.run_for(20_000)
    assert len(_Server.posted) == 1

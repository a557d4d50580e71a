"""The comforts of a form page: a message on leaving a field, sending with the keyboard, a draft that is kept."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.forms.builders import CITY_OPTIONS, a_field, a_form, render
from tests.forms.parity.form_js import CHROMIUM, FLAGS

STATIC = Path(__file__).parents[2] / "app" / "web" / "static"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"
REQUIRED = {"required": True}
FORM = a_form(
    a_field("textfield", "name", validate=REQUIRED),
    a_field("textarea", "note", validate=REQUIRED),
    a_field("radio", "town", validate=REQUIRED, values=CITY_OPTIONS),
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here"),
]


class _Server(SimpleHTTPRequestHandler):
    """Serves the page, the scripts, and keeps what is posted."""

    posted: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        if not self.path.startswith("/page"):
            super().do_GET()
            return
        body = f"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>x</title>
<script type="module" src="/js/form-page.js"></script></head><body>
<form method="post" action="/page" novalidate data-autosave="Brouillon gardé">{render(FORM)}
<button type="submit" name="go" value="next">Continuer</button></form></body></html>"""
        self._answer(200, body)

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        header = self.headers.get("X-Mastara-Draft", "")
        self.posted.append((header, text))
        self._answer(204 if header else 200, "" if header else "<title>sent</title>")

    def _answer(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    handler: type[BaseHTTPRequestHandler] = partial(_Server, directory=str(STATIC))  # type: ignore[assignment]
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/page"
    server.shutdown()
    server.server_close()


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


def test_passing_through_with_the_keyboard_says_nothing(page: Page) -> None:
    for _ in range(6):
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

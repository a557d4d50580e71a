"""Browsers that note every complaint (console, content policy, server faults) and keep pictures if they are asked."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser.served import Site

MOST_SAID = 600
"""How much of a page is told when something is not on it."""
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1366, "height": 768}
NOTE_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
EXPECTED_REFUSALS = (404, 409, 410, 413, 422, 429)
"""Pages that say what went wrong; the console notes their status, and that is no fault."""


@dataclass
class Visitor:
    """One person with one tab."""

    browsers: "Browsers"
    context: Any
    page: Any
    refused: set[str] = field(default_factory=set)

    @property
    def site(self) -> Site:
        """The installation that this person visits."""
        return self.browsers.site

    def open(self, path: str) -> int:
        """Go to a page of the site; return its status."""
        answer = self.page.goto(self.site.address + path)
        return int(answer.status)

    @property
    def path(self) -> str:
        """Where the tab is, without the site's address."""
        return str(self.page.url).removeprefix(self.site.address)

    def look(self, name: str) -> None:
        """Wait for the fonts of the page, and keep a picture of all of it where pictures are asked for."""
        self.page.evaluate("document.fonts.ready.then(() => true)")
        picture = self.browsers.next_picture(name)
        if picture is not None:
            self.page.screenshot(path=picture, full_page=True)

    def draw(self) -> None:
        """Scroll to the diagram, wait until it is drawn, and come back."""
        box = self.page.locator("[data-diagram-url]").first
        box.scroll_into_view_if_needed()
        self.page.locator("[data-diagram-url][data-drawn]").first.wait_for()
        self.page.evaluate("window.scrollTo(0, 0)")

    def go(self, target: Any) -> None:
        """Click on something that leads to another page, and wait until that page is there.

        Raises AssertionError with what the page says, when there is no such thing on it or nothing comes of it.
        """
        try:
            with self.page.expect_navigation():
                target.click()
        except Exception as error:  # Playwright's own, which is not always installed
            said = self.page.locator("body").inner_text()
            raise AssertionError(f"Expected {target} on {self.path}, found: {said[:MOST_SAID]}") from error

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press the first button of that name and wait for the next page."""
        self.go(self.page.get_by_role("button", name=name, exact=exact).first)

    def follow(self, name: str, *, exact: bool = False) -> None:
        """Follow the first link of that name and wait for the next page."""
        self.go(self.page.get_by_role("link", name=name, exact=exact).first)

    def fill(self, **answers: str) -> None:
        """Type answers into fields by their names."""
        for name, value in answers.items():
            self.page.locator(f"[name='{name}']").fill(value)

    def choose(self, **answers: str) -> None:
        """Choose among options by the name of the question, as a person who clicks on the words."""
        for name, value in answers.items():
            self.page.locator(f"[name='{name}'][value='{value}']").check()

    def title(self) -> str:
        """Return the page's own title."""
        return str(self.page.locator("h1").inner_text())

    def fetch(self, path: str) -> tuple[str, bytes]:
        """Get a file as this person; return its media type and content."""
        answer = self.context.request.get(path if path.startswith("http") else self.site.address + path)
        assert answer.status == 200, (path, answer.status)
        return str(answer.headers["content-type"]), bytes(answer.body())

    def overflow(self) -> int:
        """Return how many pixels the page is wider than its window."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(width))


class Browsers:
    """Opens tabs for people, numbers their pictures, gathers complaints."""

    def __init__(self, chromium: Any, site: Site, folder: Path | None, *, album: str) -> None:
        self.site = site
        self.complaints: list[str] = []
        self._chromium = chromium
        self._folder = folder
        self._album = album
        self._pictures = 0
        self._contexts: list[Any] = []

    def next_picture(self, name: str) -> Path | None:
        """Return where the next picture belongs, in order, by test; None where none is asked for."""
        if self._folder is None:
            return None
        self._folder.mkdir(exist_ok=True)
        self._pictures += 1
        return self._folder / f"{self._album}-{self._pictures:02d}-{name}.png"

    def visitor(self, viewport: dict[str, int], *, scripts: bool = True, touch: bool = False) -> Visitor:
        """Open a fresh browser; `touch` makes it a telephone’s."""
        context = self._chromium.new_context(
            viewport=viewport, java_script_enabled=scripts, reduced_motion="reduce", locale="fr", has_touch=touch
        )
        context.set_default_timeout(15_000)
        if scripts:
            context.add_init_script(NOTE_VIOLATIONS)
        self._contexts.append(context)
        visitor = Visitor(browsers=self, context=context, page=context.new_page())
        self._watch(visitor)
        return visitor

    def citizen(self, *, scripts: bool = True) -> Visitor:
        """Open the browser of a citizen: a small telephone."""
        return self.visitor(PHONE, scripts=scripts)

    def clerk(self) -> Visitor:
        """Open the browser of an agent: a desk’s screen."""
        return self.visitor(DESKTOP)

    def close(self) -> None:
        """Close every browser."""
        for context in self._contexts:
            context.close()

    def _watch(self, visitor: Visitor) -> None:
        def on_answer(response: Any) -> None:
            if response.status in EXPECTED_REFUSALS and response.request.is_navigation_request():
                visitor.refused.add(response.url)
            elif response.status >= 400:
                self.complaints.append(f"{response.status} {response.url}")

        def on_console(message: Any) -> None:
            refused = "Failed to load resource" in message.text and message.location["url"] in visitor.refused
            if message.type in ("error", "warning") and not refused:
                self.complaints.append(f"{visitor.path}: {message.text}")

        visitor.page.on("response", on_answer)
        visitor.page.on("console", on_console)
        visitor.page.on("pageerror", lambda error: self.complaints.append(f"{visitor.path}: {error}"))

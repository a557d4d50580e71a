"""The layouts, macros, style sheets and scripts keep their promises: light, mirrored, legible, without inline code.

The style guide is rendered by Jinja alone, served by a small server with the product's content security policy,
and looked at by headless Chromium where there is one. With `--pictures` it keeps pictures in `tests/web/screenshots/`.
"""

import gzip
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import html5lib
import jinja2
import pytest

from app.domain.languages import Language, direction
from app.languages import translate
from app.languages.catalogue import find_plural, read_catalogue

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "app/web/static"
TEMPLATES = ROOT / "app/web/templates"
HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
CHROMIUM_FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-test'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
PAGES = ("citizen", "case", "desk")
FIRST_LOAD_LIMIT = 150_000
STYLE_LIMIT = 30_000

SITE_LINKS = ("home", "track", "verify", "help", "accessibility", "privacy", "desk", "search", "logout")
COLOUR = r"^\s*{sign}([a-z-]+): (#[0-9a-f]{{6}});"


def in_browser(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that needs Chromium; it is left out with a message where there is none."""
    return pytest.mark.browser(pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here")(test))


def render(page: str, language: Language) -> str:
    """Render one part of the style guide as the application would."""
    sample = partial(_sample, language)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=partial(translate, language), ngettext=partial(find_plural, language), newstyle=True
    )
    environment.globals.update(
        csrf_token=lambda: "token",
        static_url=lambda path: f"/static/{path}",
        get_flashed_messages=lambda with_categories=False: [("success", sample("Enregistré.", "تم الحفظ."))],
    )
    agent = SimpleNamespace(name="Salma Ouhaddou", role_title=sample("Agent d’état civil", "عون الحالة المدنية"))
    desk = page == "desk"
    return environment.get_template("styleguide.html").render(
        language=language,
        direction=direction(language),
        nonce="test",
        part=page,
        layout="layouts/agent.html" if desk else "layouts/citizen.html",
        current_commune=SimpleNamespace(ar="أكادير", fr="Agadir", zgh="ⴰⴳⴰⴷⵉⵔ"),
        current_agent=agent if desk else None,
        language_links=[
            {"code": "ar", "label": "العربية", "href": "?ar", "current": language == "ar"},
            {"code": "fr", "label": "Français", "href": "?fr", "current": language == "fr"},
        ],
        navigation=_desk_navigation(sample) if desk else [],
        breadcrumb=[
            {"label": sample("Accueil", "الرئيسية"), "href": "/"},
            {"label": sample("État civil", "الحالة المدنية"), "href": "/c"},
            {"label": sample("Copie d’un acte", "نسخة من رسم"), "href": ""},
        ],
        site_links={key: f"/{key}" for key in SITE_LINKS},
    )


def _sample(language: Language, french: str, arabic: str) -> str:
    return arabic if language == "ar" else french


def _desk_navigation(sample: Callable[[str, str], str]) -> list[dict[str, object]]:
    worklist = {"label": sample("Dossiers à traiter", "ملفات للمعالجة"), "href": "/w", "icon": "list-check"}
    return [
        {**worklist, "current": True, "count": 23},
        {"label": sample("Guichet", "الشباك"), "href": "/g", "icon": "person-check"},
        {"label": sample("Documents", "الوثائق"), "href": "/d", "icon": "file-earmark-check"},
    ]


def _colours(path: Path, sign: str) -> dict[str, str]:
    """Return the colours defined on lines of their own, in the part of a style sheet that is for every screen."""
    return dict(re.findall(COLOUR.format(sign=re.escape(sign)), path.read_text().split("@media")[0], flags=re.M))


class _Site(SimpleHTTPRequestHandler):
    """Serves the style guide at /<language>/<page>, static files and one BPMN model, under the product's policy."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            self._answer(file.read_bytes(), self.guess_type(str(file)))
        elif path == "/model.bpmn":
            self._answer((HERE / "fixtures/small-procedure.bpmn").read_bytes(), "application/xml")
        else:
            language, page = path.strip("/").split("/")
            self._answer(render(page, language).encode(), "text/html; charset=utf-8")  # type: ignore[arg-type]

    def _answer(self, content: bytes, media_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


def open_page(browser, site, *, language, page, width, height):
    """Open one page of the style guide; what the console reports is kept in `.reports`."""
    tab = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    tab.reports = []
    tab.on("console", lambda message: tab.reports.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: tab.reports.append(str(error)))
    tab.goto(f"{site}/{language}/{page}", wait_until="networkidle")
    return tab


# — Without a browser ————————————————————————————————————————


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_strict_html_with_its_language_direction_and_landmarks(page: str, language: Language) -> None:
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(render(page, language))
    root = document if document.tag == "html" else document.getroot()
    assert (root.get("lang"), root.get("dir")) == (language, direction(language))
    assert len(root.findall(".//main")) == 1
    assert len(root.findall(".//h1")) == 1
    assert root.findall(".//header") and root.findall(".//nav")
    assert root.find(".//a[@class='skip-link']").get("href") == "#main"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_inline_style_script_or_handler(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("name", ["app.css", "desk.css"])
def test_style_sheets_mirror_by_themselves(name: str) -> None:
    text = re.sub(r"/\*.*?\*/", "", (STATIC / "css" / name).read_text(), flags=re.S)
    sides = r"(?:margin|padding|border)-(?:left|right)\b|[{;]\s*(?:left|right)\s*:|float\s*:\s*(?:left|right)"
    assert re.findall(sides, text) == []


def test_colours_stand_in_the_tokens_only() -> None:
    for name in ("app.css", "desk.css"):
        screen = (STATIC / "css" / name).read_text().split("@media print")[0]
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b", screen) == []


def test_bootstrap_is_built_with_the_colours_of_the_tokens() -> None:
    tokens = _colours(STATIC / "css/tokens.css", "--")
    sass = _colours(ROOT / "assets/web/scss/bootstrap.scss", "$")
    pairs = {"primary": "accent", "danger": "danger", "warning": "warning", "info": "info", "light": "surface-soft"}
    pairs |= {"dark": "ink", "body-color": "ink", "body-secondary-color": "ink-soft", "border-color": "line"}
    pairs |= {"link-hover-color": "accent-strong", "input-border-color": "line-strong"}
    assert {name: sass[name] for name in pairs} == {name: tokens[token] for name, token in pairs.items()}


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [("ink", "surface", 7), ("ink-soft", "surface-soft", 7), ("accent", "surface", 7), ("on-accent", "accent", 7)]
    + [("ink-quiet", "surface-soft", 4.5), ("danger", "surface", 4.5), ("danger-strong", "danger-soft", 4.5)]
    + [("accent-strong", "accent-soft", 7), ("warning", "warning-soft", 4.5), ("info", "info-soft", 4.5)]
    + [("line-strong", "surface", 3), ("focus-edge", "focus", 3)],
)
def test_text_is_legible_on_its_ground(text: str, ground: str, least: float) -> None:
    tokens = _colours(STATIC / "css/tokens.css", "--")
    light, dark = sorted((_luminance(tokens[text]), _luminance(tokens[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "vendor/icons.svg").read_text()))
    templates = "\n".join(path.read_text() for path in (ROOT / "app").rglob("*.html"))
    named = set(re.findall(r'icon(?:\(|(?:_name)?"?\s*[=:]\s*)"([a-z0-9-]+)"', templates))
    assert named
    assert named - sprite == set()


def test_the_manifest_tells_what_is_served() -> None:
    manifest = json.loads((STATIC / "vendor/manifest.json").read_text())
    for entry in manifest["files"]:
        assert (STATIC / "vendor" / entry["file"]).stat().st_size == entry["bytes"], entry["file"]
    for package in manifest["packages"]:
        assert package["version"] and package["licence"]
        assert package["licence_file"] is None or (STATIC / "vendor" / package["licence_file"]).exists()


def test_style_sheets_stay_light() -> None:
    for name in ("vendor/bootstrap.css", "vendor/bootstrap.rtl.css", "css/app.css"):
        assert len(gzip.compress((STATIC / name).read_bytes())) <= STYLE_LIMIT, name


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "assets/web/package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_every_text_of_layouts_and_macros_has_its_arabic() -> None:
    arabic = read_catalogue("ar")
    texts = set()
    for path in [TEMPLATES / "base.html", *TEMPLATES.glob("layouts/*.html"), *TEMPLATES.glob("macros/*.html")]:
        texts |= set(re.findall(r"""\b(?:_|ngettext)\(\s*["']((?:[^"'\\])+)["']""", path.read_text()))
    assert texts
    assert [text for text in sorted(texts) if not (message := arabic.get(text)) or not message.string] == []


# — In a browser ——————————————————————————————————————————————


@in_browser
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("language", "width", "height"), [("ar", 360, 740), ("fr", 1366, 768)])
def test_pages_are_accessible_fit_the_screen_and_obey_the_policy(
    browser, site, page, language, width, height, request
) -> None:
    tab = open_page(browser, site, language=language, page=page, width=width, height=height)
    _keep_picture(request, tab, f"styleguide-{page}-{language}-{width}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    _check_accessibility(tab)
    assert tab.reports == []
    tab.close()


def _check_accessibility(tab) -> None:
    tab.evaluate((HERE / "vendor/axe.min.js").read_text())
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = tab.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found["violations"]] == []


def _keep_picture(request: pytest.FixtureRequest, tab, name: str) -> None:
    if not request.config.getoption("pictures"):
        return
    folder = HERE / "screenshots"
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text("*\n")
    tab.screenshot(path=folder / f"{name}.png", full_page=True)


@in_browser
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_first_load_of_a_citizen_page_is_light(browser, site, language) -> None:
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    fetched: list[bytes] = []
    tab.on("response", lambda answer: fetched.append(_as_sent(answer.body(), answer.headers["content-type"])))
    tab.goto(f"{site}/{language}/citizen", wait_until="networkidle")
    assert sum(map(len, fetched)) < FIRST_LOAD_LIMIT
    tab.close()


def _as_sent(body: bytes, media_type: str) -> bytes:
    return gzip.compress(body) if re.search("html|css|javascript|svg", media_type) else body


@in_browser
@pytest.mark.parametrize(("language", "name"), [("ar", "البحث عن الرسم"), ("fr", "Chercher l’acte")])
def test_the_diagram_shows_the_way_made_in_the_language_of_the_page(browser, site, language, name, request) -> None:
    tab = open_page(browser, site, language=language, page="case", width=1024, height=768)
    box = tab.locator("[data-diagram-url]")
    box.scroll_into_view_if_needed()
    tab.locator("[data-drawn]").wait_for(state="attached")
    assert box.get_attribute("dir") == "ltr"
    assert tab.locator(".djs-shape.current").get_attribute("data-element-id") == "search-register"
    assert tab.locator(".djs-shape.visited").count() == 2
    assert name in " ".join("".join(tab.locator(".djs-visual text").all_text_contents()).split())
    assert tab.locator(".bjs-powered-by").is_visible()
    _check_accessibility(tab)
    _keep_picture(request, tab, f"styleguide-diagram-{language}")
    tab.close()


@in_browser
def test_a_diagram_that_cannot_be_read_leaves_a_sentence(browser, site) -> None:
    tab = browser.new_page()
    tab.route("**/model.bpmn", lambda route: route.fulfill(status=200, body="not a model"))
    tab.goto(f"{site}/fr/case")
    tab.locator("[data-diagram-url]").scroll_into_view_if_needed()
    tab.get_by_text("Le schéma n’a pas pu être affiché").wait_for()
    tab.close()


@in_browser
def test_the_summary_of_errors_is_reached_first_and_leads_to_the_field(browser, site) -> None:
    tab = open_page(browser, site, language="fr", page="citizen", width=1366, height=768)
    assert tab.evaluate("document.activeElement.className") == "error-summary"
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**#act_year", timeout=5_000)
    tab.close()


@in_browser
def test_a_clerk_moves_through_the_worklist_by_keys(browser, site) -> None:
    tab = open_page(browser, site, language="fr", page="desk", width=1366, height=768)
    tab.keyboard.press("j")
    assert tab.locator(".row-active").inner_text().startswith("EC-2026-000418")
    tab.keyboard.press("k")
    tab.keyboard.press("k")
    assert tab.locator(".row-active").inner_text().startswith("EC-2026-000402")
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "search"
    tab.close()


@in_browser
@pytest.mark.parametrize("page", ["citizen", "case"])
def test_buttons_and_links_of_citizens_are_large_enough(browser, site, page) -> None:
    tab = open_page(browser, site, language="ar", page=page, width=360, height=740)
    targets = tab.locator("main .btn, .form-control, .form-check").all()
    heights = [target.bounding_box()["height"] for target in targets if target.is_visible()]
    assert heights and min(heights) >= 44
    tab.close()

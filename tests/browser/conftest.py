"""Chromium, a served installation, and an eye on everything that a browser complains about."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.served import Site, serve
from tests.browser.watching import Browsers
from tests.world.databases import Template

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
LEFT_OPEN = "ignore:unclosed file .*app/web/static:ResourceWarning"
"""The library that compresses answers leaves the static file that it read to the garbage collector."""
HERE = Path(__file__).parent
PICTURES = HERE.parent / "screenshots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder; where there is no Chromium it is left out, and the report says why."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.filterwarnings(LEFT_OPEN))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed here"))


@pytest.fixture(scope="package")
def chromium() -> Iterator[object]:
    """A headless Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation for the tests of one module."""
    with serve(template, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def browsers(chromium: object, site: Site, request: pytest.FixtureRequest) -> Iterator[Browsers]:
    """Browsers of several people; at the end nothing may have been complained about."""
    folder = PICTURES if request.config.getoption("pictures") else None
    opened = Browsers(chromium, site, folder, album=request.node.name.split("[")[0].removeprefix("test_"))
    yield opened
    opened.close()
    assert opened.complaints == []

"""An analyst shows in a scenario what goes wrong, on a telephone in Arabic and on a desk in French."""

from collections.abc import Iterator

import pytest

from tests.browser import walking
from tests.browser.served import ANALYST, Site, engage
from tests.browser.test_accessibility import AXE, faults
from tests.browser.watching import DESKTOP, PHONE, Browsers, Visitor
from tests.world.drafting import start_draft


@pytest.fixture(scope="module")
def room(site: Site) -> str:
    """The scenarios of a draft of the copy of a civil-status act."""
    engage(site, ANALYST)
    draft = site.within(lambda: start_draft(site.world))
    return f"/studio/{draft}/scenarios"


def at_work(browsers: Browsers, room: str, language: str, size: dict[str, int]) -> Visitor:
    """Open the browser of the analyst at the scenarios, in a language and a size."""
    visitor = browsers.clerk()
    walking.sign_in(visitor, ANALYST)
    visitor.page.wait_for_load_state("networkidle")  # answers that are on their way would put the language back
    visitor.page.set_viewport_size(size)
    visitor.open(f"/language/{language}?next={room}")
    return visitor


def test_a_mistake_is_filled_in_on_a_telephone_in_arabic(browsers: Browsers, room: str) -> None:
    salwa = at_work(browsers, room, "ar", PHONE)
    salwa.look("list")
    salwa.open(f"{room}/electronic")
    salwa.follow("إضافة خطأ في التعبئة")
    salwa.fill(requester_phone="12")
    salwa.look("filled")
    salwa.press("حفظ خطأ التعبئة")
    salwa.look("scenario")
    assert "ناجح" in salwa.page.locator(".fact-line").first.inner_text()
    salwa.go(salwa.page.locator(".scenario-mistakes .scenario-step a").first)
    salwa.look("mistake")
    assert salwa.page.locator("[name='refused-field']").first.is_checked()


def test_a_task_that_refuses_and_a_message_that_returns_are_added_on_a_desk(browsers: Browsers, room: str) -> None:
    salwa = at_work(browsers, room, "fr", DESKTOP)
    salwa.look("list")
    salwa.open(f"{room}/post")
    salwa.page.locator("#what").select_option("refuse:check-completeness")
    salwa.page.locator("#after").select_option("0")
    salwa.press("Ajouter")
    salwa.press("Enregistrer l’étape")
    salwa.look("refused")
    salwa.page.locator("#what").select_option("again:payment-paid")
    salwa.press("Ajouter")
    salwa.look("message")
    salwa.press("Enregistrer l’étape")
    salwa.page.locator("#shows-system-fails").check()
    salwa.press("Enregistrer ce qu’il montre")
    salwa.look("scenario")
    salwa.go(salwa.page.locator(".scenario-step a[href$='/steps/1']"))
    salwa.look("step")


def test_no_page_has_a_fault(browsers: Browsers, room: str) -> None:
    pages = [room, f"{room}/corrected", f"{room}/corrected/mistakes/2", f"{room}/corrected/mistakes/new"]
    pages += [f"{room}/corrected/steps/1?refuse=1", f"{room}/corrected/steps/4"]
    for language in ("fr", "ar"):
        salwa = at_work(browsers, room, language, DESKTOP)
        assert [fault for path in pages for fault in faults_of(salwa, path)] == []


def faults_of(visitor: Visitor, path: str) -> Iterator[str]:
    """Yield what is wrong with a page, on a desk and on a telephone."""
    visitor.page.set_viewport_size(DESKTOP)
    visitor.open(path)
    visitor.page.evaluate(AXE)
    yield from (f"{path} 1366: {fault}" for fault in faults(visitor))
    visitor.page.set_viewport_size(PHONE)
    if visitor.overflow():
        yield f"{path} 360: wider than the window by {visitor.overflow()} px"

"""An analyst plays a draft in Arabic to its end and makes a scenario of it; no page of the room has a fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import walking
from tests.browser.served import ANALYST, Site, engage
from tests.browser.test_accessibility import AXE, faults
from tests.browser.watching import DESKTOP, PHONE, Browsers, Visitor
from tests.world.drafting import start_draft


@pytest.fixture(scope="module")
def draft(site: Site) -> str:
    """A draft of the copy of a civil-status act, and somebody to play it."""
    engage(site, ANALYST)
    return site.within(lambda: start_draft(site.world))


def at_work(browsers: Browsers, draft: str, language: str) -> Visitor:
    """Open the browser of the analyst, in a language."""
    visitor = browsers.clerk()
    walking.sign_in(visitor, ANALYST)
    visitor.page.wait_for_load_state("networkidle")  # answers that are on their way would put the language back
    visitor.open(f"/language/{language}?next=/studio/{draft}/play")
    return visitor


def fill_in_request(visitor: Visitor, folder: Path) -> None:
    """Ask for an extract of one's own birth act, on the one page of the trial."""
    walking.answer_document(visitor)
    visitor.choose(relation="self")
    walking.answer_requester(visitor, folder)
    walking.answer_subject(visitor, "ar")
    walking.answer_act(visitor, "ar")
    visitor.choose(delivery_mode="electronic")
    walking.agree(visitor)


def test_a_draft_is_played_to_its_end_and_becomes_a_scenario(browsers: Browsers, draft: str, tmp_path: Path) -> None:
    amina = at_work(browsers, draft, "ar")
    amina.press("بدء التجربة")
    amina.go(amina.page.locator(".play-open").first)
    fill_in_request(amina, tmp_path)
    amina.look("request")
    amina.press("إيداع الطلب")
    amina.draw()
    amina.look("filed")

    amina.go(amina.page.locator(".play-open").first)
    amina.choose(completeness="complete")
    amina.go(amina.page.locator(".play-form button[type=submit]").last)
    amina.go(amina.page.locator(".play-message:has([value='payment-paid']) button[value=message]"))
    amina.look("paid")
    amina.go(amina.page.locator(".play-open").first)
    amina.choose(finding="found", pending_mention="no")
    amina.fill(found_act_year="1994", found_act_no="318", found_register_no="12")
    amina.go(amina.page.locator(".play-form button[type=submit]").last)
    amina.go(amina.page.locator(".play-open").first)
    amina.choose(signature_decision="sign")
    amina.go(amina.page.locator(".play-form button[type=submit]").last)
    amina.draw()
    amina.look("end")
    media_type, pdf = amina.fetch(str(amina.page.locator(".file a").last.get_attribute("href")))
    assert (media_type, pdf[:5]) == ("application/pdf", b"%PDF-")

    amina.follow("تحويلها إلى سيناريو")
    amina.fill(title="نسخة إلكترونية مؤدى عنها")
    amina.look("save")
    amina.press("حفظ السيناريو")
    amina.look("scenario")
    assert "ناجح" in amina.page.locator(".fact-line").first.inner_text()


def test_no_page_of_the_room_has_a_fault(browsers: Browsers, draft: str) -> None:
    amina = at_work(browsers, draft, "fr")
    home = f"/studio/{draft}"
    amina.page.locator("#scenario").select_option("scenarios/electronic.yaml")
    amina.go(amina.page.locator("form:has(#scenario) button[type=submit]"))
    pages = [amina.path, f"{amina.path}/save", f"{home}/play", f"{home}/scenarios", f"{home}/scenarios/post"]
    pages += [f"{home}/scenarios/post/steps/1", f"{home}/scenarios/post/source", f"{home}/coverage"]
    assert [fault for path in pages for fault in faults_of(amina, path)] == []
    amina.page.wait_for_load_state("networkidle")
    amina.open("/language/ar?next=/studio/")
    assert [fault for path in pages for fault in faults_of(amina, path)] == []


def faults_of(visitor: Visitor, path: str) -> Iterator[str]:
    """Yield what is wrong with a page, on a desk and on a telephone."""
    visitor.page.set_viewport_size(DESKTOP)
    visitor.open(path)
    visitor.page.evaluate(AXE)
    yield from (f"{path} 1366: {fault}" for fault in faults(visitor))
    visitor.page.set_viewport_size(PHONE)
    if visitor.overflow():
        yield f"{path} 360: wider than the window by {visitor.overflow()} px"

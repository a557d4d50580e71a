"""What scripts add to the real pages: questions that follow, messages on leaving, drafts kept, files sent at once."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.served import Site
from tests.browser.watching import PHONE, Browsers, Visitor
from tests.world.journeys import fill_in
from tests.world.offered_forms import add_children, offer_changed_form
from tests.world.places import SLUG


def a_photograph() -> dict[str, object]:
    buffer = io.BytesIO()
    Image.effect_noise((1_200, 900), 40).convert("RGB").save(buffer, "JPEG")
    return {"name": "carte.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


@pytest.fixture(scope="module")
def draft(site: Site) -> str:
    return site.within(lambda: fill_in(site.world, language="ar"))


def step(visitor: Visitor, draft: str, name: str, language: str = "fr") -> None:
    assert visitor.open(f"/{language}/drafts/{draft}/{name}") == 200


def test_a_question_opens_as_soon_as_its_answer_asks_for_it(browsers: Browsers, draft: str) -> None:
    person = browsers.citizen()
    step(person, draft, "act-step", "ar")
    person.page.check("[name='knows_references'][value='yes']")
    expect(person.page.locator("[name='search_hint']")).to_have_count(0)
    expect(person.page.locator("[name='act_no']")).to_be_visible()
    person.look("opened")
    person.page.check("[name='knows_references'][value='no']")
    expect(person.page.locator("[name='search_hint']")).to_be_visible()


def test_a_wrong_answer_is_told_on_leaving_and_a_right_one_kept(browsers: Browsers, site: Site, draft: str) -> None:
    person = browsers.citizen()
    step(person, draft, "requester-step", "ar")
    person.page.fill("[name='requester_phone']", "12")
    person.page.locator("[name='requester_email']").focus()
    expect(person.page.locator("#requester_phone-error")).to_be_visible()
    person.look("told-on-leaving")
    person.page.fill("[name='requester_phone']", "0661234568")
    person.page.locator("[name='requester_email']").focus()
    expect(person.page.locator("#requester_phone-error")).to_have_count(0)
    expect(person.page.locator(".autosave-status")).to_have_text("حُفظت المسودة.")
    step(person, draft, "requester-step", "ar")
    assert "0661234568" in re.sub(r"\D", "", "0" + person.page.input_value("[name='requester_phone']")[-9:])


def test_a_file_goes_at_once_and_can_be_taken_back(browsers: Browsers, draft: str) -> None:
    person = browsers.visitor(PHONE, touch=True)
    step(person, draft, "requester-step", "ar")
    field = person.page.locator("[data-field='identity_card']")
    field.locator("button[name=remove_attachment]").first.click()
    expect(field.locator("#identity_card[type=file]")).to_be_visible()
    expect(field.get_by_text("التقاط صورة")).to_be_visible()
    person.page.fill("[name='requester_first']", "Ilham")
    person.look("camera")
    field.locator("#identity_card").set_input_files(a_photograph())
    expect(field.locator(".attachment-picture")).to_be_visible()
    expect(field.locator("progress")).to_have_count(0)
    assert person.page.input_value("[name='requester_first']") == "Ilham"
    person.look("file-sent")


@pytest.mark.parametrize("scripts", [True, False])
def test_rows_come_and_go_on_the_real_page(browsers: Browsers, site: Site, scripts: bool) -> None:
    site.within(lambda: offer_changed_form(site.world, add_children))
    person = browsers.citizen(scripts=scripts)
    person.open(f"/fr/communes/azrou/procedures/{SLUG}")
    person.go(person.page.locator("form[action$='/start'] button").first)
    person.page.fill("[name='children[0].child_name']", "Adam")
    person.page.get_by_role("button", name="Ajouter une ligne").click()
    person.page.fill("[name='children[1].child_name']", "Lina")
    assert person.page.input_value("[name='children[0].child_name']") == "Adam"
    if scripts:
        person.page.check("[name='children[1].away']")
        expect(person.page.locator("[name='children[1].child_town']")).to_be_visible()
        expect(person.page.locator("[name='children[0].child_town']")).to_have_count(0)
    person.look("two-rows")
    person.page.get_by_role("button", name="Retirer").first.click()
    expect(person.page.locator("[name='children[1].child_name']")).to_have_count(0)
    expect(person.page.locator("[name='children[0].child_name']")).to_have_value("Lina")

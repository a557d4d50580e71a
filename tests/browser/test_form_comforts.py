"""What scripts add to the real pages: questions that follow, messages on leaving, drafts kept, files sent at once."""

import io
import json
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.served import Site
from tests.browser.test_accessibility import AXE, faults
from tests.browser.watching import PHONE, Browsers, Visitor
from tests.world.journeys import fill_in
from tests.world.offered_forms import add_children, add_place, offer_changed_form
from tests.world.places import AZROU, SLUG


def a_photograph() -> dict[str, object]:
    buffer = io.BytesIO()
    Image.effect_noise((1_200, 900), 40).convert("RGB").save(buffer, "JPEG")
    return {"name": "carte.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


@pytest.fixture(scope="module")
def draft(site: Site) -> str:
    return site.within(lambda: fill_in(site.world, language="ar"))


def look(visitor: Visitor, name: str) -> None:
    """Keep a picture of what scripts made of the page; axe finds nothing in it."""
    visitor.look(name)
    visitor.page.evaluate(AXE)
    assert list(faults(visitor)) == []


def step(visitor: Visitor, draft: str, name: str, language: str = "fr") -> None:
    assert visitor.open(f"/{language}/drafts/{draft}/{name}") == 200


def test_a_question_opens_as_soon_as_its_answer_asks_for_it(browsers: Browsers, draft: str) -> None:
    person = browsers.citizen()
    step(person, draft, "act-step", "ar")
    person.page.check("[name='knows_references'][value='yes']")
    expect(person.page.locator("[name='search_hint']")).to_have_count(0)
    expect(person.page.locator("[name='act_no']")).to_be_visible()
    look(person, "opened")
    person.page.check("[name='knows_references'][value='no']")
    expect(person.page.locator("[name='search_hint']")).to_be_visible()


def test_a_wrong_answer_is_told_on_leaving_and_a_right_one_kept(browsers: Browsers, site: Site, draft: str) -> None:
    person = browsers.citizen()
    step(person, draft, "requester-step", "ar")
    person.page.fill("[name='requester_phone']", "12")
    person.page.locator("[name='requester_email']").focus()
    expect(person.page.locator("#requester_phone-error")).to_be_visible()
    look(person, "told-on-leaving")
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
    look(person, "camera")
    field.locator("#identity_card").set_input_files(a_photograph())
    expect(field.locator(".attachment-picture")).to_be_visible()
    expect(field.locator("progress")).to_have_count(0)
    assert person.page.input_value("[name='requester_first']") == "Ilham"
    look(person, "file-sent")


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
    look(person, "two-rows") if scripts else person.look("two-rows-plain")
    person.page.get_by_role("button", name="Retirer").first.click()
    expect(person.page.locator("[name='children[1].child_name']")).to_have_count(0)
    expect(person.page.locator("[name='children[0].child_name']")).to_have_value("Lina")


def begin_with_a_place(browsers: Browsers, site: Site) -> Visitor:
    site.within(lambda: offer_changed_form(site.world, add_place))
    person = browsers.citizen()
    person.open(f"/fr/communes/azrou/procedures/{SLUG}")
    person.go(person.page.locator("form[action$='/start'] button").first)
    return person


def test_a_commune_is_found_by_its_name(browsers: Browsers, site: Site) -> None:
    person = begin_with_a_place(browsers, site)
    expect(person.page.locator("svg.form-map")).to_have_count(0)
    person.page.locator("[name='birth_commune']").focus()
    expect(person.page.locator("#commune-names option[value='Azrou – Ifrane']")).to_have_count(1)
    person.page.fill("[name='birth_commune']", "Ajdir")
    person.page.locator("[name='qty']").focus()
    expect(person.page.locator("#birth_commune-error")).to_contain_text("Ajdir – ")


def test_a_point_is_shown_on_the_own_map_of_the_commune(browsers: Browsers, site: Site) -> None:
    folder = site.services.settings.maps_folder
    folder.mkdir()
    corners = [[-5.25, 33.40], [-5.19, 33.40], [-5.19, 33.46], [-5.25, 33.46], [-5.25, 33.40]]
    shapes = [
        {"type": "Polygon", "coordinates": [corners]},
        {"type": "LineString", "coordinates": [[-5.25, 33.43], [-5.21, 33.44], [-5.19, 33.45]]},
        {"type": "Point", "coordinates": [-5.22, 33.434]},
    ]
    features = [{"type": "Feature", "properties": {"name": "Essai"}, "geometry": shape} for shape in shapes]
    (folder / f"{AZROU}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    person = begin_with_a_place(browsers, site)
    drawing = person.page.locator("svg.form-map")
    drawing.click()
    latitude, longitude = map(float, person.page.input_value("[name='place']").split(", "))
    assert abs(latitude - 33.43) < 0.001 and abs(longitude + 5.22) < 0.001
    drawing.press("ArrowRight")
    assert float(person.page.input_value("[name='place']").split(", ")[1]) > longitude
    look(person, "map")
    (folder / f"{AZROU}.geojson").unlink()


def test_the_telephone_tells_where_it_is_when_the_person_asks_it(browsers: Browsers, site: Site) -> None:
    person = begin_with_a_place(browsers, site)
    person.context.grant_permissions(["geolocation"], origin=site.address)
    person.context.set_geolocation({"latitude": 33.4345, "longitude": -5.2213})
    person.page.get_by_role("button", name="Utiliser ma position").click()
    expect(person.page.locator("[name='place']")).to_have_value("33.434500, -5.221300")
    expect(person.page.get_by_text("Votre position est inscrite.")).to_be_visible()
    look(person, "position")


def test_a_telephone_that_may_not_tell_says_what_to_do(browsers: Browsers, site: Site) -> None:
    person = begin_with_a_place(browsers, site)
    person.context.clear_permissions()
    person.page.get_by_role("button", name="Utiliser ma position").click()
    expect(person.page.get_by_text("Position introuvable")).to_be_visible()
    expect(person.page.locator("[name='place']")).to_have_value("")

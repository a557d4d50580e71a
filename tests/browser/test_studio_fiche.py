"""The plain pages of a draft: one walk from the sheet to a printed page, and a look at each in both languages."""

import pytest

from tests.browser import walking
from tests.browser.served import Colleague, Site, engage
from tests.browser.test_accessibility import AXE, faults
from tests.browser.watching import DESKTOP, PHONE, Browsers
from tests.world.drafting import start_draft

ANALYST = Colleague(
    username="zineb.chraibi",
    role="analyst",
    name_ar="زينب الشرايبي",
    name_fr="Zineb Chraïbi",
    title_ar="محللة المساطر",
    title_fr="Analyste, DGCT",
)
PAGES = {
    "fiche": "/fiche",
    "texts": "/texts?part=tasks&q=sign",
    "values": "/parameters",
    "value": "/parameters?key=watiqa.answer",
    "message": "/messages/ready-electronic",
    "document": "/documents/copy",
}


@pytest.fixture(scope="module")
def draft(site: Site) -> str:
    """The address of a draft, and an analyst who may open it."""
    engage(site, ANALYST)
    return f"/studio/{site.within(lambda: start_draft(site.world))}"


def test_from_the_sheet_to_a_printed_page(browsers: Browsers, draft: str) -> None:
    analyst = browsers.visitor(DESKTOP)
    walking.sign_in(analyst, ANALYST)
    analyst.open(f"{draft}/fiche")
    page = analyst.page
    page.get_by_role("button", name="Ajouter une pièce").click()
    page.locator("[name='pieces.7.name.fr']").fill("Acte de mariage")
    page.locator("[name='pieces.7.name.ar']").fill("عقد الزواج")
    page.locator("[name='pieces.7.provided_by']").select_option("administration")
    page.locator("[name='pieces.7.legal_ref']").fill("law-36-21 a.43")
    page.get_by_role("button", name="Aperçu en arabe").click()
    page.frame_locator("[name='sheet-preview']").get_by_text("عقد الزواج", exact=True).wait_for()
    analyst.press("Enregistrer la fiche")
    assert page.get_by_text("La fiche est enregistrée").count()

    analyst.open(f"{draft}/texts?part=fiche&q=acte-de-mariage")
    page.get_by_label("arabe : fiche.pieces.acte-de-mariage.name").fill("رسم الزواج")
    analyst.press("Enregistrer les textes de cette page")
    assert page.get_by_label("arabe : fiche.pieces.acte-de-mariage.name").input_value() == "رسم الزواج"

    analyst.open(f"{draft}/documents/rejection")
    page.get_by_label("Modèle (Typst)").fill('#import "letterhead.typ": *\n= Essai\n#nothing')
    page.frame_locator("[name='document-preview']").get_by_text("ligne 3").wait_for()
    page.get_by_label("Modèle (Typst)").fill('#import "letterhead.typ": *\n= Essai')
    page.frame_locator("[name='document-preview']").get_by_alt_text("Page 1 du document").wait_for()
    analyst.press("Enregistrer le modèle")
    kind, _ = analyst.fetch(f"{draft}/documents/rejection/preview")
    assert kind.startswith("text/html")


def test_plain_pages_in_arabic_on_a_telephone_and_in_french_on_a_desk(browsers: Browsers, draft: str) -> None:
    analyst = browsers.visitor(DESKTOP)
    walking.sign_in(analyst, ANALYST)
    wrong: list[str] = []
    for language, size in (("ar", PHONE), ("fr", DESKTOP)):
        analyst.open(f"/language/{language}")
        analyst.page.set_viewport_size(size)
        for name, path in PAGES.items():
            analyst.open(draft + path)
            analyst.look(f"{name}-{language}")
            analyst.page.evaluate(AXE)
            wrong += [f"{name} {language}: {fault}" for fault in faults(analyst)]
    assert wrong == []

"""A director of services, in Arabic on a telephone: adopts, changes a value and a text, publishes; citizens see it."""

from tests.browser import walking
from tests.browser.served import Site, engage
from tests.browser.test_oversight_pages import DIRECTOR
from tests.browser.watching import PHONE, Browsers
from tests.world.places import SLUG

HOME = f"/commune/azrou/procedures/{SLUG}"
SAID = "يفتح مكتب الحالة المدنية يوم الثلاثاء إلى السادسة مساء."
SHORTER = {"value.0": "7", "since.0": "2026-03-03", "legal_ref.0": "مقرر رقم 3/2026"}


def test_a_procedure_is_tailored_and_published_from_a_telephone(browsers: Browsers, site: Site) -> None:
    engage(site, DIRECTOR)
    director = browsers.visitor(PHONE)
    walking.sign_in(director, DIRECTOR)
    director.open("/language/ar")
    director.open("/commune/azrou/")
    director.press("تكييف المسطرة مع الجماعة")

    director.open(f"{HOME}/change/parameters/watiqa.answer")
    director.fill(**{**SHORTER, "value.0": "30"})
    director.press("التسجيل في الورشة")
    assert "القانوني" in director.page.locator("h1").inner_text()
    assert "10" in director.page.locator(".notification-danger").inner_text(), "the rule says what was expected"
    assert director.page.locator("[name='value.0']").input_value() == "30"
    director.fill(**SHORTER)
    director.press("التسجيل في الورشة")

    director.open(f"{HOME}/change/texts/fiche.steps_note")
    director.fill(**{"to.fr": "Le bureau est ouvert le mardi jusqu’à 18 h.", "to.ar": SAID})
    director.page.get_by_role("button", name="المعاينة بالعربية").click()
    director.page.frame_locator("iframe[name='change-preview']").get_by_text(SAID).wait_for()
    director.look("preview")
    director.press("التسجيل في الورشة")

    director.open(f"{HOME}/publish")
    director.fill(reason="سكان الدواوير البعيدة يأتون إلى المدينة أيام السوق.")
    director.look("publish")
    director.press("نشر")
    assert "تم النشر" in director.page.locator("main").inner_text()
    assert director.overflow() == 0

    citizen = browsers.citizen()
    citizen.open(f"/ar/communes/azrou/procedures/{SLUG}")
    sheet = citizen.page.locator("main").inner_text()
    assert SAID in sheet and "7 أيام كاملة" in sheet

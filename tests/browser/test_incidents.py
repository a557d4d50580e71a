"""The civil register does not answer: an operator finds the case, corrects it and puts it back on its way."""

from collections.abc import Mapping

import pytest

from app.connectors.switches import Switches, set_switches
from app.store import incidents
from app.store.simulation import StoredRecords
from tests.browser import walking
from tests.browser.served import OPERATOR, Site
from tests.browser.test_accessibility import LANGUAGES, look_through
from tests.browser.watching import DESKTOP, PHONE, Browsers, Visitor
from tests.world.journeys import Filed, case_of, complete, file_request, open_task, pay

WHY = "السجل الوطني متوقف، وتم البحث في السجل الورقي."


def stand_still(site: Site) -> tuple[Filed, str]:
    """File a request whose search in the register fails for good; return it with the id of its incident."""

    def act() -> tuple[Filed, str]:
        world = site.world
        filed = file_request(world, language="ar")
        complete(world, open_task(filed, "check-completeness"))
        broken = Switches(fail_next=1, retryable=False)
        set_switches(StoredRecords(site.clock), "civil-register", broken)
        pay(world, filed)
        (incident,) = incidents.list_of_case(case_of(filed))
        return filed, incident.id

    return site.within(act)


def sign_in(browsers: Browsers, language: str, *, scripts: bool = True) -> Visitor:
    operator = browsers.visitor(DESKTOP, scripts=scripts)
    operator.open("/language/fr")
    walking.sign_in(operator, OPERATOR)
    operator.open(f"/language/{language}")
    return operator


def pages_of(incident_id: str) -> Mapping[str, str]:
    page = f"/desk/c/azrou/incidents/{incident_id}"
    actions = {name: f"{page}/{name}" for name in ("retry", "skip", "move", "cancel")}
    return {
        "incidents": "/desk/incidents",
        "incidents-resolved": "/desk/incidents?state=resolved",
        "incident": page,
        **actions,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_incidents(browsers: Browsers, site: Site, language: str) -> None:
    _, incident_id = stand_still(site)
    operator = sign_in(browsers, language)
    assert look_through(operator, pages_of(incident_id), language) == []
    operator.open(f"/desk/c/azrou/incidents/{incident_id}")
    operator.draw()
    operator.look(f"incident-drawn-{language}")


def test_a_repair_in_arabic_without_scripts(browsers: Browsers, site: Site) -> None:
    filed, incident_id = stand_still(site)
    operator = sign_in(browsers, "ar", scripts=False)
    page = operator.page

    operator.open("/desk/incidents")
    operator.follow(filed.reference)
    assert operator.title().endswith("فشل عملية آلية")
    operator.fill(**{"value:search_hint": "المستشفى الإقليمي بإفران"})
    operator.press("مراجعة التغييرات")
    operator.look("changes")
    page.locator("[name='reason']").fill("قصير")
    page.set_viewport_size(PHONE)
    assert operator.overflow() == 0
    page.set_viewport_size(DESKTOP)
    page.locator("[name='reason']").evaluate("field => field.removeAttribute('minlength')")
    operator.press("تسجيل التغييرات")
    assert "من 10 إلى 500 حرف" in page.locator(".error-summary").inner_text()
    page.locator("[name='reason']").fill(WHY)
    page.locator("[name='retry']").uncheck()
    operator.press("تسجيل التغييرات")
    assert "تم تصحيح معطيات الملف" in page.locator(".flash-messages").inner_text()

    operator.follow("تجاوز", exact=True)
    assert page.locator("[name='name-0']").input_value() == "register"
    page.locator("[name='kind-0']").select_option("json")
    operator.fill(**{"value-0": '{"candidates": [], "count": 0}', "reason": WHY})
    operator.look("skip")
    operator.press("تجاوز")

    assert "الملف يواصل مساره" in page.locator(".flash-messages").inner_text()
    assert WHY in page.locator(".timeline").inner_text()
    operator.look("resolved")
    document = site.within(lambda: case_of(filed).document)
    assert document["search_hint"] == "المستشفى الإقليمي بإفران"
    assert document["register"] == {"candidates": [], "count": 0}
    assert site.within(lambda: open_task(filed).element) == "look-up-act"
    assert operator.open(f"/desk/c/azrou/incidents/{incident_id}/skip") == 409
    assert operator.title() == "سبق أن تمت تسوية هذا الحادث"

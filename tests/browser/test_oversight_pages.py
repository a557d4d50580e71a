"""Calendar, values of the law, registers and the legal period of a case: both languages, telephone and desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from app.commands.bus import execute
from app.commands.clocks.orders import DecideOrder
from app.store import calendars
from tests.browser import walking
from tests.browser.served import ANALYST, Colleague, Site, engage
from tests.browser.test_accessibility import LANGUAGES, look_through
from tests.browser.watching import DESKTOP, PHONE, Browsers
from tests.world.journeys import case_of, complete, file_request, open_task
from tests.world.variants import publish_variant

DIRECTOR = Colleague(
    username="said.amrani",
    role="dgs",
    name_ar="سعيد العمراني",
    name_fr="Saïd Amrani",
    title_ar="المدير العام للمصالح",
    title_fr="Directeur général des services",
)


@dataclass(frozen=True, kw_only=True)
class Overseen:
    """Pages of the DGCT and of a direction, and how the citizen follows the case."""

    national: Mapping[str, str]
    local: Mapping[str, str]
    follow: str


def _extendable(manifest: dict[str, Any]) -> None:
    manifest["deadline"]["extension"] = {"reasons": ["technical-expertise"], "legal_ref": "law-55-19 a.17"}


@pytest.fixture(scope="module")
def overseen(site: Site) -> Overseen:
    """A case that waits for its payment, a national order, and two people who look after them."""
    engage(site, ANALYST)
    engage(site, DIRECTOR)

    def prepare() -> tuple[str, str, str]:
        publish_variant(site.world, _extendable)
        filed = file_request(site.world)
        complete(site.world, open_task(filed))
        order = DecideOrder(
            commune_id=None,
            effect="close",
            first_day=date(2026, 3, 16),
            last_day=None,
            name_ar="عطلة استثنائية",
            name_fr="Congé exceptionnel",
            reference="Circulaire 3/2026 du 10 mars 2026",
        )
        execute(order, actor=site.world.agent("analyst", "country"), services=site.services)
        site.world.run_jobs()
        return case_of(filed).id, calendars.list_orders(None)[0].id, f"{filed.reference}?code={site.code_of(filed)}"

    case_id, order_id, follow = site.within(prepare)
    return Overseen(
        national={
            "calendar": "/oversight/calendar",
            "withdraw-order": f"/oversight/calendar/{order_id}/withdraw",
            "parameters": "/oversight/parameters?q=55-19",
            "parameter": "/oversight/parameters/watiqa.answer",
        },
        local={
            "local-calendar": "/oversight/c/azrou/calendar",
            "registers": "/oversight/c/azrou/registers",
            "register": "/oversight/c/azrou/registers/filing/2026",
            "case-suspended": f"/desk/c/azrou/cases/{case_id}",
            "extend": f"/desk/c/azrou/cases/{case_id}/extend",
        },
        follow=follow,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_dgct(browsers: Browsers, overseen: Overseen, language: str) -> None:
    agent = browsers.visitor(DESKTOP)
    walking.sign_in(agent, ANALYST)
    agent.open(f"/language/{language}")
    assert look_through(agent, overseen.national, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_direction(browsers: Browsers, overseen: Overseen, language: str) -> None:
    agent = browsers.visitor(DESKTOP)
    walking.sign_in(agent, DIRECTOR)
    agent.open(f"/language/{language}")
    assert look_through(agent, overseen.local, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_citizen_reads_why_the_period_stands_still(browsers: Browsers, overseen: Overseen, language: str) -> None:
    citizen = browsers.visitor(PHONE)
    citizen.open(f"/{language}/follow/{overseen.follow}")
    citizen.page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    citizen.look(f"follow-{language}")
    words = {"fr": "en attendant le paiement", "ar": "في انتظار الأداء"}
    assert words[language] in citizen.page.locator("main").inner_text()
    assert citizen.overflow() == 0

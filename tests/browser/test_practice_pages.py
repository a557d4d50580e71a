"""Variants compared, their history, the register of practices: both languages, telephone and desk."""

from collections.abc import Mapping

import pytest

from tests.browser import walking
from tests.browser.served import Colleague, Site, engage
from tests.browser.test_accessibility import LANGUAGES, look_through
from tests.browser.test_oversight_pages import ANALYST
from tests.browser.watching import Browsers
from tests.world.journeys import complete, file_request, reach
from tests.world.places import CASABLANCA, SLUG, TABANT
from tests.world.practices import judge, offer, tailored
from tests.world.tailoring import adopt, longer_collection, publish, save_operations

DIRECTOR = Colleague(
    username="salma.idrissi",
    role="dgs",
    name_ar="سلمى الإدريسي",
    name_fr="Salma Idrissi",
    title_ar="المديرة العامة للمصالح",
    title_fr="Directrice générale des services",
)


@pytest.fixture(scope="module")
def pages(site: Site) -> Mapping[Colleague, Mapping[str, str]]:
    """Three communes that tailored, cases before and after, a practice that was accepted and one that waits."""
    engage(site, ANALYST)
    engage(site, DIRECTOR)

    def prepare() -> tuple[str, str]:
        world = site.world
        complete(world, reach(world, file_request(world), "rate-service"), {"rating": "5"})
        tailored(world)
        filed = file_request(world)
        for commune_id, days in ((TABANT, 120), (CASABLANCA, 150)):
            adopt(world, commune_id)
            decision = {"decision_reference": "Délibération n° 3/2026", "decision_taken": "2026-02-12"}
            save_operations(world, [longer_collection(days)], commune_id=commune_id, **decision)
            publish(world, commune_id)
        practice = judge(world, offer(world))
        return practice.id, filed.case_id

    practice_id, case_id = site.within(prepare)
    return {
        ANALYST: {
            "tailoring": "/oversight/tailoring",
            "comparison": f"/oversight/tailoring/{SLUG}",
            "history": "/oversight/tailoring/history",
            "practices": "/oversight/practices",
            "practice": f"/oversight/practices/{practice_id}",
        },
        DIRECTOR: {
            "own-comparison": f"/oversight/c/azrou/tailoring/{SLUG}",
            "own-history": f"/oversight/c/azrou/tailoring/{SLUG}/history",
            "offer": "/oversight/c/azrou/practices/offer",
            "case-version": f"/desk/c/azrou/cases/{case_id}/version",
        },
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_tailoring_hold_in_both_languages(
    site: Site, browsers: Browsers, pages: Mapping[Colleague, Mapping[str, str]], language: str
) -> None:
    wrong: list[str] = []
    for person, addresses in pages.items():
        clerk = browsers.clerk()
        walking.sign_in(clerk, person)
        clerk.open(f"/language/{language}")
        wrong += look_through(clerk, addresses, language)
    assert wrong == []

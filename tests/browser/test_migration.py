"""An operator moves running cases in Arabic without scripts and puts them back; each page is looked at on the way."""

import pytest

from tests.browser import walking
from tests.browser.served import OPERATOR, Site
from tests.browser.test_accessibility import AXE, faults
from tests.browser.watching import Browsers, Visitor
from tests.world.two_versions import Versions, do_task, file_card, publish_both

WHY = "صححت النسخة الجديدة خطأ في الأجل."
HOME = "/operations/migrations"


@pytest.fixture(scope="module")
def versions(site: Site) -> Versions:
    """Both versions, and cases at the review, at the task that the new version lacks, and at the last one."""

    def prepare() -> Versions:
        world = site.world
        versions = publish_both(world)
        for steps in (0, 0, 0, 1, 1, 2):
            filed = file_card(world)
            if steps:
                do_task(world, filed, "review", verdict="accepted")
            if steps > 1:
                do_task(world, filed, "check-shelf")
        return versions

    return site.within(prepare)


def inspect(eye: Visitor, path: str, name: str) -> list[str]:
    """Look at a page with a browser that runs scripts, and return what is wrong with it."""
    eye.open(path)
    eye.look(name)
    eye.page.evaluate(AXE)
    return [f"{name}: {fault}" for fault in faults(eye)]


def signed_in(visitor: Visitor, language: str) -> Visitor:
    visitor.open("/language/fr")
    walking.sign_in(visitor, OPERATOR)
    visitor.open(f"/language/{language}")
    return visitor


def test_running_cases_are_moved_and_put_back_in_arabic_without_scripts(
    browsers: Browsers, site: Site, versions: Versions
) -> None:
    operator = signed_in(browsers.citizen(scripts=False), "ar")
    eyes = {"ar-360": signed_in(browsers.citizen(), "ar"), "fr-1366": signed_in(browsers.clerk(), "fr")}
    wrong: list[str] = []

    def everybody_looks(path: str, name: str) -> None:
        for place, eye in eyes.items():
            wrong.extend(inspect(eye, path, f"{name}-{place}"))

    operator.open(HOME)
    everybody_looks(HOME, "list")
    operator.press("تحضير")
    everybody_looks(f"{HOME}/new?source={versions.old}&target={versions.new}", "map")
    operator.press("محاكاة النقل")
    everybody_looks(operator.path, "dry-run")
    operator.fill(reason=WHY)
    operator.press("بدء النقل")
    here = operator.path
    site.work()
    operator.follow("تحديث الصفحة")
    assert "منتهية" in operator.page.locator("main").inner_text()
    everybody_looks(here, "done")
    everybody_looks(f"{here}/cases?result=refused", "cases")
    operator.follow("الرجوع إلى النسخة القديمة")
    everybody_looks(operator.path, "revert")
    operator.fill(reason=WHY)
    operator.press("إرجاع الملفات")
    site.work()
    operator.open(here)
    assert "ملغاة" in operator.page.locator("main").inner_text()

    assert wrong == []

"""The day of an upgrade, in Arabic: two communes have tailored, the DGCT tries and publishes, one is in conflict."""

from collections.abc import Mapping

import pytest

from app.commands.accounts import AssignRole, CreateAgent
from app.commands.bus import execute
from app.commands.releasing.approval import DecideApproval
from app.queries.tailoring import open_workshop
from app.store import publication
from tests.browser import walking
from tests.browser.served import ANALYST, PASSWORD, Colleague, Site, engage
from tests.browser.test_accessibility import look_through
from tests.browser.watching import DESKTOP, Browsers, Visitor
from tests.world.drafting import second_analyst, start_draft
from tests.world.places import AZROU, SLUG, TABANT
from tests.world.releasing import ask
from tests.world.tailoring import adopt, publish, save_operations
from tests.world.upgrading import CHANGELOG, NARROWER, carry_over, next_files

AZROU_DIRECTOR = Colleague(
    username="said.amrani",
    role="dgs",
    name_ar="سعيد العمراني",
    name_fr="Saïd Amrani",
    title_ar="مدير المصالح",
    title_fr="Directeur des services",
)
TABANT_DIRECTOR = Colleague(
    username="itto.ouali",
    role="dgs",
    name_ar="إطو أوعلي",
    name_fr="Itto Ouali",
    title_ar="مديرة المصالح",
    title_fr="Directrice des services",
)


@pytest.fixture
def people(site: Site) -> None:
    """The analyst, and who directs the services of two communes that have the procedure in their workshop."""
    for colleague in (ANALYST, AZROU_DIRECTOR):
        engage(site, colleague)
    named = TABANT_DIRECTOR
    site.run(
        CreateAgent(
            username=named.username,
            password=PASSWORD,
            name_ar=named.name_ar,
            name_fr=named.name_fr,
            title_ar=named.title_ar,
            title_fr=named.title_fr,
            demo=True,
        )
    )
    site.run(AssignRole(username=named.username, role="dgs", commune_id=TABANT))
    site.within(lambda: [adopt(site.world, commune_id) for commune_id in (AZROU, TABANT)])


def in_arabic(browsers: Browsers, colleague: Colleague) -> Visitor:
    visitor = browsers.visitor(DESKTOP)
    walking.sign_in(visitor, colleague)
    visitor.open("/language/ar")
    return visitor


def collects_for(director: Visitor, commune: str, days: int) -> None:
    """Change the period of collection on the page of the workshop."""
    director.open(f"/commune/{commune}/procedures/{SLUG}/change/parameters/watiqa.collection_period")
    director.fill(**{"value.0": str(days), "since.0": "2026-01-01", "legal_ref.0": "مقرر المجلس رقم 3/2026"})
    director.press("التسجيل في الورشة")


def published(site: Site, commune_id: str) -> None:
    """Publish what the workshop of a commune holds, with its reason."""

    def act() -> None:
        save_operations(site.world, open_workshop(commune_id, SLUG).operations, commune_id=commune_id)
        publish(site.world, commune_id)

    site.within(act)


def version_of(site: Site, commune_id: str) -> tuple[str, object]:
    """Return the version that a commune offers, and for how many days a copy waits there."""

    def read() -> tuple[str, object]:
        offering = publication.find_offering(commune_id, SLUG)
        assert offering is not None
        package = site.services.deployments.get(offering.deployment_id).package
        return package.version, package.parameters["watiqa.collection_period"].values[-1].value

    return site.within(read)


def test_one_commune_follows_by_itself_and_the_other_after_its_answer(
    browsers: Browsers, site: Site, people: None
) -> None:
    azrou, tabant = in_arabic(browsers, AZROU_DIRECTOR), in_arabic(browsers, TABANT_DIRECTOR)
    for director, commune, commune_id, days in ((azrou, "azrou", AZROU, 120), (tabant, "tabant", TABANT, 95)):
        collects_for(director, commune, days)
        published(site, commune_id)

    analyst = in_arabic(browsers, ANALYST)
    draft_id = site.within(lambda: start_draft(site.world, SLUG, next_files(site.world, NARROWER, CHANGELOG)))
    analyst.open(f"/studio/{draft_id}/publish")
    analyst.press("التجربة على الصعيد الوطني")
    trial = analyst.path
    site.within(lambda: carry_over(site.world))
    analyst.open(trial)
    assert analyst.page.get_by_text("أزرو").first.is_visible()
    wrong = look_through(analyst, {"trial": trial}, "ar")
    table = analyst.fetch(f"{trial}.csv")[1].decode("utf-8-sig")
    assert "تعارض" in table and "تتبع دون تغيير" in table

    request_id = site.within(lambda: ask(site.world, draft_id))
    site.within(
        lambda: execute(
            DecideApproval(request_id=request_id, approve=True, reasons=""),
            actor=second_analyst(site.world),
            services=site.services,
        )
    )
    wrong += look_through(analyst, {"publish": f"/studio/{draft_id}/publish"}, "ar")
    analyst.press("نشر")
    site.within(lambda: carry_over(site.world))
    assert version_of(site, TABANT) == ("1.2.0", 95)
    assert version_of(site, AZROU) == ("1.1.0", 120)

    analyst.open("/oversight/upgrades")
    analyst.go(analyst.page.locator("main table a").first)
    wrong += look_through(analyst, {"upgrade": analyst.path, "upgrades": "/oversight/upgrades"}, "ar")

    azrou.open("/commune/azrou/")
    screen = f"/commune/azrou/upgrades/{SLUG}"
    azrou.go(azrou.page.locator(f"main a[href='{screen}']").first)
    assert azrou.page.locator("[value=keep]").is_disabled()
    wrong += look_through(azrou, {"conflict": screen}, "ar")
    azrou.follow("كتابة قيمة أخرى")
    wrong += look_through(azrou, {"other value": azrou.path}, "ar")
    azrou.fill(**{"value.0": "100"})
    azrou.press("حفظ هذا الجواب")
    azrou.press("اتباع النسخة الجديدة بهذه الأجوبة")
    wrong += look_through(azrou, {"followed": screen}, "ar")

    assert version_of(site, AZROU) == ("1.2.0", 100)
    assert wrong == []
    pages: Mapping[str, str] = {"tabant": f"/commune/tabant/upgrades/{SLUG}"}
    assert look_through(tabant, pages, "ar") == []

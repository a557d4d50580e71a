"""The computation of a legal period in words: the same for the citizen, the clerk and whoever reads the paper."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.store import people
from tests.browser import walking
from tests.browser.served import CLERK, Colleague, Site, engage
from tests.browser.watching import DESKTOP, PHONE, Browsers, Visitor
from tests.world.journeys import case_of, complete, file_request, open_task, pay, reach

HEAD = Colleague(
    username="fadma.aitlahcen",
    role="chef_service",
    name_ar="فاضمة أيت لحسن",
    name_fr="Fadma Ait Lahcen",
    title_ar="رئيسة مصلحة الحالة المدنية",
    title_fr="Cheffe du service de l’état civil",
)
SENTENCES = {
    "fr": (
        "Le délai est de 10 jours francs",
        "Il court à partir du mardi 3 mars 2026, jour où le dossier a été complet",
        "Le délai a été suspendu 2 jours, du mardi 3 mars 2026 au jeudi 5 mars 2026, en attendant le paiement.",
        "Le délai prend fin le lundi 16 mars 2026 au soir.",
    ),
    "ar": ("10 أيام كاملة", "الثلاثاء 3 مارس 2026", "في انتظار الأداء", "الاثنين 16 مارس 2026"),
}
"""10 full days from Tuesday 3 March end on Saturday 14; two days of payment lead to Monday 16 (law 55-19, a. 16)."""
WINDOWS = (("fr", DESKTOP), ("ar", PHONE))
OPEN_ALL = "all => all.forEach((each) => { each.open = true; })"


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A case whose period stood still for two days, and how the citizen and the clerk open it."""

    follow: str
    receipt: str
    desk: str


@pytest.fixture(scope="module")
def explained(site: Site) -> Explained:
    """Filed on Tuesday, paid on Thursday."""

    def prepare() -> Explained:
        filed = file_request(site.world)
        complete(site.world, open_task(filed))
        site.clock.advance(timedelta(days=2))
        pay(site.world, filed)
        reach(site.world, filed, "look-up-act")
        return Explained(
            follow=f"{filed.reference}?code={site.code_of(filed)}",
            receipt=f"/cases/{filed.reference}/receipt",
            desk=f"/desk/c/azrou/cases/{case_of(filed).id}",
        )

    return site.within(prepare)


def _reads(visitor: Visitor, language: str) -> list[str]:
    """Return the sentences that the page does not show."""
    shown = " ".join(str(visitor.page.locator("main").inner_text()).split())
    plain = "".join(sign for sign in shown if sign not in "\u2066\u2067\u2068\u2069\u200e\u200f")
    return [sentence for sentence in SENTENCES[language] if sentence not in plain]


@pytest.mark.parametrize(("language", "window"), WINDOWS)
def test_the_citizen_reads_how_the_day_was_computed(
    browsers: Browsers, explained: Explained, language: str, window: dict[str, int]
) -> None:
    citizen = browsers.visitor(window)
    pages = {"case": f"/follow/{explained.follow}", "receipt": explained.receipt}
    for name, path in pages.items():
        citizen.open(f"/{language}{path}")
        citizen.page.locator("main details").evaluate_all(OPEN_ALL)
        citizen.look(f"{name}-{language}")
        assert _reads(citizen, language) == []
        assert citizen.overflow() == 0


@pytest.mark.parametrize(("language", "window"), WINDOWS)
def test_the_clerk_reads_the_same_sentences(
    browsers: Browsers, explained: Explained, language: str, window: dict[str, int]
) -> None:
    clerk = browsers.visitor(window)
    walking.sign_in(clerk, CLERK)
    clerk.open(f"/language/{language}")
    clerk.open(explained.desk)
    clerk.page.locator("main details").evaluate_all(OPEN_ALL)
    clerk.look(f"desk-{language}")

    assert _reads(clerk, language) == []
    assert clerk.overflow() == 0


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_printed_case_file_carries_the_computation_without_opening_anything(
    browsers: Browsers, explained: Explained, language: str
) -> None:
    clerk = browsers.clerk()
    walking.sign_in(clerk, CLERK)
    clerk.open(f"/language/{language}")
    clerk.open(explained.desk)
    clerk.page.emulate_media(media="print")
    clerk.look(f"printed-{language}")

    assert _reads(clerk, language) == []


@pytest.mark.parametrize(("language", "window"), WINDOWS)
def test_the_head_of_the_service_sees_which_period_runs_out(
    browsers: Browsers, explained: Explained, site: Site, language: str, window: dict[str, int]
) -> None:
    if not site.within(lambda: people.find_agent_by_username(HEAD.username)):
        engage(site, HEAD)
        site.pass_time(timedelta(days=9))
    head = browsers.visitor(window)
    walking.sign_in(head, HEAD)
    head.open(f"/language/{language}")
    head.open("/desk/?tab=all")
    head.look(f"alerts-{language}")

    notice = head.page.locator("[data-alerts]")
    assert notice.count() == 1 and "75" in notice.inner_text()
    assert head.overflow() == 0
    notice.get_by_role("link").click()
    assert head.path == explained.desk

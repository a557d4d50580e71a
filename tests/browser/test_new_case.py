"""The counter files for somebody: both languages, telephone and desk."""

from collections.abc import Mapping

import pytest

from app.commands.bus import execute
from app.commands.drafts import StartDraft
from app.store import cases
from app.store.database import database, transaction
from app.store.models import Case
from tests.browser import walking
from tests.browser.served import Colleague, Site, engage
from tests.browser.test_accessibility import LANGUAGES, look_through
from tests.browser.watching import DESKTOP, Browsers
from tests.world.journeys import file_request
from tests.world.places import AZROU, SLUG

COUNTER = Colleague(
    username="hajar.naciri",
    role="agent_guichet",
    name_ar="هاجر الناصري",
    name_fr="Hajar Naciri",
    title_ar="عون الشباك",
    title_fr="Agente du guichet",
)


@pytest.fixture(scope="module")
def pages(site: Site) -> Mapping[str, str]:
    """A form at the counter, and a case that was filed there."""
    engage(site, COUNTER)

    def prepare() -> tuple[str, str]:
        agent = site.world.agent("agent_guichet")
        start = StartDraft(commune_id=AZROU, slug=SLUG, language="fr", channel="counter")
        token = execute(start, actor=agent, services=site.services)
        filed = file_request(site.world)
        with transaction():
            row: Case = cases.get_case(filed.commune_id, filed.case_id)
            row.channel = "counter"
        database.session.remove()
        return token, filed.case_id

    token, case_id = site.within(prepare)
    return {
        "new-case": "/desk/c/azrou/new",
        "fill-case": f"/desk/c/azrou/new/{SLUG}/{token}",
        "opened-case": f"/desk/c/azrou/opened/{case_id}",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_opening_a_case_at_the_desk(browsers: Browsers, pages: Mapping[str, str], language: str) -> None:
    agent = browsers.visitor(DESKTOP)
    walking.sign_in(agent, COUNTER)
    agent.open(f"/language/{language}")
    assert look_through(agent, pages, language) == []

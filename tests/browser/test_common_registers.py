"""Shared registers and outside systems on screen: both languages, telephone and desk."""

from collections.abc import Mapping

import pytest

from tests.browser import walking
from tests.browser.served import CLERK, Site
from tests.browser.test_accessibility import LANGUAGES, look_through
from tests.browser.watching import DESKTOP, Browsers
from tests.world.asking import answer, ask
from tests.world.registering import BIRTH, fields_from, run, task

ADD = task("inscribe", "register.add", register="births", **fields_from(BIRTH))
AMEND = task("amend", "register.amend", register="births", entry="=act", mention="Mariée", reason="Jugement 12/2026")


@pytest.fixture(scope="module")
def pages(site: Site) -> Mapping[str, str]:
    """A birth with a mention, a request that waits and one that was answered."""

    def prepare() -> str:
        birth = run(site.world, "births", ADD, values=BIRTH)
        run(site.world, "mention", AMEND, act=birth.document["inscribe"]["number"])
        answered = ask(site.world)
        answer(site.world, str(answered.document["visa"]["reference"]), visa_number="V-12")
        return str(ask(site.world).document["visa"]["reference"])

    reference = site.within(prepare)
    return {
        "registers": "/oversight/c/azrou/registers",
        "shared-register": "/oversight/c/azrou/shared-registers/births/2026",
        "shared-entry": "/oversight/c/azrou/shared-registers/births/2026/1",
        "outside-systems": "/sandbox/systems",
        "outside-request": f"/sandbox/systems/{reference}",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_registers_and_outside_systems(browsers: Browsers, pages: Mapping[str, str], language: str) -> None:
    agent = browsers.visitor(DESKTOP)
    walking.sign_in(agent, CLERK)
    agent.open(f"/language/{language}")
    assert look_through(agent, pages, language) == []

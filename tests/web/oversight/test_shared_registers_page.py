"""Shared registers on screen: listed, searched, printed; personal data for those who keep the register only."""

import io
from collections.abc import Callable

import pypdf
import pytest
from flask.testing import FlaskClient

from app.store.registers import list_readings
from tests.world.places import AZROU, CASABLANCA, World
from tests.world.registering import BIRTH, fields_from, run, task

SignIn = Callable[[str], FlaskClient]
BIRTHS = "/oversight/c/azrou/shared-registers/births/2026"
NUMBER = "N-032710101-2026-00001"
KEEPER, OUTSIDER = f"agent_ec@{AZROU}", f"chef_service@{AZROU}"
ADD = task("inscribe", "register.add", register="births", **fields_from(BIRTH))
AMEND = task("amend", "register.amend", register="births", entry="=act", mention="Mariée", reason="Jugement 12/2026")


@pytest.fixture
def birth(world: World) -> str:
    """One birth, with a mention; the reference of the case that declared it."""
    first = run(world, "births", ADD, values=BIRTH)
    run(world, "mention", AMEND, act=first.document["inscribe"]["number"])
    return first.reference


def read(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_register_is_listed_and_leads_to_its_entries(birth: str, sign_in: SignIn) -> None:
    listed = read(sign_in(KEEPER), "/oversight/c/azrou/registers")
    assert "Registre des naissances" in listed and f'href="{BIRTHS}"' in listed
    assert "Registre des demandes" not in listed, "agents of civil status read no register of requests"
    assert "Registre des demandes" in read(sign_in(OUTSIDER), "/oversight/c/azrou/registers")


def test_who_keeps_the_register_reads_names_and_finds_by_them(birth: str, sign_in: SignIn) -> None:
    browser = sign_in(KEEPER)
    assert "تيزيري" in read(browser, f"{BIRTHS}?q=amziane") and NUMBER in read(browser, f"{BIRTHS}?q=00001")
    assert NUMBER not in read(browser, f"{BIRTHS}?q=tazi")


def test_others_see_numbers_and_states_and_find_nobody_by_name(birth: str, sign_in: SignIn) -> None:
    browser = sign_in(OUTSIDER)
    page = read(browser, BIRTHS)
    assert NUMBER in page and "Inscrit" in page and "تيزيري" not in page
    assert NUMBER not in read(browser, f"{BIRTHS}?q=amziane") and NUMBER in read(browser, f"{BIRTHS}?q=00001")
    assert "تيزيري" not in read(browser, f"{BIRTHS}/1") and "Tiziri" not in read(browser, f"{BIRTHS}/1")


def test_an_entry_shows_what_it_replaced_and_which_case_wrote_it(birth: str, sign_in: SignIn) -> None:
    page = read(sign_in(KEEPER), f"{BIRTHS}/1")
    assert "Mariée" in page and "modifié par cette inscription" in page and "Jugement 12/2026" in page
    assert "Inscriptions remplacées" in page and birth in page


def test_the_printed_register_holds_every_entry(birth: str, sign_in: SignIn) -> None:
    answer = sign_in(KEEPER).get(f"{BIRTHS}.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)
    assert answer.mimetype == "application/pdf" and NUMBER in text


@pytest.mark.parametrize("address", ["births/2025", "births/20x6", "berths/2026", "births/2026/2", "births/2026/x"])
def test_what_does_not_exist_is_not_found(birth: str, sign_in: SignIn, address: str) -> None:
    assert sign_in(KEEPER).get(f"/oversight/c/azrou/shared-registers/{address}").status_code == 404


def test_another_commune_stays_out_and_every_reading_leaves_a_trace(birth: str, sign_in: SignIn) -> None:
    assert sign_in(f"agent_ec@{CASABLANCA}").get(BIRTHS).status_code == 404
    browser = sign_in(KEEPER)
    read(browser, f"{BIRTHS}?q=amziane")
    read(browser, f"{BIRTHS}/1")
    assert [row.search for row in list_readings(AZROU, "births", 2026, limit=9)] == [NUMBER, "amziane"]


def test_a_case_tells_the_number_that_it_wrote(birth: str, world: World, sign_in: SignIn) -> None:
    page = read(sign_in(KEEPER), f"{BIRTHS}/1")
    address = page.split('href="/desk/c/azrou/cases/')[1].split('"')[0]
    history = read(sign_in(KEEPER), f"/desk/c/azrou/cases/{address}")
    assert NUMBER in history and "registre commun" in history

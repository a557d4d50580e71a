"""The registers of a commune: listed, searched, printed; persons of another service stay out."""

import io
from collections.abc import Callable
from datetime import timedelta

import pypdf
from flask.testing import FlaskClient

from app.domain.clock import FixedClock
from app.queries.registers import read_register, sequence_of
from app.store import territory
from app.store.database import transaction
from app.store.models import Service
from app.store.registers import list_readings
from tests.world.colleagues import add_colleague
from tests.world.journeys import case_of, complete, file_request, reach
from tests.world.places import AZROU, CASABLANCA, World

SignIn = Callable[[str], FlaskClient]
REGISTERS = "/oversight/c/azrou/registers"


def test_every_register_of_the_commune_is_listed_with_its_last_number(world: World, sign_in: SignIn) -> None:
    for _ in range(2):
        complete(world, reach(world, file_request(world), "sign"))

    page = sign_in(f"chef_service@{AZROU}").get(REGISTERS).get_data(as_text=True)

    assert "Registre des demandes" in page and "Registre des quittances" in page and "Registre des documents EC" in page
    assert f'href="{REGISTERS}/filing/2026"' in page and page.count(">2</td>") == 4
    assert "dernier inscrit : Copie d&#39;acte d&#39;état civil" in page, "a prefix alone says nothing of its documents"


def test_a_register_is_in_order_and_without_gap(world: World, clock: FixedClock) -> None:
    for _ in range(3):
        file_request(world)
    file_request(world, commune_id=CASABLANCA)

    page = read_register(AZROU, "filing", 2026, search="", may_read=lambda entry: True)

    assert page is not None and [sequence_of(entry.number) for entry in page.entries] == [1, 2, 3]
    assert (page.total, page.last, page.missing) == (3, 3, ())
    assert read_register(AZROU, "filing", 2025, search="", may_read=lambda entry: True) is None


def test_a_number_without_entry_is_shown(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    file_request(world)
    with transaction():
        case_of(filed).reference = "2025-032710101-000001"

    page = sign_in(f"chef_service@{AZROU}").get(f"{REGISTERS}/filing/2026").get_data(as_text=True)

    assert "Des numéros n’ont pas d’inscription" in page


def test_an_entry_is_found_by_number_and_by_name_in_both_scripts(world: World, sign_in: SignIn) -> None:
    first = file_request(world)
    file_request(world, requester_last="بناني", requester_first="نورة")
    browser = sign_in(f"chef_service@{AZROU}")

    def found(search: str) -> str:
        return browser.get(f"{REGISTERS}/filing/2026", query_string={"q": search}).get_data(as_text=True)

    assert "1 inscriptions sur 2" in found("AMZIANE yousra") and first.reference in found("AMZIANE yousra")
    assert "1 inscriptions sur 2" in found("بناني") and "1 inscriptions sur 2" in found("000002")
    assert "Aucune inscription trouvée" in found("introuvable")


def test_a_register_is_printed(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)

    answer = sign_in(f"chef_service@{AZROU}").get(f"{REGISTERS}/filing/2026.pdf")

    text = pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert answer.mimetype == "application/pdf" and filed.reference in text and "Yousra Amziane" in text


def test_a_reader_of_another_service_sees_the_number_and_not_the_person(world: World, sign_in: SignIn) -> None:
    filed = file_request(world)
    with transaction():
        territory.add_all(
            [Service(id="revenue", commune_id=AZROU, key="revenue", name_ar="مصلحة المداخيل", name_fr="Régie")]
        )
    other = add_colleague(world, "chef_service", service_id="revenue")

    page = sign_in(str(other.id)).get(f"{REGISTERS}/filing/2026").get_data(as_text=True)

    assert filed.reference in page and "Amziane" not in page and "autre service" in page
    search = sign_in(str(other.id)).get(f"{REGISTERS}/filing/2026?q=Amziane").get_data(as_text=True)
    assert "Aucune inscription trouvée" in search


def test_a_register_that_does_not_exist_and_one_of_another_commune_are_not_found(world: World, sign_in: SignIn) -> None:
    browser = sign_in(f"chef_service@{AZROU}")

    assert browser.get(f"{REGISTERS}/filing/1999").status_code == 404
    assert browser.get(f"{REGISTERS}/nothing/2026").status_code == 404
    assert browser.get("/oversight/c/casablanca/registers").status_code == 404
    assert sign_in(f"agent_ec@{AZROU}").get(f"{REGISTERS}/filing/2026").status_code == 403


def test_reading_and_printing_a_register_leave_a_trace_for_the_direction(
    world: World, sign_in: SignIn, clock: FixedClock
) -> None:
    file_request(world)
    head, address = sign_in(f"chef_service@{AZROU}"), f"{REGISTERS}/filing/2026"

    for path in (address, address, f"{address}?q=Amziane", f"{address}.pdf", f"{address}.pdf"):
        assert head.get(path).status_code == 200

    read = [(row.way, row.search, row.entries, row.agent_name) for row in list_readings(AZROU, "filing", 2026, limit=9)]
    assert sorted(read) == sorted(
        [("read", "", 1, "Agent chef_service"), ("read", "Amziane", 1, "Agent chef_service")]
        + [("print", "", 1, "Agent chef_service")] * 2
    )
    assert "Qui a lu ce registre" not in head.get(address).get_data(as_text=True)
    page = sign_in(f"dgs@{AZROU}").get(address).get_data(as_text=True)
    assert "Qui a lu ce registre" in page and "Agent chef_service" in page and "imprimé" in page
    clock.advance(timedelta(hours=2))
    head.get(address)
    assert len(list_readings(AZROU, "filing", 2026, limit=9)) == 6


def test_a_register_that_may_not_be_read_leaves_no_trace(world: World, sign_in: SignIn) -> None:
    file_request(world)

    assert sign_in(f"agent_ec@{AZROU}").get(f"{REGISTERS}/filing/2026").status_code == 403
    assert list_readings(AZROU, "filing", 2026, limit=9) == []

"""A legal period that runs out reaches persons: the head of service from half on, the direction near its end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.commands.accounts import AddressRefused, SetAddress
from app.commands.bus import execute
from app.commands.filing import Filed
from app.connectors.email.simulator import OUTBOX
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.store import cases, people
from app.store.database import transaction
from app.store.models import Service
from app.store.simulation import StoredRecords
from app.store.territory import add_all
from tests.world.colleagues import add_colleague
from tests.world.journeys import case_of, complete, file_request, reach
from tests.world.places import AZROU, World
from tests.world.playing import let_pass

SignIn = Callable[[str], FlaskClient]
HEAD, DIRECTION = "karima.chef@commune.example", "omar.dgs@commune.example"


@pytest.fixture
def filed(world: World) -> Filed:
    """A case paid on the day of filing, whose head of service and direction have an address."""
    for role, address in (("chef_service", HEAD), ("dgs", DIRECTION)):
        execute(SetAddress(username=f"{role}@{AZROU}", email=address), actor=SYSTEM, services=world.services)
    filed = file_request(world)
    reach(world, filed, "look-up-act")
    return filed


def _mail_to(world: World, address: str) -> list[dict[str, object]]:
    rows = StoredRecords(world.services.clock).list_recent(OUTBOX)
    return [dict(row) for row in rows if row["to"] == address]


def test_the_head_of_service_is_written_to_at_each_share_and_the_direction_near_the_end(
    world: World, clock: FixedClock, filed: Filed
) -> None:
    let_pass(world, clock, timedelta(days=20))

    head = [str(mail["subject"]) for mail in _mail_to(world, HEAD)]
    direction = [str(mail["subject"]) for mail in _mail_to(world, DIRECTION)]
    reference = case_of(filed).reference
    assert sorted(head) == sorted(
        [f"Délai légal à {share} % : dossier {reference}" for share in (50, 75, 90)]
        + [f"Délai légal passé : dossier {reference}"]
    )
    assert sorted(direction) == sorted(
        [f"Délai légal à 90 % : dossier {reference}", f"Délai légal passé : dossier {reference}"]
    )
    told = [event for event in cases.list_events(case_of(filed)) if event.kind == "HeadAlerted"]
    assert [event.data["share"] for event in told] == [50, 75, 90, 100]
    assert not any(event.public for event in told)


def test_an_alert_speaks_the_language_of_the_person(world: World, clock: FixedClock, filed: Filed) -> None:
    head = people.find_agent_by_username(f"chef_service@{AZROU}")
    assert head is not None
    with transaction():
        head.language = "ar"

    let_pass(world, clock, timedelta(days=6))

    (mail,) = _mail_to(world, HEAD)
    assert "الأجل القانوني" in str(mail["subject"]) and "لم يتخذ أي قرار بعد" in str(mail["body"])


def test_the_list_of_the_head_of_service_shows_the_case_until_it_is_decided(
    world: World, clock: FixedClock, filed: Filed, sign_in: SignIn
) -> None:
    let_pass(world, clock, timedelta(days=8))

    page = sign_in(f"chef_service@{AZROU}").get("/desk/?tab=all").text
    assert "1 dossier approche de la fin de son délai légal" in page and "75 % du délai écoulés" in page
    assert "data-alerts" not in sign_in(f"agent_ec@{AZROU}").get("/desk/?tab=all").text
    complete(world, reach(world, filed, "sign"))
    assert "data-alerts" not in sign_in(f"chef_service@{AZROU}").get("/desk/?tab=all").text


def test_the_head_of_another_service_is_not_told(
    world: World, clock: FixedClock, filed: Filed, sign_in: SignIn
) -> None:
    with transaction():
        add_all([Service(id="revenue", commune_id=AZROU, key="revenue", name_ar="مصلحة المداخيل", name_fr="Régie")])
    other = add_colleague(world, "chef_service", service_id="revenue")

    let_pass(world, clock, timedelta(days=8))

    assert "data-alerts" not in sign_in(str(other.id)).get("/desk/?tab=all").text
    told = [event.data["told"] for event in cases.list_events(case_of(filed)) if event.kind == "HeadAlerted"]
    assert told == [["Agent chef_service"], ["Agent chef_service"]]


@pytest.mark.parametrize("address", ["nom", "a@b", "a b@c.ma", "x" * 250 + "@c.ma", "a@b.ma\nBcc: c@d.ma"])
def test_an_address_that_cannot_be_one_is_refused(world: World, address: str) -> None:
    with pytest.raises(AddressRefused):
        execute(SetAddress(username=f"dgs@{AZROU}", email=address), actor=SYSTEM, services=world.services)

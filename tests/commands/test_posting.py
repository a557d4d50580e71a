"""Registered envelopes: delivered, returned, sent again; a notice counts once, and a strange one is refused."""

from dataclasses import replace

import pytest
from flask import Flask

from app.commands.bus import execute
from app.commands.filing import Filed
from app.commands.posting import ReceivePostNotice, ShipmentUnknown
from app.connectors.post.port import PostNotice
from app.connectors.registry import SimulatedConnectors
from app.domain.actors import SYSTEM
from app.store import cases
from app.store.simulation import StoredRecords
from tests.world.journeys import BY_POST, case_of, complete, file_request, open_task, reach
from tests.world.places import TABANT, World
from tests.world.playing import carry, fill_and_complete, rows_match
from tests.world.together import at_once

NEW_ADDRESS = {
    "dest_name": "Yousra Amziane",
    "dest_address": "3, avenue des Oliviers",
    "dest_country": "MA",
    "dest_postcode": "50000",
    "dest_city": "Meknès",
}


def _notice(world: World, filed: Filed) -> PostNotice:
    """Let the carrier take the envelope; return the notice it sends."""
    connectors = world.services.connectors
    assert isinstance(connectors, SimulatedConnectors)
    message = connectors.post.move(case_of(filed).document["shipment"]["tracking"], "posted", place="Azrou")
    return connectors.post.read_notice(message.body, message.headers)


def _receive(world: World, notice: PostNotice) -> str:
    return execute(ReceivePostNotice(notice=notice), actor=SYSTEM, services=world.services)


@pytest.fixture
def filed(world: World) -> Filed:
    """A case whose envelope is with the carrier."""
    filed = file_request(world, **BY_POST)
    complete(world, reach(world, filed, "print-and-envelope"))
    assert case_of(filed).status == "sent"
    return filed


def test_a_delivered_envelope_ends_the_delivery_and_an_opinion_is_asked(world: World, filed: Filed) -> None:
    effects = carry(world, filed, "posted", "in_transit", "arrived", "delivered")

    case = case_of(filed)
    assert effects == ["noted", "noted", "noted", "moved"]
    assert (case.status, case.document["shipment"]["event"]) == ("delivered", "delivered")
    assert open_task(filed, "rate-service")
    assert case.document["shipment"]["tracking"].startswith("RR")
    moves = [event.data["event"] for event in cases.list_events(case) if event.kind == "EnvelopeMoved"]
    assert moves == ["posted", "in_transit", "arrived", "delivered"]


def test_a_returned_envelope_goes_to_the_new_address_under_a_new_number(world: World, filed: Filed) -> None:
    first = case_of(filed).document["shipment"]["tracking"]
    carry(world, filed, "posted", "in_transit", "arrived", "attempt_failed", "returned")

    fill_and_complete(world, open_task(filed, "new-address"), NEW_ADDRESS)

    second = case_of(filed).document["shipment"]["tracking"]
    record = StoredRecords(world.services.clock).find("post-items", second)
    assert second != first and record is not None and record["city"] == "Meknès"
    rows_match(world, filed)
    carry(world, filed, "posted", "in_transit", "arrived", "delivered")
    assert case_of(filed).status == "delivered"


def test_a_notice_counts_once(world: World, filed: Filed) -> None:
    notice = _notice(world, filed)

    assert [_receive(world, notice), _receive(world, notice)] == ["noted", "repeated"]

    kinds = [event.kind for event in cases.list_events(case_of(filed))]
    assert kinds.count("EnvelopeMoved") == 1


def test_a_notice_with_a_very_long_id_counts_once(world: World, filed: Filed) -> None:
    notice = replace(_notice(world, filed), id="n" * 400)

    assert [_receive(world, notice), _receive(world, notice)] == ["noted", "repeated"]


def test_the_same_notice_from_three_hands_at_once_counts_once(app: Flask, world: World, filed: Filed) -> None:
    delivered = replace(_notice(world, filed), id="delivered-1", event="delivered")

    answers = at_once(app, [lambda: _receive(world, delivered)] * 3)

    assert sorted(str(answer) for answer in answers) == ["moved", "repeated", "repeated"]
    assert case_of(filed).status == "delivered"


def test_a_notice_after_the_delivery_is_only_noted(world: World, filed: Filed) -> None:
    notice = _notice(world, filed)
    _receive(world, replace(notice, id="1", event="delivered"))

    assert _receive(world, replace(notice, id="2", event="returned")) == "ignored"
    assert case_of(filed).status == "delivered"


@pytest.mark.parametrize(
    "reference",
    ["", "|", "||", "|||", "nothing", "03.271.01.01", "03.271.01.01|x|y", "é|ü|ö", "x" * 5_000, "a|b|c|d|e"],
)
def test_a_reference_that_is_not_ours_is_refused_not_a_crash(world: World, filed: Filed, reference: str) -> None:
    with pytest.raises(ShipmentUnknown):
        _receive(world, replace(_notice(world, filed), reference=reference))


def test_the_reference_of_another_commune_or_job_is_refused(world: World, filed: Filed) -> None:
    notice = _notice(world, filed)
    commune_id, case_id, job_id = notice.reference.split("|")
    other = file_request(world)

    for parts in (
        (TABANT, case_id, job_id),
        (commune_id, other.case_id, job_id),
        (commune_id, case_id, "0" * 32),
    ):
        with pytest.raises(ShipmentUnknown):
            _receive(world, replace(notice, reference="|".join(parts)))

"""The carrier that we play numbers its envelopes like a real one, and moves them in a possible order."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.connectors.errors import ConnectorFailed
from app.connectors.post.port import POST_EVENTS, ItemRequest, PostalAddress
from app.connectors.post.simulator import FOLLOWING, SimulatedPost, tracking_number_of
from app.connectors.records import RecordsInMemory
from app.connectors.words import post_event_title
from app.domain.clock import FixedClock

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
REQUEST = ItemRequest(
    reference="WTQ-20260302-000123",
    address=PostalAddress(recipient="Yousra Amziane", lines=("12, rue des Cèdres",), postcode="53100", city="Azrou"),
    notice_url="https://commune.example/notices/post",
)


@pytest.fixture
def post() -> SimulatedPost:
    return SimulatedPost(RecordsInMemory(), FixedClock(NOW), secret="invented-secret")


def _number(post: SimulatedPost, key: str = "job-1") -> str:
    return post.create_item(REQUEST, idempotency_key=key).tracking_number


def test_a_tracking_number_has_the_check_digit_of_the_postal_union() -> None:
    assert tracking_number_of(47312482) == "RR473124829MA"
    assert len({tracking_number_of(serial) for serial in range(300)}) == 300


def test_the_same_key_creates_one_envelope(post: SimulatedPost) -> None:
    assert _number(post, "a") == _number(post, "a")
    assert _number(post, "a") != _number(post, "b")


def test_each_move_gives_a_signed_notice_with_its_own_id(post: SimulatedPost) -> None:
    number = _number(post)
    ids = []
    for event in ("posted", "in_transit", "arrived", "attempt_failed", "available_at_agency", "delivered"):
        signed = post.move(number, event, place="Azrou")
        notice = post.read_notice(signed.body, signed.headers)
        assert (notice.event, notice.tracking_number, notice.reference) == (event, number, REQUEST.reference)
        assert (notice.place, notice.moment) == ("Azrou", NOW)
        ids.append(notice.id)
    assert len(set(ids)) == 6
    item = post.find_item(number)
    assert item is not None
    assert (item.state, item.following, len(item.events)) == ("delivered", (), 6)


def test_an_envelope_cannot_jump_or_come_back_from_the_end(post: SimulatedPost) -> None:
    number = _number(post)
    with pytest.raises(ConnectorFailed, match="posted"):
        post.move(number, "delivered", place="Azrou")
    for event in ("posted", "in_transit", "arrived", "delivered"):
        post.move(number, event, place="Azrou")
    with pytest.raises(ConnectorFailed, match="nothing more"):
        post.move(number, "returned", place="Azrou")


def test_an_unknown_envelope_cannot_move(post: SimulatedPost) -> None:
    with pytest.raises(ConnectorFailed, match="a known envelope"):
        post.move("RR000000005MA", "posted", place="Azrou")


@pytest.mark.parametrize("change", [{"recipient": " "}, {"city": ""}, {"lines": ("  ",)}])
def test_an_incomplete_address_is_refused_for_good(post: SimulatedPost, change: dict[str, object]) -> None:
    address = replace(REQUEST.address, **change)
    with pytest.raises(ConnectorFailed) as failed:
        post.create_item(replace(REQUEST, address=address), idempotency_key="job-1")
    assert failed.value.retryable is False


def test_every_event_can_be_reached_and_has_words_in_both_languages() -> None:
    assert set().union(*FOLLOWING.values()) == set(POST_EVENTS)
    for event in POST_EVENTS:
        assert post_event_title(event, "fr") != post_event_title(event, "ar")

"""Whatever is posted to the real pages: a message or a page that explains, at a bounded cost, never a fault."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.store import drafts
from tests.costs import at_most_calls
from tests.web.portal.journey import Journey
from tests.world.offered_forms import add_children, offer_changed_form
from tests.world.places import World

STEP = "document-step"
MOST_CALLS = 700_000
"""Functions that answering one request may call."""

FORM = "application/x-www-form-urlencoded"
RTL = "\u202e\u2066abc\u202d"
BODIES: Mapping[str, Mapping[str, object]] = {
    "foreign option": {"act_type": "royal-decree"},
    "two answers to one question": {"act_type": ["birth", "death"], "qty": ["1", "2"]},
    "long text": {"qty": "9" * 3_000_000},
    "long key": {"k" * 100_000: "x"},
    "direction override": {"qty": RTL, "copy_language": RTL},
    "nothing": {},
    "signs that are no text": {"qty": "\x00\x01", "doc_type": "\ufffe"},
    "object in brackets": {"act_type[constructor][prototype]": "x", "__proto__": "x", "qty.value": "1"},
    "rows of rows": {"children": "50", **{f"children[0]{'.children[0]' * 40}.child_name": "x"}},
    "rows without end": {"children": "9999", **{f"children[{row}].child_name": "x" for row in range(900)}},
    "button of a row that is not there": {"remove_row": "children[9999]", "add_row": "nowhere[0].x"},
    "button of somebody else's file": {"remove_attachment": "0" * 32},
    "names that the page did not ask": {"case_id": "x", "fee": "0", "paid": "true", "parameters": "{}"},
    "notes of a script": {"shown_fields": "qty " * 50_000},
}


@pytest.fixture
def journey(world: World, client: FlaskClient) -> Journey:
    offer_changed_form(world, add_children)
    journey = Journey(client).start()
    client.get(f"{journey.draft}/{STEP}")  # templates and the FEEL interpreter are loaded once per process
    return journey


def post_within_bounds(app: Flask, address: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Post again, without reading the answer as a browser would."""
    client = FlaskClient(app, app.response_class)
    with at_most_calls(MOST_CALLS):
        client.post(address, data=body, content_type=FORM, headers=headers)


@pytest.mark.parametrize("purpose", ["", "check", "keep", "part"])
def test_a_strange_post_is_answered_within_bounds(app: Flask, journey: Journey, purpose: str) -> None:
    address = f"{journey.draft}/{STEP}"
    headers = {"X-Mastara-Form": purpose} if purpose else {}
    for name, fields in BODIES.items():
        body = urlencode(fields, doseq=True).encode()
        answer = journey.client.post(address, data=body, content_type=FORM, headers=headers)
        assert answer.status_code in (200, 204, 302, 422), (name, answer.status_code)
        post_within_bounds(app, address, body, headers)
    draft = drafts.find_by_token(journey.draft.rsplit("/", 1)[1])
    assert draft is not None
    assert not {"case_id", "fee", "paid", "parameters", "__proto__"} & draft.answers.keys()


def test_a_post_beyond_the_limits_gets_a_page(app: Flask, journey: Journey) -> None:
    address = f"{journey.draft}/{STEP}"
    for body in (b"qty=" + b"9" * 10_000_000, "&".join(f"field_{number}=x" for number in range(5_000)).encode()):
        answer = journey.client.post(address, data=body, content_type=FORM)
        assert answer.status_code in (413, 422)
        post_within_bounds(app, address, body, {})


def test_a_header_that_nobody_knows_is_a_page_that_was_sent(journey: Journey) -> None:
    answer = journey.client.post(f"{journey.draft}/{STEP}", data={}, headers={"X-Mastara-Form": "delete"})
    assert answer.status_code == 422

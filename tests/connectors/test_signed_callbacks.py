"""A message from outside counts only when its signature and its age are right."""

from datetime import UTC, datetime, timedelta

import pytest

from app.connectors.callbacks import MOMENT_HEADER, REPLAY_WINDOW, SIGNATURE_HEADER, read_message, sign_message
from app.connectors.errors import CallbackRefused
from app.connectors.words import REFUSAL_REASONS, refusal_text

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRET = "invented-secret"
SIGNED = sign_message({"id": "n-1", "amount": 2400}, secret=SECRET, moment=NOW)


def _reason(body: bytes, headers: dict[str, str], *, now: datetime = NOW, secret: str = SECRET) -> str:
    with pytest.raises(CallbackRefused) as refused:
        read_message(body, headers, secret=secret, now=now)
    return refused.value.reason


def test_a_signed_message_is_read_back() -> None:
    assert read_message(SIGNED.body, SIGNED.headers, secret=SECRET, now=NOW) == {"id": "n-1", "amount": 2400}


def test_header_names_are_read_whatever_their_case() -> None:
    headers = {name.upper(): value for name, value in SIGNED.headers.items()}
    assert read_message(SIGNED.body, headers, secret=SECRET, now=NOW)["id"] == "n-1"


@pytest.mark.parametrize("missing", [SIGNATURE_HEADER, MOMENT_HEADER])
def test_a_message_without_its_headers_is_unsigned(missing: str) -> None:
    headers = {name: value for name, value in SIGNED.headers.items() if name != missing}
    assert _reason(SIGNED.body, headers) == "unsigned"


@pytest.mark.parametrize("moment", ["", "soon", "-5", "٢", "9" * 40, "1e9"])
def test_a_moment_that_is_no_number_is_unsigned(moment: str) -> None:
    assert _reason(SIGNED.body, {**SIGNED.headers, MOMENT_HEADER: moment}) == "unsigned"


def test_a_changed_body_secret_or_moment_breaks_the_signature() -> None:
    later = str(int(NOW.timestamp()) + 1)
    assert _reason(SIGNED.body.replace(b"2400", b"2401"), dict(SIGNED.headers)) == "wrong_signature"
    assert _reason(SIGNED.body, dict(SIGNED.headers), secret="other") == "wrong_signature"
    assert _reason(SIGNED.body, {**SIGNED.headers, MOMENT_HEADER: later}) == "wrong_signature"
    assert _reason(SIGNED.body, {**SIGNED.headers, SIGNATURE_HEADER: "v1=é"}) == "wrong_signature"


def test_a_message_counts_until_the_end_of_the_replay_window() -> None:
    assert read_message(SIGNED.body, SIGNED.headers, secret=SECRET, now=NOW + REPLAY_WINDOW)
    assert _reason(SIGNED.body, dict(SIGNED.headers), now=NOW + REPLAY_WINDOW + timedelta(seconds=1)) == "too_old"


def test_a_message_of_the_future_is_refused_beyond_a_minute() -> None:
    assert read_message(SIGNED.body, SIGNED.headers, secret=SECRET, now=NOW - timedelta(minutes=1))
    assert _reason(SIGNED.body, dict(SIGNED.headers), now=NOW - timedelta(seconds=61)) == "from_the_future"


def test_a_signed_body_that_is_no_object_is_unreadable() -> None:
    huge = sign_message({"text": "x" * 70_000}, secret=SECRET, moment=NOW)
    assert _reason(huge.body, dict(huge.headers)) == "unreadable"


def test_each_reason_has_its_words_in_both_languages() -> None:
    for reason in REFUSAL_REASONS:
        refusal = CallbackRefused("Expected …", reason=reason)
        assert refusal_text(refusal, "fr") != refusal_text(refusal, "ar")

"""Signed messages from outside systems: HMAC-SHA256 over the moment and the body, with a replay window."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.connectors.errors import CallbackRefused

SIGNATURE_HEADER = "X-Mastara-Signature"
MOMENT_HEADER = "X-Mastara-Timestamp"
REPLAY_WINDOW = timedelta(minutes=5)
"""How old a signed message may be; the receiver keeps message ids that long, so that none counts twice."""

_CLOCK_DIFFERENCE = timedelta(minutes=1)
_LARGEST_BODY = 64_000
_PREFIX = "v1="


@dataclass(frozen=True, kw_only=True)
class SignedMessage:
    """A body and the headers that prove who wrote it, and when."""

    body: bytes
    headers: Mapping[str, str]


def sign_message(payload: Mapping[str, object], *, secret: str, moment: datetime) -> SignedMessage:
    """Return the payload as a signed JSON body; `moment` (aware) is when it is sent."""
    body = json.dumps(dict(payload), ensure_ascii=False, sort_keys=True).encode()
    seconds = str(int(moment.timestamp()))
    headers = {
        MOMENT_HEADER: seconds,
        SIGNATURE_HEADER: _PREFIX + _signature(secret, seconds, body),
        "Content-Type": "application/json",
    }
    return SignedMessage(body=body, headers=headers)


def read_message(body: bytes, headers: Mapping[str, str], *, secret: str, now: datetime) -> dict[str, object]:
    """Return the payload of a message whose signature and age are right.

    Header names are read whatever their case. Raises CallbackRefused: `unsigned`, `wrong_signature`, `too_old`,
    `from_the_future` or `unreadable`. The signature is checked before anything of the body is read.
    """
    given = {name.lower(): value for name, value in headers.items()}
    seconds = given.get(MOMENT_HEADER.lower(), "")
    signature = given.get(SIGNATURE_HEADER.lower(), "")
    if not signature or not _is_timestamp(seconds):
        raise CallbackRefused(
            f"Expected the headers {SIGNATURE_HEADER} and {MOMENT_HEADER}, found an unsigned message. Sign it.",
            reason="unsigned",
        )
    if len(body) > _LARGEST_BODY:
        raise CallbackRefused(
            f"Expected at most {_LARGEST_BODY} bytes, found {len(body)}. Send one message at a time.",
            reason="unreadable",
        )
    expected = _PREFIX + _signature(secret, seconds, body)
    if not hmac.compare_digest(expected.encode(), signature.encode(errors="replace")):
        raise CallbackRefused(
            "Expected a signature made with our shared secret, found another one. Check the secret, and sign the body "
            "as it is sent.",
            reason="wrong_signature",
        )
    _check_age(int(seconds), now)
    return _read_object(body)


def _check_age(seconds: int, now: datetime) -> None:
    age = now - datetime.fromtimestamp(seconds, UTC)
    if age > REPLAY_WINDOW:
        raise CallbackRefused(
            f"Expected a message of the last {REPLAY_WINDOW.seconds // 60} minutes, found an older one. "
            "Sign it again with the present time.",
            reason="too_old",
        )
    if age < -_CLOCK_DIFFERENCE:
        raise CallbackRefused(
            "Expected a message of the present, found one dated in the future. Set the sender's clock.",
            reason="from_the_future",
        )


def _read_object(body: bytes) -> dict[str, object]:
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as failure:
        raise CallbackRefused(f"Expected a JSON object, found: {failure}.", reason="unreadable") from failure
    if not isinstance(payload, dict):
        raise CallbackRefused(f"Expected a JSON object, found {type(payload).__name__}.", reason="unreadable")
    return payload


def _signature(secret: str, seconds: str, body: bytes) -> str:
    return hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()


def _is_timestamp(seconds: str) -> bool:
    return seconds.isascii() and seconds.isdigit() and len(seconds) <= 11

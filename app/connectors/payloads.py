"""Reads typed values out of JSON objects that came from outside."""

from collections.abc import Mapping
from datetime import datetime

from app.connectors.errors import CallbackRefused


def read_text(payload: Mapping[str, object], key: str) -> str:
    """Return a text that must be there; raises CallbackRefused (unreadable)."""
    value = payload.get(key)
    if not isinstance(value, str) or not value:
        raise CallbackRefused(f"Expected a text under {key}, found {value!r}.", reason="unreadable")
    return value


def read_whole_number(payload: Mapping[str, object], key: str) -> int:
    """Return a whole number that must be there; raises CallbackRefused (unreadable)."""
    value = payload.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise CallbackRefused(f"Expected a whole number under {key}, found {value!r}.", reason="unreadable")
    return value


def read_moment(payload: Mapping[str, object], key: str) -> datetime:
    """Return an aware moment that must be there, as ISO 8601; raises CallbackRefused (unreadable)."""
    text = read_text(payload, key)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as failure:
        raise CallbackRefused(f"Expected a moment under {key}, found {text!r}.", reason="unreadable") from failure
    if moment.tzinfo is None:
        raise CallbackRefused(f"Expected a time zone in {key}, found {text!r}.", reason="unreadable")
    return moment

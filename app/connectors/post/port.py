"""Registered mail: what the application asks of a carrier, and what a carrier tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, get_args

PostEvent = Literal["posted", "in_transit", "arrived", "attempt_failed", "available_at_agency", "delivered", "returned"]
POST_EVENTS: tuple[PostEvent, ...] = get_args(PostEvent)


@dataclass(frozen=True, kw_only=True)
class PostalAddress:
    """Where a registered item goes; `country` is a two-letter code."""

    recipient: str
    lines: tuple[str, ...]
    postcode: str
    city: str
    country: str = "MA"
    phone: str | None = None


@dataclass(frozen=True, kw_only=True)
class ItemRequest:
    """One registered envelope; `reference` is ours, notices go to `notice_url`."""

    reference: str
    address: PostalAddress
    notice_url: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """The number by which anybody follows the envelope."""

    tracking_number: str


@dataclass(frozen=True, kw_only=True)
class PostNotice:
    """What happened to an envelope; `id` is the same when the same notice comes twice."""

    id: str
    tracking_number: str
    reference: str
    event: PostEvent
    place: str
    moment: datetime


class PostConnector(Protocol):
    """Sends registered mail and reads the carrier's notices."""

    def create_item(self, request: ItemRequest, *, idempotency_key: str) -> Item:
        """Announce one envelope, once: the same key again returns the first answer. Raises ConnectorFailed."""
        ...

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> PostNotice:
        """Return the notice when its signature and age are right. Raises CallbackRefused."""
        ...

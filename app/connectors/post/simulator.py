"""A carrier to play with: its envelopes move when somebody says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.connectors.callbacks import SignedMessage, read_message, sign_message
from app.connectors.errors import CallbackRefused, ConnectorFailed
from app.connectors.payloads import read_moment, read_text
from app.connectors.post.port import POST_EVENTS, Item, ItemRequest, PostEvent, PostNotice
from app.connectors.records import Record, SimulatedRecords
from app.connectors.switches import pass_switches
from app.domain.clock import Clock
from app.domain.codes import fingerprint

CONNECTOR = "post"
ITEMS = "post-items"
ITEM_KEYS = "post-item-keys"

FOLLOWING: Mapping[str, frozenset[PostEvent]] = {
    "created": frozenset({"posted"}),
    "posted": frozenset({"in_transit"}),
    "in_transit": frozenset({"arrived"}),
    "arrived": frozenset({"attempt_failed", "available_at_agency", "delivered"}),
    "attempt_failed": frozenset({"attempt_failed", "available_at_agency", "delivered", "returned"}),
    "available_at_agency": frozenset({"delivered", "returned"}),
    "delivered": frozenset(),
    "returned": frozenset(),
}
"""What may happen next to an envelope, by what happened last."""

_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


@dataclass(frozen=True, kw_only=True)
class SimulatedItem:
    """An envelope as its page shows it; `state` is created or the last event."""

    tracking_number: str
    reference: str
    recipient: str
    city: str
    notice_url: str
    state: str
    events: tuple[Mapping[str, str], ...]

    @property
    def following(self) -> tuple[PostEvent, ...]:
        """What may happen next, in the order of the carrier's work."""
        return tuple(event for event in POST_EVENTS if event in FOLLOWING[self.state])


class SimulatedPost:
    """Implements the port, and plays the carrier: `move` changes an envelope and returns the notice to deliver."""

    def __init__(self, records: SimulatedRecords, clock: Clock, *, secret: str) -> None:
        self._records = records
        self._clock = clock
        self._secret = secret

    def create_item(self, request: ItemRequest, *, idempotency_key: str) -> Item:
        known = self._records.find(ITEM_KEYS, idempotency_key)
        if known is not None:
            return Item(tracking_number=str(known["tracking_number"]))
        pass_switches(self._records, CONNECTOR)
        _check_address(request)
        tracking_number = self._free_number(idempotency_key)
        value: Record = {
            "tracking_number": tracking_number,
            "reference": request.reference,
            "recipient": request.address.recipient,
            "lines": list(request.address.lines),
            "postcode": request.address.postcode,
            "city": request.address.city,
            "country": request.address.country,
            "notice_url": request.notice_url,
            "state": "created",
            "events": [],
        }
        self._records.put(ITEMS, tracking_number, value)
        self._records.put(ITEM_KEYS, idempotency_key, {"tracking_number": tracking_number})
        return Item(tracking_number=tracking_number)

    def sign_notice(self, notice: PostNotice) -> SignedMessage:
        """Return the notice as the carrier would send it now."""
        payload = {
            "id": notice.id,
            "tracking_number": notice.tracking_number,
            "reference": notice.reference,
            "event": notice.event,
            "place": notice.place,
            "moment": notice.moment.isoformat(),
        }
        return sign_message(payload, secret=self._secret, moment=self._clock.now())

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> PostNotice:
        payload = read_message(body, headers, secret=self._secret, now=self._clock.now())
        return PostNotice(
            id=read_text(payload, "id"),
            tracking_number=read_text(payload, "tracking_number"),
            reference=read_text(payload, "reference"),
            event=_read_event(payload),
            place=read_text(payload, "place"),
            moment=read_moment(payload, "moment"),
        )

    # The carrier's side: what the simulator's page does.

    def find_item(self, tracking_number: str) -> SimulatedItem | None:
        """Return an envelope, or None."""
        record = self._records.find(ITEMS, tracking_number)
        return None if record is None else _read_item(record)

    def move(self, tracking_number: str, event: PostEvent, *, place: str) -> SignedMessage:
        """Let something happen to an envelope and return the signed notice.

        Raises ConnectorFailed when there is no such envelope, or when the event cannot follow the last one.
        """
        item = self.find_item(tracking_number)
        if item is None or event not in FOLLOWING[item.state]:
            expected = "a known envelope" if item is None else f"one of: {', '.join(item.following) or 'nothing more'}"
            raise ConnectorFailed(
                f"Expected {expected}; found {event} for {tracking_number}. Look at what happened last.",
                connector=CONNECTOR,
                retryable=False,
            )
        moment = self._clock.now()
        notice = PostNotice(
            id=f"{tracking_number}-{len(item.events) + 1}",
            tracking_number=tracking_number,
            reference=item.reference,
            event=event,
            place=place,
            moment=moment,
        )
        happened = {"event": event, "place": place, "moment": moment.isoformat()}
        record = self._records.find(ITEMS, tracking_number) or {}
        value = {**record, "state": event, "events": [*item.events, happened]}
        self._records.put(ITEMS, tracking_number, value)
        return self.sign_notice(notice)

    def _free_number(self, idempotency_key: str) -> str:
        """Return a number that follows from the key; when another key took it, the next one."""
        serial = int(fingerprint("item:" + idempotency_key)[:12], 16) % 10**8
        while self._records.find(ITEMS, tracking_number_of(serial)) is not None:
            serial = (serial + 1) % 10**8
        return tracking_number_of(serial)


def tracking_number_of(serial: int) -> str:
    """Return a registered item's number of the Universal Postal Union (S10): RR, eight digits, check digit, MA."""
    digits = f"{serial:08d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    check = {10: 0, 11: 5}.get(rest, rest)
    return f"RR{digits}{check}MA"


def _check_address(request: ItemRequest) -> None:
    address = request.address
    lines = [line for line in address.lines if line.strip()]
    if not address.recipient.strip() or not address.city.strip() or not lines:
        raise ConnectorFailed(
            "Expected a recipient, an address and a city, found an incomplete address. Complete it.",
            connector=CONNECTOR,
            retryable=False,
        )


def _read_event(payload: Mapping[str, object]) -> PostEvent:
    given = read_text(payload, "event")
    event = next((event for event in POST_EVENTS if event == given), None)
    if event is None:
        raise CallbackRefused(f"Expected one of {', '.join(POST_EVENTS)}, found {given!r}.", reason="unreadable")
    return event


def _read_item(record: Record) -> SimulatedItem:
    events = record["events"]
    happened: Sequence[object] = events if isinstance(events, list) else ()
    return SimulatedItem(
        tracking_number=str(record["tracking_number"]),
        reference=str(record["reference"]),
        recipient=str(record["recipient"]),
        city=str(record["city"]),
        notice_url=str(record["notice_url"]),
        state=str(record["state"]),
        events=tuple(
            {str(key): str(value) for key, value in event.items()} for event in happened if isinstance(event, Mapping)
        ),
    )

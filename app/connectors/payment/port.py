"""Payment: what the application asks of a provider, and what a provider tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from app.domain.languages import Text

NoticeStatus = Literal["paid", "refused"]


@dataclass(frozen=True, kw_only=True)
class BillRequest:
    """What a person has to pay.

    `reference` is ours, `amount` is in centimes, `title` in the interface languages; the provider sends the person
    back to `return_url` and its notices to `notice_url`; after `expires_at` (aware) the bill should not be paid.
    """

    reference: str
    amount: int
    title: Text
    payer: str
    language: str
    return_url: str
    notice_url: str
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Bill:
    """The provider's name for the bill, and the page on which it is paid."""

    provider_reference: str
    pay_url: str


@dataclass(frozen=True, kw_only=True)
class Refund:
    """The provider's name for a refund."""

    refund_reference: str


@dataclass(frozen=True, kw_only=True)
class PaymentNotice:
    """What a provider says of a bill; `id` is the same when the same notice comes twice. `amount` is in centimes."""

    id: str
    reference: str
    provider_reference: str
    status: NoticeStatus
    amount: int
    moment: datetime


class PaymentConnector(Protocol):
    """Asks for money, gives it back, and reads the provider's notices."""

    def create_bill(self, request: BillRequest, *, idempotency_key: str) -> Bill:
        """Create the bill once: the same key again returns the first answer. Raises ConnectorFailed."""
        ...

    def refund(self, provider_reference: str, *, amount: int, reason: str, idempotency_key: str) -> Refund:
        """Give back `amount` centimes of a paid bill, once. Raises ConnectorFailed."""
        ...

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> PaymentNotice:
        """Return the notice when its signature and age are right. Raises CallbackRefused."""
        ...

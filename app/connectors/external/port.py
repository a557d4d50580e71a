"""Requests to outside systems that answer when they have examined them: identity, treasury, agency, court…

Which systems there are, and what each is asked, is declared in `processes/_shared/systems.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Outcome = Literal["accepted", "refused", "incomplete"]


@dataclass(frozen=True, kw_only=True)
class ExternalRequest:
    """What a system is asked. `reference` names the request in its answer; until `expires_at` an answer counts."""

    reference: str
    system: str
    kind: str
    commune_code: str
    case_reference: str
    fields: Mapping[str, Any]
    expires_at: datetime
    notice_url: str


@dataclass(frozen=True, kw_only=True)
class ExternalNotice:
    """An answer as the system sent it; `id` stays the same when it is sent again."""

    id: str
    reference: str
    outcome: Outcome
    comment: str
    moment: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)


class ExternalSystems(Protocol):
    """Hands requests over and reads the signed answers."""

    def send(self, request: ExternalRequest, *, idempotency_key: str) -> None:
        """Hand a request over, once for each key. Raises ConnectorFailed."""
        ...

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> ExternalNotice:
        """Return a signed answer. Raises CallbackRefused."""
        ...

"""Outside systems that a person plays: requests wait until somebody answers, well or badly, late or twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.connectors.callbacks import SignedMessage, read_message, sign_message
from app.connectors.errors import CallbackRefused, ConnectorFailed
from app.connectors.external.port import ExternalNotice, ExternalRequest, Outcome
from app.connectors.payloads import read_moment, read_text
from app.connectors.records import Record, SimulatedRecords
from app.connectors.switches import pass_switches
from app.domain.clock import Clock

CONNECTOR = "external"
REQUESTS = "external-requests"
MOST_LISTED = 500
_OUTCOMES: dict[str, Outcome] = {"accepted": "accepted", "refused": "refused", "incomplete": "incomplete"}


@dataclass(frozen=True, kw_only=True)
class SimulatedRequest:
    """A request as its page shows it; `answers` are what was sent back, the oldest first."""

    reference: str
    system: str
    kind: str
    commune_code: str
    case_reference: str
    fields: Mapping[str, Any]
    sent_at: datetime
    expires_at: datetime
    answers: tuple[Mapping[str, Any], ...]

    @property
    def is_open(self) -> bool:
        """Tell whether nothing was answered yet."""
        return not self.answers


class SimulatedExternalSystems:
    """Implements the port, and plays the systems: `answer` keeps an answer and returns the notice to deliver."""

    def __init__(self, records: SimulatedRecords, clock: Clock, *, secret: str) -> None:
        self._records = records
        self._clock = clock
        self._secret = secret

    def send(self, request: ExternalRequest, *, idempotency_key: str) -> None:
        if self._records.find(REQUESTS, request.reference) is not None:
            return
        pass_switches(self._records, CONNECTOR)
        value: Record = {
            "reference": request.reference,
            "system": request.system,
            "kind": request.kind,
            "commune_code": request.commune_code,
            "case_reference": request.case_reference,
            "fields": dict(request.fields),
            "sent_at": self._clock.now().isoformat(),
            "expires_at": request.expires_at.isoformat(),
            "idempotency_key": idempotency_key,
            "answers": [],
        }
        self._records.put(REQUESTS, request.reference, value)

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> ExternalNotice:
        payload = read_message(body, headers, secret=self._secret, now=self._clock.now())
        outcome = _OUTCOMES.get(read_text(payload, "outcome"))
        fields = payload.get("fields")
        if outcome is None or not isinstance(fields, Mapping):
            raise CallbackRefused(
                f"Expected an outcome among {', '.join(_OUTCOMES)} and fields, found {payload.get('outcome')!r}.",
                reason="unreadable",
            )
        return ExternalNotice(
            id=read_text(payload, "id"),
            reference=read_text(payload, "reference"),
            outcome=outcome,
            comment=str(payload.get("comment") or ""),
            moment=read_moment(payload, "moment"),
            fields=dict(fields),
        )

    # The systems' side: what the simulator's page does.

    def find_request(self, reference: str) -> SimulatedRequest | None:
        """Return a request, or None."""
        record = self._records.find(REQUESTS, reference)
        return None if record is None else _read_request(record)

    def list_requests(self, system: str | None = None) -> Sequence[SimulatedRequest]:
        """Return the newest requests of a system, or of all, the newest first."""
        found = (_read_request(record) for record in self._records.list_recent(REQUESTS, MOST_LISTED))
        return [request for request in found if system in (None, request.system)]

    def answer(
        self, reference: str, outcome: Outcome, *, comment: str = "", fields: Mapping[str, Any] | None = None
    ) -> SignedMessage:
        """Answer a request and return the signed notice. Raises ConnectorFailed when there is no such request."""
        record = self._records.find(REQUESTS, reference)
        if record is None:
            raise ConnectorFailed(
                f"Expected the reference of a request, found {reference}.", connector=CONNECTOR, retryable=False
            )
        known = _read_request(record)
        payload = {
            "id": f"{reference}-{len(known.answers) + 1}",
            "reference": reference,
            "outcome": outcome,
            "comment": comment,
            "fields": dict(fields or {}),
            "moment": self._clock.now().isoformat(),
        }
        self._records.put(REQUESTS, reference, {**record, "answers": [*known.answers, payload]})
        return sign_message(payload, secret=self._secret, moment=self._clock.now())

    def repeat(self, reference: str) -> SignedMessage:
        """Return the last answer signed again, as a system does that saw no receipt. Raises ConnectorFailed."""
        known = self.find_request(reference)
        if known is None or not known.answers:
            raise ConnectorFailed(
                f"Expected a request that was answered, found {reference}.", connector=CONNECTOR, retryable=False
            )
        return sign_message(known.answers[-1], secret=self._secret, moment=self._clock.now())


def _read_request(record: Record) -> SimulatedRequest:
    fields, answers = record["fields"], record["answers"]
    return SimulatedRequest(
        reference=str(record["reference"]),
        system=str(record["system"]),
        kind=str(record["kind"]),
        commune_code=str(record["commune_code"]),
        case_reference=str(record["case_reference"]),
        fields=dict(fields) if isinstance(fields, Mapping) else {},
        sent_at=datetime.fromisoformat(str(record["sent_at"])),
        expires_at=datetime.fromisoformat(str(record["expires_at"])),
        answers=tuple(dict(answer) for answer in answers) if isinstance(answers, list) else (),
    )

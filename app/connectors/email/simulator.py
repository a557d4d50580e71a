"""An outbox that can be looked at, instead of a mail server."""

from app.connectors.email.port import EmailMessage, EmailSent
from app.connectors.errors import ConnectorFailed
from app.connectors.records import SimulatedRecords
from app.connectors.switches import pass_switches
from app.domain.clock import Clock

CONNECTOR = "email"
OUTBOX = "email-outbox"


class SimulatedEmail:
    """Keeps each message in the records of kind `email-outbox`, by idempotency key."""

    def __init__(self, records: SimulatedRecords, clock: Clock) -> None:
        self._records = records
        self._clock = clock

    def send(self, message: EmailMessage, *, idempotency_key: str) -> EmailSent:
        sent = self._records.find(OUTBOX, idempotency_key)
        if sent is not None:
            return EmailSent(message_id=str(sent["message_id"]))
        pass_switches(self._records, CONNECTOR)
        _check_address(message.to)
        message_id = f"<{idempotency_key}@mastara.example>"
        self._records.put(OUTBOX, idempotency_key, _as_record(message, message_id, self._clock.now().isoformat()))
        return EmailSent(message_id=message_id)


def _check_address(address: str) -> None:
    local, at, domain = address.rpartition("@")
    if not at or not local or "." not in domain or any(sign in address for sign in "\r\n \t"):
        raise ConnectorFailed(
            "Expected an e-mail address, found something else. Correct the address of the person.",
            connector=CONNECTOR,
            retryable=False,
        )


def _as_record(message: EmailMessage, message_id: str, sent_at: str) -> dict[str, object]:
    return {
        "message_id": message_id,
        "to": message.to,
        "subject": message.subject,
        "body": message.body,
        "language": message.language,
        "attachments": [
            {"name": file.name, "media_type": file.media_type, "bytes": len(file.content)}
            for file in message.attachments
        ],
        "sent_at": sent_at,
    }

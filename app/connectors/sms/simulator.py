"""An outbox that can be looked at, instead of a gateway of short messages."""

import re

from app.connectors.errors import ConnectorFailed
from app.connectors.records import SimulatedRecords
from app.connectors.sms.port import SmsMessage, SmsSent, count_parts
from app.connectors.switches import pass_switches
from app.domain.clock import Clock

CONNECTOR = "sms"
OUTBOX = "sms-outbox"
MOST_PARTS = 10

_E164 = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)


class SimulatedSms:
    """Keeps each message in the records of kind `sms-outbox`, by idempotency key."""

    def __init__(self, records: SimulatedRecords, clock: Clock) -> None:
        self._records = records
        self._clock = clock

    def send(self, message: SmsMessage, *, idempotency_key: str) -> SmsSent:
        sent = self._records.find(OUTBOX, idempotency_key)
        if sent is not None:
            return SmsSent(message_id=str(sent["message_id"]), parts=int(str(sent["parts"])))
        pass_switches(self._records, CONNECTOR)
        parts = _check(message)
        value = {
            "message_id": f"sms-{idempotency_key}",
            "to": message.to,
            "text": message.text,
            "parts": parts,
            "sent_at": self._clock.now().isoformat(),
        }
        self._records.put(OUTBOX, idempotency_key, value)
        return SmsSent(message_id=f"sms-{idempotency_key}", parts=parts)


def _check(message: SmsMessage) -> int:
    if not _E164.fullmatch(message.to):
        raise ConnectorFailed(
            "Expected a telephone number such as +212612345678, found something else. Correct the number.",
            connector=CONNECTOR,
            retryable=False,
        )
    parts = count_parts(message.text)
    if parts > MOST_PARTS:
        raise ConnectorFailed(
            f"Expected a text of at most {MOST_PARTS} parts, found {parts}. Shorten the message.",
            connector=CONNECTOR,
            retryable=False,
        )
    return parts

"""Messages that are sent can be looked at, are sent once, and are counted as a gateway bills them."""

from datetime import UTC, datetime

import pytest

from app.connectors.email.port import EmailAttachment, EmailMessage
from app.connectors.email.simulator import OUTBOX as EMAIL_OUTBOX
from app.connectors.email.simulator import SimulatedEmail
from app.connectors.errors import ConnectorFailed
from app.connectors.records import RecordsInMemory
from app.connectors.sms.port import SmsMessage, count_parts
from app.connectors.sms.simulator import OUTBOX as SMS_OUTBOX
from app.connectors.sms.simulator import SimulatedSms
from app.connectors.switches import Switches, pass_switches, read_switches, set_switches
from app.domain.clock import FixedClock

CLOCK = FixedClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


def _email(to: str = "yousra@courriel.example") -> EmailMessage:
    attachment = EmailAttachment(name="recu.pdf", media_type="application/pdf", content=b"%PDF")
    return EmailMessage(to=to, subject="وصل", body="تم إيداع طلبكم.", language="ar", attachments=(attachment,))


def test_an_email_is_sent_once_and_can_be_looked_at() -> None:
    records = RecordsInMemory()
    email = SimulatedEmail(records, CLOCK)
    first = email.send(_email(), idempotency_key="k-1")
    assert email.send(_email(), idempotency_key="k-1") == first
    (shown,) = records.list_recent(EMAIL_OUTBOX, 10)
    assert (shown["to"], shown["subject"], shown["sent_at"]) == (
        "yousra@courriel.example",
        "وصل",
        "2026-03-02T09:00:00+00:00",
    )
    assert shown["attachments"] == [{"name": "recu.pdf", "media_type": "application/pdf", "bytes": 4}]


@pytest.mark.parametrize("address", ["", "yousra", "@courriel.example", "a@b", "a@courriel.example\nBcc: x@y.example"])
def test_what_is_no_address_gets_no_email(address: str) -> None:
    with pytest.raises(ConnectorFailed) as failed:
        SimulatedEmail(RecordsInMemory(), CLOCK).send(_email(address), idempotency_key="k-1")
    assert failed.value.retryable is False


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("م" * 70, 1),
        ("م" * 71, 2),
        ("م" * 134, 2),
        ("م" * 135, 3),
        ("a" * 69 + "ê", 1),
        ("a" * 70 + "ê", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_a_text_is_counted_in_parts_as_it_travels(text: str, parts: int) -> None:
    assert count_parts(text) == parts


def test_a_short_message_is_sent_once_with_its_parts() -> None:
    records = RecordsInMemory()
    sms = SimulatedSms(records, CLOCK)
    message = SmsMessage(to="+212612345678", text="م" * 100)
    first = sms.send(message, idempotency_key="k-1")
    assert first.parts == 2
    assert sms.send(message, idempotency_key="k-1") == first
    assert len(records.list_recent(SMS_OUTBOX, 10)) == 1


@pytest.mark.parametrize(
    "message",
    [
        SmsMessage(to="0612345678", text="x"),
        SmsMessage(to="+212 612345678", text="x"),
        SmsMessage(to="+٢١٢٦١٢٣٤٥٦٧٨", text="x"),
        SmsMessage(to="+212612345678", text="م" * 700),
    ],
)
def test_a_wrong_number_or_an_endless_text_is_refused_for_good(message: SmsMessage) -> None:
    with pytest.raises(ConnectorFailed) as failed:
        SimulatedSms(RecordsInMemory(), CLOCK).send(message, idempotency_key="k-1")
    assert failed.value.retryable is False


def test_switches_fail_as_many_calls_as_told_then_let_pass() -> None:
    records = RecordsInMemory()
    sms = SimulatedSms(records, CLOCK)
    set_switches(records, "sms", Switches(fail_next=2, retryable=False))
    for number in range(2):
        with pytest.raises(ConnectorFailed) as failed:
            sms.send(SmsMessage(to="+212612345678", text="x"), idempotency_key=f"k-{number}")
        assert failed.value.retryable is False
    assert sms.send(SmsMessage(to="+212612345678", text="x"), idempotency_key="k-0").parts == 1
    assert len(records.list_recent(SMS_OUTBOX, 10)) == 1


def test_a_delay_is_waited_for_and_bounded() -> None:
    records = RecordsInMemory()
    waited: list[float] = []
    set_switches(records, "email", Switches(delay=90))
    pass_switches(records, "email", wait=waited.append)
    pass_switches(records, "sms", wait=waited.append)
    assert waited == [30.0]
    assert read_switches(records, "email").delay == 30.0


def test_records_are_listed_newest_first_and_a_replaced_value_keeps_its_age() -> None:
    records = RecordsInMemory()
    for key in ("a", "b", "c"):
        records.put("kind", key, {"key": key})
    records.put("kind", "a", {"key": "a2"})
    assert [record["key"] for record in records.list_recent("kind", 2)] == ["c", "b"]
    assert records.find("kind", "a") == {"key": "a2"}
    assert records.find("kind", "z") is None

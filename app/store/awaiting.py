"""Who waits for which message or signal, and messages that wait for somebody. Every read names the commune."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, select

from app.domain.codes import new_id
from app.store.database import database
from app.store.models import BufferedMessage, Case, MessageSubscription
from app.store.statements import fetch_all, fixed


@dataclass(frozen=True, kw_only=True)
class KeptMessage:
    """A message that waits for a receiver: `owner` is the case it belongs to."""

    id: str
    message: str
    owner: str


_COLUMNS = (BufferedMessage.id, BufferedMessage.message, BufferedMessage.case_id)
_OLDEST_FIRST = (BufferedMessage.received_at, BufferedMessage.id)
_KEPT = fixed(
    select(*_COLUMNS)
    .where(
        BufferedMessage.commune_id == bindparam("its_commune"),
        BufferedMessage.correlation == bindparam("its_correlation"),
        or_(BufferedMessage.expires_at.is_(None), BufferedMessage.expires_at > bindparam("now")),
    )
    .order_by(*_OLDEST_FIRST)
)


def remove_subscriptions(case: Case, engine_keys: Sequence[str]) -> None:
    """Remove awaited messages that the process no longer waits for."""
    if engine_keys:
        database.session.execute(
            delete(MessageSubscription)
            .where(
                MessageSubscription.commune_id == case.commune_id,
                MessageSubscription.case_id == case.id,
                MessageSubscription.engine_key.in_(engine_keys),
            )
            .execution_options(synchronize_session=False)
        )


def find_subscription(case: Case, message: str, correlation: str | None = None) -> MessageSubscription | None:
    """Return the oldest wait of a case for a message by name (and correlation value, when given), or None."""
    statement = select(MessageSubscription).where(
        MessageSubscription.commune_id == case.commune_id,
        MessageSubscription.case_id == case.id,
        MessageSubscription.message == message,
        MessageSubscription.kind == "message",
    )
    if correlation is not None:
        statement = statement.where(MessageSubscription.correlation == correlation)
    return database.session.scalar(statement.order_by(MessageSubscription.id).limit(1))


def list_correlations(case: Case, message: str) -> Sequence[str]:
    """Return the correlation values with which a case waits for a message, the oldest wait first."""
    statement = select(MessageSubscription.correlation).where(
        MessageSubscription.commune_id == case.commune_id,
        MessageSubscription.case_id == case.id,
        MessageSubscription.message == message,
        MessageSubscription.correlation.is_not(None),
    )
    found = database.session.scalars(statement.order_by(MessageSubscription.id))
    return [value for value in found if value is not None]


def find_receiver(commune_id: str, message: str, correlation: str, *, but: str) -> MessageSubscription | None:
    """Return the oldest wait of a case of the commune for a message with this correlation value, or None.

    The case `but` threw it: messages pass between participants, never within one (BPMN 2.0 §7.6.2).
    """
    statement = select(MessageSubscription).where(
        MessageSubscription.commune_id == commune_id,
        MessageSubscription.message == message,
        MessageSubscription.correlation == correlation,
        MessageSubscription.kind == "message",
        MessageSubscription.case_id != but,
    )
    return database.session.scalar(statement.order_by(MessageSubscription.id).limit(1))


def list_signal_receivers(commune_id: str, signal: str, *, but: str) -> Sequence[str]:
    """Return the ids of the cases of the commune that wait for a signal, without the one that threw it."""
    statement = (
        select(MessageSubscription.case_id)
        .where(
            MessageSubscription.commune_id == commune_id,
            MessageSubscription.message == signal,
            MessageSubscription.kind == "signal",
            MessageSubscription.case_id != but,
        )
        .distinct()
        .order_by(MessageSubscription.case_id)
    )
    return database.session.scalars(statement).all()


def keep_message(
    case: Case,
    message: str,
    payload: Mapping[str, Any],
    *,
    at: datetime,
    correlation: str | None = None,
    expires_at: datetime | None = None,
) -> BufferedMessage:
    """Keep a message that nobody waits for yet: for the case itself, or for whoever has the correlation value."""
    row = BufferedMessage(
        id=new_id(),
        commune_id=case.commune_id,
        case_id=case.id,
        message=message,
        correlation=correlation or case.reference,
        payload=dict(payload),
        received_at=at,
        expires_at=expires_at,
    )
    database.session.add(row)
    return row


def list_kept_messages(case: Case, correlation: str, *, now: datetime) -> Sequence[KeptMessage]:
    """Return the messages kept for a correlation value in the commune of a case, oldest first."""
    values = {"its_commune": case.commune_id, "its_correlation": correlation, "now": now}
    return [KeptMessage(id=row[0], message=row[1], owner=row[2]) for row in fetch_all(_KEPT, values)]


def map_kept_messages(cases: Sequence[Case], *, now: datetime) -> Mapping[str, Sequence[KeptMessage]]:
    """Return the messages kept under the references of these cases, by reference, oldest first: one statement."""
    of_commune = {case.reference: case.commune_id for case in cases}
    statement = select(BufferedMessage.commune_id, BufferedMessage.correlation, *_COLUMNS).where(
        BufferedMessage.commune_id.in_(set(of_commune.values())),
        BufferedMessage.correlation.in_(list(of_commune)),
        or_(BufferedMessage.expires_at.is_(None), BufferedMessage.expires_at > now),
    )
    found: dict[str, list[KeptMessage]] = {}
    for commune, reference, *row in database.session.execute(statement.order_by(*_OLDEST_FIRST)):
        if of_commune[reference] == commune:
            found.setdefault(reference, []).append(KeptMessage(id=row[0], message=row[1], owner=row[2]))
    return found


def find_kept_message(commune_id: str, message_id: str) -> BufferedMessage | None:
    """Return a kept message of the commune, or None."""
    return database.session.scalar(
        select(BufferedMessage).where(BufferedMessage.commune_id == commune_id, BufferedMessage.id == message_id)
    )


def remove_kept_message(message: BufferedMessage) -> None:
    """Forget a message that was handed over or given back."""
    database.session.delete(message)


def list_expired_messages(now: datetime, *, limit: int) -> Sequence[BufferedMessage]:
    """Return messages whose time is over, the oldest first."""
    statement = select(BufferedMessage).where(BufferedMessage.expires_at <= now)
    return database.session.scalars(statement.order_by(BufferedMessage.expires_at).limit(limit)).all()

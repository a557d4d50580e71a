"""Work of the platform itself: jobs (services and timers), awaited messages, incidents."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, JsonObject, JsonObjectOrNull, Moment

MOST_ATTEMPTS = 4
"""How often a job is tried before an incident opens."""


def _of_case() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["commune_id", "case_id"], ["case_file.commune_id", "case_file.id"])


class Job(Base):
    """Work to do once its time has come: a service task's operation, or a timer of the diagram.

    Taken with a lease; the lease token fences a worker that lost it. At `max_attempts` it fails and an incident opens.
    """

    __tablename__ = "job"
    __table_args__ = (
        _of_case(),
        UniqueConstraint("case_id", "kind", "engine_key"),
        Index("ix_job_state_due_at", "state", "due_at"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    case_id: Mapped[str] = mapped_column(Identifier)
    kind: Mapped[str] = mapped_column(String(20))
    engine_key: Mapped[str] = mapped_column(String(40))
    element: Mapped[str] = mapped_column(String(120))
    operation: Mapped[str] = mapped_column(String(80))
    inputs: Mapped[dict[str, Any]] = mapped_column(JsonObject, default=dict)
    state: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    max_attempts: Mapped[int] = mapped_column(Integer, default=MOST_ATTEMPTS)
    lease_token: Mapped[str | None] = mapped_column(Identifier)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class MessageSubscription(Base):
    """A case waits for a message: its name and, where one name is not enough, a correlation key."""

    __tablename__ = "message_subscription"
    __table_args__ = (
        _of_case(),
        UniqueConstraint("case_id", "engine_key"),
        Index("ix_message_subscription_commune_id_message_correlation", "commune_id", "message", "correlation"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    case_id: Mapped[str] = mapped_column(Identifier)
    engine_key: Mapped[str] = mapped_column(String(40))
    element: Mapped[str] = mapped_column(String(120))
    message: Mapped[str] = mapped_column(String(120))
    correlation: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10), default="message")
    """`message` (one receiver wins) or `signal` (every one receives)."""


class BufferedMessage(Base):
    """A message that came before anybody waited for it: handed over once somebody does, until it expires.

    `case_id` is the case it belongs to: the one it is addressed to when `correlation` is that case's reference, else
    the one that threw it.
    """

    __tablename__ = "buffered_message"
    __table_args__ = (
        _of_case(),
        Index("ix_buffered_message_commune_id_correlation_message", "commune_id", "correlation", "message"),
        Index("ix_buffered_message_expires_at", "expires_at"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    case_id: Mapped[str] = mapped_column(Identifier)
    message: Mapped[str] = mapped_column(String(120))
    correlation: Mapped[str] = mapped_column(String(200))
    payload: Mapped[dict[str, Any]] = mapped_column(JsonObject)
    received_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)


class Incident(Base):
    """Something that a person must look at before the case goes on.

    `kind` with `cause` (names of the element, values) is worded when it is shown. `message` is what a failed job said;
    incidents of the process opened before there was a `cause` hold their French sentence there.
    `resolved_how` names what the person did (retry, skip, move, cancel); with `resolved_by` and `reason` it stays empty
    when the incident closed by itself.
    """

    __tablename__ = "incident"
    __table_args__ = (
        _of_case(),
        Index("ix_incident_commune_id_resolved_at", "commune_id", "resolved_at"),
        Index("ix_incident_commune_id_case_id", "commune_id", "case_id"),
        Index("ix_incident_resolved_at_kind_element", "resolved_at", "kind", "element"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    case_id: Mapped[str] = mapped_column(Identifier)
    job_id: Mapped[str | None] = mapped_column(Identifier)
    kind: Mapped[str] = mapped_column(String(60))
    element: Mapped[str | None] = mapped_column(String(120))
    message: Mapped[str] = mapped_column(Text)
    cause: Mapped[dict[str, Any] | None] = mapped_column(JsonObjectOrNull)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    resolution: Mapped[str | None] = mapped_column(Text)
    resolved_by: Mapped[str | None] = mapped_column(String(200))
    resolved_how: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)

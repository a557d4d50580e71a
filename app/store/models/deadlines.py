"""Legal periods: those of cases with what happened to them, and the orders that change the calendar."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, JsonObject, Moment


class Deadline(Base):
    """A legal period of a case, as its events, its dated parameter and the calendar gave it when last read.

    `state`: waiting (the file is not complete), running, suspended, over (its end passed without a decision) or ended.
    `last_day` and `due_at` are None before the start and while a suspension lasts. `deployment_id` is that under whose
    rule the period was opened (None: the one that the case has).
    """

    __tablename__ = "deadline"
    __table_args__ = (
        ForeignKeyConstraint(["commune_id", "case_id"], ["case_file.commune_id", "case_file.id"]),
        UniqueConstraint("commune_id", "id"),
        Index("ix_deadline_commune_id_case_id", "commune_id", "case_id"),
        Index("ix_deadline_state_due_at", "state", "due_at"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    case_id: Mapped[str] = mapped_column(Identifier)
    kind: Mapped[str] = mapped_column(String(40))
    parameter: Mapped[str] = mapped_column(String(80))
    deployment_id: Mapped[str | None] = mapped_column(ForeignKey("deployment.id"))
    state: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    last_day: Mapped[date | None] = mapped_column(Date)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class DeadlineEvent(Base):
    """One fact about a legal period; never changed. The facts of a clock give its dates again, for ever.

    `kind` is one of a clock's events, `alerted` (a share of the period has run: `detail.share`) or `recomputed` (the
    calendar changed: `detail` holds the day before and after, and the order). `detail` of an extension is its amount,
    `detail.words` why in this case.
    """

    __tablename__ = "deadline_event"
    __table_args__ = (
        ForeignKeyConstraint(["commune_id", "deadline_id"], ["deadline.commune_id", "deadline.id"]),
        Index("ix_deadline_event_commune_id_deadline_id_id", "commune_id", "deadline_id", "id"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    deadline_id: Mapped[str] = mapped_column(Identifier)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(String(80), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JsonObject, default=dict)
    actor_name: Mapped[str] = mapped_column(String(200), default="")


class CalendarOrder(Base):
    """What a text says of a day (closed, or open after all) or of every period (stopped); never erased, withdrawn.

    Commune None: in the whole country. `last_day` is None for an order without end yet; one about a day has one.
    """

    __tablename__ = "calendar_order"
    __table_args__ = (Index("ix_calendar_order_commune_id_first_day", "commune_id", "first_day"),)
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, unique=True)
    commune_id: Mapped[str | None] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    effect: Mapped[str] = mapped_column(String(10))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    name_ar: Mapped[str] = mapped_column(String(160))
    name_fr: Mapped[str] = mapped_column(String(160))
    reference: Mapped[str] = mapped_column(String(240))
    estimated: Mapped[bool] = mapped_column(Boolean, default=False)
    decided_at: Mapped[datetime] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str | None] = mapped_column(String(200))
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)


class CalendarRecomputation(Base):
    """Open periods read again because the calendar changed: how far it has come, in slices, in order of their ids.

    `before` and `after` are revisions of the calendar. `state`: running or done.
    """

    __tablename__ = "calendar_recomputation"
    __table_args__ = (Index("ix_calendar_recomputation_state_created_at", "state", "created_at"),)
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str | None] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    order_id: Mapped[str] = mapped_column(ForeignKey("calendar_order.id"))
    state: Mapped[str] = mapped_column(String(20))
    reached: Mapped[str] = mapped_column(String(32), default="")
    read: Mapped[int] = mapped_column(Integer, default=0)
    moved: Mapped[int] = mapped_column(Integer, default=0)
    refused: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

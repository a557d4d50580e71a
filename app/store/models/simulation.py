"""What the simulators of outside systems remember: sent messages, sandbox bills, postal items."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, JsonObject, Moment


class SimulatedRecord(Base):
    """One thing a simulator knows, by kind and key."""

    __tablename__ = "simulated_record"
    __table_args__ = (Index("ix_simulated_record_kind_created_at", "kind", "created_at"),)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(JsonObject)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)

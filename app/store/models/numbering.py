"""Gapless numbers of registers, and the keys that make a repeated request one effect."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, JsonObject, Moment


class RegisterCounter(Base):
    """The last number given in a register of a commune in a year; raised inside the caller's transaction."""

    __tablename__ = "register_counter"
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"), primary_key=True)
    register: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class IdempotencyKey(Base):
    """A request already carried out, with its answer."""

    __tablename__ = "idempotency_key"
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    command: Mapped[str] = mapped_column(String(80))
    answer: Mapped[dict[str, Any]] = mapped_column(JsonObject)
    at: Mapped[datetime] = mapped_column(Moment)

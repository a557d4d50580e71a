"""Who read a register: a fact of its own, since a register belongs to no case."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, Moment


class RegisterReading(Base):
    """One reading of a register by an agent; never changed. `way` is read or print; `entries` how many were found."""

    __tablename__ = "register_reading"
    __table_args__ = (Index("ix_register_reading_commune_id_register_year_at", "commune_id", "register", "year", "at"),)
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    register: Mapped[str] = mapped_column(String(60))
    year: Mapped[int] = mapped_column(Integer)
    way: Mapped[str] = mapped_column(String(10))
    search: Mapped[str] = mapped_column(String(80))
    entries: Mapped[int] = mapped_column(Integer)
    agent_id: Mapped[str] = mapped_column(Identifier)
    agent_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)

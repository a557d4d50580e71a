"""What procedures write into the shared registers of a commune (`processes/_shared/registers.yaml`)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, JsonObject, Moment

CURRENT = "superseded_by IS NULL"


class Inscription(Base):
    """One entry of a register under its number. A correction is the next version, under the same number.

    Only `superseded_by` is ever set afterwards. `job_id` makes a repeated job one entry; `case_id` is empty for what
    was taken over from an older register.
    """

    __tablename__ = "register_entry"
    __table_args__ = (
        ForeignKeyConstraint(["commune_id", "case_id"], ["case_file.commune_id", "case_file.id"]),
        UniqueConstraint("commune_id", "register", "year", "sequence", "version", name="uq_register_entry_version"),
        UniqueConstraint("commune_id", "job_id", name="uq_register_entry_commune_id_job_id"),
        Index(
            "ix_register_entry_current",
            "commune_id",
            "register",
            "year",
            "sequence",
            sqlite_where=text(CURRENT),
            postgresql_where=text(CURRENT),
        ),
        Index("ix_register_entry_commune_id_register_number", "commune_id", "register", "number"),
        Index("ix_register_entry_commune_id_case_id", "commune_id", "case_id"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    register: Mapped[str] = mapped_column(String(40))
    year: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[str | None] = mapped_column(Identifier)
    job_id: Mapped[str | None] = mapped_column(Identifier)
    data: Mapped[dict[str, Any]] = mapped_column(JsonObject)
    search_key: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why this version supersedes the one before."""
    at: Mapped[datetime] = mapped_column(Moment)
    superseded_by: Mapped[str | None] = mapped_column(Identifier)

"""Moves of running cases to another deployment: the batch, and what became of each case."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, JsonObject, Moment


class CaseMigration(Base):
    """A batch that moves the open cases of one deployment to another; commune None means the whole country.

    A worker that carries it on holds it under a lease, as it holds a job.
    """

    __tablename__ = "case_migration"
    __table_args__ = (
        Index("ix_case_migration_commune_id_planned_at", "commune_id", "planned_at"),
        Index("ix_case_migration_state_due_at", "state", "due_at"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str | None] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    slug: Mapped[str] = mapped_column(String(80))
    source_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))
    target_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))
    elements: Mapped[dict[str, str]] = mapped_column(JsonObject)
    state: Mapped[str] = mapped_column(String(20))
    trial: Mapped[dict[str, Any] | None] = mapped_column(JsonObject)
    planned_by: Mapped[str] = mapped_column(String(200))
    planned_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text, default="")
    started_by: Mapped[str | None] = mapped_column(String(200))
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    revert_reason: Mapped[str | None] = mapped_column(Text)
    reverted_by: Mapped[str | None] = mapped_column(String(200))
    reverted_at: Mapped[datetime | None] = mapped_column(Moment)
    total: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime] = mapped_column(Moment)
    lease_token: Mapped[str | None] = mapped_column(Identifier)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)


class CaseMigrationItem(Base):
    """One case of a batch: what became of it and why, and the snapshot from which it can be put back."""

    __tablename__ = "case_migration_item"
    __table_args__ = (
        ForeignKeyConstraint(["commune_id", "case_id"], ["case_file.commune_id", "case_file.id"]),
        Index("ix_case_migration_item_migration_id_state", "migration_id", "state", "commune_id", "case_id"),
        Index("ix_case_migration_item_commune_id_case_id", "commune_id", "case_id"),
    )
    commune_id: Mapped[str] = mapped_column(CommuneCode, primary_key=True)
    migration_id: Mapped[str] = mapped_column(ForeignKey("case_migration.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    reasons: Mapped[list[dict[str, str]]] = mapped_column(JsonObject, default=list)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    retry_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    version_before: Mapped[int | None] = mapped_column(Integer)
    version_after: Mapped[int | None] = mapped_column(Integer)
    status_before: Mapped[str | None] = mapped_column(String(60))
    state_before: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    document_before: Mapped[dict[str, Any] | None] = mapped_column(JsonObject, deferred=True)

"""Procedures in the making: drafts, every kept revision of their files, and who is editing which part."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, JsonObject, Moment


class ProcedureDraft(Base):
    """A procedure that an analyst is writing; `revision` is its compare-and-set and the number of its newest revision.

    `based_on` is the deployment from which the work began, None for a new procedure. `origin` says how it began: blank,
    template, copy, import, deployment, local, extension. With `commune_id` it is a commune's own, None the country's.
    """

    __tablename__ = "procedure_draft"
    __table_args__ = (
        Index("ix_procedure_draft_closed_at_updated_at", "closed_at", "updated_at"),
        Index("ix_procedure_draft_commune_id_closed_at", "commune_id", "closed_at"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str | None] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    slug: Mapped[str] = mapped_column(String(80), index=True)
    origin: Mapped[str] = mapped_column(String(20))
    based_on: Mapped[str | None] = mapped_column(ForeignKey("deployment.id"))
    extends: Mapped[str | None] = mapped_column(String(120))
    """The extension point of `based_on` for which the steps are drawn, None for a whole procedure."""
    titles: Mapped[dict[str, str]] = mapped_column(JsonObject)
    """Titles by language as the newest revision has them, for lists."""
    revision: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[str] = mapped_column(String(120))
    updated_at: Mapped[datetime] = mapped_column(Moment)
    updated_by: Mapped[str] = mapped_column(String(120))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was put away; its revisions stay."""


class DraftRevision(Base):
    """The files of a draft at one moment: `tree` maps a path to the digest of its content."""

    __tablename__ = "draft_revision"
    draft_id: Mapped[str] = mapped_column(ForeignKey("procedure_draft.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    tree: Mapped[dict[str, str]] = mapped_column(JsonObject)
    changed: Mapped[list[str]] = mapped_column(JsonObject)
    """Paths that differ from the revision before."""
    note: Mapped[str] = mapped_column(String(240), default="")
    begun_at: Mapped[datetime] = mapped_column(Moment)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    saved_by: Mapped[str] = mapped_column(String(120))
    saved_by_id: Mapped[str | None] = mapped_column(Identifier)


class DraftContent(Base):
    """The bytes of a file of drafts, kept once whatever the number of revisions that hold it."""

    __tablename__ = "draft_content"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DraftHold(Base):
    """“Amina is editing”: a soft lock on one part of a draft, which ends by itself."""

    __tablename__ = "draft_hold"
    draft_id: Mapped[str] = mapped_column(ForeignKey("procedure_draft.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(160), primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agent.id"))
    agent_names: Mapped[dict[str, str]] = mapped_column(JsonObject)
    until: Mapped[datetime] = mapped_column(Moment)

"""How procedures are published: what is in effect, releases with their dates, approvals, history, the national rule."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, Identifier, JsonObject, Moment


class ProcedureState(Base):
    """What new cases of a national procedure follow, and whether it is retired.

    Each publication locks its row.
    """

    __tablename__ = "procedure_state"
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    current_id: Mapped[str | None] = mapped_column(ForeignKey("deployment.id"))
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    retired_by: Mapped[str | None] = mapped_column(String(120))
    retired_reason_ar: Mapped[str] = mapped_column(String(500), default="")
    retired_reason_fr: Mapped[str] = mapped_column(String(500), default="")


class Release(Base):
    """A deployment that came from the studio. `state`: scheduled, published, withdrawn."""

    __tablename__ = "release"
    __table_args__ = (
        Index("ix_release_slug_takes_effect_at", "slug", "takes_effect_at"),
        Index("ix_release_state_takes_effect_at", "state", "takes_effect_at"),
    )
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    draft_id: Mapped[str | None] = mapped_column(Identifier)
    state: Mapped[str] = mapped_column(String(20))
    changelog: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(120))
    author_id: Mapped[str | None] = mapped_column(Identifier)
    approver: Mapped[str | None] = mapped_column(String(120))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    takes_effect_at: Mapped[datetime] = mapped_column(Moment)


class ApprovalRequest(Base):
    """A draft shown to a second person. It holds for the very files of `digest`; `state`: asked, approved, refused,
    withdrawn, used.
    """

    __tablename__ = "approval_request"
    __table_args__ = (Index("ix_approval_request_draft_id_asked_at", "draft_id", "asked_at"),)
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    draft_id: Mapped[str] = mapped_column(Identifier)
    slug: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[str] = mapped_column(String(20))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[str] = mapped_column(String(120))
    asked_by_id: Mapped[str | None] = mapped_column(Identifier)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    reasons: Mapped[str] = mapped_column(String(1000), default="")


class PublicationAct(Base):
    """One past fact of publication: who did what to which version of a procedure, when and why."""

    __tablename__ = "publication_act"
    __table_args__ = (Index("ix_publication_act_slug_id", "slug", "id"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    slug: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(20), default="")
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(120))
    actor_id: Mapped[str | None] = mapped_column(Identifier)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    data: Mapped[dict[str, Any]] = mapped_column(JsonObject, default=dict)


class PublicationRule(Base):
    """When a second person must approve, decided nationally; the newest row holds. `rule`: always, published, never."""

    __tablename__ = "publication_rule"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    rule: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(1000))
    decided_at: Mapped[datetime] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(String(120))

"""Tailoring of national procedures by communes: the workshop of each, published overlays, history."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, JsonObject, Moment


class Tailoring(Base):
    """The workshop of one procedure in one commune: what is being changed, on which national version.

    `revision` is its compare-and-set: of two administrators who save at once, the second is told.
    """

    __tablename__ = "tailoring"
    __table_args__ = (Index("ix_tailoring_slug_base_id", "slug", "base_id"),)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    base_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))
    """The national deployment on which the operations stand."""
    operations: Mapped[list[dict[str, Any]]] = mapped_column(JsonObject, default=list)
    """Operations in the words of an overlay's file, not yet published."""
    details: Mapped[dict[str, Any]] = mapped_column(JsonObject, default=dict)
    """What was typed for the publication: reason, decision, days. Nothing that was typed is lost."""
    revision: Mapped[int] = mapped_column(Integer, default=1)
    current_id: Mapped[str | None] = mapped_column(Identifier)
    """The published overlay in effect, None when the commune follows the national version."""
    adopted_at: Mapped[datetime] = mapped_column(Moment)
    adopted_by: Mapped[str] = mapped_column(String(120))
    updated_at: Mapped[datetime] = mapped_column(Moment)
    updated_by: Mapped[str] = mapped_column(String(120))


class PublishedOverlay(Base):
    """An overlay as it was published: never changed but for its state (scheduled, in-effect, ended, withdrawn).

    `content` is the file of the overlay, whole. `origin` says where it came from: workshop, file, api, return, rebase,
    default, province.
    """

    __tablename__ = "published_overlay"
    __table_args__ = (
        UniqueConstraint("commune_id", "slug", "number"),
        Index("ix_published_overlay_state_since", "state", "since"),
        Index("ix_published_overlay_state_until", "state", "until"),
        Index("ix_published_overlay_slug_state", "slug", "state"),
        Index("ix_published_overlay_deployment_id", "deployment_id"),
        Index("ix_published_overlay_commune_id_deployment_id", "commune_id", "deployment_id"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    slug: Mapped[str] = mapped_column(String(80))
    number: Mapped[int] = mapped_column(Integer)
    base_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))
    """What runs: shared by all communes whose variants are the same."""
    content: Mapped[str] = mapped_column(Text)
    operation_count: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(2000))
    author: Mapped[str] = mapped_column(String(200))
    author_id: Mapped[str | None] = mapped_column(Identifier)
    decision_reference: Mapped[str | None] = mapped_column(String(240))
    decision_taken: Mapped[date | None] = mapped_column(Date)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(20))
    published_at: Mapped[datetime] = mapped_column(Moment)
    in_effect_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class TailoringAct(Base):
    """One past fact of a commune's tailoring: who did what, when, why, and on which legal ground."""

    __tablename__ = "tailoring_act"
    __table_args__ = (
        Index("ix_tailoring_act_commune_id_slug_id", "commune_id", "slug", "id"),
        Index("ix_tailoring_act_slug_id", "slug", "id"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    slug: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(120))
    actor_id: Mapped[str | None] = mapped_column(Identifier)
    reason: Mapped[str] = mapped_column(String(2000), default="")
    ground: Mapped[str] = mapped_column(String(240), default="")
    """The decision of the council, or the article, on which the act rests."""
    overlay_id: Mapped[str | None] = mapped_column(Identifier)
    data: Mapped[dict[str, Any]] = mapped_column(JsonObject, default=dict)

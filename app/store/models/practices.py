"""Practices: what a commune offers to the country, how it was judged, and who took it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, JsonObject, Moment


class Practice(Base):
    """A tailoring or a local procedure that its commune offers to the country (identify, capitalise, mutualise).

    `kind` is tailoring or local; `state` is one of `lifecycles.PRACTICE`. `words` holds title, problem, solution,
    lessons and conditions, each in French and Arabic; `results` the figures measured when it was offered; `operations`
    the commune's changes at that time, in the words of an overlay's file. `revision` is its compare-and-set.
    """

    __tablename__ = "practice"
    __table_args__ = (
        Index("ix_practice_state_offered_at", "state", "offered_at"),
        Index("ix_practice_commune_id_slug", "commune_id", "slug"),
        Index("ix_practice_promoted_slug", "promoted_slug"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    slug: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))
    overlay_id: Mapped[str | None] = mapped_column(Identifier)
    state: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(Integer, default=1)
    words: Mapped[dict[str, dict[str, str]]] = mapped_column(JsonObject)
    operations: Mapped[list[dict[str, Any]]] = mapped_column(JsonObject, default=list)
    results: Mapped[dict[str, Any]] = mapped_column(JsonObject, default=dict)
    search_key: Mapped[str] = mapped_column(Text)
    """Title, problem and commune as they are compared when somebody searches."""
    offered_at: Mapped[datetime] = mapped_column(Moment)
    offered_by: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    decision_reason: Mapped[str] = mapped_column(String(2000), default="")
    promoted_slug: Mapped[str | None] = mapped_column(String(80))
    """The national procedure that was born of it, or that took the change in."""
    draft_id: Mapped[str | None] = mapped_column(Identifier)


class PracticeAct(Base):
    """One past fact of a practice: offered, returned, accepted, declined, withdrawn, promoted, or taken by a commune.

    `commune_id` is the commune that acted, None for the DGCT.
    """

    __tablename__ = "practice_act"
    __table_args__ = (Index("ix_practice_act_practice_id_id", "practice_id", "id"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    practice_id: Mapped[str] = mapped_column(ForeignKey("practice.id"))
    commune_id: Mapped[str | None] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(120))
    actor_id: Mapped[str | None] = mapped_column(Identifier)
    reason: Mapped[str] = mapped_column(String(2000), default="")

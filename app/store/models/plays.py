"""Trials of drafts: what somebody played of a procedure that is not published."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, Identifier, JsonObject, Moment


class DraftPlay(Base):
    """The steps of one trial (`trial`, as a scenario writes them). `version` is its compare-and-set.

    `tree` maps a path of the draft to the digest of the content with which it is played: a revision may be gone by
    then, contents stay. `revision` is the number that it had.
    """

    __tablename__ = "draft_play"
    __table_args__ = (Index("ix_draft_play_draft_id_updated_at", "draft_id", "updated_at"),)
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("procedure_draft.id"))
    version: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer)
    tree: Mapped[dict[str, str]] = mapped_column(JsonObject)
    trial: Mapped[dict[str, Any]] = mapped_column(JsonObject)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[str] = mapped_column(String(120))
    updated_at: Mapped[datetime] = mapped_column(Moment)

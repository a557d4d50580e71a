"""Requests begun and not yet filed: kept on the server, resumed by a secret link."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, JsonObject, Moment


class Draft(Base):
    """A draft; `case_id` stands once it was filed, so that filing twice gives the same case."""

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_expires_at", "expires_at"), Index("ix_draft_commune_id", "commune_id"))
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    slug: Mapped[str] = mapped_column(String(80))
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))
    token_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(3))
    answers: Mapped[dict[str, Any]] = mapped_column(JsonObject, default=dict)
    done_steps: Mapped[list[str]] = mapped_column(JsonObject, default=list)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    warned_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the person was told that the draft will be erased; null where no address is known, or not yet."""
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    """When answers and files were erased; the row stays for a while, so that its link can say so."""
    case_id: Mapped[str | None] = mapped_column(Identifier)

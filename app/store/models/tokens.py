"""Keys by which machines speak in the name of a commune."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, JsonObject, Moment


class ApiToken(Base):
    """A bearer token of a machine: its SHA-256 only, the commune and the roles that it may use, until when."""

    __tablename__ = "api_token"
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    roles: Mapped[list[str]] = mapped_column(JsonObject)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[str] = mapped_column(String(120))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)

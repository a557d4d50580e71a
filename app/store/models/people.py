"""Agents and the roles they hold in a commune."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, Moment


class Agent(Base):
    """A person who works for an administration. The password is kept as an Argon2 hash."""

    __tablename__ = "agent"
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    username: Mapped[str] = mapped_column(String(120), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    name_ar: Mapped[str] = mapped_column(String(120))
    name_fr: Mapped[str] = mapped_column(String(120))
    title_ar: Mapped[str] = mapped_column(String(160), default="")
    title_fr: Mapped[str] = mapped_column(String(160), default="")
    language: Mapped[str] = mapped_column(String(3), default="fr")
    email: Mapped[str | None] = mapped_column(String(254))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    demo_password: Mapped[str | None] = mapped_column(String(60))
    session_version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)


class RoleAssignment(Base):
    """A role of an agent in a commune, in one service or in all of them; commune None means the whole country."""

    __tablename__ = "role_assignment"
    __table_args__ = (
        UniqueConstraint("commune_id", "agent_id", "role", "service_id"),
        Index("ix_role_assignment_agent_id", "agent_id"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str | None] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    agent_id: Mapped[str] = mapped_column(ForeignKey("agent.id"))
    role: Mapped[str] = mapped_column(String(60))
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"))

"""What was published: immutable deployments, what each commune offers, and new values of the law."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, JsonObject, Moment


class Deployment(Base):
    """A frozen package: never changed, named by the digest of its files.

    Without `commune_id` and `base_id` it is a national version. With `base_id` it is a variant of that version, shared
    by every commune whose changes give the same files. With `commune_id` it is a commune's own procedure.
    """

    __tablename__ = "deployment"
    __table_args__ = (
        UniqueConstraint("digest", "commune_id"),
        Index("ix_deployment_slug_published_at", "slug", "published_at"),
        Index("ix_deployment_base_id", "base_id"),
        Index(
            "ux_deployment_digest_shared",
            "digest",
            unique=True,
            sqlite_where=text("commune_id IS NULL"),
            postgresql_where=text("commune_id IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str | None] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    base_id: Mapped[str | None] = mapped_column(ForeignKey("deployment.id"))
    slug: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    domain: Mapped[str] = mapped_column(String(60))
    titles: Mapped[dict[str, str]] = mapped_column(JsonObject)
    summaries: Mapped[dict[str, str]] = mapped_column(JsonObject)
    package: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    published_at: Mapped[datetime] = mapped_column(Moment)
    published_by: Mapped[str] = mapped_column(String(120))


class Offering(Base):
    """A procedure as one commune offers it; closed ones keep their sheet and say why."""

    __tablename__ = "offering"
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"), index=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"))
    open: Mapped[bool] = mapped_column(Boolean, default=True)
    closed_reason_ar: Mapped[str] = mapped_column(String(240), default="")
    closed_reason_fr: Mapped[str] = mapped_column(String(240), default="")


class StartTrigger(Base):
    """What begins a case of an offered procedure without anybody filing: a message, a signal, or a timer that is due.

    `repeats` is the ISO 8601 cycle of a timer that begins case after case, `left` how many times it still does (-1: for
    ever).
    """

    __tablename__ = "start_trigger"
    __table_args__ = (
        UniqueConstraint("commune_id", "slug", "element"),
        Index("ix_start_trigger_commune_id_kind_name", "commune_id", "kind", "name"),
        Index("ix_start_trigger_due_at", "due_at"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    slug: Mapped[str] = mapped_column(String(80))
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))
    element: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120), default="")
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    repeats: Mapped[str | None] = mapped_column(String(120))
    left: Mapped[int] = mapped_column(Integer, default=0)


class ParameterValue(Base):
    """A value of a parameter decided after its packages were published, in force from a day that was to come.

    It holds for every deployment that reads the parameter; a case keeps the value of the day of its filing.
    `value` is {"value": number or text}.
    """

    __tablename__ = "parameter_value"
    __table_args__ = (UniqueConstraint("key", "since"),)
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    since: Mapped[date] = mapped_column(Date)
    value: Mapped[dict[str, Any]] = mapped_column(JsonObject)
    legal_ref: Mapped[str] = mapped_column(String(240))
    source: Mapped[str] = mapped_column(String(20))
    decided_at: Mapped[datetime] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(String(200))

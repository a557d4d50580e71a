"""Upgrades of communes' variants: the trial of a version over the country, and how it reaches each commune."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, JsonObject, Moment


class CountryTrial(Base):
    """A dry run of a draft over every overlay in effect. `state`: trying, done, stopped.

    `package` holds the files that are tried; `digest` tells whether the draft still is those files.
    """

    __tablename__ = "country_trial"
    __table_args__ = (
        Index("ix_country_trial_draft_id_started_at", "draft_id", "started_at"),
        Index("ix_country_trial_state_started_at", "state", "started_at"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    draft_id: Mapped[str] = mapped_column(Identifier)
    slug: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    package: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[str] = mapped_column(String(20))
    total: Mapped[int] = mapped_column(Integer, default=0)
    started_at: Mapped[datetime] = mapped_column(Moment)
    started_by: Mapped[str] = mapped_column(String(120))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class CountryTrialItem(Base):
    """One commune of a trial. `state`: waiting, done; `outcome`: clean, attention, conflict, or failed.

    `likeness` is equal for overlays that say the same of the same version: they are tried once, by the worker that
    holds their lease; several workers carry one trial on.
    """

    __tablename__ = "country_trial_item"
    __table_args__ = (
        Index("ix_country_trial_item_trial_id_state", "trial_id", "state", "likeness"),
        Index("ix_country_trial_item_commune_id", "commune_id"),
    )
    trial_id: Mapped[str] = mapped_column(ForeignKey("country_trial.id"), primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"), primary_key=True)
    overlay_id: Mapped[str] = mapped_column(ForeignKey("published_overlay.id"))
    likeness: Mapped[str] = mapped_column(String(64))
    region_code: Mapped[str] = mapped_column(CommuneCode)
    operations: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(20))
    details: Mapped[dict[str, Any]] = mapped_column(JsonObject, default=dict)
    lease_token: Mapped[str | None] = mapped_column(Identifier)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)


class Upgrade(Base):
    """How a national version reaches the communes. `state`: planned, running, closed, superseded, dropped.

    `silent` is what holds for a commune that does not answer: `national` (its changes in conflict give way) or `keep`
    (its former variant goes on, until `keep_until` when there is such a day).
    """

    __tablename__ = "upgrade"
    __table_args__ = (
        Index("ix_upgrade_slug_state", "slug", "state"),
        Index("ix_upgrade_state_due_at", "state", "due_at"),
        Index("ix_upgrade_base_id", "base_id"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    base_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))
    state: Mapped[str] = mapped_column(String(20))
    silent: Mapped[str] = mapped_column(String(20))
    keep_until: Mapped[date | None] = mapped_column(Date)
    answer_days: Mapped[int] = mapped_column(Integer)
    planned_at: Mapped[datetime] = mapped_column(Moment)
    planned_by: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(String(120))
    due_at: Mapped[datetime] = mapped_column(Moment)
    lease_token: Mapped[str | None] = mapped_column(Identifier)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)


class UpgradeRing(Base):
    """Communes that an upgrade reaches together. `kind`: communes, provinces, regions, all; `codes` names them.

    Without `opens_on` it is opened by hand. `answers_by` is the last day on which its communes may answer.
    """

    __tablename__ = "upgrade_ring"
    __table_args__ = (Index("ix_upgrade_ring_opens_on", "opens_on"),)
    upgrade_id: Mapped[str] = mapped_column(ForeignKey("upgrade.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    codes: Mapped[list[str]] = mapped_column(JsonObject, default=list)
    opens_on: Mapped[date | None] = mapped_column(Date)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_by: Mapped[str | None] = mapped_column(String(120))
    answers_by: Mapped[date | None] = mapped_column(Date)


class UpgradeItem(Base):
    """One commune of an upgrade. `state`: held (its ring is not open), waiting (for the worker), asked (it must
    answer), followed, defaulted, kept (it stays on its former variant), failed, superseded.

    `answers` are kept as they come: one for each operation in conflict, by its key. `revision` is their
    compare-and-set. `details` keeps in typed form what was found and what was taken away.
    """

    __tablename__ = "upgrade_item"
    __table_args__ = (
        Index("ix_upgrade_item_upgrade_id_state", "upgrade_id", "state"),
        Index("ix_upgrade_item_commune_id", "commune_id"),
    )
    upgrade_id: Mapped[str] = mapped_column(ForeignKey("upgrade.id"), primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"), primary_key=True)
    region_code: Mapped[str] = mapped_column(CommuneCode)
    ring: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(20))
    """clean, attention, conflict; None without changes of the commune's own."""
    former_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))
    """What the commune offered when the upgrade began."""
    details: Mapped[dict[str, Any]] = mapped_column(JsonObject, default=dict)
    answers: Mapped[dict[str, Any]] = mapped_column(JsonObject, default=dict)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str | None] = mapped_column(String(120))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    read_by: Mapped[str | None] = mapped_column(String(120))
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)

"""The case (dossier) and what belongs to it: tasks, submissions, attachments, history, documents."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, CompactJsonObject, Identifier, JsonObject, JsonObjectOrNull, Moment


def _of_case() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["commune_id", "case_id"], ["case_file.commune_id", "case_file.id"])


def _of_tasks(name: str, *columns: str, where: str) -> Index:
    """Return an index of some tasks: the others, nearly all, would only weigh on it and on every step."""
    condition = text(where)
    return Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


OPEN_TASKS = "ended_at IS NULL"
CLAIMED_TASKS = "ended_at IS NULL AND assignee_id IS NOT NULL"


class Case(Base):
    """A case: one request of one person to one commune. `version` guards every change (compare and set)."""

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("commune_id", "id"),
        Index("ix_case_file_commune_id_state_filed_at", "commune_id", "state", "filed_at"),
        Index("ix_case_file_commune_id_filed_at", "commune_id", "filed_at"),
        Index("ix_case_file_deployment_id", "deployment_id", "commune_id", "id"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode, ForeignKey("commune.id"))
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    tracking_fingerprint: Mapped[str] = mapped_column(String(64))
    slug: Mapped[str] = mapped_column(String(80))
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))
    service_id: Mapped[str | None] = mapped_column(Identifier)
    version: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(60), default="")
    outcome: Mapped[str | None] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(3))
    channel: Mapped[str] = mapped_column(String(20))
    applicant: Mapped[str] = mapped_column(String(200))
    applicant_key: Mapped[str] = mapped_column(String(240), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    document: Mapped[dict[str, Any]] = mapped_column(CompactJsonObject)
    period_deployment_id: Mapped[str | None] = mapped_column(Identifier)
    """The deployment whose rule the legal period keeps, once the case has moved to another one."""
    engine_state: Mapped[bytes] = mapped_column(LargeBinary)
    filed_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class UserTask(Base):
    """Work that waits for a person; the citizen's own tasks have the role `citizen`."""

    __tablename__ = "user_task"
    __table_args__ = (
        _of_case(),
        UniqueConstraint("case_id", "engine_key"),
        _of_tasks("ix_user_task_open_role", "commune_id", "state", "role", "due_at", where=OPEN_TASKS),
        _of_tasks("ix_user_task_open_assignee", "commune_id", "assignee_id", "state", where=CLAIMED_TASKS),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    case_id: Mapped[str] = mapped_column(Identifier)
    engine_key: Mapped[str] = mapped_column(String(40))
    element: Mapped[str] = mapped_column(String(120))
    form: Mapped[str | None] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("agent.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    target_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(String(120))
    answers: Mapped[dict[str, Any] | None] = mapped_column(JsonObjectOrNull, deferred=True)
    """What was answered when the task was completed: its submission, written once with its end."""


class Submission(Base):
    """The answers of a form as they were given: never edited, superseded by a later one.

    The table holds what was filed; the submission of a task is kept on the task itself and read as one of these
    (`store.cases.list_submissions`), so that a completion writes no row of its own for it.
    """

    __tablename__ = "submission"
    __table_args__ = (_of_case(), Index("ix_submission_commune_id_case_id", "commune_id", "case_id"))
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    case_id: Mapped[str] = mapped_column(Identifier)
    form: Mapped[str] = mapped_column(String(120))
    answers: Mapped[dict[str, Any]] = mapped_column(JsonObject)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_name: Mapped[str] = mapped_column(String(200))
    submitted_at: Mapped[datetime] = mapped_column(Moment)


class Attachment(Base):
    """A file that somebody supplied, for a draft and then for a case."""

    __tablename__ = "attachment"
    __table_args__ = (
        _of_case(),
        Index("ix_attachment_commune_id_case_id", "commune_id", "case_id"),
        Index("ix_attachment_draft_id", "draft_id"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("draft.id"))
    case_id: Mapped[str | None] = mapped_column(Identifier)
    field: Mapped[str] = mapped_column(String(80))
    piece: Mapped[str] = mapped_column(String(80))
    filename: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int] = mapped_column(Integer)
    pages: Mapped[int | None] = mapped_column(Integer)
    """Of a PDF; null for pictures."""
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(80))
    thumbnail_key: Mapped[str | None] = mapped_column(String(80))
    """A small picture of a picture."""
    uploaded_at: Mapped[datetime] = mapped_column(Moment)


class CaseEvent(Base):
    """One past fact of a case; public ones are shown to the citizen in plain words."""

    __tablename__ = "case_event"
    __table_args__ = (_of_case(), Index("ix_case_event_commune_id_case_id_id", "commune_id", "case_id", "id"))
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    case_id: Mapped[str] = mapped_column(Identifier)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(60))
    public: Mapped[bool] = mapped_column(Boolean, default=False)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_name: Mapped[str] = mapped_column(String(200))
    data: Mapped[dict[str, Any]] = mapped_column(JsonObject, default=dict)


class Document(Base):
    """A document made by the platform: a receipt, a copy of an act, a refusal; verifiable by its code."""

    __tablename__ = "document"
    __table_args__ = (_of_case(), Index("ix_document_commune_id_case_id", "commune_id", "case_id"))
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    case_id: Mapped[str] = mapped_column(Identifier)
    key: Mapped[str] = mapped_column(String(60))
    number: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    verification_code: Mapped[str] = mapped_column(String(60), unique=True)
    storage_key: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer)
    public: Mapped[bool] = mapped_column(Boolean, default=False)
    titles: Mapped[dict[str, str]] = mapped_column(JsonObject)
    issued_at: Mapped[datetime] = mapped_column(Moment)
    signatory: Mapped[dict[str, Any] | None] = mapped_column(JsonObject)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_reason: Mapped[str | None] = mapped_column(Text)

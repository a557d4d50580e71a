"""Cases and what belongs to them. Every read names the commune: a foreign id is as good as none."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.orm import undefer
from sqlalchemy.orm.attributes import set_committed_value

from app.domain.actors import CITIZEN_ROLE
from app.domain.errors import MastaraError
from app.store import history
from app.store.database import Base, database
from app.store.history import record_event as record_event  # noqa: PLC0414 (a door for the commands)
from app.store.models import Attachment, Case, CaseEvent, Deadline, Document, Submission, UserTask
from app.store.statements import fetch, fixed

_TASKS, _CASES = UserTask.__table__, Case.__table__
_TASK_COLUMNS, _CASE_COLUMNS = tuple(_TASKS.c.keys()), tuple(_CASES.c.keys())
_THE_TASK = and_(_TASKS.c.commune_id == bindparam("its_commune"), _TASKS.c.id == bindparam("its_id"))
_TASK_WITH_CASE = fixed(
    select(_TASKS, _CASES)
    .join_from(_CASES, _TASKS, and_(_CASES.c.commune_id == _TASKS.c.commune_id, _CASES.c.id == _TASKS.c.case_id))
    .where(_THE_TASK)
    .with_for_update(of=[_CASES, _TASKS])
)
"""Both rows are locked, the case first, so that PostgreSQL reads each as whoever held the lock left it."""


class CaseUnknown(MastaraError):
    """The commune has no such case."""

    code = "case-unknown"


class TaskUnknown(MastaraError):
    """The commune has no such task."""

    code = "task-unknown"


class CaseChanged(MastaraError):
    """Somebody else changed the case meanwhile; nothing was done."""

    code = "case-changed"


def add(row: Base) -> None:
    """Add a row; the caller's transaction commits it."""
    database.session.add(row)


def add_all(rows: Iterable[Base]) -> None:
    """Add rows; the caller's transaction commits them."""
    database.session.add_all(rows)


def find_case(commune_id: str, case_id: str) -> Case | None:
    """Return a case of the commune, or None."""
    return database.session.scalar(select(Case).where(Case.commune_id == commune_id, Case.id == case_id))


def get_case(commune_id: str, case_id: str) -> Case:
    """Return a case as the database has it now. Raises CaseUnknown."""
    statement = select(Case).where(Case.commune_id == commune_id, Case.id == case_id)
    case = database.session.scalar(statement.execution_options(populate_existing=True))
    if case is None:
        raise CaseUnknown(f"Expected a case of the commune {commune_id}, found the id “{case_id}”.")
    return case


def lock_case(commune_id: str, case_id: str) -> Case:
    """Return a case, its row locked until the transaction ends where the database can. Raises CaseUnknown."""
    statement = select(Case).where(Case.commune_id == commune_id, Case.id == case_id).with_for_update()
    case = database.session.scalar(statement.execution_options(populate_existing=True))
    if case is None:
        raise CaseUnknown(f"Expected a case of the commune {commune_id}, found the id “{case_id}”.")
    return case


def lock_cases(case_ids: Iterable[str]) -> Mapping[str, Case]:
    """Return cases of any commune by id, their rows locked until the transaction ends: for work of the platform."""
    statement = select(Case).where(Case.id.in_(list(case_ids))).order_by(Case.id).with_for_update()
    found = database.session.scalars(statement.execution_options(populate_existing=True))
    return {case.id: case for case in found}


def find_case_by_reference(reference: str, commune_id: str | None = None) -> Case | None:
    """Return the case of a reference (in one commune when given), or None."""
    statement = select(Case).where(Case.reference == reference)
    if commune_id is not None:
        statement = statement.where(Case.commune_id == commune_id)
    return database.session.scalar(statement)


def write_case(case: Case, *, expected_version: int, values: Mapping[str, Any]) -> None:
    """Write the columns if nobody else changed the case since (compare and set). Raises CaseChanged."""
    session = database.session
    session.flush()
    statement = (
        update(Case)
        .where(Case.commune_id == case.commune_id, Case.id == case.id, Case.version == expected_version)
        .values(version=expected_version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise CaseChanged(
            f"Expected version {expected_version} of the case {case.reference}, found a newer one: read it again.",
            reference=case.reference,
        )
    for name, value in {**values, "version": expected_version + 1}.items():
        set_committed_value(case, name, value)


def find_task(commune_id: str, task_id: str) -> UserTask | None:
    """Return a task of the commune, or None."""
    return database.session.scalar(select(UserTask).where(UserTask.commune_id == commune_id, UserTask.id == task_id))


def get_task(commune_id: str, task_id: str) -> UserTask:
    """Return a task of the commune as the database has it now. Raises TaskUnknown."""
    statement = select(UserTask).where(UserTask.commune_id == commune_id, UserTask.id == task_id)
    task = database.session.scalar(statement.execution_options(populate_existing=True))
    if task is None:
        raise TaskUnknown(f"Expected a task of the commune {commune_id}, found the id “{task_id}”.")
    return task


def lock_task_with_case(commune_id: str, task_id: str) -> tuple[UserTask, Case]:
    """Return a task and its case as the database has them now, the case locked where it can be. Raises TaskUnknown.

    Both stand outside the session: changing them writes nothing (see `steps`). (SQLite's transaction holds the write
    lock already.)
    """
    found = fetch(_TASK_WITH_CASE, {"its_commune": commune_id, "its_id": task_id})
    if found is None:
        raise TaskUnknown(f"Expected a task of the commune {commune_id}, found the id “{task_id}”.")
    task = UserTask()
    task.__dict__.update(zip(_TASK_COLUMNS, found, strict=False))
    return task, detached_case(found[len(_TASK_COLUMNS) :])


def detached_case(values: Sequence[Any]) -> Case:
    """Return a case outside the session from its columns in the table's order: changing it writes nothing."""
    case = Case()
    case.__dict__.update(zip(_CASE_COLUMNS, values, strict=True))
    return case


def has_asked(case: Case, roles: Collection[str]) -> bool:
    """Tell whether the case has, or had, a task for one of the roles."""
    statement = select(UserTask.id).where(
        UserTask.commune_id == case.commune_id, UserTask.case_id == case.id, UserTask.role.in_(sorted(roles))
    )
    return database.session.scalar(statement.limit(1)) is not None


def list_open_tasks(case: Case) -> Sequence[UserTask]:
    """Return the tasks of a case that wait, oldest first."""
    statement = (
        select(UserTask)
        .where(
            UserTask.commune_id == case.commune_id,
            UserTask.case_id == case.id,
            UserTask.ended_at.is_(None),
            UserTask.state.in_(("ready", "claimed")),
        )
        .order_by(UserTask.opened_at, UserTask.id)
        .execution_options(populate_existing=True)
    )
    return database.session.scalars(statement).all()


def find_last_completed_task(case: Case, role: str) -> UserTask | None:
    """Return the task of a role that was completed last, or None."""
    statement = (
        select(UserTask)
        .where(
            UserTask.commune_id == case.commune_id,
            UserTask.case_id == case.id,
            UserTask.role == role,
            UserTask.state == "completed",
        )
        .order_by(UserTask.ended_at.desc(), UserTask.id)
        .limit(1)
    )
    return database.session.scalar(statement)


def list_events(case: Case, *, public_only: bool = False) -> Sequence[CaseEvent]:
    """Return the history of a case, oldest first."""
    history.write_pending()
    statement = select(CaseEvent).where(CaseEvent.commune_id == case.commune_id, CaseEvent.case_id == case.id)
    if public_only:
        statement = statement.where(CaseEvent.public)
    return database.session.scalars(statement.order_by(CaseEvent.id)).all()


def list_submissions(case: Case) -> Sequence[Submission]:
    """Return the submissions of a case, oldest first: what was filed, then the answers of completed tasks."""
    filed = select(Submission).where(Submission.commune_id == case.commune_id, Submission.case_id == case.id)
    tasks = (
        select(UserTask)
        .where(UserTask.commune_id == case.commune_id, UserTask.case_id == case.id, UserTask.answers.is_not(None))
        .options(undefer(UserTask.answers))
        .execution_options(populate_existing=True)
    )
    found = [*database.session.scalars(filed), *map(_submission_of, database.session.scalars(tasks))]
    return sorted(found, key=lambda row: (row.submitted_at, row.id))


def _submission_of(task: UserTask) -> Submission:
    by_whom = "agent" if task.assignee_id else "citizen" if task.role == CITIZEN_ROLE else "system"
    return Submission(
        id=task.id,
        commune_id=task.commune_id,
        case_id=task.case_id,
        form=task.form,
        answers=task.answers,
        actor_kind=by_whom,
        actor_name=task.ended_by,
        submitted_at=task.ended_at,
    )


def list_attachments(
    commune_id: str, *, case_id: str | None = None, draft_id: str | None = None
) -> Sequence[Attachment]:
    """Return the attachments of a case or of a draft, oldest first."""
    statement = select(Attachment).where(Attachment.commune_id == commune_id)
    owner = Attachment.case_id == case_id if case_id is not None else Attachment.draft_id == draft_id
    return database.session.scalars(statement.where(owner).order_by(Attachment.uploaded_at, Attachment.id)).all()


def find_attachment(commune_id: str, attachment_id: str) -> Attachment | None:
    """Return an attachment of the commune, or None."""
    return database.session.scalar(
        select(Attachment).where(Attachment.commune_id == commune_id, Attachment.id == attachment_id)
    )


def remove_attachment(attachment: Attachment) -> None:
    """Delete the row of an attachment; the caller removes the bytes after the commit."""
    database.session.delete(attachment)


def list_documents(case: Case, *, public_only: bool = False) -> Sequence[Document]:
    """Return the documents of a case, newest first, discarded drafts left out."""
    statement = select(Document).where(
        Document.commune_id == case.commune_id, Document.case_id == case.id, Document.state != "discarded"
    )
    if public_only:
        statement = statement.where(Document.public)
    return database.session.scalars(statement.order_by(Document.issued_at.desc(), Document.id)).all()


def find_document(commune_id: str, document_id: str) -> Document | None:
    """Return a document of the commune as the database has it now, or None."""
    statement = select(Document).where(Document.commune_id == commune_id, Document.id == document_id)
    return database.session.scalar(statement.execution_options(populate_existing=True))


def find_document_by_code(code: str) -> Document | None:
    """Return the document of a verification code (normalised), in any commune, or None."""
    return database.session.scalar(select(Document).where(Document.verification_code == code))


def list_deadlines(case: Case) -> Sequence[Deadline]:
    """Return the legal periods of a case, oldest first."""
    statement = select(Deadline).where(Deadline.commune_id == case.commune_id, Deadline.case_id == case.id)
    return database.session.scalars(
        statement.order_by(Deadline.opened_at, Deadline.state != "ended", Deadline.id)
    ).all()

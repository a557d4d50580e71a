"""Writes one step of one case: its task rows, jobs, awaited messages and history, then the case by compare and set.

Three statements for an ordinary completion: tasks (opened and ended in one, answers included), history, case. Rows are
mappings with every column of their table; nothing here goes through the unit of work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import object_session
from sqlalchemy.orm.attributes import set_committed_value

from app.domain.codes import new_id
from app.store import history
from app.store.cases import CaseChanged
from app.store.database import flush
from app.store.ending import cancelled_job, ended_bills, finished_job
from app.store.models import Case, Job, MessageSubscription, UserTask
from app.store.models.work import MOST_ATTEMPTS
from app.store.statements import Sent, Statement, fixed, insert_rows, send

Row = Mapping[str, Any]

_TASKS = insert_rows(UserTask.__table__, replacing=("state", "assignee_id", "ended_at", "ended_by", "answers"))  # type: ignore[arg-type]
_JOBS = insert_rows(Job.__table__)  # type: ignore[arg-type]
_SUBSCRIPTIONS = insert_rows(MessageSubscription.__table__)  # type: ignore[arg-type]
_EVERY_STEP = ("document", "engine_state", "updated_at", "due_at", "status")
_AT_THE_END = (*_EVERY_STEP, "state", "closed_at", "outcome")
_CASES, _TASK_COLUMNS = Case.__table__, tuple(UserTask.__table__.columns.keys())


def _case_written(columns: Sequence[str]) -> Statement:
    return fixed(
        update(_CASES)  # type: ignore[arg-type]
        .where(
            _CASES.c.commune_id == bindparam("its_commune"),
            _CASES.c.id == bindparam("its_id"),
            _CASES.c.version == bindparam("its_version"),
        )
        .values(version=bindparam("new_version"), **{name: bindparam(f"new_{name}") for name in columns})
    )


_CASE, _CLOSED_CASE = _case_written(_EVERY_STEP), _case_written(_AT_THE_END)
"""A case that stays open leaves the columns alone that its indexes hold: each would be written again for nothing."""
ROWS_AT_ONCE = 100


@dataclass(kw_only=True)
class StepRows:
    """The rows of one step. `tasks` holds opened tasks and ended ones alike, each with all its columns.

    `cancelled_jobs` names jobs that the process no longer waits for, by kind and engine key; `finished_jobs` those that
    this step has done, by id and lease token.
    """

    case: Case
    tasks: list[Row] = field(default_factory=list)
    jobs: list[Row] = field(default_factory=list)
    cancelled_jobs: list[tuple[str, str]] = field(default_factory=list)
    finished_jobs: list[tuple[str, str]] = field(default_factory=list)
    subscriptions: list[Row] = field(default_factory=list)
    closing: bool = False
    """Whether the case closes with this step: bills that nobody shall pay any more end too."""

    def write(self, *, expected_version: int, values: Mapping[str, Any]) -> None:
        """Send everything, the history of this transaction included. Raises CaseChanged: then nothing counts."""
        flush()
        case = self.case
        columns = _AT_THE_END if "state" in values else _EVERY_STEP
        written = {name: values[name] if name in values else getattr(case, name) for name in columns}
        statements = [self._case(written, expected_version)]
        for statement, rows in ((_TASKS, self.tasks), (_JOBS, self.jobs), (_SUBSCRIPTIONS, self.subscriptions)):
            if rows:
                statements += _inserts(statement, rows)
        for kind, engine_key in self.cancelled_jobs:
            statements += cancelled_job(case, kind, engine_key, now=written["updated_at"])
        for job_id, lease_token in self.finished_jobs:
            statements.append(finished_job(job_id, lease_token, now=written["updated_at"]))
        if self.closing:
            statements.append(ended_bills(case, now=written["updated_at"]))
        statements += history.pending_statements()
        if send(statements) != 1:
            raise CaseChanged(
                f"Expected version {expected_version} of the case {case.reference}, found a newer one: read it again.",
                reference=case.reference,
            )
        _follow(case, {**written, "version": expected_version + 1})

    def _case(self, written: Mapping[str, Any], expected_version: int) -> Sent:
        row = {f"new_{name}": value for name, value in written.items()} | {
            "its_commune": self.case.commune_id,
            "its_id": self.case.id,
            "its_version": expected_version,
            "new_version": expected_version + 1,
        }
        return Sent(_CLOSED_CASE if "state" in written else _CASE, (row,))


def _inserts(statement: Statement, rows: Sequence[Row]) -> list[Sent]:
    """Return the INSERTs of rows, a bounded number of rows each: a statement may hold 32,766 values on SQLite."""
    slices = (rows[first : first + ROWS_AT_ONCE] for first in range(0, len(rows), ROWS_AT_ONCE))
    return [Sent(statement, part) for part in slices]


def _follow(row: Case | UserTask, written: Mapping[str, Any]) -> None:
    """Let an object in memory hold what was written, as if it had been read so."""
    if object_session(row) is None:
        row.__dict__.update(written)
        return
    for name, value in written.items():
        set_committed_value(row, name, value)


def task_row(task: UserTask, **changes: Any) -> Row:
    """Return the row of a task that is in the database, with changes; the object in memory takes them as well."""
    _follow(task, changes)
    held = task.__dict__
    return {name: held[name] for name in _TASK_COLUMNS}


def new_task_row(
    case: Case,
    *,
    identity: str,
    engine_key: str,
    element: str,
    form: str | None,
    role: str,
    opened_at: datetime,
    target_at: datetime | None,
    due_at: datetime | None,
) -> Row:
    """Return the row of a task that opens."""
    return {
        "id": identity,
        "commune_id": case.commune_id,
        "case_id": case.id,
        "engine_key": engine_key,
        "element": element,
        "form": form,
        "role": role,
        "state": "ready",
        "assignee_id": None,
        "opened_at": opened_at,
        "target_at": target_at,
        "due_at": due_at,
        "ended_at": None,
        "ended_by": None,
        "answers": None,
    }


def new_job_row(
    case: Case,
    *,
    kind: str,
    engine_key: str,
    element: str,
    operation: str,
    inputs: Mapping[str, Any],
    due_at: datetime,
    now: datetime,
) -> Row:
    """Return the row of a job: a timer, or the operation of a service task."""
    return {
        "id": new_id(),
        "commune_id": case.commune_id,
        "case_id": case.id,
        "kind": kind,
        "engine_key": engine_key,
        "element": element,
        "operation": operation,
        "inputs": dict(inputs),
        "state": "waiting",
        "due_at": due_at,
        "attempts": 0,
        "max_attempts": MOST_ATTEMPTS,
        "lease_token": None,
        "lease_until": None,
        "error": None,
        "created_at": now,
        "ended_at": None,
    }

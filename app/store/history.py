"""The history of cases: facts are noted in memory and written together at the end of the transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.store.database import database
from app.store.models import Case, CaseEvent
from app.store.statements import Sent, insert_rows, numbered, send

_PENDING = "mastara-case-events"
_EVENTS = insert_rows(CaseEvent.__table__)  # type: ignore[arg-type]
ROWS_AT_ONCE = 100


def record_event(
    case: Case,
    kind: str,
    *,
    at: datetime,
    actor_kind: str,
    actor_name: str,
    public: bool = False,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Add one past fact to the history of a case; it is written with the rest of the transaction."""
    _pending().append(
        {
            "commune_id": case.commune_id,
            "case_id": case.id,
            "at": at,
            "kind": kind,
            "public": public,
            "actor_kind": actor_kind,
            "actor_name": actor_name,
            "data": dict(data or {}),
        }
    )


def add_to_last_event(case: Case, **data: Any) -> bool:
    """Add data to the fact of this case noted last in this transaction; return False when there is none."""
    for row in reversed(_pending()):
        if row["case_id"] == case.id:
            row["data"] |= data
            return True
    return False


def pending_statements() -> list[Sent]:
    """Return the statements that write what is pending, and consider it written."""
    rows = _pending()
    parts = [rows[first : first + ROWS_AT_ONCE] for first in range(0, len(rows), ROWS_AT_ONCE)]
    database.session.info[_PENDING] = []
    return [Sent(_EVENTS, numbered(part), rows=len(part)) for part in parts]


def write_pending() -> None:
    """Write what is pending inside the open transaction: before the commit, or before a reader of the history."""
    statements = pending_statements()
    if statements:
        database.session.flush()
        send(statements)


@event.listens_for(database.session, "before_commit")
def _write_before_commit(_session: Session) -> None:
    write_pending()


@event.listens_for(database.session, "after_rollback")
def _forget_after_rollback(session: Session) -> None:
    session.info.pop(_PENDING, None)


def _pending() -> list[dict[str, Any]]:
    pending: list[dict[str, Any]] = database.session.info.setdefault(_PENDING, [])
    return pending

"""The history of cases: facts are noted in memory and written together at the end of the transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.store.database import flush, in_transaction, open_transaction
from app.store.models import Case, CaseEvent
from app.store.statements import Sent, insert_rows, send

_PENDING = "case-events"
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
    open_transaction().notes[_PENDING] = []
    return [Sent(_EVENTS, part) for part in parts]


def write_pending() -> None:
    """Write what is pending inside the open transaction: before the commit, or before a reader of the history."""
    if not in_transaction():
        return
    statements = pending_statements()
    if statements:
        flush()
        send(statements)


def _pending() -> list[dict[str, Any]]:
    opened = open_transaction()
    opened.before_commit[_PENDING] = write_pending
    return opened.notes.setdefault(_PENDING, [])

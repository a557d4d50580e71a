"""The memory of simulated outside systems, kept in the database so that pages and the worker share it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.clock import Clock
from app.store.database import begin_writing, database, insert_statement
from app.store.models import SimulatedRecord


class StoredRecords:
    """Implements `SimulatedRecords`; each write commits on its own, as an outside system would.

    It uses a session of its own: a command that rolls back does not unsend an e-mail.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def _session(self) -> Session:
        return Session(database.engine, expire_on_commit=False)

    def put(self, kind: str, key: str, value: Mapping[str, Any]) -> None:
        """Remember a value under kind and key; a later one replaces it."""
        with self._session() as session, session.begin():
            begin_writing(session)
            now = self._clock.now()
            new = insert_statement(SimulatedRecord).values(
                kind=kind, key=key, value=dict(value), created_at=now, updated_at=now
            )
            kept = {"value": new.excluded.value, "updated_at": new.excluded.updated_at}
            session.execute(new.on_conflict_do_update(index_elements=["kind", "key"], set_=kept))

    def find(self, kind: str, key: str) -> dict[str, Any] | None:
        """Return the value or None."""
        with self._session() as session:
            record = session.get(SimulatedRecord, (kind, key))
            return dict(record.value) if record else None

    def list_recent(self, kind: str, limit: int = 50) -> Sequence[dict[str, Any]]:
        """Return the newest values of a kind first."""
        statement = (
            select(SimulatedRecord.value)
            .where(SimulatedRecord.kind == kind)
            .order_by(SimulatedRecord.created_at.desc(), SimulatedRecord.key)
            .limit(limit)
        )
        with self._session() as session:
            return [dict(value) for value in session.scalars(statement)]

"""Counts the statements that reach the database, whoever sends them; BEGIN and COMMIT are left out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg
from sqlalchemy import event

from app.store.database import database

_FRAMES = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@contextmanager
def statements_sent(note: Callable[[str], None]) -> Iterator[None]:
    """Call `note` with each statement sent meanwhile: SQLite's driver tells them, psycopg's cursors are heard."""

    def told(statement: str) -> None:
        if not statement.lstrip().upper().startswith(_FRAMES):
            note(statement)

    database.session.remove()
    listen = _traced if database.engine.dialect.name == "sqlite" else _heard
    with listen(told):
        yield


@contextmanager
def _traced(told: Callable[[str], None]) -> Iterator[None]:
    def watch(connection: Any, *_others: object) -> None:
        connection.set_trace_callback(told)

    def leave(connection: Any, *_others: object) -> None:
        if connection is not None:
            connection.set_trace_callback(None)

    hooks: list[tuple[str, Callable[..., None]]] = [("checkout", watch), ("checkin", leave)]
    for name, hook in hooks:
        event.listen(database.engine, name, hook)
    try:
        yield
    finally:
        for name, hook in hooks:
            event.remove(database.engine, name, hook)


@contextmanager
def _heard(told: Callable[[str], None]) -> Iterator[None]:
    def execute(cursor: psycopg.Cursor[Any], query: Any, *arguments: Any, **named: Any) -> psycopg.Cursor[Any]:
        told(str(query))
        return plain(cursor, query, *arguments, **named)

    plain = psycopg.Cursor.execute
    with patch.object(psycopg.Cursor, "execute", execute):
        yield

"""Counts the statements that reach the database, whoever sends them; BEGIN and COMMIT are left out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.store.database import database

_FRAMES = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@contextmanager
def statements_sent(note: Callable[[str], None]) -> Iterator[None]:
    """Call `note` with each statement sent meanwhile: SQLite's driver tells them itself, else SQLAlchemy does."""

    def told(statement: str) -> None:
        if not statement.lstrip().upper().startswith(_FRAMES):
            note(statement)

    engine = database.engine
    if engine.dialect.name == "sqlite":

        def watch(connection: Any, *_others: object) -> None:
            connection.set_trace_callback(told)

        def leave(connection: Any, *_others: object) -> None:
            if connection is not None:
                connection.set_trace_callback(None)

        database.session.remove()
        hooks: list[tuple[str, Callable[..., None]]] = [("checkout", watch), ("checkin", leave)]
    else:

        def heard(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
            told(statement)

        hooks = [("before_cursor_execute", heard)]
    for name, hook in hooks:
        event.listen(engine, name, hook)
    try:
        yield
    finally:
        for name, hook in hooks:
            event.remove(engine, name, hook)

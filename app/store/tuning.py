"""How the engine of each database is set up: durability, locks, connections that rested, errors in our words."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import DisconnectionError

from app.store.driver import refuse_unreadable_text, run_directly, way_of

SQLITE_BUSY_MILLISECONDS = 10_000
BEGIN_MODE = "sqlite_begin"
IMMEDIATE = {BEGIN_MODE: "IMMEDIATE"}
"""Execution options of a connection that will write: SQLite takes the write lock when the transaction begins."""

RESTED_SECONDS = 1.0
"""A connection that nobody used for so long is asked whether the server still answers; a busy one is not."""
_IDLE_SINCE = "idle-since"
_RELAXED = {"sqlite": "PRAGMA synchronous=NORMAL", "postgresql": "SET synchronous_commit TO off"}


def tune_sqlite(engine: Engine) -> None:
    """Durable write-ahead log, foreign keys, and a write lock taken when a transaction begins.

    The driver's own implicit BEGIN is deferred: two readers that both turn writers would deadlock.
    """

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_MILLISECONDS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        mode = connection.get_execution_options().get(BEGIN_MODE, "DEFERRED")
        way = way_of(connection)
        if not way.driver.in_transaction:  # a write transaction has begun already when the session joins it
            run_directly(way, f"BEGIN {mode}")


def tune_postgresql(engine: Engine) -> None:
    """Ask connections that rested whether they live, and say what is wrong with a text that holds a NUL."""

    @event.listens_for(engine, "checkin")
    def on_checkin(connection: Any, record: Any) -> None:
        if connection is not None:
            record.info[_IDLE_SINCE] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: Any, record: Any, _proxy: Any) -> None:
        now = time.monotonic()
        if now - record.info.get(_IDLE_SINCE, now) > RESTED_SECONDS and not _answers(engine, connection):
            raise DisconnectionError("Expected a connection that answers, found one that does not: take another.")

    @event.listens_for(engine, "handle_error")
    def on_error(context: ExceptionContext) -> None:
        refuse_unreadable_text(context.original_exception)


@contextmanager
def relaxed(engine: Engine) -> Iterator[None]:
    """Let the engine's connections commit without waiting for the disk; those of before and after are others."""
    statement = _RELAXED[engine.dialect.name]

    def on_connect(connection: Any, _record: Any) -> None:
        connection.execute(statement)
        connection.commit()

    engine.dispose()
    event.listen(engine, "connect", on_connect)
    try:
        yield
    finally:
        event.remove(engine, "connect", on_connect)
        engine.dispose()


def _answers(engine: Engine, connection: Any) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error:
        return False

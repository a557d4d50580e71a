"""The way to the driver without SQLAlchemy's result objects, 25 to 40 µs less a statement: for the hot path only.

Statements come as the driver wants them: `?` for SQLite, `$1` for PostgreSQL, values by position.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

import psycopg
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from app.domain.errors import MastaraError


class TextUnreadable(MastaraError):
    """A text holds the character NUL, which no person types."""

    code = "text-unreadable"


def run_directly(connection: Connection, sql: str, values: Sequence[Any] = ()) -> int:
    """Send one statement inside the connection's open transaction; return how many rows it touched.

    Raises SQLAlchemy's own errors, as any other statement does, and TextUnreadable.
    """
    return int(_directly(connection, sql, values).rowcount)


def fetch_directly(connection: Connection, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """Read one row as the driver gives it, None when there is none. Raises what `run_directly` raises."""
    row: tuple[Any, ...] | None = _directly(connection, sql, values).fetchone()
    return row


def fetch_all_directly(connection: Connection, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Read all rows as the driver gives them. Raises what `run_directly` raises."""
    rows: list[tuple[Any, ...]] = _directly(connection, sql, values).fetchall()
    return rows


def refuse_unreadable_text(error: BaseException) -> None:
    """Raise TextUnreadable when PostgreSQL could not hold a text: somebody put a NUL into an address or a field."""
    if "NUL (0x00)" in str(error):
        raise TextUnreadable("Expected a text, found the character NUL in it: type it again.") from error


def _directly(connection: Connection, sql: str, values: Sequence[Any]) -> Any:
    driver: Any = connection.connection.driver_connection
    try:
        if isinstance(driver, psycopg.Connection):
            return psycopg.RawCursor(driver).execute(sql, values)
        return driver.execute(sql, values)
    except (sqlite3.Error, psycopg.Error) as error:
        refuse_unreadable_text(error)
        if connection.dialect.is_disconnect(error, driver, None):  # type: ignore[arg-type]  # a driver's error is one
            connection.invalidate(error)
        base = psycopg.Error if isinstance(error, psycopg.Error) else sqlite3.Error
        raise DBAPIError.instance(sql, tuple(values), error, base) from error

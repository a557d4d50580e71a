"""The connection to the database and the column types shared by every table."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from flask_migrate import Migrate, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, MetaData, String, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect, Engine, ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from app.domain.errors import MastaraError

MIGRATIONS = Path(__file__).parent / "migrations"
SQLITE_BUSY_MILLISECONDS = 10_000


class TextUnreadable(MastaraError):
    """A text holds the character NUL, which no person types."""

    code = "text-unreadable"


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite gives naive values back, which are UTC here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"Expected an aware moment, found {value!r}: give it a time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JsonObject = JSON().with_variant(JSONB(), "postgresql")
"""A JSON document; binary JSON on PostgreSQL."""

JsonObjectOrNull = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""The same, where SQL's NULL says that there is none."""

Identifier = String(32)
CommuneCode = String(16)


class Base(DeclarativeBase):
    """Base of every model; constraint names are stable so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


database = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "autoflush": False})
migrate = Migrate()


def _to_json(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # a whole number beyond 64 bits, which JSON may hold
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def connect(app: Flask) -> None:
    """Bind the database of `SQLALCHEMY_DATABASE_URI` to the application."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    options: dict[str, Any] = {"json_serializer": _to_json, "json_deserializer": orjson.loads}
    if url.startswith("sqlite"):
        options["connect_args"] = {"timeout": SQLITE_BUSY_MILLISECONDS / 1000}
    else:
        options |= {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {}).update(options)
    database.init_app(app)
    migrate.init_app(app, database, directory=str(MIGRATIONS), render_as_batch=True, compare_type=False)
    with app.app_context():
        if database.engine.dialect.name == "sqlite":
            _tune_sqlite(database.engine)
        else:
            _name_unreadable_texts(database.engine)


def _tune_sqlite(engine: Engine) -> None:
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
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        run_directly(connection, f"BEGIN {mode}")


def run_directly(connection: Connection, sql: str, values: Any = ()) -> int:
    """Send one statement to SQLite's driver without a result object (25 µs less); return how many rows it touched.

    Raises SQLAlchemy's own errors, as any other statement does.
    """
    return int(_directly(connection, sql, values).rowcount)


def fetch_directly(connection: Connection, sql: str, values: Any = ()) -> tuple[Any, ...] | None:
    """Read one row from SQLite's driver as it gives it, None when there is none."""
    row: tuple[Any, ...] | None = _directly(connection, sql, values).fetchone()
    return row


def _directly(connection: Connection, sql: str, values: Any) -> Any:
    driver: Any = connection.connection.driver_connection
    try:
        return driver.execute(sql, values)
    except sqlite3.Error as error:
        raise DBAPIError.instance(sql, values, error, sqlite3.Error) from error


def begin_writing(session: Session) -> None:
    """Begin a transaction that will write: SQLite takes its write lock at once, and waits for it if it must.

    A transaction that reads first and writes later fails there, without waiting, when another one wrote in between.
    """
    if database.engine.dialect.name == "sqlite":
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


def _name_unreadable_texts(engine: Engine) -> None:
    """Say what is wrong with a text that PostgreSQL cannot hold: somebody put a NUL into an address or a field."""

    @event.listens_for(engine, "handle_error")
    def on_error(context: ExceptionContext) -> None:
        if "NUL (0x00)" in str(context.original_exception):
            raise TextUnreadable("Expected a text, found the character NUL in it: type it again.")


@contextmanager
def transaction() -> Iterator[None]:
    """One write transaction: commits at the end, rolls back on any error.

    On SQLite the write lock is taken at once, so that a command never fails half way on a lock.
    """
    session = database.session
    if session().in_transaction():
        session.rollback()
    begin_writing(session())
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise


def insert_statement(model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that may say what to do when the row exists: both databases can, each in its own words."""
    return postgresql.insert(model) if database.engine.dialect.name == "postgresql" else sqlite.insert(model)


def flush() -> None:
    """Send pending rows to the database, inside the open transaction."""
    database.session.flush()


def create_schema() -> None:
    """Bring the database to the newest schema."""
    upgrade(directory=str(MIGRATIONS))

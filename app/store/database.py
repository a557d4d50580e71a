"""The connection to the database: how it is opened, tuned and used for one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from flask_migrate import Migrate, upgrade
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import MetaData
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine, RootTransaction
from sqlalchemy.orm import DeclarativeBase, Session

from app.store.column_types import CommuneCode as CommuneCode  # noqa: PLC0414 (this module is the door of the models)
from app.store.column_types import CompactJsonObject as CompactJsonObject  # noqa: PLC0414
from app.store.column_types import Identifier as Identifier  # noqa: PLC0414
from app.store.column_types import JsonObject as JsonObject  # noqa: PLC0414
from app.store.column_types import JsonObjectOrNull as JsonObjectOrNull  # noqa: PLC0414
from app.store.column_types import Moment as Moment  # noqa: PLC0414
from app.store.column_types import to_json
from app.store.driver import TextUnreadable as TextUnreadable  # noqa: PLC0414
from app.store.driver import Way, commit_directly, roll_back_directly, run_directly, take_way, way_of
from app.store.tuning import IMMEDIATE, SQLITE_BUSY_MILLISECONDS, relaxed, tune_postgresql, tune_sqlite

MIGRATIONS = Path(__file__).parent / "migrations"


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


@dataclass(kw_only=True)
class OpenTransaction:
    """A write transaction while it lasts: the way to its driver, and what is to be written before it commits."""

    engine: Engine
    way: Way
    before_commit: dict[str, Callable[[], None]] = field(default_factory=dict)
    notes: dict[str, list[Any]] = field(default_factory=dict)
    """What the keepers of `before_commit` have noted in memory, by their name; gone with the transaction."""
    _joined: RootTransaction | None = None

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's connection on this transaction, made when somebody asks for it: a hot command never does."""
        if self._joined is None:
            connection = Connection(self.engine, connection=self.way.pooled).execution_options(**IMMEDIATE)
            self._joined = connection.begin()
        return self._joined.connection

    def begin(self) -> None:
        """Begin: SQLite takes its write lock at once, and waits for it if it must."""
        if self.engine.dialect.name == "sqlite":
            run_directly(self.way, "BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Write what is pending, and commit. Raises RuntimeError when somebody has undone it half way."""
        if self._joined is not None and not self._joined.is_active:
            raise RuntimeError("Expected an open transaction, found one rolled back half way: let its error pass.")
        for write in self.before_commit.values():
            write()
        _end_session(Session.commit)
        if self._joined is not None:
            self._joined.commit()
        else:
            commit_directly(self.way)

    def roll_back(self) -> None:
        """Undo everything."""
        _end_session(Session.rollback)
        if self._joined is not None:
            self._joined.connection.rollback()
        else:
            roll_back_directly(self.way)

    def close(self) -> None:
        """Give the connection back."""
        (self._joined.connection if self._joined else self.way.pooled).close()


_open_transaction: ContextVar[OpenTransaction | None] = ContextVar("open_transaction", default=None)


class _JoiningSession(FlaskSession):
    """A session that works inside the open transaction when there is one, and on connections of its own else."""

    def get_bind(self, *arguments: Any, **named: Any) -> Engine | Connection:
        opened = _open_transaction.get()
        return opened.connection if opened is not None else super().get_bind(*arguments, **named)


database = SQLAlchemy(
    model_class=Base, session_options={"class_": _JoiningSession, "expire_on_commit": False, "autoflush": False}
)
migrate = Migrate()


def connect(app: Flask) -> None:
    """Bind the database of `SQLALCHEMY_DATABASE_URI` to the application."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    options: dict[str, Any] = {"json_serializer": to_json, "json_deserializer": orjson.loads}
    if url.startswith("sqlite"):
        options["connect_args"] = {"timeout": SQLITE_BUSY_MILLISECONDS / 1000}
    else:
        options |= {"pool_size": 8, "max_overflow": 8}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {}).update(options)
    database.init_app(app)
    migrate.init_app(app, database, directory=str(MIGRATIONS), render_as_batch=True, compare_type=False)
    with app.app_context():
        if database.engine.dialect.name == "sqlite":
            tune_sqlite(database.engine)
        else:
            tune_postgresql(database.engine)


def begin_writing(session: Session) -> None:
    """Begin a transaction that will write: SQLite takes its write lock at once, and waits for it if it must.

    A transaction that reads first and writes later fails there, without waiting, when another one wrote in between.
    """
    if database.engine.dialect.name == "sqlite":
        session.connection(execution_options=IMMEDIATE)


@contextmanager
def transaction() -> Iterator[None]:
    """One write transaction: commits at the end, rolls back on any error. It holds no other one.

    On SQLite the write lock is taken at once, so that a command never fails half way on a lock. The session joins the
    transaction when it is used: what does without it (see `statements`) does not pay for it.
    """
    if _open_transaction.get() is not None:
        raise RuntimeError("Expected no open transaction, found one: commands do not run commands.")
    _end_session(Session.rollback)
    engine = database.engine
    opened = OpenTransaction(engine=engine, way=take_way(engine))
    token = _open_transaction.set(opened)
    try:
        opened.begin()
        yield
        opened.commit()
    except BaseException:
        opened.roll_back()
        raise
    finally:
        _open_transaction.reset(token)
        opened.close()


def _end_session(end: Callable[[Session], None]) -> None:
    """End what the session has begun, if anything has used it."""
    if database.session.registry.has() and database.session().in_transaction():
        end(database.session())


@contextmanager
def without_waiting_for_disk() -> Iterator[None]:
    """Commit without waiting for the disk meanwhile: for work that is simply done again when the machine stops.

    The database stays whole in any case; the last commits before a loss of power may be gone.
    """
    _end_session(Session.rollback)
    with relaxed(database.engine):
        yield
        _end_session(Session.rollback)


def in_transaction() -> bool:
    """Tell whether this thread is in a write transaction."""
    return _open_transaction.get() is not None


def open_transaction() -> OpenTransaction:
    """Return the write transaction that this thread is in. Raises RuntimeError when there is none."""
    opened = _open_transaction.get()
    if opened is None:
        raise RuntimeError("Expected an open transaction, found none: write inside `with transaction()`.")
    return opened


def way() -> Way:
    """Return the way to the driver of the open transaction, else of the session's connection."""
    opened = _open_transaction.get()
    return opened.way if opened is not None else way_of(database.session.connection())


def insert_statement(model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that may say what to do when the row exists: both databases can, each in its own words."""
    return postgresql.insert(model) if database.engine.dialect.name == "postgresql" else sqlite.insert(model)


def flush() -> None:
    """Send pending rows to the database, inside the open transaction; a session that nothing used has none."""
    if database.session.registry.has():
        database.session.flush()


def create_schema() -> None:
    """Bring the database to the newest schema."""
    upgrade(directory=str(MIGRATIONS))

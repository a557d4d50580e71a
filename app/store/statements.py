"""Statements of the hot path: compiled once a dialect, sent together, without the unit of work.

SQLAlchemy writes the SQL and converts the values; what is saved is building, looking up and wrapping a statement at
each execution (25–40 µs each) and, on PostgreSQL, a round trip for each: all writes of one step leave in one pipeline.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable, Select, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect

from app.store.database import database, fetch_directly, run_directly

_PARAMETER = re.compile(r"%\((\w+)\)s")
Row = Mapping[str, Any]
Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class Compiled:
    """SQL of one dialect, and the bind parameters in its order with their conversions."""

    sql: str
    parameters: tuple[tuple[str, Convert | None], ...]
    by_position: bool
    results: tuple[Convert | None, ...] = ()
    """How each column of a SELECT is read."""

    def values(self, row: Row) -> tuple[Any, ...] | dict[str, Any]:
        """Return the parameters of one execution as the driver wants them."""
        if self.by_position:
            return tuple(row[name] if convert is None else convert(row[name]) for name, convert in self.parameters)
        return {name: row[name] if convert is None else convert(row[name]) for name, convert in self.parameters}


@dataclass(frozen=True)
class Statement:
    """A statement with named bind parameters; `build` makes it for a dialect and a number of rows."""

    build: Callable[[Dialect, int], Executable]
    _compiled: dict[tuple[str, int], Compiled] = field(default_factory=dict)

    def compiled(self, dialect: Dialect, rows: int = 1) -> Compiled:
        """Return the SQL for a dialect and a number of rows, made at its first use."""
        key = (dialect.name, rows)
        known = self._compiled.get(key)
        if known is None:
            known = self._compiled[key] = _compile(self.build(dialect, rows), dialect)
        return known


def fixed(statement: Executable) -> Statement:
    """Return a statement whose every value is a named bind parameter."""
    return Statement(lambda _dialect, _rows: statement)


def insert_rows(table: Table, *, replacing: Sequence[str] = ()) -> Statement:
    """Return an INSERT of all columns but an automatic id, for any number of rows.

    With `replacing`, a row whose id exists has these columns replaced.
    """
    columns = [column for column in table.columns if column is not table.autoincrement_column]

    def build(dialect: Dialect, rows: int) -> Executable:
        insert = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
        values = [
            {column.name: bindparam(f"{column.name}_{number}", type_=column.type) for column in columns}
            for number in range(rows)
        ]
        statement = insert(table).values(values)
        if not replacing:
            return statement
        return statement.on_conflict_do_update(
            index_elements=list(table.primary_key), set_={name: statement.excluded[name] for name in replacing}
        )

    return Statement(build)


def numbered(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the parameters of an `insert_rows` statement."""
    return {f"{name}_{number}": value for number, row in enumerate(rows) for name, value in row.items()}


@dataclass(frozen=True)
class Sent:
    """One statement to send, with its values; `rows` is the number of rows that an INSERT writes."""

    statement: Statement
    values: Row
    rows: int = 1


def send(statements: Sequence[Sent]) -> int:
    """Send statements inside the open transaction; return how many rows the first one touched.

    They must not depend on one another: PostgreSQL runs them as one statement on one snapshot.
    """
    connection = database.session.connection()
    if connection.dialect.name == "postgresql":
        return _send_as_one(connection, statements)
    touched = [_send_alone(connection, each) for each in statements]
    return touched[0]


def _send_alone(connection: Connection, sent: Sent) -> int:
    compiled = sent.statement.compiled(connection.dialect, sent.rows)
    return run_directly(connection, compiled.sql, compiled.values(sent.values))


def fetch(statement: Statement, values: Row) -> tuple[Any, ...] | None:
    """Return the one row of a SELECT on SQLite, its values converted; None when there is none."""
    connection = database.session.connection()
    compiled = statement.compiled(connection.dialect)
    row = fetch_directly(connection, compiled.sql, compiled.values(values))
    if row is None:
        return None
    pairs = zip(row, compiled.results, strict=True)
    return tuple(value if read is None else read(value) for value, read in pairs)


_together: dict[tuple[tuple[int, int], ...], str] = {}


def _send_as_one(connection: Connection, statements: Sequence[Sent]) -> int:
    """Send all as one statement with data-modifying parts (PostgreSQL, WITH): one round trip instead of one each."""
    parts = [(each, each.statement.compiled(connection.dialect, each.rows)) for each in statements]
    shape = tuple((id(each.statement), each.rows) for each in statements)
    sql = _together.get(shape)
    if sql is None:
        sql = _together[shape] = _as_one([compiled.sql for _, compiled in parts])
    values: dict[str, Any] = {}
    for number, (each, compiled) in enumerate(parts):
        named = compiled.values(each.values)
        assert isinstance(named, dict)
        values |= {f"s{number}_{name}": value for name, value in named.items()}
    return int(connection.exec_driver_sql(sql, values).scalar_one())


def _as_one(statements: Sequence[str]) -> str:
    first, *others = (_PARAMETER.sub(rf"%(s{number}_\1)s", sql) for number, sql in enumerate(statements))
    parts = [f"s0 AS ({first} RETURNING 1)", *(f"s{number} AS ({sql})" for number, sql in enumerate(others, 1))]
    return f"WITH {', '.join(parts)} SELECT count(*) FROM s0"  # noqa: S608 (SQLAlchemy wrote every part)


def _compile(statement: Executable, dialect: Dialect) -> Compiled:
    made: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    names = made.positiontup if made.positional else list(made.binds)
    return Compiled(
        sql=made.string,
        parameters=tuple((name, _conversion(made.binds[name].type, dialect)) for name in names),
        by_position=bool(made.positional),
        results=tuple(_reading(column.type, dialect) for column in columns),
    )


def _reading(kind: Any, dialect: Dialect) -> Convert | None:
    found: Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return found


def _conversion(kind: Any, dialect: Dialect) -> Convert | None:
    found: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found

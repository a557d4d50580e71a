"""Statements of the hot path: compiled once a dialect, sent together, without the unit of work.

SQLAlchemy writes the SQL and converts the values; what is saved is building, looking up and wrapping a statement at
each execution (25–40 µs each) and, on PostgreSQL, a round trip for each: all writes of one step leave as one statement.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Executable, Select, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.engine import Dialect

from app.store.database import way
from app.store.driver import Way, fetch_all_directly, fetch_directly, run_directly

_PLACE = re.compile(r"\$(\d+)")
Row = Mapping[str, Any]
Convert = Callable[[Any], Any]


class Parameter(NamedTuple):
    """Where one value of an execution comes from: the number of the row, its key there, and the conversion."""

    row: int
    key: str
    convert: Convert | None


@dataclass(frozen=True)
class Compiled:
    """SQL as a driver wants it, and its parameters in the order of their places."""

    sql: str
    parameters: tuple[Parameter, ...]
    results: tuple[tuple[int, Convert], ...] = ()
    """How columns of a SELECT are read, by their place: those that the driver does not give as they are."""

    def values(self, rows: Sequence[Row]) -> list[Any]:
        """Return the values of one execution by position."""
        values: list[Any] = []
        for row, take in self._takes:
            values += take(rows[row])
        for place, convert in self._conversions:
            values[place] = convert(values[place])
        return values

    @cached_property
    def _takes(self) -> tuple[tuple[int, Convert], ...]:
        """What takes the values of each stretch of places that one row fills, in their order."""
        stretches = groupby(self.parameters, key=lambda parameter: parameter.row)
        return tuple((row, _taking([parameter.key for parameter in part])) for row, part in stretches)

    @cached_property
    def _conversions(self) -> tuple[tuple[int, Convert], ...]:
        return tuple((place, parameter.convert) for place, parameter in enumerate(self.parameters) if parameter.convert)

    def read(self, row: Iterable[Any]) -> tuple[Any, ...]:
        """Return one row of the answer with its values converted."""
        values = list(row)
        for place, read in self.results:
            values[place] = read(values[place])
        return tuple(values)


def _taking(keys: Sequence[str]) -> Convert:
    """Return what gives the values under the keys of a row; for one key, `itemgetter` would not give a sequence."""
    return itemgetter(*keys) if len(keys) > 1 else lambda row: (row[keys[0]],)


@dataclass(frozen=True)
class Statement:
    """A statement whose every value is a bind parameter; `build` makes it for a dialect and a number of rows."""

    build: Callable[[Dialect, int], Executable]
    place: Callable[[str], tuple[int, str]]
    """Tells the row and the key that a bind parameter takes its value from."""
    _compiled: dict[tuple[str, int], Compiled] = field(default_factory=dict)

    def compiled(self, dialect: Dialect, rows: int = 1) -> Compiled:
        """Return the SQL for a dialect and a number of rows, made at its first use."""
        key = (dialect.name, rows)
        known = self._compiled.get(key)
        if known is None:
            known = self._compiled[key] = _compile(self.build(dialect, rows), dialect, self.place)
        return known


def fixed(statement: Executable) -> Statement:
    """Return a statement whose bind parameters are named as the keys of its one row of values."""
    return Statement(lambda _dialect, _rows: statement, lambda name: (0, name))


def insert_rows(table: Table, *, replacing: Sequence[str] = ()) -> Statement:
    """Return an INSERT of all columns but an automatic id, for any number of rows.

    With `replacing`, a row whose id exists has these columns replaced.
    """
    columns = [column for column in table.columns if column is not table.autoincrement_column]

    def build(dialect: Dialect, rows: int) -> Executable:
        insert = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
        values = [
            {column.name: bindparam(f"{number}_{column.name}", type_=column.type) for column in columns}
            for number in range(rows)
        ]
        statement = insert(table).values(values)
        if not replacing:
            return statement
        return statement.on_conflict_do_update(
            index_elements=list(table.primary_key), set_={name: statement.excluded[name] for name in replacing}
        )

    return Statement(build, _row_and_column)


def _row_and_column(name: str) -> tuple[int, str]:
    number, _, column = name.partition("_")
    return int(number), column


@dataclass(frozen=True)
class Sent:
    """One statement to send with its rows of values: those that an INSERT writes, else one."""

    statement: Statement
    rows: Sequence[Row]


def send(statements: Sequence[Sent]) -> int:
    """Send statements inside the open transaction; return how many rows the first one touched.

    They must not depend on one another: PostgreSQL runs them as one statement on one snapshot.
    """
    opened = way()
    if opened.dialect.name == "postgresql":
        return _send_as_one(opened, statements)
    touched = [_send_alone(opened, each) for each in statements]
    return touched[0]


def _send_alone(opened: Way, sent: Sent) -> int:
    compiled = sent.statement.compiled(opened.dialect, len(sent.rows))
    return run_directly(opened, compiled.sql, compiled.values(sent.rows))


def fetch(statement: Statement, values: Row) -> tuple[Any, ...] | None:
    """Return the one row of a SELECT, its values converted; None when there is none."""
    opened = way()
    compiled = statement.compiled(opened.dialect)
    row = fetch_directly(opened, compiled.sql, compiled.values((values,)))
    return None if row is None else compiled.read(row)


def fetch_all(statement: Statement, values: Row) -> list[tuple[Any, ...]]:
    """Return all rows of a SELECT, their values converted."""
    opened = way()
    compiled = statement.compiled(opened.dialect)
    return [compiled.read(row) for row in fetch_all_directly(opened, compiled.sql, compiled.values((values,)))]


_together: dict[tuple[tuple[int, int], ...], str] = {}


def _send_as_one(opened: Way, statements: Sequence[Sent]) -> int:
    """Send all as one statement with data-modifying parts (PostgreSQL, WITH): one round trip instead of one each."""
    parts = [each.statement.compiled(opened.dialect, len(each.rows)) for each in statements]
    shape = tuple((id(each.statement), len(each.rows)) for each in statements)
    sql = _together.get(shape)
    if sql is None:
        sql = _together[shape] = _as_one(parts)
    values = [value for part, each in zip(parts, statements, strict=True) for value in part.values(each.rows)]
    (touched,) = fetch_directly(opened, sql, values) or (0,)
    return int(touched)


def _as_one(parts: Sequence[Compiled]) -> str:
    written: list[str] = []
    places = 0
    for number, part in enumerate(parts):
        sql = _moved(part.sql, by=places) + (" RETURNING 1" if number == 0 else "")
        written.append(f"s{number} AS ({sql})")
        places += len(part.parameters)
    return f"WITH {', '.join(written)} SELECT count(*) FROM s0"  # noqa: S608 (SQLAlchemy wrote every part)


def _moved(sql: str, *, by: int) -> str:
    """Return a statement whose places begin `by` places later."""
    return _PLACE.sub(lambda found: f"${int(found[1]) + by}", sql)


def _compile(statement: Executable, dialect: Dialect, place: Callable[[str], tuple[int, str]]) -> Compiled:
    written: Any = statement.compile(dialect=_by_position(dialect))  # type: ignore[attr-defined]
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    return Compiled(
        sql=written.string,
        parameters=tuple(
            Parameter(*place(name), convert=_conversion(written.binds[name].type, dialect))
            for name in written.positiontup
        ),
        results=tuple(
            (place, read)
            for place, column in enumerate(columns)
            if (read := _reading(column.type, dialect)) is not None
        ),
    )


def _by_position(dialect: Dialect) -> Dialect:
    """Return the dialect that writes places instead of names; SQLite's does so already."""
    if dialect.name != "postgresql":
        return dialect
    by_position: Dialect = psycopg.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
    return by_position


def _reading(kind: Any, dialect: Dialect) -> Convert | None:
    found: Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return found


def _conversion(kind: Any, dialect: Dialect) -> Convert | None:
    found: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found

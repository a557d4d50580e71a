"""The column types shared by every table: moments, JSON, identifiers."""

import json
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import JSON, DateTime, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, UserDefinedType

COMPACT_FROM_BYTES = 1_000
"""A longer document is kept compressed on SQLite. (PostgreSQL compresses long values by itself.)"""
WINDOW_BITS, MEMORY_LEVEL = 13, 6
"""A window of 8 KB and small tables: zlib's usual 256 KB, asked of the system for each document, cost 50 µs."""
KEPT_MOMENTS = 4_096
"""Moments whose text is remembered: one step writes the same moment a dozen times."""


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite keeps it as text, `2026-01-05 08:00:00.000000`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        return _moment_to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], datetime | None] | None:
        return _moment_from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"Expected an aware moment, found {value!r}: give it a time zone.")
    return value.astimezone(UTC)


def _moment_to_text(value: datetime | None) -> str | None:
    return None if value is None else _text_of_utc(value if value.tzinfo is UTC else _in_utc(value))


@lru_cache(maxsize=KEPT_MOMENTS)
def _text_of_utc(value: datetime) -> str:
    """Return the text of a moment in UTC: in another zone, two moments of the hour that is repeated would be equal."""
    return value.replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=KEPT_MOMENTS)
def _moment_from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class _CompactJson(UserDefinedType[Any]):
    """JSON on SQLite: a short document as text, a long one compressed; each row tells which it is by its own type."""

    cache_ok = True

    def get_col_spec(self, **_kw: Any) -> str:
        return "JSON"

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | bytes]:
        return _to_compact_json

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any]:
        return _from_compact_json


def _to_compact_json(value: Any) -> str | bytes:
    written = _json_bytes(value)
    return written.decode() if len(written) < COMPACT_FROM_BYTES else _compressed(written)


def _compressed(written: bytes) -> bytes:
    small = zlib.compressobj(1, zlib.DEFLATED, WINDOW_BITS, MEMORY_LEVEL)
    return small.compress(written) + small.flush()


def _from_compact_json(value: str | bytes | None) -> Any:
    if value is None:
        return None
    return orjson.loads(zlib.decompress(value) if isinstance(value, bytes) else value)


def to_json(value: Any) -> str:
    """Return JSON as the database keeps it."""
    return _json_bytes(value).decode()


def _json_bytes(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # a whole number beyond 64 bits, which JSON may hold
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


JsonObject = JSON().with_variant(JSONB(), "postgresql")
"""A JSON document; binary JSON on PostgreSQL."""

JsonObjectOrNull = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""The same, where SQL's NULL says that there is none."""

CompactJsonObject = _CompactJson().with_variant(JSONB(), "postgresql")
"""A JSON document that may be long and that no statement looks into."""

Identifier = String(32)
CommuneCode = String(16)

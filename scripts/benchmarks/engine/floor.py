"""What the disk alone allows: bare commits of as many pages as a completion writes, with the same settings.

No command runs, nothing is read or computed: `BEGIN IMMEDIATE`, one UPDATE a page with content that was made before,
`COMMIT`. A figure of whole commands beside it tells how much of a completion is the disk's.
"""

import os
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path

from sqlalchemy import text

from app.store.database import database

COMMITS = 500
ROWS = 2_000
"""Rows of nearly a page each, so that one UPDATE writes one page of the table."""
ROW_BYTES = 3_900
CONTENTS = 61
"""Different contents, a number that divides no round of rows: a row is never written with what it holds already."""
SYNCHRONOUS = {"full": "FULL", "normal": "NORMAL", "off": "OFF"}


@contextmanager
def counted_pages() -> Iterator[list[int]]:
    """Give a list that holds, at the end, how many pages went into the write-ahead log of the application's SQLite."""
    pages: list[int] = []
    session = database.session
    session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    before = session.scalar(text("PRAGMA wal_autocheckpoint"))
    session.execute(text("PRAGMA wal_autocheckpoint=0"))
    session.remove()
    try:
        yield pages
    finally:
        pages.append(int(session.execute(text("PRAGMA wal_checkpoint(PASSIVE)")).one()[1]))
        session.execute(text(f"PRAGMA wal_autocheckpoint={before}"))
        session.remove()


def measure_floor(folder: Path, *, pages: int, synchronous: str) -> dict[str, object]:
    """Commit so many pages again and again in a file of this folder; return commits a second and their times."""
    with closing(sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)) as connection:
        _fill(connection, synchronous)
        took = sorted(_commit_all(connection, pages))
    return {
        "pages": pages,
        "commits_per_second": round(len(took) / sum(took)),
        "p50_ms": round(statistics.median(took) * 1e3, 3),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1e3, 3),
    }


def _fill(connection: sqlite3.Connection, synchronous: str) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={SYNCHRONOUS[synchronous]}")
    connection.execute("CREATE TABLE page (id INTEGER PRIMARY KEY, content BLOB NOT NULL)")
    connection.execute("BEGIN")
    rows = ((number, bytes(ROW_BYTES)) for number in range(ROWS))
    connection.executemany("INSERT INTO page VALUES (?, ?)", rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _commit_all(connection: sqlite3.Connection, pages: int) -> Iterator[float]:
    """Yield the seconds that each commit took."""
    contents = cycle([os.urandom(ROW_BYTES) for _ in range(CONTENTS)])
    places = cycle(range(0, ROWS * 7, 7))
    for _ in range(COMMITS):
        writes = [(next(contents), next(places) % ROWS) for _ in range(pages)]
        began = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for write in writes:
            connection.execute("UPDATE page SET content = ? WHERE id = ?", write)
        connection.execute("COMMIT")
        yield time.perf_counter() - began

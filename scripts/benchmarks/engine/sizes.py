"""How many bytes the database takes, and how much memory the process."""

import resource
from pathlib import Path

from sqlalchemy import text

from app.store.database import database


def database_bytes() -> int:
    """Return the size of the database: its pages on SQLite, pg_database_size on PostgreSQL."""
    session = database.session
    if database.engine.dialect.name == "postgresql":
        size = session.scalar(text("SELECT pg_database_size(current_database())"))
    else:
        session.commit()
        session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        pages, page = session.scalar(text("PRAGMA page_count")), session.scalar(text("PRAGMA page_size"))
        size = int(pages or 0) * int(page or 0)
    session.remove()
    return int(size or 0)


def memory_megabytes() -> float:
    """Return the resident memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * resource.getpagesize() / 1e6, 1)

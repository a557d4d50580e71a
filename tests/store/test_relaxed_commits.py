"""Work that can be done again does not wait for the disk; all other work does, before and after."""

from pathlib import Path

from sqlalchemy import create_engine, text

from app.store.database import database, transaction, without_waiting_for_disk
from app.store.tuning import tune_sqlite
from tests.world.places import World

ASKED = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
RELAXED = {"sqlite": "1", "postgresql": "off"}


def durability() -> str:
    """Return how the connection of a write transaction commits, in the words of the database."""
    with transaction():
        return str(database.session.scalar(text(ASKED[database.engine.dialect.name])))


def test_commits_wait_for_the_disk_but_where_it_is_said_that_they_need_not(world: World) -> None:
    usual = durability()
    with without_waiting_for_disk():
        assert durability() == RELAXED[database.engine.dialect.name]
    assert durability() == usual


def test_an_installation_on_sqlite_waits_for_the_disk_at_each_commit(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'installation.sqlite3'}")
    tune_sqlite(engine)
    with engine.connect() as opened:
        asked = {name: opened.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")}
    engine.dispose()

    assert asked == {"journal_mode": "wal", "synchronous": 2}

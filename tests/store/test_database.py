"""The database: one schema, moments that keep their zone, writers that wait for each other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from app.domain.clock import CASABLANCA, FixedClock
from app.store import numbering, territory
from app.store.cases import CaseChanged, find_case_by_reference, write_case
from app.store.database import Base, TextUnreadable, connect, create_schema, database, transaction
from app.store.files import FileMissing, FileStore
from app.store.models import Case, Service, SimulatedRecord
from app.store.simulation import StoredRecords
from tests.world.databases import Template, on_postgresql
from tests.world.journeys import case_of, file_request
from tests.world.places import AZROU, World
from tests.world.together import at_once


@contextmanager
def _empty_database(folder: Path) -> Iterator[Flask]:
    """An application on an empty database."""
    template = Template(folder)
    template.create()
    app = Flask("empty")
    app.config["SQLALCHEMY_DATABASE_URI"] = template.url
    try:
        connect(app)
        with app.app_context():
            yield app
            database.session.remove()
            database.engine.dispose()
    finally:
        template.drop()


def test_the_migrations_of_an_empty_database_give_the_schema_of_the_models(tmp_path: Path) -> None:
    with _empty_database(tmp_path):
        create_schema()

        with database.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
            differences = compare_metadata(context, Base.metadata)
            known = set(inspect(connection).get_table_names())

        assert differences == []
        assert known == {*Base.metadata.tables, "alembic_version"}


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    with _empty_database(tmp_path):
        create_schema()
        create_schema()


def test_a_moment_comes_back_as_the_same_moment_in_utc(app: Flask) -> None:
    moment = datetime(2026, 3, 3, 9, 30, 15, 250_000, tzinfo=CASABLANCA)
    with transaction():
        database.session.add(SimulatedRecord(kind="test", key="moment", value={}, created_at=moment, updated_at=moment))
    database.session.expunge_all()

    kept = database.session.scalar(select(SimulatedRecord).where(SimulatedRecord.key == "moment"))

    assert kept is not None and kept.created_at == moment and kept.created_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    naive = datetime(2026, 3, 3, 9, 0)  # noqa: DTZ001 (that is the point)
    with pytest.raises(Exception, match="aware moment"), transaction():
        database.session.add(SimulatedRecord(kind="test", key="naive", value={}, created_at=naive, updated_at=naive))


def test_a_transaction_that_fails_leaves_nothing(app: Flask) -> None:
    with pytest.raises(KeyError), transaction():
        numbering.next_number(AZROU, "test", 2026)
        raise KeyError
    with transaction():
        assert numbering.next_number(AZROU, "test", 2026) == 1


def test_references_to_rows_that_do_not_exist_are_refused(app: Flask) -> None:
    with pytest.raises(IntegrityError), transaction():
        territory.add_all([Service(id="x", commune_id="99.999.99.99", key="x", name_ar="x", name_fr="x")])


def test_ten_writers_wait_for_each_other_instead_of_failing(app: Flask) -> None:
    def write() -> int:
        with transaction():
            number = numbering.next_number(AZROU, "waiting", 2026)
            for _ in range(20):  # A write that takes its time: the others must wait, not fail.
                numbering.next_number(AZROU, "meanwhile", 2026)
            return number

    answers = at_once(app, [write] * 10)

    assert sorted(answer for answer in answers if isinstance(answer, int)) == list(range(1, 11)), answers


def test_a_simulator_that_reads_and_writes_waits_for_other_writers(app: Flask, clock: FixedClock) -> None:
    records = StoredRecords(clock)

    def write(index: int) -> None:
        for turn in range(5):
            records.put("test", f"key-{index % 2}", {"turn": turn})

    answers = at_once(app, [lambda index=index: write(index) for index in range(6)])  # type: ignore[misc]

    assert answers == [None] * 6
    assert records.find("test", "key-1") == {"turn": 4}


def test_a_case_written_from_an_old_version_is_refused(world: World) -> None:
    case = case_of(file_request(world))
    version = case.version

    with transaction():
        write_case(case, expected_version=version, values={"status": "first"})
    with pytest.raises(CaseChanged), transaction():
        write_case(case, expected_version=version, values={"status": "second"})

    kept = database.session.scalar(select(Case).execution_options(populate_existing=True))
    assert kept is not None and (kept.status, kept.version) == ("first", version + 1)


def test_of_six_who_write_one_version_one_wins(app: Flask, world: World) -> None:
    filed = file_request(world)
    version = case_of(filed).version

    def write() -> None:
        with transaction():
            write_case(case_of(filed), expected_version=version, values={"status": "mine"})

    answers = at_once(app, [write] * 6)

    assert sum(isinstance(answer, CaseChanged) for answer in answers) == 5, answers


def test_the_character_nul_is_never_a_crash(app: Flask) -> None:
    if on_postgresql():
        with pytest.raises(TextUnreadable):
            find_case_by_reference("2026\x00")
    else:
        assert find_case_by_reference("2026\x00") is None


def test_stored_files_come_back_and_keep_no_name(tmp_path: Path) -> None:
    store = FileStore(tmp_path)

    first, second = store.put(b"same"), store.put(b"same")

    assert store.get(first.key) == b"same" and first.size == 4
    assert first.key != second.key and first.sha256 == second.sha256
    store.remove(first.key)
    store.remove(first.key)
    with pytest.raises(FileMissing):
        store.get(first.key)
    assert store.get(second.key) == b"same"
    assert sum(len(files) for _, _, files in os.walk(tmp_path)) == 1

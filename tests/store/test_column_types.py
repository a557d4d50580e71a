"""Columns: long documents take little room and come back as they were; moments sort as they happened."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from app.domain.clock import CASABLANCA
from app.store.cases import write_case
from app.store.column_types import COMPACT_FROM_BYTES
from app.store.database import database, transaction
from app.store.models import Case, SimulatedRecord
from tests.world.databases import on_postgresql
from tests.world.journeys import case_of, file_request
from tests.world.places import World

LONG: dict[str, object] = {"pieces": ["بطاقة التعريف الوطنية / carte nationale"] * 200, "empty": None}


@pytest.fixture
def case(world: World) -> Case:
    return case_of(file_request(world))


def write_document(case: Case, document: dict[str, object]) -> Case:
    with transaction():
        write_case(case, expected_version=case.version, values={"document": document})
    return kept_case()


def kept_case() -> Case:
    database.session.expunge_all()
    return database.session.scalars(select(Case)).one()


@pytest.mark.parametrize(
    "document", [{}, {"name": "فاطمة"}, {"text": "x" * COMPACT_FROM_BYTES}, {"more": LONG["pieces"]}]
)
def test_a_document_comes_back_as_it_was(case: Case, document: dict[str, object]) -> None:
    assert write_document(case, document).document == document


@pytest.mark.skipif(on_postgresql(), reason="PostgreSQL compresses long values by itself")
def test_a_long_document_takes_little_room_on_sqlite(case: Case) -> None:
    write_document(case, LONG)

    kind, size = database.session.execute(text("SELECT typeof(document), length(document) FROM case_file")).one()

    assert kind == "blob" and size < 1_000


@pytest.mark.skipif(on_postgresql(), reason="PostgreSQL keeps one form only")
def test_a_long_document_that_was_written_as_text_is_read(case: Case) -> None:
    as_text = '{"old": "' + "x" * (2 * COMPACT_FROM_BYTES) + '"}'
    with transaction():
        database.session.execute(text("UPDATE case_file SET document = :document"), {"document": as_text})

    assert kept_case().document == {"old": "x" * (2 * COMPACT_FROM_BYTES)}


def test_moments_sort_as_they_happened_down_to_the_microsecond(world: World) -> None:
    whole = datetime(2026, 1, 5, 8, tzinfo=UTC)
    moments = [
        whole - timedelta(microseconds=1),
        whole,
        whole + timedelta(microseconds=1),
        whole + timedelta(seconds=1),
    ]
    with transaction():
        for moment in reversed(moments):
            row = {"kind": "sorting", "key": str(moment), "value": {}, "created_at": moment, "updated_at": moment}
            database.session.add(SimulatedRecord(**row))

    kept = database.session.scalars(
        select(SimulatedRecord.created_at)
        .where(SimulatedRecord.kind == "sorting", SimulatedRecord.created_at >= moments[0])
        .order_by(SimulatedRecord.created_at)
    ).all()

    assert kept == moments


def test_both_moments_of_the_hour_that_ramadan_repeats_are_kept(world: World) -> None:
    first = datetime(2026, 2, 15, 2, 30, tzinfo=CASABLANCA)
    moments = [first, first.replace(fold=1)]
    with transaction():
        for number, moment in enumerate(moments):
            row = {"kind": "repeated", "key": str(number), "value": {}, "created_at": moment, "updated_at": moment}
            database.session.add(SimulatedRecord(**row))

    kept = database.session.scalars(
        select(SimulatedRecord.created_at).where(SimulatedRecord.kind == "repeated").order_by(SimulatedRecord.key)
    ).all()

    assert [moment.hour for moment in kept] == [1, 2]

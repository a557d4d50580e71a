"""A write transaction: one at a time, joined by the session, its notes gone with it; cut connections are replaced."""

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from app.store import cases, numbering, tuning
from app.store.database import database, open_transaction, transaction, way
from app.store.driver import fetch_directly
from app.store.models import Case
from tests.world.databases import on_postgresql
from tests.world.journeys import case_of, file_request
from tests.world.places import AZROU, World

CUT_ALL_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def case(world: World) -> Case:
    return case_of(file_request(world))


def note(case: Case) -> None:
    cases.record_event(case, "TaskClaimed", at=case.filed_at, actor_kind="system", actor_name="x")


def test_a_transaction_inside_another_is_refused(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="found one"), transaction(), transaction():
        pass
    with transaction():
        assert numbering.next_number(AZROU, "after", 2026) == 1


def test_facts_are_noted_inside_a_transaction_only(case: Case) -> None:
    with pytest.raises(RuntimeError, match="found none"):
        note(case)
    with pytest.raises(RuntimeError, match="found none"):
        open_transaction()


def test_facts_alone_are_written_with_the_commit(case: Case) -> None:
    before = len(cases.list_events(case))
    with transaction():
        note(case)

    assert len(cases.list_events(case)) == before + 1


def test_facts_of_a_transaction_that_failed_are_forgotten(case: Case) -> None:
    before = len(cases.list_events(case))
    with pytest.raises(KeyError), transaction():
        note(case)
        raise KeyError
    with transaction():
        numbering.next_number(AZROU, "next", 2026)

    assert len(cases.list_events(case)) == before


def test_the_session_and_direct_statements_see_each_other(app: Flask) -> None:
    with transaction():
        number = numbering.next_number(AZROU, "seen", 2026)
        seen = fetch_directly(way(), "SELECT last FROM register_counter WHERE register = 'seen'")

    assert seen == (number,)


def test_an_error_of_the_session_undoes_direct_statements_too(app: Flask) -> None:
    with pytest.raises(Exception, match="nowhere"), transaction():
        numbering.next_number(AZROU, "undone", 2026)
        database.session.execute(text("SELECT * FROM nowhere"))

    with transaction():
        assert numbering.next_number(AZROU, "undone", 2026) == 1


def test_what_was_undone_half_way_is_never_committed_in_part(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="half way"), transaction():
        numbering.next_number(AZROU, "half", 2026)
        database.session.execute(text("SELECT 1"))
        database.session.rollback()
        numbering.next_number(AZROU, "half", 2026)

    with transaction():
        assert numbering.next_number(AZROU, "half", 2026) == 1


@pytest.mark.skipif(not on_postgresql(), reason="a server that closes connections")
def test_a_connection_that_was_cut_while_it_rested_is_replaced(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction():
        assert numbering.next_number(AZROU, "alive", 2026) == 1
    database.session.remove()
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as other:
        other.execute(CUT_ALL_OTHERS)
    monkeypatch.setattr(tuning, "RESTED_SECONDS", 0.0)

    with transaction():
        assert numbering.next_number(AZROU, "alive", 2026) == 2

"""Service tasks write into the shared registers of a commune: gapless, once, never over what stood there."""

from dataclasses import replace
from functools import partial

import pytest
from flask import Flask

from app.commands.bus import execute
from app.commands.jobs import LeaseLost
from app.commands.taking_over import TakeOverEntries
from app.domain.actors import SYSTEM
from app.procedures.registers.entries import RegisterRefused
from app.store import inscriptions
from app.store.database import database
from app.store.models import Inscription, RegisterCounter
from app.worker import loop
from app.worker.operations import prepare
from tests.world.corresponding import begin
from tests.world.places import AZROU, CASABLANCA, World
from tests.world.registering import BIRTH, LINE, again, fields_from, run, task
from tests.world.together import at_once

ADD = task("inscribe", "register.add", register="births", **fields_from(BIRTH))
ADD_LINE = task("line", "register.add", register="budget-lines", **fields_from(LINE))
RESERVE = task("take", "register.reserve", register="budget-lines", entry="=line", reserve="committed", sum="=price")


def entries(register: str = "births", commune_id: str = AZROU) -> list[Inscription]:
    database.session.expire_all()
    query = database.session.query(Inscription).filter_by(register=register, commune_id=commune_id)
    return list(query.order_by(Inscription.sequence, Inscription.version))


def test_entries_are_numbered_without_a_gap_by_commune_and_year(world: World) -> None:
    first = run(world, "births", ADD, values=BIRTH)
    second = again(world, "births", values=BIRTH)
    elsewhere = run(world, "births-there", ADD, values=BIRTH, commune_id=CASABLANCA)

    assert [case.document["inscribe"]["number"] for case in (first, second)] == [
        "N-032710101-2026-00001",
        "N-032710101-2026-00002",
    ]
    assert elsewhere.document["inscribe"]["number"] == "N-06141010-2026-00001"
    [one, _two] = entries()
    assert (one.case_id, one.state, one.data) == (first.id, "found", BIRTH)


def test_a_refused_entry_stops_the_case_and_takes_no_number(world: World) -> None:
    case = run(world, "births", ADD, values={**BIRTH, "sex": "X"})
    assert case.state == "open" and entries() == []
    again(world, "births", values=BIRTH)
    assert entries()[0].number.endswith("-00001")


def test_a_worker_that_lost_its_lease_writes_nothing_more(world: World) -> None:
    run(world, "births", ADD, values=BIRTH)
    begin(world, "births", {"values": BIRTH})
    (held,) = loop.acquire(world.services, limit=1)
    command = prepare(held, world.services)
    execute(command, actor=SYSTEM, services=world.services)
    try:
        execute(command, actor=SYSTEM, services=world.services)
    except LeaseLost:
        pass
    else:
        raise AssertionError("the job was done twice")
    assert len(entries()) == 2
    assert database.session.get(RegisterCounter, (AZROU, "births", 2026)).last == 2  # type: ignore[union-attr]


def test_what_is_written_is_found_by_its_values_in_its_commune_only(world: World) -> None:
    run(world, "births", ADD, values=BIRTH)
    find = task("find", "register.search", register="births", family_name_ar="=name", birth_date="=day")
    case = run(world, "finder", find, name="امزيان", day="2026-03-01")
    elsewhere = run(world, "finder-there", find, name="امزيان", day="2026-03-01", commune_id=CASABLANCA)
    other_day = again(world, "finder", name="أمزيان", day="2026-03-02")

    [candidate] = case.document["find"]["candidates"]
    assert candidate["number"] == "N-032710101-2026-00001" and candidate["label"].startswith("تيزيري · أمزيان")
    assert elsewhere.document["find"]["count"] == other_day.document["find"]["count"] == 0


def test_a_mention_supersedes_the_entry_and_keeps_the_old_one(world: World) -> None:
    first = run(world, "births", ADD, values=BIRTH)
    amend = task(
        "amend", "register.amend", register="births", entry="=act", mention="Mariée", state="frozen", reason="Jugement"
    )
    read = task("read", "register.read", register="births", entry="=act")
    case = run(world, "mention", amend, read, act=first.document["inscribe"]["id"])

    old, new = entries()
    assert (old.version, old.superseded_by, old.data) == (1, new.id, BIRTH)
    assert (new.version, new.state, new.reason) == (2, "frozen", "Jugement")
    assert case.document["amend"]["number"] == old.number
    assert case.document["read"]["fields"] == {**BIRTH, "mention": "Mariée"}


def test_an_unknown_entry_is_told_where_it_is_read_and_stops_where_it_is_changed(world: World) -> None:
    run(world, "births", ADD, values=BIRTH)
    read = run(world, "reader", task("read", "register.read", register="births", entry="=act"), act="N-0")
    amend = run(
        world, "mention", task("amend", "register.amend", register="births", entry="=act", state="frozen"), act="N-0"
    )
    assert read.document["read"] == {"found": False, "fields": {}}
    assert amend.state == "open"


def test_a_credit_is_never_committed_beyond_what_was_voted(world: World) -> None:
    line = run(world, "lines", ADD_LINE, values=LINE).document["line"]["number"]
    taken = run(world, "spend", RESERVE, line=line, price=60_000)
    refused = again(world, "spend", line=line, price=60_000)
    given_back = again(world, "spend", line=line, price=-60_000)

    assert taken.document["take"]["reserved"] is True and taken.document["take"]["left"] == 40_000
    assert refused.document["take"]["reserved"] is False and refused.document["take"]["left"] == 40_000
    assert given_back.document["take"]["left"] == 100_000
    assert [row.data.get("committed") for row in entries("budget-lines")] == [None, 60_000, 0]


def test_two_who_reserve_at_one_moment_do_not_share_the_credit(world: World, app: Flask) -> None:
    line = run(world, "lines", ADD_LINE, values=LINE).document["line"]["number"]
    run(world, "spend", RESERVE, line=line, price=1)
    for _ in range(2):
        begin(world, "spend", {"line": line, "price": 60_000})
    first, second = (prepare(held, world.services) for held in loop.acquire(world.services, limit=2))

    acts = [partial(execute, command, actor=SYSTEM, services=world.services) for command in (first, second)]
    at_once(app, acts)

    current = inscriptions.find_current(AZROU, "budget-lines", line)
    assert current is not None and current.data["committed"] == 60_001


def test_older_registers_are_taken_over_without_a_case(world: World) -> None:
    take_over = TakeOverEntries(commune_id=AZROU, register="budget-lines", entries=[LINE, LINE])
    numbers = execute(take_over, actor=SYSTEM, services=world.services)
    assert numbers == ["BL-032710101-2026-00001", "BL-032710101-2026-00002"]
    assert {row.case_id for row in entries("budget-lines")} == {None}
    taken = run(world, "spend", RESERVE, line=numbers[1], price=60_000)
    assert taken.document["take"]["left"] == 40_000


def test_an_entry_is_taken_over_in_the_state_that_it_had(world: World) -> None:
    closed = TakeOverEntries(commune_id=AZROU, register="budget-lines", entries=[LINE], state="closed")
    execute(closed, actor=SYSTEM, services=world.services)
    assert [row.state for row in entries("budget-lines")] == ["closed"]
    with pytest.raises(RegisterRefused, match=r"Expected one of the states open, closed .* found “burnt”"):
        execute(replace(closed, state="burnt"), actor=SYSTEM, services=world.services)

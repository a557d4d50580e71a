"""Orders that change the calendar: who may decide them, what they move, and that nothing is erased."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.commands.bus import Forbidden, execute
from app.commands.clocks.orders import DecideOrder, OrderRefused, OrderUnknown, WithdrawOrder
from app.commands.clocks.recomputing import RecomputeSlice
from app.commands.filing import Filed
from app.domain.actors import SYSTEM
from app.domain.clock import CASABLANCA, FixedClock
from app.store import calendars, cases, deadlines, work
from app.store.models import CalendarOrder
from tests.world.colleagues import add_colleague
from tests.world.journeys import case_of, complete, file_request, open_task
from tests.world.places import AZROU, TABANT, World
from tests.world.places import CASABLANCA as CASABLANCA_CODE
from tests.world.playing import let_pass

ORDER: dict[str, Any] = {
    "commune_id": None,
    "effect": "close",
    "first_day": date(2026, 3, 16),
    "last_day": None,
    "name_ar": "عطلة استثنائية",
    "name_fr": "Congé exceptionnel",
    "reference": "Circulaire 3/2026 du 10 mars 2026",
}


def _decide(world: World, **changes: Any) -> CalendarOrder:
    given = {**ORDER, **changes}
    actor = world.agent("analyst", "country") if given["commune_id"] is None else add_colleague(world, "dgs")
    return execute(DecideOrder(**given), actor=actor, services=world.services)


def _day(filed: Filed) -> date | None:
    row = deadlines.find_legal_period(case_of(filed))
    assert row is not None
    return row.last_day


def _told(filed: Filed) -> list[dict[str, Any]]:
    return [row.data for row in cases.list_events(case_of(filed)) if row.kind == "PeriodRecomputed"]


def test_a_decreed_day_moves_every_open_period_and_tells_those_concerned(world: World, clock: FixedClock) -> None:
    filed = [file_request(world, commune_id=place) for place in (AZROU, CASABLANCA_CODE, TABANT)]
    # 10 full days from Tuesday 3 March end on Saturday the 14th: on Monday the 16th, which the order closes.
    assert {_day(one) for one in filed} == {date(2026, 3, 16)}

    order = _decide(world)
    world.run_jobs()

    assert {_day(one) for one in filed} == {date(2026, 3, 17)}
    told = _told(filed[0])
    assert [(item["before"], item["last_day"]) for item in told] == [("2026-03-16", "2026-03-17")]
    sent = [row.data["message"] for row in cases.list_events(case_of(filed[0])) if row.kind == "CitizenNotified"]
    assert "period-recomputed" in sent
    [reading] = calendars.list_recomputations([order.id])
    assert (reading.state, reading.read, reading.moved, reading.refused) == ("done", 3, 3, 0)
    assert open_task(filed[0]).due_at == min(
        day for day in (open_task(filed[0]).target_at, case_of(filed[0]).due_at) if day is not None
    )


def test_a_local_day_moves_the_periods_of_its_commune_only(world: World, clock: FixedClock) -> None:
    here, there = file_request(world), file_request(world, commune_id=CASABLANCA_CODE)

    _decide(world, commune_id=AZROU, name_fr="Moussem d’Azrou")
    world.run_jobs()

    assert (_day(here), _day(there)) == (date(2026, 3, 17), date(2026, 3, 16))
    assert _told(there) == []


def test_a_feast_taken_away_after_the_fact_moves_the_day_back_and_rings_at_once(
    world: World, clock: FixedClock
) -> None:
    filed = file_request(world)
    order = _decide(world)
    world.run_jobs()
    clock.move_to(datetime(2026, 3, 17, 9, tzinfo=CASABLANCA))

    withdraw = WithdrawOrder(commune_id=None, order_id=order.id, reason="Circulaire rapportée")
    execute(withdraw, actor=world.agent("analyst", "country"), services=world.services)
    world.run_jobs()

    assert _day(filed) == date(2026, 3, 16)
    over = [row for row in cases.list_events(case_of(filed)) if row.kind == "PeriodOver"]
    assert len(over) == 1
    kept = calendars.list_orders(None)
    assert [(row.withdrawn_reason, row.withdrawn_by is not None) for row in kept] == [("Circulaire rapportée", True)]


def test_a_general_stop_holds_every_period_until_its_end_is_known(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    _decide(world, effect="stop", first_day=date(2026, 3, 10), name_fr="État d’urgence", name_ar="حالة الطوارئ")
    world.run_jobs()

    assert _day(filed) is None and case_of(filed).due_at is None


def test_an_ended_period_never_moves(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"))
    let_pass(world, clock, timedelta(days=31))
    assert case_of(filed).outcome == "unpaid"
    before = deadlines.find_legal_period(case_of(filed))
    assert before is not None and before.state == "ended"

    _decide(world, first_day=date(2026, 3, 17))
    world.run_jobs()

    assert _told(filed) == []


def test_a_long_reading_goes_on_slice_by_slice(world: World, clock: FixedClock) -> None:
    filed = [file_request(world) for _ in range(5)]
    order = _decide(world)

    sizes = [execute(RecomputeSlice(size=2), actor=SYSTEM, services=world.services) for _ in range(4)]

    assert sizes == [2, 2, 1, None]
    assert {_day(one) for one in filed} == {date(2026, 3, 17)}
    [reading] = calendars.list_recomputations([order.id])
    assert (reading.read, reading.moved, reading.state) == (5, 5, "done")


def test_an_order_that_changes_no_day_disturbs_nobody(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    jobs = len(work.list_jobs())

    _decide(world, first_day=date(2026, 3, 14))
    world.run_jobs()

    assert _told(filed) == [] and len(work.list_jobs()) == jobs


@pytest.mark.parametrize(
    ("changes", "problem", "field"),
    [
        ({"last_day": date(2026, 3, 15)}, "ends-before-start", "last_day"),
        ({"reference": " "}, "text", "reference"),
        ({"name_ar": "ا"}, "text", "name_ar"),
        ({"first_day": date(2062, 3, 16)}, "far-away", "first_day"),
        ({"last_day": date(2026, 6, 16)}, "too-long", "last_day"),
        ({"effect": "holiday"}, "effect", "effect"),
    ],
)
def test_a_wrong_order_is_refused_with_its_place(
    world: World, clock: FixedClock, changes: dict[str, Any], problem: str, field: str
) -> None:
    with pytest.raises(OrderRefused) as refused:
        _decide(world, **changes)

    assert (refused.value.problem, refused.value.field) == (problem, field)
    assert calendars.list_orders(None) == []


def test_a_commune_may_not_stop_every_period(world: World, clock: FixedClock) -> None:
    with pytest.raises(OrderRefused, match="Expected one of"):
        _decide(world, commune_id=AZROU, effect="stop")


@pytest.mark.parametrize(("role", "place"), [("chef_service", AZROU), ("agent_ec", AZROU), ("operator", "country")])
def test_who_holds_no_right_on_the_calendar_changes_nothing(
    world: World, clock: FixedClock, role: str, place: str
) -> None:
    for commune_id in (None, AZROU):
        command = DecideOrder(**{**ORDER, "commune_id": commune_id})
        with pytest.raises(Forbidden):
            execute(command, actor=world.agent(role, place), services=world.services)


def test_the_direction_of_a_commune_may_not_touch_another_calendar(world: World, clock: FixedClock) -> None:
    national = _decide(world)
    direction = add_colleague(world, "dgs")

    for commune_id in (None, CASABLANCA_CODE):
        with pytest.raises(Forbidden):
            execute(DecideOrder(**{**ORDER, "commune_id": commune_id}), actor=direction, services=world.services)
    with pytest.raises(OrderUnknown):
        withdraw = WithdrawOrder(commune_id=AZROU, order_id=national.id, reason="Pas chez nous")
        execute(withdraw, actor=direction, services=world.services)


def test_an_order_is_withdrawn_once_and_with_a_reason(world: World, clock: FixedClock) -> None:
    order = _decide(world)
    analyst = world.agent("analyst", "country")
    with pytest.raises(OrderRefused):
        execute(WithdrawOrder(commune_id=None, order_id=order.id, reason=" "), actor=analyst, services=world.services)
    withdraw = WithdrawOrder(commune_id=None, order_id=order.id, reason="Erreur de date")
    execute(withdraw, actor=analyst, services=world.services)

    with pytest.raises(OrderUnknown):
        execute(withdraw, actor=analyst, services=world.services)

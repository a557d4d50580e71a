"""Days of one commune, orders with a history, orders that stop every period, and what a change touches."""

from datetime import date

import pytest

from app.deadlines import (
    ClockEvent,
    DeadlineError,
    GeneralStop,
    Override,
    affected_by,
    calendar_change,
    morocco_calendar,
    read_clock,
)
from tests.deadlines.clocks import ANY, a_rule, life, moment

NATIONAL = morocco_calendar()
NAMES = {"fr": "Moussem", "ar": "موسم"}
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def closing(day: str, **changes) -> Override:
    return Override(
        **({"day": date.fromisoformat(day), "closed": True, "names": NAMES, "reference": "Essai"} | changes)
    )


def state_of(rule, text: str, calendar=NATIONAL):
    return read_clock(rule, life(text, rule), calendar)


def test_a_day_of_one_commune_closes_that_commune_only() -> None:
    local = closing("2026-05-04", communes=frozenset({"01.051.01.01"}))

    there = morocco_calendar([local], commune="01.051.01.01")
    elsewhere = morocco_calendar([local], commune="04.421.01.01")

    assert there.find_closed_day(local.day).source == "local"
    assert elsewhere.is_working_day(local.day)
    assert morocco_calendar([local]).is_working_day(local.day)
    # 3 March + 61 = Sunday 3 May; Monday 4 May is closed there.
    assert state_of(a_rule(), "2026-03-03", there).last_day == date(2026, 5, 5)
    assert state_of(a_rule(), "2026-03-03", elsewhere).last_day == date(2026, 5, 4)


def test_an_order_of_the_commune_wins_over_a_national_one_wherever_it_stands_in_the_list() -> None:
    local = closing("2026-05-04", communes=frozenset({"x"}), closed=False)

    assert morocco_calendar([local, closing("2026-05-04")], commune="x").is_working_day(date(2026, 5, 4))


def test_a_day_keeps_its_reference_its_source_and_whether_it_is_an_estimate() -> None:
    announced = closing("2027-03-10", source="hijri-estimate", estimated=True, reference="Calendrier 1448")

    found = morocco_calendar([announced]).find_closed_day(announced.day)

    assert (found.source, found.estimated, found.reference) == ("hijri-estimate", True, "Calendrier 1448")


def test_the_calendar_tells_what_was_known_on_a_day() -> None:
    order = closing("2026-05-04", decided_on=date(2026, 4, 20), withdrawn_on=date(2026, 5, 6))
    calendar = morocco_calendar([order])

    assert calendar.is_working_day(order.day)
    assert calendar.known_on(date(2026, 4, 19)).is_working_day(order.day)
    assert not calendar.known_on(date(2026, 4, 20)).is_working_day(order.day)
    assert not calendar.known_on(date(2026, 5, 5)).is_working_day(order.day)
    assert calendar.known_on(date(2026, 5, 6)).is_working_day(order.day)
    assert NATIONAL.known_on(date(2026, 5, 5)) is NATIONAL


def test_an_order_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(DeadlineError, match="on or after"):
        GeneralStop(first=date(2026, 4, 6), last=date(2026, 4, 5), names=NAMES, reference="Essai")


def test_an_order_without_end_leaves_the_last_day_unknown_and_the_clock_suspended() -> None:
    calendar = morocco_calendar(stops=[GeneralStop(first=date(2026, 4, 6), last=None, names=NAMES, reference="Essai")])
    events = life("2026-03-03", a_rule())

    before, during = (read_clock(a_rule(), events, calendar, now=moment(day)) for day in ("2026-04-05", "2026-04-06"))

    assert (before.state, before.last_day, before.used) == ("running", None, 33)
    assert (during.state, during.last_day, during.used, during.suspended_days) == ("suspended", None, 33, 1)
    # Sunday 5 April would move to the first day of the order: unknown too.
    assert state_of(a_rule(30, "day", "calendar"), "2026-03-06", calendar).last_day is None


def test_days_of_a_pause_and_of_an_order_are_taken_once() -> None:
    stop = GeneralStop(first=date(2026, 4, 6), last=date(2026, 4, 19), names=NAMES, reference="Essai")
    calendar = morocco_calendar(stops=[stop])
    events = life("2026-03-03 [2026-04-01 2026-04-10]", a_rule())

    state = read_clock(a_rule(), events, calendar, now=moment("2026-05-01"))

    assert state.suspended_days == 18
    assert [(pause.since, pause.until, pause.days) for pause in state.pauses] == [
        (date(2026, 4, 1), date(2026, 4, 10), 9),
        (date(2026, 4, 5), date(2026, 4, 19), 14),
    ]


def test_an_order_of_one_commune_stops_its_clocks_only() -> None:
    stop = GeneralStop(
        first=date(2026, 4, 6), last=date(2026, 4, 19), names=NAMES, reference="Essai", communes=frozenset({"x"})
    )

    assert morocco_calendar(stops=[stop], commune="x").stops == (stop,)
    assert morocco_calendar(stops=[stop], commune="y").stops == ()


def test_a_change_is_the_days_whose_work_changed_and_the_orders_that_differ() -> None:
    stop = GeneralStop(first=date(2026, 4, 6), last=date(2026, 4, 19), names=NAMES, reference="Essai")
    sunday, monday = closing("2026-05-03"), closing("2026-05-04")

    change = calendar_change(NATIONAL, morocco_calendar([sunday, monday], stops=[stop]), **YEAR)

    assert change.days == {date(2026, 5, 4)}
    assert change.stops == (stop,)
    assert not calendar_change(NATIONAL, morocco_calendar(), **YEAR)
    with pytest.raises(DeadlineError, match="compare"):
        calendar_change(NATIONAL, NATIONAL, first=date(2026, 2, 1), last=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("unit", "kind", "text", "day", "affected"),
    [
        # 3 March + 61 = Sunday 3 May, moved to Monday 4 May: only Monday matters.
        ("day", "franc", "2026-03-03", "2026-05-04", True),
        ("day", "franc", "2026-03-03", "2026-05-05", False),
        ("day", "franc", "2026-03-03", "2026-03-17", False),
        # Working days: each of them matters, until 2 June.
        ("working_day", "working", "2026-03-03", "2026-03-17", True),
        ("working_day", "working", "2026-03-03", "2026-12-01", False),
        # Suspended, with no last day: no closing of a day moves what remains in days.
        ("day", "franc", "2026-03-03 [2026-03-10 ]", "2026-05-04", False),
    ],
)
def test_a_new_holiday_touches_the_clocks_whose_date_it_can_move(unit, kind, text, day, affected) -> None:
    rule = a_rule(60, unit, kind)
    change = calendar_change(NATIONAL, morocco_calendar([closing(day)]), **YEAR)

    assert affected_by(state_of(rule, text), change) is affected


def test_a_feast_that_the_moon_moves_touches_the_clocks_that_it_had_put_off() -> None:
    # 16 May + 11 = Wednesday 27 May, estimated Aïd Al Adha, so Friday 29 May; the feast is seen on 28 and 29 May.
    seen = morocco_calendar([closing("2026-05-27", closed=False), closing("2026-05-29")])
    estimated = state_of(a_rule(10), "2026-05-16")
    change = calendar_change(NATIONAL, seen, first=date(2026, 5, 27), last=date(2026, 5, 27))

    assert estimated.last_day == date(2026, 5, 29)
    assert affected_by(estimated, change)
    assert state_of(a_rule(10), "2026-05-16", seen).last_day == date(2026, 5, 27)


def test_the_calendar_holds_for_every_year_that_an_event_may_have() -> None:
    for year in (1900, 2199):
        start = ClockEvent.completed(moment(f"{year}-03-03"))
        assert read_clock(a_rule(100, "year", "calendar"), [start], NATIONAL).last_day.year == year + 100
        assert read_clock(a_rule(90, "working_day", "working"), [start], NATIONAL).last_day.year == year


def test_a_decided_file_and_one_that_has_not_started_are_never_touched() -> None:
    change = calendar_change(NATIONAL, morocco_calendar([closing("2026-05-04")]), **YEAR)
    decided = [*life("2026-03-03", a_rule()), ClockEvent.stopped(moment("2026-04-01"), "decided")]

    assert not affected_by(read_clock(a_rule(), decided, NATIONAL), change)
    assert not affected_by(read_clock(a_rule(), [], NATIONAL), change)


def test_hours_are_touched_by_orders_that_stop_them_and_not_by_holidays() -> None:
    stop = GeneralStop(first=date(2026, 3, 4), last=date(2026, 3, 5), names=NAMES, reference="Essai")
    state = state_of(a_rule(48, "hour", "calendar"), "2026-03-03")

    assert not affected_by(state, calendar_change(NATIONAL, morocco_calendar([closing("2026-03-04")]), **YEAR))
    assert affected_by(state, calendar_change(NATIONAL, morocco_calendar(stops=[stop]), **YEAR))


def test_a_pause_asked_for_before_an_order_still_lasts_after_it() -> None:
    stop = GeneralStop(first=date(2026, 4, 6), last=date(2026, 4, 19), names=NAMES, reference="Essai")
    events = [ClockEvent.completed(moment("2026-03-03")), ClockEvent.suspended(moment("2026-04-01"), ANY)]

    state = read_clock(a_rule(), events, morocco_calendar(stops=[stop]), now=moment("2026-04-25"))

    assert (state.state, state.used, state.suspended_days) == ("suspended", 29, 24)

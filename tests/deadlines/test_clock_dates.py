"""The hand-worked dates, read by the clock on servers in four time zones."""

import time
from collections.abc import Iterator
from datetime import date

import pytest

from app.deadlines import ClockEvent, GeneralStop, morocco_calendar, read_clock
from tests.deadlines.clocks import a_rule, life, moment
from tests.deadlines.table_law_55_19 import ROWS as LAW_55_19
from tests.deadlines.table_other_laws import ROWS as OTHER_LAWS

CALENDAR = morocco_calendar()
ZONES = ("UTC", "Africa/Casablanca", "Pacific/Auckland", "America/Los_Angeles")
ROWS = [*LAW_55_19, *OTHER_LAWS]


@pytest.fixture(params=ZONES)
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine stands in another part of the world."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_the_table_holds_at_least_120_dates() -> None:
    assert len({(row[1:5]) for row in ROWS}) >= 120


@pytest.mark.usefixtures("server_zone")
@pytest.mark.parametrize(("article", "amount", "unit", "kind", "text", "last", "half"), ROWS)
def test_a_clock_ends_on_the_day_that_was_worked_out_by_hand(article, amount, unit, kind, text, last, half) -> None:
    rule = a_rule(amount, unit, kind, legal_ref=article, half_window=article.startswith("55-19"))

    state = read_clock(rule, life(text, rule), CALENDAR)

    assert state.last_day == date.fromisoformat(last)
    assert state.due_at == moment(f"{last} 23:59:59")
    if rule.half_window:
        assert state.half_window_until == moment(f"{half} 23:59:59")
    if state.extended_by is None:
        assert state.alerts[0].at == moment(f"{half} 23:59:59")


SPRING_STOP = GeneralStop(
    first=date(2026, 4, 6),
    last=date(2026, 4, 19),
    names={"fr": "état d’urgence", "ar": "حالة الطوارئ"},
    reference="Décret-loi d’essai",
)
"""Fourteen days, Monday to Sunday, during which no period counts (as decree-law 2-20-292, article 6, ordered)."""

STOPPED_ROWS = [
    # 3 March + 61 = 3 May, + 14 = Sunday 17 May: Monday 18 May.
    (60, "day", "franc", "2026-03-03", "2026-05-18"),
    # Over on Thursday 2 April, before the stop: nothing changes.
    (30, "day", "franc", "2026-03-02", "2026-04-02"),
    # Over on Friday 3 April; the stop begins on Monday: nothing changes.
    (30, "day", "franc", "2026-03-03", "2026-04-03"),
    # Would end on Sunday 5 April, so on Monday 6, which the stop takes: Monday 20 April.
    (30, "day", "calendar", "2026-03-06", "2026-04-20"),
    # 28 March to 5 April are nine days; the tenth is 20 April, a Monday.
    (10, "day", "calendar", "2026-03-27", "2026-04-20"),
    # Starts inside: 20 to 26 April are seven full days, Monday 27 April is the end.
    (7, "day", "franc", "2026-04-10", "2026-04-27"),
    # Starts on the last stopped day: the same.
    (7, "day", "franc", "2026-04-19", "2026-04-27"),
    # Starts the day after: 21 to 27 April, end on Tuesday 28.
    (7, "day", "franc", "2026-04-20", "2026-04-28"),
    # 3 April, then 20, 21, 22, 23 April.
    (5, "working_day", "working", "2026-04-02", "2026-04-23"),
    # From 20 March to 20 April, + 14 = Monday 4 May.
    (1, "month", "calendar", "2026-03-20", "2026-05-04"),
    # A pause from 1 to 10 April and the stop overlap: 2 to 19 April are 18 days; 3 May + 18 = Thursday 21 May.
    (60, "day", "franc", "2026-03-03 [2026-04-01 2026-04-10]", "2026-05-21"),
    # A pause within the stop takes nothing more.
    (60, "day", "franc", "2026-03-03 [2026-04-08 2026-04-15]", "2026-05-18"),
    # A pause that outlasts it: 6 to 30 April are 25 days; 3 May + 25 = Thursday 28 May, Aïd Al Adha: Friday 29 May.
    (60, "day", "franc", "2026-03-03 [2026-04-08 2026-04-30]", "2026-05-29"),
]


@pytest.mark.usefixtures("server_zone")
@pytest.mark.parametrize(("amount", "unit", "kind", "text", "last"), STOPPED_ROWS)
def test_an_order_that_stops_all_periods_takes_its_days_away(amount, unit, kind, text, last) -> None:
    rule = a_rule(amount, unit, kind)

    state = read_clock(rule, life(text, rule), morocco_calendar(stops=[SPRING_STOP]))

    assert state.last_day == date.fromisoformat(last)


HOUR_ROWS = [
    # LO113 a.76: 48 hours; on 15 February Morocco goes back an hour: Saturday noon to Monday 11:00.
    (48, "2026-02-14 12:00", [], "2026-02-16 11:00"),
    # On 22 March it goes forward: Saturday noon to Monday 13:00.
    (48, "2026-03-21 12:00", [], "2026-03-23 13:00"),
    # 09-08 a.19: 24 hours run through a feast and a week end, and do not move.
    (24, "2026-03-20 10:30", [], "2026-03-21 10:30"),
    # Three hours of pause are three hours.
    (24, "2026-03-02 09:00", [("2026-03-02 10:00", "2026-03-02 13:00")], "2026-03-03 12:00"),
    # A pause across the change of the clock: 22:00 to 04:00 is five hours on 22 March, six on the wall.
    (24, "2026-03-21 20:00", [("2026-03-21 22:00", "2026-03-22 04:00")], "2026-03-23 02:00"),
    # 36 hours until midnight of 6 April, twelve more from midnight of 20 April.
    (48, "2026-04-04 12:00", [], "2026-04-20 12:00"),
]


@pytest.mark.usefixtures("server_zone")
@pytest.mark.parametrize(("hours", "start", "pauses", "due"), HOUR_ROWS)
def test_hours_are_real_hours_across_pauses_stops_and_ramadan(hours, start, pauses, due) -> None:
    events = [ClockEvent.completed(moment(start))]
    for since, until in pauses:
        events += [ClockEvent.suspended(moment(since), "replace-piece"), ClockEvent.resumed(moment(until))]

    state = read_clock(a_rule(hours, "hour", "calendar"), events, morocco_calendar(stops=[SPRING_STOP]))

    assert state.due_at == moment(due)


@pytest.mark.usefixtures("server_zone")
def test_a_file_complete_after_midnight_in_morocco_starts_on_that_day_wherever_the_server_stands() -> None:
    # 23:30 UTC on 2 July is 00:30 on 3 July in Morocco: 3 July + 8 = Saturday 11 July: Monday 13 July.
    summer = [ClockEvent.from_json({"kind": "completed", "at": "2026-07-02T23:30:00+00:00"})]
    # In Ramadan Morocco stands at UTC+0: still 2 March; + 8 = Tuesday 10 March.
    ramadan = [ClockEvent.from_json({"kind": "completed", "at": "2026-03-02T23:30:00+00:00"})]

    assert read_clock(a_rule(7), summer, CALENDAR).last_day == date(2026, 7, 13)
    assert read_clock(a_rule(7), ramadan, CALENDAR).last_day == date(2026, 3, 10)

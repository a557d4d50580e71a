"""Promises that hold for every clock, not only for those worked out by hand."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.deadlines import (
    CalendarChange,
    ClockEvent,
    ClockRefused,
    GeneralStop,
    Override,
    affected_by,
    calendar_change,
    morocco_calendar,
    read_clock,
)
from app.domain.clock import CASABLANCA, local_day
from tests.deadlines.clocks import ANY, ASK, INQUIRY, a_rule, walk

CALENDAR = morocco_calendar()
NAMES = {"fr": "Essai", "ar": "تجربة"}
MEASURES = (("day", "franc"), ("day", "calendar"), ("working_day", "working"), ("month", "calendar"))
FAST = settings(max_examples=60, deadline=None)

starts = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC, microsecond=0)
)
measures = st.sampled_from(MEASURES)
amounts = st.integers(1, 40)
gaps = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 30)), max_size=3)


def rule_of(amount: int, measure: tuple[str, str], **changes):
    unit, kind = measure
    return a_rule(1 + amount % 6 if unit == "month" else amount, unit, kind, **changes)


def lived(rule, start: datetime, pauses: list[tuple[int, int]], calendar=CALENDAR) -> list[ClockEvent]:
    """Return a start and as many of the pauses, (days of running, days of pause), as the period has room for."""
    events = [ClockEvent.completed(start)]
    at = start
    for run, pause in pauses:
        at += timedelta(days=run)
        if not read_clock(rule, events, calendar).may_ask_for_pieces(at, ANY):
            break
        events.append(ClockEvent.suspended(at, ANY))
        at += timedelta(days=pause)
        events.append(ClockEvent.resumed(at))
    return events


def days_of_pauses(events: list[ClockEvent]) -> list[tuple[date, date]]:
    moments = [local_day(event.at) for event in events[1:]]
    return list(zip(moments[::2], moments[1::2], strict=True))


@FAST
@given(start=starts, amount=amounts, measure=measures.filter(lambda measure: measure[0] != "month"), pauses=gaps)
def test_counting_one_day_after_the_other_gives_the_same_last_day(start, amount, measure, pauses) -> None:
    rule = rule_of(amount, measure)
    events = lived(rule, start, pauses)

    expected = walk(rule, local_day(start), days_of_pauses(events), CALENDAR.is_working_day)

    assert read_clock(rule, events, CALENDAR).last_day == expected


@FAST
@given(start=starts, amount=amounts, measure=measures, pauses=gaps)
def test_the_same_events_give_the_same_state(start, amount, measure, pauses) -> None:
    rule = rule_of(amount, measure)
    events = lived(rule, start, pauses)

    assert read_clock(rule, events, CALENDAR) == read_clock(rule, tuple(events), morocco_calendar())


@FAST
@given(start=starts, amount=amounts, measure=measures, pauses=gaps, offset=st.integers(0, 60))
def test_a_suspension_that_ends_on_its_day_changes_no_date(start, amount, measure, pauses, offset) -> None:
    rule = rule_of(amount, measure)
    events = lived(rule, start, pauses)
    before = read_clock(rule, events, CALENDAR)
    at = events[-1].at + timedelta(days=offset)
    assume(before.may_ask_for_pieces(at, ANY))

    after = read_clock(rule, [*events, ClockEvent.suspended(at, ANY), ClockEvent.resumed(at)], CALENDAR)

    assert (after.last_day, after.alerts, after.due_at) == (before.last_day, before.alerts, before.due_at)


@FAST
@given(start=starts, amount=amounts, measure=measures, run=st.integers(0, 30), pause=st.integers(0, 40))
def test_a_longer_suspension_never_ends_the_period_earlier(start, amount, measure, run, pause) -> None:
    rule = rule_of(amount, measure)
    shorter, longer = (lived(rule, start, [(run, days)]) for days in (pause, pause + 1))

    assert read_clock(rule, longer, CALENDAR).due_at >= read_clock(rule, shorter, CALENDAR).due_at


@FAST
@given(start=starts, amount=amounts, measure=measures, pauses=gaps)
def test_a_longer_period_never_ends_earlier(start, amount, measure, pauses) -> None:
    events = lived(rule_of(amount, measure), start, pauses)
    longer = a_rule(rule_of(amount, measure).period.amount + 1, *measure)

    assert read_clock(longer, events, CALENDAR).due_at >= read_clock(rule_of(amount, measure), events, CALENDAR).due_at


@FAST
@given(start=starts, amount=amounts, extra=amounts, measure=measures)
def test_an_extension_is_the_same_as_a_longer_period(start, amount, extra, measure) -> None:
    rule, more = rule_of(amount, measure), rule_of(extra, measure).period
    longer = a_rule(rule.period.amount + more.amount, *measure)

    extended = [ClockEvent.completed(start), ClockEvent.extended(start, INQUIRY, more)]

    assert (
        read_clock(rule, extended, CALENDAR).due_at
        == read_clock(longer, [ClockEvent.completed(start)], CALENDAR).due_at
    )


@FAST
@given(
    start=starts, amount=st.integers(8, 40), run=st.integers(1, 6), first=st.integers(1, 9), second=st.integers(1, 9)
)
def test_two_suspensions_add_up_to_one_of_their_whole_length(start, amount, run, first, second) -> None:
    rule = a_rule(amount)

    apart = lived(rule, start, [(run, first), (1, second)])
    at_once = lived(rule, start, [(run, first + second)])

    assert len(apart) == 5
    assert read_clock(rule, apart, CALENDAR).nominal_day == read_clock(rule, at_once, CALENDAR).nominal_day


@FAST
@given(start=starts, amount=amounts, measure=measures, pauses=gaps)
def test_a_period_in_days_never_ends_on_a_closed_day_nor_before_an_alert(start, amount, measure, pauses) -> None:
    rule = rule_of(amount, measure)
    state = read_clock(rule, lived(rule, start, pauses), CALENDAR)

    assert CALENDAR.is_working_day(state.last_day)
    assert local_day(state.due_at) == state.last_day
    assert sorted(alert.at for alert in state.alerts) == [alert.at for alert in state.alerts]
    assert all(alert.at <= state.due_at for alert in state.alerts)


@FAST
@given(start=starts, amount=amounts, measure=measures, pauses=gaps, offset=st.integers(0, 80))
def test_what_may_be_asked_is_what_the_clock_accepts(start, amount, measure, pauses, offset) -> None:
    rule = rule_of(amount, measure, half_window=True)
    events = lived(rule, start, pauses)
    at = events[-1].at + timedelta(days=offset)
    asked = [*events, ClockEvent.suspended(at, ASK)]

    may_ask = read_clock(rule, events, CALENDAR).may_ask_for_pieces(at, ASK)

    try:
        read_clock(rule, asked, CALENDAR)
        accepted = True
    except ClockRefused:
        accepted = False
    assert may_ask == accepted


@FAST
@given(start=starts, amount=amounts, measure=measures, pauses=gaps, offset=st.integers(-2, 90))
def test_a_new_holiday_only_moves_a_date_forward_and_its_removal_brings_it_back(
    start, amount, measure, pauses, offset
) -> None:
    rule = rule_of(amount, measure)
    events = lived(rule, start, pauses)
    before = read_clock(rule, events, CALENDAR)
    holiday = Override(day=local_day(start) + timedelta(days=offset), closed=True, names=NAMES, reference="Essai")

    closed = read_clock(rule, events, morocco_calendar([holiday]))
    opened = Override(day=holiday.day, closed=False, names=NAMES, reference="Essai")
    emptied = morocco_calendar([holiday, opened])

    assert closed.last_day >= before.last_day
    if CALENDAR.is_working_day(holiday.day):
        assert read_clock(rule, events, emptied).last_day == before.last_day


@settings(max_examples=150, deadline=None)
@given(
    start=starts,
    amount=amounts,
    measure=measures,
    pauses=gaps,
    offset=st.integers(-5, 120),
    closed=st.booleans(),
    stop_days=st.integers(0, 20),
)
def test_a_date_that_a_change_moves_was_announced_as_one_that_may_move(
    start, amount, measure, pauses, offset, closed, stop_days
) -> None:
    rule = rule_of(amount, measure)
    events = lived(rule, start, pauses)
    day = local_day(start) + timedelta(days=offset)
    override = Override(day=day, closed=closed, names=NAMES, reference="Essai")
    stop = GeneralStop(first=day, last=day + timedelta(days=stop_days), names=NAMES, reference="Essai")
    after = morocco_calendar([override], stops=[stop] if stop_days else [])
    change = calendar_change(CALENDAR, after, first=day, last=day)
    before = read_clock(rule, events, CALENDAR)

    try:
        now = read_clock(rule, events, after)
    except ClockRefused:
        return  # the suspension was asked for after an end that the change moved back
    moved = (now.last_day, now.alerts) != (before.last_day, before.alerts)
    assert affected_by(before, change) or not moved


@FAST
@given(start=starts, amount=amounts, measure=measures, first=st.integers(-30, 60), length=st.integers(0, 60))
def test_no_period_ends_inside_an_order_that_stops_them(start, amount, measure, first, length) -> None:
    day = local_day(start) + timedelta(days=first)
    stop = GeneralStop(first=day, last=day + timedelta(days=length), names=NAMES, reference="Essai")
    rule = rule_of(amount, measure)

    stopped = read_clock(rule, [ClockEvent.completed(start)], morocco_calendar(stops=[stop]))

    assert not stop.covers(stopped.last_day)
    assert stopped.last_day >= read_clock(rule, [ClockEvent.completed(start)], CALENDAR).last_day


@FAST
@given(start=starts, hours=st.integers(1, 100), run=st.integers(0, 3_000), pause=st.integers(0, 100_000))
def test_hours_last_as_long_as_they_say_across_every_change_of_the_clock(start, hours, run, pause) -> None:
    rule = a_rule(hours, "hour", "calendar")
    at = start + timedelta(seconds=run)
    events = [
        ClockEvent.completed(start.astimezone(CASABLANCA)),
        ClockEvent.suspended(at, ANY),
        ClockEvent.resumed(at + timedelta(seconds=pause)),
    ]

    assert read_clock(rule, events, CALENDAR).due_at - start == timedelta(hours=hours, seconds=pause)


@FAST
@given(start=starts, amount=amounts, measure=measures, pauses=gaps, offset=st.integers(0, 90))
def test_what_has_run_and_what_remains_make_the_whole(start, amount, measure, pauses, offset) -> None:
    rule = rule_of(amount, measure)
    events = lived(rule, start, pauses)
    at = events[-1].at + timedelta(days=offset)

    state, later = (read_clock(rule, events, CALENDAR, now=now) for now in (at, at + timedelta(days=1)))

    assert state.used + state.remaining == later.used + later.remaining
    assert 0 <= state.used <= later.used
    assert (state.state == "over") == (at > state.due_at)


def test_an_empty_change_affects_nobody() -> None:
    state = read_clock(a_rule(), [ClockEvent.completed(datetime(2026, 3, 3, 9, tzinfo=UTC))], CALENDAR)

    assert not CalendarChange()
    assert not affected_by(state, CalendarChange())

"""Deadlines worked out by hand, row by row; moments are Moroccan wall clock."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.deadlines import (
    DeadlineError,
    Override,
    Period,
    due_at,
    last_day,
    morocco_calendar,
    past_last_second,
    time_left,
)
from app.domain.clock import CASABLANCA, local_day

CALENDAR = morocco_calendar()


def moment(text: str) -> datetime:
    """Read "2026-03-02 09:00" as Moroccan time, or an ISO moment with its own offset."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=CASABLANCA)


# (amount, unit, kind, start, last day, late after)
ROWS = [
    # --- francs: they end in the evening of D+N+1, moved to the next working day ------------------------------------
    # 2 March + 31 = 2 April, a Thursday.
    (30, "day", "franc", "2026-03-02 09:00", "2026-04-02", "2026-04-02 23:59:59"),
    # The hour of the start does not matter: the day of the start is not counted.
    (30, "day", "franc", "2026-03-02 00:00", "2026-04-02", "2026-04-02 23:59:59"),
    (30, "day", "franc", "2026-03-02 23:59", "2026-04-02", "2026-04-02 23:59:59"),
    # One full day: 3 March counts, Wednesday 4 March is its end.
    (1, "day", "franc", "2026-03-02 09:00", "2026-03-04", "2026-03-04 23:59:59"),
    # 5 January + 61 = 7 March, a Saturday: Monday 9 March.
    (60, "day", "franc", "2026-01-05 09:00", "2026-03-09", "2026-03-09 23:59:59"),
    # 12 March + 8 = Friday 20 March, Aïd Al Fitr, then its second day and Sunday: Monday 23 March.
    (7, "day", "franc", "2026-03-12 09:00", "2026-03-23", "2026-03-23 23:59:59"),
    # 21 October + 11 = 1 November, a Sunday (31 October, a feast since 2026, is a Saturday): Monday 2 November.
    (10, "day", "franc", "2026-10-21 09:00", "2026-11-02", "2026-11-02 23:59:59"),
    # 29 July + 16 = Friday 14 August, a feast before a week end: Monday 17 August.
    (15, "day", "franc", "2026-07-29 09:00", "2026-08-17", "2026-08-17 23:59:59"),
    # 1 December + 31 = 1 January, a Friday and a feast: Monday 4 January of the next year.
    (30, "day", "franc", "2026-12-01 09:00", "2027-01-04", "2027-01-04 23:59:59"),
    # Leap year: 1 February 2028 + 31 = 3 March, a Friday.
    (30, "day", "franc", "2028-02-01 09:00", "2028-03-03", "2028-03-03 23:59:59"),
    # Started on a Sunday: 1 March + 11 = Thursday 12 March.
    (10, "day", "franc", "2026-03-01 09:00", "2026-03-12", "2026-03-12 23:59:59"),
    # A month from date to date gives 28 February, not counted either: 1 March is a Sunday, so Monday 2 March.
    (1, "month", "franc", "2026-01-31 09:00", "2026-03-02", "2026-03-02 23:59:59"),
    # --- calendar days: the last one counts, moved if it is closed -----------------------------------------------
    # 2 March + 10 = Thursday 12 March.
    (10, "day", "calendar", "2026-03-02 09:00", "2026-03-12", "2026-03-12 23:59:59"),
    # 2 March + 25 = Friday 27 March; feasts on the way count.
    (25, "day", "calendar", "2026-03-02 09:00", "2026-03-27", "2026-03-27 23:59:59"),
    # 2 March + 5 = Saturday 7 March: Monday 9 March.
    (5, "day", "calendar", "2026-03-02 09:00", "2026-03-09", "2026-03-09 23:59:59"),
    # 16 April + 15 = Friday 1 May, Labour Day: Monday 4 May.
    (15, "day", "calendar", "2026-04-16 09:00", "2026-05-04", "2026-05-04 23:59:59"),
    # 16 August + 10 = 26 August, Mawlid as decided; its second day is the 27th: Friday 28 August.
    (10, "day", "calendar", "2026-08-16 09:00", "2026-08-28", "2026-08-28 23:59:59"),
    # 16 June + 1 = 17 June, 1 Moharram as decided: Thursday 18 June.
    (1, "day", "calendar", "2026-06-16 09:00", "2026-06-18", "2026-06-18 23:59:59"),
    # 15 June + 1 = 16 June, where 1 Moharram was computed but was not: it stays.
    (1, "day", "calendar", "2026-06-15 09:00", "2026-06-16", "2026-06-16 23:59:59"),
    # 31 January + 30 = 2 March, a Monday.
    (30, "day", "calendar", "2026-01-31 09:00", "2026-03-02", "2026-03-02 23:59:59"),
    # 23:30 UTC on 2 July is 00:30 on 3 July in Morocco: 3 July + 10 = Monday 13 July.
    (10, "day", "calendar", "2026-07-02T23:30:00+00:00", "2026-07-13", "2026-07-13 23:59:59"),
    # In Ramadan Morocco stands at UTC+0: 23:30 UTC on 2 March is still the 2nd.
    (10, "day", "calendar", "2026-03-02T23:30:00+00:00", "2026-03-12", "2026-03-12 23:59:59"),
    # On the spot: the day itself, even a Sunday.
    (0, "day", "calendar", "2026-03-08 09:00", "2026-03-08", "2026-03-08 23:59:59"),
    # --- months and years: from date to date, the month's last day where the date is missing ---------------------
    # 31 January + 1 month = 28 February 2026, a Saturday: Monday 2 March.
    (1, "month", "calendar", "2026-01-31 09:00", "2026-03-02", "2026-03-02 23:59:59"),
    # The same in 2025: 28 February is a Friday.
    (1, "month", "calendar", "2025-01-31 09:00", "2025-02-28", "2025-02-28 23:59:59"),
    # In a leap year: 29 February 2024, a Thursday.
    (1, "month", "calendar", "2024-01-31 09:00", "2024-02-29", "2024-02-29 23:59:59"),
    # From 28 February to 28 March (a Saturday), not to the end of March: Monday 30 March.
    (1, "month", "calendar", "2026-02-28 09:00", "2026-03-30", "2026-03-30 23:59:59"),
    # Across the year: 28 February 2027 is a Sunday: Monday 1 March.
    (2, "month", "calendar", "2026-12-31 09:00", "2027-03-01", "2027-03-01 23:59:59"),
    # 15 January + 3 months = Wednesday 15 April.
    (3, "month", "calendar", "2026-01-15 09:00", "2026-04-15", "2026-04-15 23:59:59"),
    # 18 May + 6 months = 18 November, Independence Day: Thursday 19 November.
    (6, "month", "calendar", "2026-05-18 09:00", "2026-11-19", "2026-11-19 23:59:59"),
    # Twelve months are a year: Tuesday 2 March 2027.
    (12, "month", "calendar", "2026-03-02 09:00", "2027-03-02", "2027-03-02 23:59:59"),
    # 29 February + 1 year = 28 February 2025, a Friday.
    (1, "year", "calendar", "2024-02-29 09:00", "2025-02-28", "2025-02-28 23:59:59"),
    # 29 February + 4 years = 29 February 2028, a Tuesday.
    (4, "year", "calendar", "2024-02-29 09:00", "2028-02-29", "2028-02-29 23:59:59"),
    # --- working days ---------------------------------------------------------------------------------------------
    # Tuesday, Wednesday, Thursday.
    (3, "working_day", "working", "2026-03-02 09:00", "2026-03-05", "2026-03-05 23:59:59"),
    # 19 March; the 20th is Aïd Al Fitr, then a week end; 23, 24, 25, 26.
    (5, "working_day", "working", "2026-03-18 09:00", "2026-03-26", "2026-03-26 23:59:59"),
    # From a Friday and from a Sunday: Monday.
    (1, "working_day", "working", "2026-03-06 09:00", "2026-03-09", "2026-03-09 23:59:59"),
    (1, "working_day", "working", "2026-03-08 09:00", "2026-03-09", "2026-03-09 23:59:59"),
    # 3-6 (4), 9-13 (9), 16-19 (13), not the 20th, 23 (14), 24 (15).
    (15, "working_day", "working", "2026-03-02 09:00", "2026-03-24", "2026-03-24 23:59:59"),
    # 2025: Aïd Al Adha moved from the 6th to the 7th of June; the 9th closed by order: 6, 10, 11.
    (3, "working_day", "working", "2025-06-05 09:00", "2025-06-11", "2025-06-11 23:59:59"),
    # 2025: Aïd Al Fitr on 31 March and 1 April: Wednesday 2 April.
    (1, "working_day", "working", "2025-03-28 09:00", "2025-04-02", "2025-04-02 23:59:59"),
    # 19 August; the 20th and 21st are feasts; Monday the 24th.
    (2, "working_day", "working", "2026-08-18 09:00", "2026-08-24", "2026-08-24 23:59:59"),
    # Days that are said to be working ones are the same thing: 3-6 (4), 9-13 (9), 16 (10).
    (10, "day", "working", "2026-03-02 09:00", "2026-03-16", "2026-03-16 23:59:59"),
    # --- hours: real ones, across the changes of the clock -----------------------------------------------------------
    (24, "hour", "calendar", "2026-03-02 09:00", "2026-03-03", "2026-03-03 09:00:00"),
    # On 15 February 2026 Morocco goes back one hour: 48 hours from Saturday noon end on Monday at 11.
    (48, "hour", "calendar", "2026-02-14 12:00", "2026-02-16", "2026-02-16 11:00:00"),
    # On 22 March 2026 it goes forward: 24 hours from Saturday noon end on Sunday at 13; hours do not move to Monday.
    (24, "hour", "calendar", "2026-03-21 12:00", "2026-03-22", "2026-03-22 13:00:00"),
]


@pytest.mark.parametrize(("amount", "unit", "kind", "start", "last", "late_after"), ROWS)
def test_a_period_ends_when_the_law_says(amount, unit, kind, start, last, late_after) -> None:
    period = Period(amount=amount, unit=unit, kind=kind)

    assert last_day(period, moment(start), CALENDAR) == date.fromisoformat(last)
    assert due_at(period, moment(start), CALENDAR) == moment(late_after)


PERIODS = st.sampled_from([(row[0], row[1], row[2]) for row in ROWS if row[0]]).map(
    lambda row: Period(amount=row[0], unit=row[1], kind=row[2])
)
DAYS = PERIODS.filter(lambda period: period.unit != "hour")
STARTS = st.datetimes(
    min_value=datetime.fromisoformat("2024-01-01"), max_value=datetime.fromisoformat("2035-12-31")
).map(lambda naive: naive.replace(tzinfo=UTC))


@settings(max_examples=80, deadline=None)
@given(period=PERIODS, start=STARTS)
def test_a_period_is_never_over_before_it_starts(period, start) -> None:
    assert due_at(period, start, CALENDAR) > start


@settings(max_examples=80, deadline=None)
@given(period=PERIODS, start=STARTS, hours=st.integers(-12, 14))
def test_the_zone_in_which_a_start_is_written_changes_nothing(period, start, hours) -> None:
    elsewhere = start.astimezone(timezone(timedelta(hours=hours)))

    assert due_at(period, elsewhere, CALENDAR) == due_at(period, start, CALENDAR)


@settings(max_examples=80, deadline=None)
@given(period=DAYS, start=STARTS)
def test_one_more_day_never_ends_earlier(period, start) -> None:
    longer = Period(amount=period.amount + 1, unit=period.unit, kind=period.kind)

    assert due_at(longer, start, CALENDAR) >= due_at(period, start, CALENDAR)


@settings(max_examples=80, deadline=None)
@given(period=DAYS, start=STARTS)
def test_a_period_ends_on_a_working_day_that_is_the_date_of_its_due_moment(period, start) -> None:
    due = due_at(period, start, CALENDAR)

    assert CALENDAR.is_working_day(due.date())
    assert due.date() == local_day(due)
    assert due.date() == last_day(period, start, CALENDAR)


@settings(max_examples=80, deadline=None)
@given(amount=st.integers(1, 90), start=STARTS)
def test_a_franc_period_holds_all_its_full_days(amount, start) -> None:
    end = due_at(Period(amount=amount, unit="day", kind="franc"), start, CALENDAR)

    assert (end.date() - local_day(start)).days >= amount + 1


@settings(max_examples=80, deadline=None)
@given(period=DAYS, start=STARTS, offset=st.integers(-3, 120))
def test_a_day_closed_late_never_shortens_a_period(period, start, offset) -> None:
    day = local_day(start) + timedelta(days=offset)
    closed = Override(day=day, closed=True, names={"fr": "Congé", "ar": "عطلة"}, reference="Circulaire d’essai")

    assert due_at(period, start, morocco_calendar([closed])) >= due_at(period, start, CALENDAR)


@settings(max_examples=80, deadline=None)
@given(period=DAYS, start=STARTS)
def test_time_left_is_late_just_after_the_due_moment_and_not_before(period, start) -> None:
    due = due_at(period, start, CALENDAR)
    last = last_day(period, start, CALENDAR)

    before = time_left(due, due - timedelta(seconds=1), CALENDAR)
    after = time_left(due, due + timedelta(seconds=1), CALENDAR)

    assert (before.late, before.days, before.working_days) == (False, 0, 0)
    assert after.late
    assert after.days == -1
    assert time_left(due, start, CALENDAR).days == (last - local_day(start)).days


def test_time_left_counts_working_days() -> None:
    due = due_at(Period(amount=10, unit="day", kind="calendar"), moment("2026-03-02 09:00"), CALENDAR)

    # Thursday 5 March to Thursday 12 March: 6, 9, 10, 11, 12.
    left = time_left(due, moment("2026-03-05 10:00"), CALENDAR)
    # Tuesday 17 March: 13, 16, 17 are past the 12th.
    late = time_left(due, moment("2026-03-17 10:00"), CALENDAR)

    assert (left.late, left.days, left.working_days) == (False, 7, 5)
    assert (late.late, late.days, late.working_days) == (True, -5, -3)


def test_due_moments_subtract_by_real_time_across_a_change_of_the_clock() -> None:
    """Two moments of one named zone would be subtracted by their wall clocks: an hour wrong here."""
    before = due_at(Period(amount=1, unit="day", kind="franc"), moment("2026-02-11 09:00"), CALENDAR)  # 13 February
    after = due_at(Period(amount=1, unit="day", kind="franc"), moment("2026-02-15 09:00"), CALENDAR)  # 17 February

    assert after - before == timedelta(days=4, hours=1)


@pytest.mark.parametrize(
    ("value", "unit", "kind", "expected"),
    [
        (30, "day", "franc", Period(amount=30, unit="day", kind="franc")),
        (30, "day", None, Period(amount=30, unit="day", kind="calendar")),
        (3, "working_day", "", Period(amount=3, unit="working_day", kind="working")),
        (2.0, "month", "calendar", Period(amount=2, unit="month", kind="calendar")),
        (48, "hour", None, Period(amount=48, unit="hour", kind="calendar")),
    ],
)
def test_a_parameter_becomes_a_period(value, unit, kind, expected) -> None:
    assert Period.from_parameter(value, unit, kind) == expected


@pytest.mark.parametrize(
    ("value", "unit", "kind"),
    [
        (-1, "day", "franc"),
        (1.5, "day", "calendar"),
        ("30", "day", "calendar"),
        (True, "day", "calendar"),
        (None, "day", "calendar"),
        (99_999_999, "month", "calendar"),
        (float("inf"), "day", "calendar"),
        (2, "fortnight", "calendar"),
        (2, "hour", "franc"),
        (2, "month", "working"),
        (2, "day", "lunar"),
        (50, "percent", "ratio"),
    ],
)
def test_a_parameter_that_is_no_period_is_refused(value, unit, kind) -> None:
    with pytest.raises(DeadlineError, match="Expected"):
        Period.from_parameter(value, unit, kind)


@pytest.mark.parametrize("unit", ["day", "hour", "working_day"])
def test_a_naive_start_is_refused(unit) -> None:
    naive = datetime.fromisoformat("2026-03-02T09:00:00")

    with pytest.raises(DeadlineError, match="aware"):
        due_at(Period.from_parameter(1, unit), naive, CALENDAR)


def test_a_period_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(DeadlineError, match="10000"):
        due_at(Period.from_parameter(100, "year"), datetime(9950, 1, 1, tzinfo=UTC), CALENDAR)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # The last second of Thursday 2 April belongs to a period that ends with it: what follows begins on the 3rd.
        ("2026-04-02T23:59:59+01:00", "2026-04-03T00:00:00+01:00"),
        ("2026-04-02T23:59:59.400000+01:00", "2026-04-03T00:00:00+01:00"),
        ("2026-04-02T22:59:59+00:00", "2026-04-03T00:00:00+01:00"),
        # In Ramadan the offset is nought; the last second is that of Casablanca, not of the server.
        ("2026-03-02T23:59:59+00:00", "2026-03-03T00:00:00+00:00"),
        ("2026-04-02T23:59:58+01:00", "2026-04-02T23:59:58+01:00"),
        ("2026-04-02T09:00:00+01:00", "2026-04-02T09:00:00+01:00"),
    ],
)
def test_what_follows_a_period_begins_the_day_after(before: str, after: str) -> None:
    assert past_last_second(datetime.fromisoformat(before)) == datetime.fromisoformat(after)

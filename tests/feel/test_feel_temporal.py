"""Dates, times, durations: texts, components, arithmetic, zones, the calendar (DMN 1.5, tables 57, 65, 72, 77, 79)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feel import FeelError, MonthsDuration, parse_temporal, plain
from tests.feel.asking import ask, exact, pairs, rows

TRUE = r"""
date("2012-12-25") - date("2012-12-24") = duration("P1D")
date(date and time("2012-12-25T11:00:00Z")) = date("2012-12-25")
date(2012, 12, 25) = date("2012-12-25")
date(year: 2012, month: 12, day: 25) = date("2012-12-25")
date(from: "2012-12-25") = date("2012-12-25")
date and time("2012-12-24T23:59:00") = date and time(date("2012-12-24"), time("23:59:00"))
date and time("2012-12-24T23:59:00") + duration("PT1M") = date and time("2012-12-25T00:00:00")
date and time(date and time("2012-12-24T01:00:00"), time("23:59:00")) = date and time("2012-12-24T23:59:00")
date and time("2012-12-24") = date and time("2012-12-24T00:00:00")
time(date and time("2012-12-25T11:00:00Z")) = time("11:00:00Z")
time("23:59:00z") = time(23, 59, 0, duration("PT0H"))
time(hour: 10, minute: 30, second: 0) = time("10:30:00")
time(10, 30, 0, null) = time("10:30:00")
time(12, 0, 0, duration("-PT1H")) = time("13:00:00Z")
time(date("2012-12-25")) = time("00:00:00Z")
date and time("2012-12-24T23:59:00") - date and time("2012-12-22T03:45:00") = duration("P2DT20H14M")
duration("P2Y2M") = duration("P26M")
years and months duration(date("2011-12-22"), date("2013-08-24")) = duration("P1Y8M")
years and months duration(date("2013-08-24"), date("2011-12-22")) = duration("-P1Y8M")
years and months duration(from: date("2026-01-31"), to: date("2026-02-28")) = duration("P0M")
years and months duration(@"2026-01-01T00:00:00", @"2027-01-01T00:00:00") = duration("P1Y")
@"PT36H" = duration("P1DT12H")
@"10:30:00" = time("10:30:00")
@"2026-03-02T10:00:00@Africa/Casablanca" = date and time("2026-03-02T10:00:00@Africa/Casablanca")

date("2026-01-31") + duration("P1M") = date("2026-02-28")
date("2024-01-31") + duration("P1M") = date("2024-02-29")
date("2026-03-31") - duration("P1M") = date("2026-02-28")
date("2026-01-15") - duration("P2M") = date("2025-11-15")
duration("P1Y") + date("2024-02-29") = date("2025-02-28")
date("2026-03-02") + duration("P1D") = date("2026-03-03")
date("2026-03-02") + duration("PT36H") = date("2026-03-03")
date("2026-03-02") - duration("PT1H") = date("2026-03-01")
date("9999-12-31") + duration("P1D") = date("10000-01-01")
date("0001-01-01") - duration("P1D") = date("0000-12-31")
date("0000-01-01") - duration("P1D") = date("-0001-12-31")
date("2026-03-02") - date and time("2026-03-01T12:00:00Z") = duration("PT12H")
time("23:30:00") + duration("PT1H") = time("00:30:00")
time("00:30:00") - duration("PT1H") = time("23:30:00")
duration("P1D") + time("10:00:00") = time("10:00:00")
time("12:00:00") - time("10:30:00") = duration("PT1H30M")
time("10:30:00") - time("12:00:00") = duration("-PT1H30M")
time("12:00:00Z") - time("12:00:00+01:00") = duration("PT1H")
date and time("2026-01-31T10:00:00") + duration("P1M") = date and time("2026-02-28T10:00:00")
date and time("2026-03-28T12:00:00@Europe/Paris") + duration("P1D") = date and time("2026-03-29T13:00:00@Europe/Paris")
date and time("2026-03-28T12:00:00@Europe/Paris") + duration("P1M") = date and time("2026-04-28T12:00:00@Europe/Paris")
date and time("2026-03-02T10:00:00+05:00") + duration("PT1H") = date and time("2026-03-02T06:00:00Z")
date and time("2026-03-02T12:00:00@Europe/Paris") - date and time("2026-03-02T11:00:00Z") = duration("PT0S")
date and time("2026-03-02T00:00:00.000000001") - date and time("2026-03-02T00:00:00") = duration("PT0.000000001S")

date("2026-03-02").year = 2026
date("2026-03-02").month = 3
date("2026-03-02").day = 2
date("2026-03-02").weekday = 1
date("2026-03-08").weekday = 7
date and time("2026-03-02T10:20:30.5+01:00").hour = 10
date and time("2026-03-02T10:20:30.5+01:00").minute = 20
date and time("2026-03-02T10:20:30.5+01:00").second = 30.5
date and time("2026-03-02T10:20:30.5+01:00").time offset = duration("PT1H")
date and time("2026-03-02T10:20:30").time offset = null
date and time("2026-03-02T10:20:30@Europe/Paris").timezone = "Europe/Paris"
date and time("2026-03-02T10:20:30Z").timezone = null
time("10:20:30-02:30").time offset = duration("-PT2H30M")
time("10:20:30").second = 30
duration("P1Y14M").years = 2
duration("P1Y14M").months = 2
duration("-P14M").years = -1
duration("P1DT25H").days = 2
duration("P1DT25H").hours = 1
duration("PT90.5S").minutes = 1
duration("PT90.5S").seconds = 30.5
duration("P1Y").days = null
duration("P1D").years = null
date("2026-03-02").hour = null

day of year(date(2019, 9, 17)) = 260
day of year(@"2024-12-31T10:00:00") = 366
day of week(date(2019, 9, 17)) = "Tuesday"
month of year(date(2019, 9, 17)) = "September"
week of year(date(2019, 9, 17)) = 38
week of year(date(2003, 12, 29)) = 1
week of year(date(2004, 1, 4)) = 1
week of year(date(2005, 1, 1)) = 53
week of year(date(2005, 1, 3)) = 1
week of year(date(2005, 1, 9)) = 1
week of year(date: @"2026-12-31") = 53

is(date("2012-12-25"), date("2012-12-25"))
not(is(date("2012-12-25"), time("23:00:50")))
not(is(time("23:00:50z"), time("23:00:50")))
is(time("23:00:50z"), time("23:00:50+00:00"))
not(is(1, "1"))
is(null, null)
is(@"07:15:00@Africa/Tunis", @"07:15:00+01:00")
is(@"07:15:00@Pacific/Auckland", @"07:15:00+12:00")
is(@"2026-07-14T09:00:00@Europe/Madrid", @"2026-07-14T09:00:00+02:00")
not(is(@"2026-07-14T09:00:00Z", @"2026-07-14T10:00:00+01:00"))
not(is(@"09:00:00Z", @"10:00:00+01:00"))
not(is(@"2026-07-14", @"2026-07-14T00:00:00Z"))
time("12:00:00@America/Santiago").time offset = duration("-PT4H")

date("999999999-12-31").year = 999999999
date("-999999999-01-01").year = -999999999
date("12026-03-02") > date("2026-03-02")
"""

NULL = """
date("2026-02-29")
date("2026-13-01")
date("26-01-01")
date("02026-01-01")
date("2026-3-2")
date("not a date")
date(2026, 2, 30)
date(2026, 1.5, 1)
date(null)
date(1000000000, 1, 1)
@"tomorrow"
is(@"2026-03-02")
is(value1: @"2026-03-02")
time("25:00:00")
time("10:60:00")
time("10:00")
time("10:00:00+15:00")
time("10:00:00@Nowhere/City")
time("10:00:00+01:00@Europe/Paris")
time(24, 0, 0)
time(10, 0, 60)
time(10, 0)
time(10, 0, 0, duration("PT20H"))
date and time("2026-03-02T25:00:00")
date and time("2026-02-30T10:00:00")
date and time(date("2026-03-02"), null)
duration("1 day")
duration("P")
duration("PT")
duration("P1DT")
duration("P1Y1D")
duration("")
duration(1)
years and months duration(date("2026-03-02"), "2026-03-02")
date("2026-03-02") + date("2026-03-02")
date("2026-03-02") + 1
time("10:00:00") + duration("P1Y")
time("10:00:00") - time("10:00:00Z")
date and time("2026-03-02T10:00:00") - date and time("2026-03-02T10:00:00Z")
date("999999999-12-31") + duration("P1D")
date("999999999-12-31") + duration("P1M")
day of week("Monday")
week of year(null)
today(1)
is(1)
"""


@pytest.mark.parametrize("expression", rows(TRUE))
def test_time_is_reckoned_as_the_standard_says(expression) -> None:
    assert ask(expression) is True


@pytest.mark.parametrize("expression", rows(NULL))
def test_what_is_no_time_is_null(expression) -> None:
    assert ask(expression) is None


@pytest.mark.parametrize(
    ("expression", "text"),
    pairs("""
        string(date("2026-03-02")) => 2026-03-02
        string(date("-0044-03-15")) => -0044-03-15
        string(date("12026-03-02")) => 12026-03-02
        string(time("10:00:00.500")) => 10:00:00.5
        string(time("10:00:00+00:00")) => 10:00:00Z
        string(time("10:00:00-03:30")) => 10:00:00-03:30
        string(time("10:00:00@Europe/Paris")) => 10:00:00@Europe/Paris
        string(@"2026-03-02T10:00:00+01:00") => 2026-03-02T10:00:00+01:00
        string(@"2019-01-01T10:00:00@Europe/Paris") => 2019-01-01T10:00:00@Europe/Paris
        string(duration("P0DT25H")) => P1DT1H
        string(duration("P0Y13M")) => P1Y1M
        string(duration("-PT90S")) => -PT1M30S
        string(duration("PT0.50S")) => PT0.5S
        string(duration("P0D")) => PT0S
        string(duration("P0Y")) => P0M
        string(duration("-P13M")) => -P1Y1M
        string(duration("P1000000D") / 3) => P333333DT8H
    """),
)
def test_times_are_written_in_their_normal_form(expression, text) -> None:
    assert ask(expression) == text


def test_the_present_is_told_in_morocco() -> None:
    assert ask("today()") == date(2026, 3, 2)
    assert ask("now()") == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert ask("string(now())") == "2026-03-02T09:00:00Z"  # Ramadan: UTC+0


def test_a_named_zone_comes_out_with_its_name() -> None:
    moment = ask('@"2019-01-01T10:00:00@Europe/Paris"')

    assert moment == datetime(2019, 1, 1, 10, tzinfo=ZoneInfo("Europe/Paris"))


def test_a_moment_of_the_caller_stands_at_the_offset_of_morocco() -> None:
    filed = datetime.fromisoformat("2026-07-02T23:15:00+00:00")

    assert ask("string(filed)", filed=filed) == "2026-07-03T00:15:00+01:00"


@pytest.mark.parametrize("year", ["10000", "-0001", "999999999"])
def test_a_date_that_python_cannot_hold_stays_within_the_interpreter(year) -> None:
    given = exact(f'date("{year}-01-01")')

    assert ask("string(given)", given=given) == f"{year}-01-01"
    for attempt in (lambda: plain(given), lambda: ask(f'date("{year}-01-01")')):
        with pytest.raises(FeelError) as caught:
            attempt()
        assert caught.value.reason == "not-a-value"


def test_an_exact_moment_goes_in_and_out_without_loss() -> None:
    moment = parse_temporal("2026-03-02T10:00:00.123456789@Europe/Paris", "date and time")

    assert exact("moment", moment=moment) == moment
    assert str(moment) == "2026-03-02T10:00:00.123456789@Europe/Paris"
    assert parse_temporal("P1Y", "years and months duration") == MonthsDuration(months=12)
    assert parse_temporal("yesterday", "date") is None
    assert str(parse_temporal("10:00:00", "time")) == "10:00:00"


@settings(max_examples=100, deadline=None)
@given(day=st.dates(), days=st.integers(-100_000, 100_000))
def test_days_are_counted_as_the_calendar_of_python_counts_them(day, days) -> None:
    moved = day.toordinal() + days
    if 1 <= moved <= date.max.toordinal():
        assert ask("day + step", day=day, step=timedelta(days=days)) == date.fromordinal(moved)
    assert ask("[day.weekday, week of year(day)]", day=day) == [day.isoweekday(), day.isocalendar().week]
    assert ask("day of year(day)", day=day) == day.timetuple().tm_yday


@settings(max_examples=100, deadline=None)
@given(
    moment=st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)),  # noqa: DTZ001
    step=st.timedeltas(min_value=timedelta(days=-9000), max_value=timedelta(days=9000)),
)
def test_moments_move_and_come_back(moment, step) -> None:
    assert ask("moment + step", moment=moment, step=step) == moment + step
    assert ask("(moment + step) - moment", moment=moment, step=step) == step
    assert ask("date and time(string(moment))", moment=moment) == moment
    assert ask("duration(string(step))", step=step) == step


@settings(max_examples=60, deadline=None)
@given(seconds=st.integers(0, 4_000_000_000), zone=st.sampled_from(["Europe/Paris", "America/New_York", "UTC"]))
def test_a_named_zone_has_the_offset_of_its_day(seconds, zone) -> None:
    local = datetime.fromtimestamp(seconds, tz=ZoneInfo(zone))
    text = local.replace(tzinfo=None, fold=0).isoformat()
    expected = local.replace(fold=0).utcoffset()

    assert ask(f'@"{text}@{zone}".time offset') == expected

"""ISO 8601 timers: calendar months in Moroccan time, exact days, bounds."""

from datetime import UTC, datetime, timedelta

import pytest

from app.procedures.bpmn.timers import (
    TimerRefused,
    check_literal,
    is_literal,
    parse_cycle,
    parse_duration,
    parse_moment,
)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("P1M", "2026-01-31T09:00:00+01:00", "2026-02-28T09:00:00+00:00"),
        ("P1M", "2024-01-31T09:00:00+01:00", "2024-02-29T09:00:00+01:00"),
        ("P1Y", "2024-02-29T09:00:00+01:00", "2025-02-28T09:00:00+00:00"),
        ("P14M", "2025-12-31T10:00:00+01:00", "2027-02-28T10:00:00+00:00"),
        ("P1M", "2026-01-31T23:30:00+00:00", "2026-03-01T00:30:00+00:00"),
        ("P10D", "2026-02-10T09:00:00+01:00", "2026-02-20T09:00:00+01:00"),
        ("P1W", "2026-01-05T09:00:00+01:00", "2026-01-12T09:00:00+01:00"),
        ("P1DT2H3M4.5S", "2026-01-05T00:00:00+00:00", "2026-01-06T02:03:04.500000+00:00"),
        ("PT0S", "2026-01-05T00:00:00+00:00", "2026-01-05T00:00:00+00:00"),
    ],
)
def test_a_duration_is_added_as_the_calendar_of_morocco_has_it(text, start, end):
    assert parse_duration(text).add_to(datetime.fromisoformat(start)) == datetime.fromisoformat(end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "1D",
        "P1DT",
        "-P1D",
        "P-1D",
        "P99999999M",
        "P1H",
        "PT1D",
        "P" + "9" * 400 + "D",
        "P300Y",
        "PT1e3S",
        "P١D",
    ],
)
def test_what_is_no_bounded_duration_is_refused(text):
    with pytest.raises(TimerRefused):
        parse_duration(text)


def test_a_moment_without_zone_is_moroccan():
    assert parse_moment("2026-01-05T09:00:00") == datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert parse_moment("2026-01-05") == datetime(2026, 1, 4, 23, tzinfo=UTC)
    assert parse_moment("2026-01-05T09:00:00Z") == datetime(2026, 1, 5, 9, tzinfo=UTC)
    with pytest.raises(TimerRefused):
        parse_moment("2026-13-05")


def test_a_repetition_has_a_count_and_an_interval():
    cycle = parse_cycle("R3/PT1H")
    assert (cycle.count, cycle.interval.time) == (3, timedelta(hours=1))
    assert parse_cycle("R/P1M").count is None
    assert parse_cycle("R3/2026-01-01T08:00:00Z/PT1H").start == datetime(2026, 1, 1, 8, tzinfo=UTC)
    weekly = parse_cycle("R/2026-03-01T08:00:00Z/2026-03-08T08:00:00Z")
    assert (weekly.start, weekly.interval.time) == (datetime(2026, 3, 1, 8, tzinfo=UTC), timedelta(days=7))
    for text in (
        "R/PT0S", "R3", "3/PT1H", "R3/PT1H/2026-01-01", "R3/soon/PT1H", "R3/2026-01-01", "R3/2026-01-02/2026-01-01",
        "R/2026-01-01/2026-01-01",
    ):  # fmt: skip
        with pytest.raises(TimerRefused):
            parse_cycle(text)


def test_literals_are_told_from_feel():
    assert all(
        is_literal(text)
        for text in ("PT1H", "P1Y2M", "2026-01-05T09:00:00Z", "R3/PT1H", "R/2026-01-01/2026-01-02", "-PT1H", "P1")
    )
    assert not any(is_literal(text) for text in ("=wait", "wait", '"PT1H"', "Period", "parameters.a"))
    with pytest.raises(TimerRefused):
        check_literal("P1", "duration")

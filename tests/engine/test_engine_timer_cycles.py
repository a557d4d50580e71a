"""Repeating timers: months of the calendar, a start of their own, what has passed before they began."""

from datetime import UTC, datetime, timedelta

import pytest

from app.engine import Environment, compile_definition, following_start, waiting_starts
from app.procedures.bpmn import read_bpmn
from tests.builders.bpmn import a_process
from tests.engine.playing import NOON


def reminded(cycle: str):
    """A task with a repeating border event, reached when `begin` is completed."""
    return (
        a_process()
        .start()
        .user_task("begin")
        .user_task("work")
        .end("done")
        .on("work", "remind", cycle=cycle, interrupting=False)
        .end("reminded")
    )


def begun(play, cycle: str, moment: str):
    case = play(reminded(cycle))
    return case.advance(seconds=(datetime.fromisoformat(moment) - NOON).total_seconds()).complete("begin")


def dues(case, times: int) -> list[str]:
    """Return the next moments of the timer, letting it fire at each."""
    found = []
    for _ in range(times):
        if not case.timers:
            break
        due = case.rows["timers"][case.key("timers", "remind")].due
        found.append(due.isoformat())
        case.advance(seconds=(due - case.now).total_seconds())
    return found


@pytest.mark.parametrize(
    ("cycle", "begins", "moments"),
    [
        ("R/P1M", "2026-05-31T09:00:00+01:00", ["2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30"]),
        ("R3/P1M", "2028-01-31T09:00:00+01:00", ["2028-02-29", "2028-03-31", "2028-04-30"]),
        ("R/P1Y", "2028-02-29T09:00:00+01:00", ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("R2/P1M1D", "2026-05-31T09:00:00+01:00", ["2026-07-01", "2026-08-02"]),
    ],
)
def test_each_month_is_counted_from_the_beginning(play, cycle, begins, moments):
    assert [due[:10] for due in dues(begun(play, cycle, begins), 4)] == moments


@pytest.mark.parametrize("cycle", ["R3/2026-03-02T08:00:00Z/PT6H", "R3/2026-03-02T08:00:00Z/2026-03-02T14:00:00Z"])
def test_a_start_is_the_first_of_the_times_that_are_counted(play, cycle):
    case = begun(play, cycle, "2026-01-06T08:00:00+00:00")
    assert [due[:13] for due in dues(case, 9)] == ["2026-03-02T08", "2026-03-02T14", "2026-03-02T20"]
    assert (case.ends, case.waiting) == (["reminded"] * 3, ["work"])


@pytest.mark.parametrize(
    ("cycle", "moments"),
    [
        ("R/2020-01-01T08:00:00Z/P1D", ["2026-01-07", "2026-01-08"]),
        ("R/2020-01-31T08:00:00Z/P1M", ["2026-01-31", "2026-02-28"]),
        ("R4/2026-01-05T08:00:00Z/P1D", ["2026-01-07", "2026-01-08"]),
        ("R3/2020-01-01T08:00:00Z/P1D", ["2020-01-03"]),
    ],
)
def test_what_had_passed_before_the_timer_began_does_not_happen_but_the_last(play, cycle, moments):
    case = begun(play, cycle, "2026-01-06T20:00:00+00:00")
    assert [due[:10] for due in dues(case, 2)] == moments


def test_a_process_that_a_repetition_begins_does_not_catch_up_with_what_was_before_it():
    process = a_process().start_on("monthly", cycle="R/2020-01-31T08:00:00Z/P1M").user_task("work").end()
    definition = compile_definition(read_bpmn(process.xml(), file="monthly.bpmn"))
    (wait,) = waiting_starts(definition, Environment(now=datetime(2026, 2, 10, tzinfo=UTC)))
    assert (wait.due_at, wait.left) == (datetime(2026, 2, 28, 9, tzinfo=UTC), -1)
    assert following_start(wait.due_at, wait.repeats, wait.left) == (datetime(2026, 3, 31, 8, tzinfo=UTC), -1)


def test_a_repetition_without_a_start_is_counted_from_the_day_a_process_is_offered():
    process = a_process().start_on("monthly", cycle="R2/P1M").user_task("work").end()
    definition = compile_definition(read_bpmn(process.xml(), file="monthly.bpmn"))
    (wait,) = waiting_starts(definition, Environment(now=datetime(2026, 5, 31, 8, tzinfo=UTC)))
    following = following_start(wait.due_at, wait.repeats, wait.left)
    assert (wait.due_at, following) == (datetime(2026, 6, 30, 8, tzinfo=UTC), (datetime(2026, 7, 31, 8, tzinfo=UTC), 0))
    assert following_start(following[0], wait.repeats, following[1]) is None
    assert wait.due_at - datetime(2026, 5, 31, 8, tzinfo=UTC) == timedelta(days=30)

"""Open clocks read again after a new holiday: seconds, and clocks a second.

    scripts/bench deadlines [--clocks 10000] [--days 400] [--stored 10000]

The clocks are of the four sorts (full days, calendar days, working days, months), half of them suspended once, filed on
working and closed days alike. `find` is the time to tell which of them the holiday may move, from what their last
reading says; `seconds` is the time to read all of them again with the new calendar, `affected_seconds` only those.
`stored` is the whole of it in a database: the worker reads so many open periods again, moves the days of those that
change, writes their history and queues their messages.
"""

import argparse
import json
import time
from datetime import UTC, date, datetime, timedelta

from app.deadlines import (
    Calendar,
    ClockEvent,
    ClockRule,
    ClockState,
    Override,
    Period,
    SuspensionAllowed,
    affected_by,
    calendar_change,
    morocco_calendar,
    read_clock,
)
from scripts.benchmarks import open_deadlines

FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOLIDAY = Override(
    day=date(2026, 6, 18),
    closed=True,
    names={"fr": "Congé exceptionnel", "ar": "عطلة استثنائية"},
    reference="Circulaire",
)
MEASURES = ((60, "day", "franc"), (30, "day", "calendar"), (20, "working_day", "working"), (2, "month", "calendar"))

Clock = tuple[ClockRule, list[ClockEvent]]


def make_clocks(amount: int, days: int) -> list[Clock]:
    """Return clocks of each sort in turn, that start on `days` successive days; each second one paused for a week."""
    rules = [
        ClockRule(
            key=f"{kind}-{unit}",
            period=Period.from_parameter(length, unit, kind),
            starts_on="complete",
            legal_ref="Loi 55-19 art. 16",
            may_suspend=(SuspensionAllowed(reason="extra-information", once=True),),
            half_window=True,
            silence="consent",
        )
        for length, unit, kind in MEASURES
    ]
    clocks: list[Clock] = []
    for number in range(amount):
        start = FIRST + timedelta(days=number % days, minutes=number % 480)
        events = [ClockEvent.completed(start)]
        if number % 2:
            events.append(ClockEvent.suspended(start + timedelta(days=5), "extra-information"))
            events.append(ClockEvent.resumed(start + timedelta(days=12)))
        clocks.append((rules[number // 2 % len(rules)], events))
    return clocks


def read_all(clocks: list[Clock], calendar: Calendar) -> tuple[list[ClockState], float]:
    """Return the states of clocks and the seconds that it took to read them."""
    begun = time.perf_counter()
    states = [read_clock(rule, events, calendar) for rule, events in clocks]
    return states, time.perf_counter() - begun


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description="Read open clocks again after a new holiday.")
    parser.add_argument("--clocks", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--stored", type=int, default=10_000)
    options = parser.parse_args()

    clocks = make_clocks(options.clocks, options.days)
    before, after = morocco_calendar(), morocco_calendar([HOLIDAY])
    states, _ = read_all(clocks, before)

    begun = time.perf_counter()
    change = calendar_change(before, after, first=FIRST.date(), last=FIRST.date() + timedelta(days=2 * options.days))
    affected = [clock for clock, state in zip(clocks, states, strict=True) if affected_by(state, change)]
    find = time.perf_counter() - begun

    again, seconds = read_all(clocks, after)
    _, affected_seconds = read_all(affected, after)
    moved = sum(old.last_day != new.last_day for old, new in zip(states, again, strict=True))
    print(
        json.dumps(
            {
                "benchmark": "deadlines",
                "clocks": len(clocks),
                "seconds": round(seconds, 3),
                "per_second": round(len(clocks) / seconds),
                "find_seconds": round(find, 3),
                "affected": len(affected),
                "affected_seconds": round(affected_seconds, 3),
                "moved": moved,
                "stored": open_deadlines.measure(options.stored) if options.stored else None,
            }
        )
    )


if __name__ == "__main__":
    main()

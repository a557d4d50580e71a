"""What a clock accepts, where it stands after each event, and what it refuses with which words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.deadlines import (
    ClockEvent,
    ClockRefused,
    DeadlineError,
    ExtensionAllowed,
    Override,
    Period,
    SuspensionAllowed,
    explain_refusal,
    morocco_calendar,
    read_clock,
)
from app.deadlines.refusals import REFUSALS
from app.languages import translate
from tests.deadlines.clocks import ANY, ASK, INQUIRY, a_rule, life, moment

CALENDAR = morocco_calendar()
RULE = a_rule(half_window=True)
FILED, COMPLETE = ClockEvent.filed(moment("2026-03-02")), ClockEvent.completed(moment("2026-03-03"))
DAY = Period(amount=10, unit="day", kind="franc")


def ask(day: str, reason: str = ASK) -> ClockEvent:
    return ClockEvent.suspended(moment(day), reason)


def resume(day: str) -> ClockEvent:
    return ClockEvent.resumed(moment(day))


def extend(day: str, amount: Period = DAY, reason: str = INQUIRY) -> ClockEvent:
    return ClockEvent.extended(moment(day), reason, amount)


def stop(day: str) -> ClockEvent:
    return ClockEvent.stopped(moment(day), "decided")


@pytest.mark.parametrize(
    ("events", "now", "state", "used", "remaining"),
    [
        ([], "2026-03-02", "not_started", 0, 60),
        ([FILED], "2026-03-02", "not_started", 0, 60),
        ([FILED, COMPLETE], "2026-03-03", "running", 0, 60),
        ([FILED, COMPLETE], "2026-03-04 00:00", "running", 1, 59),
        ([FILED, COMPLETE, ask("2026-03-10")], "2026-03-30", "suspended", 7, 53),
        ([FILED, COMPLETE, ask("2026-03-10"), resume("2026-03-22")], "2026-03-23", "running", 8, 52),
        ([FILED, COMPLETE, extend("2026-03-10")], "2026-03-10", "extended", 7, 63),
        ([FILED, COMPLETE, stop("2026-03-10")], "2026-12-31", "stopped", 7, 53),
        ([FILED, stop("2026-03-10")], "2026-12-31", "stopped", 0, 60),
        # 3 May is a Sunday: the period ends in the evening of Monday 4 May.
        ([FILED, COMPLETE], "2026-05-04 23:59", "running", 60, 0),
        ([FILED, COMPLETE], "2026-05-05 00:00", "over", 60, 0),
    ],
)
def test_a_clock_tells_its_state_and_what_has_run(events, now, state, used, remaining) -> None:
    read = read_clock(RULE, events, CALENDAR, now=moment(now))

    assert (read.state, read.used, read.remaining) == (state, used, remaining)


def test_silence_has_its_effect_in_the_first_second_after_the_last_day() -> None:
    read = read_clock(RULE, [FILED, COMPLETE], CALENDAR)

    assert read.silence_at == moment("2026-05-05 00:00")
    assert read_clock(a_rule(silence="none"), [COMPLETE], CALENDAR).silence_at is None


def test_alerts_stand_at_half_three_quarters_and_nine_tenths_of_the_extended_period() -> None:
    # 60 + 20 days: 40 days after 3 March is 12 April, 60 is 2 May, 72 is 14 May.
    read = read_clock(RULE, life("2026-03-03 +20@2026-03-10", RULE), CALENDAR)

    assert [(alert.share, alert.at) for alert in read.alerts] == [
        (0.5, moment("2026-04-12 23:59:59")),
        (0.75, moment("2026-05-02 23:59:59")),
        (0.9, moment("2026-05-14 23:59:59")),
    ]


def test_dates_that_a_suspension_hides_are_unknown_until_the_clock_resumes() -> None:
    read = read_clock(RULE, [FILED, COMPLETE, ask("2026-03-10")], CALENDAR)

    assert (read.last_day, read.due_at, read.silence_at, read.half_window_until) == (None, None, None, None)
    assert {alert.at for alert in read.alerts} == {None}


def test_pieces_may_be_asked_for_in_the_first_half_only() -> None:
    read = read_clock(RULE, [FILED, COMPLETE], CALENDAR)

    # 3 March + 30 days: the first half ends in the evening of 2 April (articles 10 and 14).
    assert read.half_window_until == moment("2026-04-02 23:59:59")
    assert read.may_ask_for_pieces(moment("2026-04-02 23:59"))
    assert not read.may_ask_for_pieces(moment("2026-04-03 00:00"))


def test_an_extension_does_not_open_the_first_half_again() -> None:
    longer = read_clock(RULE, life("2026-03-03 +30@2026-04-10", RULE), CALENDAR)

    assert longer.half_window_until == moment("2026-04-02 23:59:59")
    assert not longer.may_ask_for_pieces(moment("2026-04-10"))


def test_an_information_is_asked_for_once_and_a_piece_may_be_replaced_after_it() -> None:
    read = read_clock(RULE, [FILED, COMPLETE, ask("2026-03-05"), resume("2026-03-06")], CALENDAR)

    assert not read.may_ask_for_pieces(moment("2026-03-07"), ASK)
    assert read.may_ask_for_pieces(moment("2026-03-07"), ANY)
    assert not read.may_ask_for_pieces(moment("2026-03-07"), "curiosity")


def test_a_machine_whose_clock_was_put_back_reads_as_of_the_last_event() -> None:
    events = [FILED, COMPLETE, ask("2026-03-10")]

    assert read_clock(RULE, events, CALENDAR, now=moment("2026-01-01")) == read_clock(RULE, events, CALENDAR)


@pytest.mark.parametrize(
    ("starts_on", "starting"),
    [
        ("filed", ClockEvent.filed(moment("2026-03-03"))),
        ("complete", ClockEvent.completed(moment("2026-03-03"))),
        ("notified", ClockEvent.notified(moment("2026-03-03"))),
        ("inquiry-closed", ClockEvent.started(moment("2026-03-03"), "inquiry-closed")),
    ],
)
def test_a_clock_starts_with_the_event_that_its_rule_names(starts_on, starting) -> None:
    rule = a_rule(starts_on=starts_on)
    other = ClockEvent.started(moment("2026-02-02"), "something-else")

    assert read_clock(rule, [other], CALENDAR).state == "not_started"
    assert read_clock(rule, [other, starting], CALENDAR).started_on == date(2026, 3, 3)


def test_a_decision_after_the_end_stops_the_clock_late() -> None:
    assert read_clock(RULE, [COMPLETE, stop("2026-05-05")], CALENDAR).late
    assert not read_clock(RULE, [COMPLETE, stop("2026-05-04")], CALENDAR).late


REFUSED = [
    ("resume-without-suspension", [COMPLETE, resume("2026-03-10")]),
    ("resume-without-suspension", [COMPLETE, ask("2026-03-10"), resume("2026-03-11"), resume("2026-03-12")]),
    ("suspension-ends-before-start", [COMPLETE, ask("2026-03-10"), resume("2026-03-09")]),
    ("wrong-order", [COMPLETE, ask("2026-03-02")]),
    ("wrong-order", [COMPLETE, FILED]),
    ("filed-late", [COMPLETE, ClockEvent.filed(moment("2026-03-04"))]),
    ("filed-late", [FILED, FILED]),
    ("started-twice", [COMPLETE, ClockEvent.completed(moment("2026-03-09"))]),
    ("not-started", [FILED, ask("2026-03-02")]),
    ("not-started", [FILED, extend("2026-03-02")]),
    ("reason-unknown", [COMPLETE, ask("2026-03-10", "holiday-of-the-clerk")]),
    ("already-suspended", [COMPLETE, ask("2026-03-10"), ask("2026-03-11", ANY)]),
    ("asked-twice", [COMPLETE, ask("2026-03-10"), resume("2026-03-11"), ask("2026-03-12")]),
    ("second-half", [COMPLETE, ask("2026-04-03")]),
    ("second-half", [COMPLETE, extend("2026-03-10"), ask("2026-04-03")]),
    ("after-end", [COMPLETE, ask("2026-05-05")]),
    ("after-end", [COMPLETE, extend("2026-05-05")]),
    ("extension-not-allowed", [COMPLETE, extend("2026-03-10", reason="too-much-work")]),
    ("extended-twice", [COMPLETE, extend("2026-03-10"), extend("2026-03-11")]),
    ("extension-measure", [COMPLETE, extend("2026-03-10", Period(amount=1, unit="month", kind="calendar"))]),
    ("extension-too-long", [COMPLETE, extend("2026-03-10", Period(amount=31, unit="day", kind="franc"))]),
    ("after-stop", [COMPLETE, stop("2026-03-10"), ask("2026-03-11")]),
    ("after-stop", [COMPLETE, stop("2026-03-10"), extend("2026-03-11")]),
    ("after-stop", [stop("2026-03-01"), COMPLETE]),
    ("stopped-twice", [COMPLETE, stop("2026-03-10"), stop("2026-03-11")]),
]
STRICT = a_rule(
    half_window=True,
    extension=ExtensionAllowed(reasons=(INQUIRY,), ceiling=Period(amount=30, unit="day", kind="franc")),
)


@pytest.mark.parametrize(("problem", "events"), REFUSED)
def test_an_impossible_event_is_refused_with_what_was_expected_and_what_to_do(problem, events) -> None:
    with pytest.raises(ClockRefused, match=r"^Expected .*found .*: [a-z].*\.$") as refused:
        read_clock(STRICT, events, CALENDAR)

    assert refused.value.problem == problem
    french, arabic = (explain_refusal(refused.value, language) for language in ("fr", "ar"))
    assert "%(" not in french + arabic
    assert arabic != french


def test_each_refusal_is_tested_and_has_its_arabic() -> None:
    assert {problem for problem, _ in REFUSED} == set(REFUSALS)
    assert all(translate("ar", sentence) != sentence for sentence in REFUSALS.values())


def test_a_rule_without_extension_allows_none() -> None:
    with pytest.raises(ClockRefused, match="none"):
        read_clock(a_rule(extension=None), [COMPLETE, extend("2026-03-10")], CALENDAR)


def test_a_suspension_on_the_very_last_second_is_in_time() -> None:
    rule = a_rule()
    last_second = ClockEvent.suspended(moment("2026-05-04 23:59:59") + timedelta(microseconds=900_000), ANY)

    assert read_clock(rule, [COMPLETE, last_second], CALENDAR).state == "suspended"


def test_what_was_in_time_by_the_calendar_of_its_day_stays_in_time() -> None:
    """Monday 4 May was declared closed in April, and the order withdrawn on the 6th, after a request of the 5th."""
    order = {"day": date(2026, 5, 4), "closed": True, "names": {"fr": "Congé", "ar": "عطلة"}, "reference": "Essai"}
    withdrawn = Override(**order, decided_on=date(2026, 4, 20), withdrawn_on=date(2026, 5, 6))
    events = [COMPLETE, ask("2026-05-05"), resume("2026-05-11")]
    rule = a_rule()

    with pytest.raises(ClockRefused, match="before its end"):
        read_clock(rule, events, CALENDAR)
    assert read_clock(rule, events, morocco_calendar([withdrawn])).last_day == date(2026, 5, 11)
    assert read_clock(rule, [COMPLETE], morocco_calendar([withdrawn])).last_day == date(2026, 5, 4)


@pytest.mark.parametrize(
    "changes",
    [
        {"period": Period(amount=0, unit="day", kind="franc")},
        {"starts_on": ""},
        {"alerts": (0.9, 0.5)},
        {"alerts": (0.5, 1.0)},
        {"alerts": (0.0,)},
        {"silence": "perhaps"},
        {"may_suspend": (SuspensionAllowed(reason=ASK), SuspensionAllowed(reason=ASK))},
        {"extension": ExtensionAllowed(reasons=(INQUIRY,), ceiling=Period(amount=1, unit="month", kind="calendar"))},
        {"extension": ExtensionAllowed(reasons=(INQUIRY,), ceiling=Period(amount=0, unit="day", kind="franc"))},
    ],
)
def test_a_rule_that_no_law_could_hold_is_refused(changes) -> None:
    with pytest.raises(DeadlineError, match="Expected"):
        a_rule(**changes)


@pytest.mark.parametrize("amount", [-1, 40_000])
def test_a_negative_or_absurd_period_is_refused(amount) -> None:
    with pytest.raises(DeadlineError, match="Expected between"):
        a_rule(amount)


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "paused", "at": "2026-03-02T09:00:00+00:00"},
        {"kind": "filed", "at": "2026-03-02T09:00:00"},
        {"kind": "filed", "at": "yesterday"},
        {"kind": "filed", "at": "0001-01-01T00:00:00+00:00"},
        {"kind": "filed", "at": "9999-12-31T23:00:00+00:00"},
        {"kind": "filed", "at": None},
        {"kind": "filed", "at": "2026-03-02T09:00:00+00:00", "colour": "red"},
        {"kind": "suspended", "at": "2026-03-02T09:00:00+00:00"},
        {"kind": "started", "at": "2026-03-02T09:00:00+00:00"},
        {"kind": "extended", "at": "2026-03-02T09:00:00+00:00", "reason": "x"},
        {"kind": "extended", "at": "2026-03-02T09:00:00+00:00", "reason": "x", "amount": 3},
        {
            "kind": "extended",
            "at": "2026-03-02T09:00:00+00:00",
            "reason": "x",
            "amount": {"amount": 0, "unit": "day", "kind": "franc"},
        },
        {
            "kind": "filed",
            "at": "2026-03-02T09:00:00+00:00",
            "amount": {"amount": 1, "unit": "day", "kind": "franc"},
        },
    ],
)
def test_a_fact_that_is_none_is_refused(data) -> None:
    with pytest.raises(DeadlineError, match="Expected"):
        ClockEvent.from_json(data)


@pytest.mark.parametrize(
    "event",
    [
        FILED,
        ClockEvent.started(moment("2026-03-02"), "inquiry-closed"),
        ClockEvent.suspended(moment("2026-03-02"), ASK, {"fr": "en attendant votre plan", "ar": "في انتظار تصميمكم"}),
        extend("2026-03-02"),
    ],
)
def test_an_event_survives_its_way_through_plain_data(event) -> None:
    assert ClockEvent.from_json(event.to_json()) == event


def test_a_naive_present_is_refused() -> None:
    with pytest.raises(DeadlineError, match="aware"):
        read_clock(RULE, [COMPLETE], CALENDAR, now=datetime.fromisoformat("2026-03-02T09:00:00"))


def test_the_zone_of_an_event_changes_nothing() -> None:
    elsewhere = [ClockEvent.completed(COMPLETE.at.astimezone(UTC))]

    assert read_clock(RULE, elsewhere, CALENDAR).due_at == read_clock(RULE, [COMPLETE], CALENDAR).due_at

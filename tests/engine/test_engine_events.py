"""Timers, messages, signals, errors and escalations: caught in the flow, behind a gateway and on borders."""

from datetime import UTC, datetime, timedelta

import pytest

from app.engine import Engine, NotWaiting
from tests.builders.bpmn import a_process
from tests.engine.playing import NOON, Play


def test_a_timer_waits_until_it_is_fired(play):
    case = play(a_process().start().timer("pause", "PT2H").end())
    assert case.result.opened_timers[0].due == NOON + timedelta(hours=2)
    assert case.advance(hours=1).status == "running"
    assert case.advance(hours=1).status == "completed"


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("PT1H", datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ('="PT1H"', datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ('=duration("P3D")', datetime(2026, 1, 8, 8, tzinfo=UTC)),
        ('=duration("P1M")', datetime(2026, 2, 5, 8, tzinfo=UTC)),
        ("=wait", datetime(2026, 1, 7, 8, tzinfo=UTC)),
        ('=date("2026-03-01")', datetime(2026, 3, 1, 0, tzinfo=UTC)),
        ("2026-01-06T10:00:00+01:00", datetime(2026, 1, 6, 9, tzinfo=UTC)),
        ('=now() + duration("PT30M")', datetime(2026, 1, 5, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_timer_reads_iso_and_feel(play, text, due):
    case = play(a_process().start().timer("pause", text).end(), {"wait": "P2D"})
    assert case.result.opened_timers[0].due == due


def test_a_path_into_the_parameters_is_asked_of_the_legal_calendar(play):
    asked = []

    def due(path, start):
        asked.append((path, start))
        return start + timedelta(days=40)

    case = play(a_process().start().timer("pause", "=parameters.l5519.complete_missing").end(), due=due)
    assert asked == [("l5519.complete_missing", NOON)]
    assert case.result.opened_timers[0].due == NOON + timedelta(days=40)


@pytest.mark.parametrize(
    "text", ["=unknown", "=-1", "=text", '="P9999" + "9999M"', '=duration("-P1D")', "=parameters.none"]
)
def test_a_timer_without_a_moment_is_an_incident_that_names_it(play, text):
    case = play(a_process().start().timer("pause", text).end(), {"text": "soon"})
    assert (case.status, case.result.incident.element) == ("incident", "pause")


def test_a_message_is_received_once_by_the_oldest_wait(play):
    case = play(
        a_process()
        .start()
        .parallel("fork")
        .message("first", "paid")
        .end("e1")
        .at("fork")
        .message("second", "paid")
        .end("e2")
    )
    assert case.message("paid", {"amount": 1}).ends == ["e1"]
    assert case.waiting == ["second"]
    case.message("paid")
    with pytest.raises(NotWaiting):
        Engine.deliver(case.definition, case.result.state, case.document, "paid", {}, case.environment)


def test_a_message_can_be_given_to_a_chosen_subscription():
    case = Play(
        a_process()
        .start()
        .parallel("fork")
        .message("first", "paid")
        .end("e1")
        .at("fork")
        .message("second", "paid")
        .end("e2")
    )
    key = case.key("subscriptions", "second")
    result = Engine.deliver(case.definition, case.result.state, case.document, "paid", {}, case.environment, key)
    assert result.ends[0].element == "e2"


def test_a_subscription_carries_its_correlation_value(play):
    case = play(
        a_process().start().message("wait", "paid", correlation="=payment.reference").end(),
        {"payment": {"reference": 12}},
    )
    assert case.result.opened_subscriptions[0].correlation == "12"


def test_a_payload_goes_under_the_result_name(play):
    case = play(a_process().start().message("wait", "paid", result="payment").end()).message("paid", {"amount": 4})
    assert case.document == {"payment": {"amount": 4}}


def an_event_gateway():
    return (
        a_process()
        .start()
        .event_gateway("first")
        .message("paid", "payment-paid")
        .end("delivered")
        .at("first")
        .timer("expired", "P15D")
        .end("closed")
        .at("first")
        .receive_task("withdrawn", "withdrawal")
        .end("stopped")
    )


def test_the_first_event_behind_a_gateway_wins_and_the_others_are_closed(play):
    paid = play(an_event_gateway())
    assert (paid.waiting, paid.timers) == (["paid", "withdrawn"], ["expired"])
    paid.message("payment-paid")
    assert (paid.ends, paid.waiting, paid.timers, paid.status) == (["delivered"], [], [], "completed")
    assert play(an_event_gateway()).advance(days=15).ends == ["closed"]
    assert play(an_event_gateway()).message("withdrawal").ends == ["stopped"]


def test_two_timers_behind_a_gateway_keep_their_own_values(play):
    builder = a_process().start().event_gateway("first").timer("long", "P9D").end("e-long")
    case = play(builder.at("first").timer("short", "P2D").end("e-short"))
    assert sorted(timer.due for timer in case.result.opened_timers) == [
        NOON + timedelta(days=2),
        NOON + timedelta(days=9),
    ]
    assert case.advance(days=10).ends == ["e-short"]


def a_bordered_task(*, interrupting: bool, **border: str):
    return (
        a_process()
        .start()
        .user_task("work")
        .end("done")
        .on("work", "border", interrupting=interrupting, **border)
        .user_task("other")
        .end("other-done")
    )


def test_an_interrupting_timer_cancels_its_task(play):
    case = play(a_bordered_task(interrupting=True, timer="P1D")).advance(days=1)
    assert (case.waiting, case.timers) == (["other"], [])
    assert case.result.closed_tasks[0].reason == "cancelled"
    assert case.result.closed_timers[0].reason == "completed"
    assert case.complete("other").ends == ["other-done"]
    assert case.trace == ["start", "border", "other", "other-done"]


def test_a_non_interrupting_timer_leaves_its_task_and_fires_once(play):
    case = play(a_bordered_task(interrupting=False, timer="P1D")).advance(days=5)
    assert (case.waiting, case.timers) == (["other", "work"], [])
    case.complete("work")
    assert case.status == "running"
    assert case.complete("other").status == "completed"


def test_completing_a_task_closes_its_border_events(play):
    case = play(a_bordered_task(interrupting=True, timer="P1D")).complete("work")
    assert (case.timers, case.ends) == ([], ["done"])


def test_a_border_message_interrupts_or_repeats(play):
    case = play(a_bordered_task(interrupting=True, message="stop")).message("stop", {"why": "x"})
    assert (case.waiting, case.document) == (["other"], {"why": "x"})
    case = play(a_bordered_task(interrupting=False, message="note")).message("note").message("note")
    assert case.waiting == ["border", "other", "other", "work"]


def test_a_repeating_timer_fires_as_often_as_it_says(play):
    case = play(
        a_process()
        .start()
        .user_task("work")
        .end("done")
        .on("work", "remind", cycle="R3/P1D", interrupting=False)
        .end("reminded")
    )
    case.advance(days=10)
    assert (case.ends, case.timers, case.waiting) == (["reminded"] * 3, [], ["work"])


def test_a_repeating_timer_keeps_its_rhythm_and_stops_with_its_task(play):
    case = play(
        a_process()
        .start()
        .user_task("work")
        .end("done")
        .on("work", "remind", cycle="R/P1D", interrupting=False)
        .end("reminded")
    )
    case.advance(days=3)
    assert case.ends == ["reminded"] * 3
    assert case.rows["timers"][case.key("timers", "remind")].due == NOON + timedelta(days=4)
    assert case.complete("work").timers == []


def test_a_job_error_continues_at_the_border_event_of_its_code(play):
    builder = (
        a_process()
        .start()
        .service_task("search")
        .end("found")
        .on("search", "missing", error="NOT_FOUND")
        .user_task("by-hand")
        .end("hand")
        .on("search", "any", error="", result="failure")
        .end("other")
    )
    case = play(builder).fail("search", "NOT_FOUND")
    assert (case.waiting, case.result.closed_jobs[0].reason) == (["by-hand"], "failed")
    case = play(builder).fail("search", "DOWN")
    assert (case.ends, case.document) == (["other"], {"failure": {"code": "DOWN"}})


def test_a_job_error_that_nobody_catches_is_an_incident_and_can_be_run_again(play):
    case = play(a_process().start().service_task("search", inputs={"name": "=name"}).end(), {"name": "Aya"}).fail(
        "search", "DOWN"
    )
    assert (case.status, case.waiting, case.result.incident.code) == ("incident", [], "uncaught-error")
    case.retry()
    assert (case.status, case.waiting) == ("running", ["search"])
    assert case.result.opened_jobs[0].inputs == {"name": "Aya"}
    assert case.job("search").status == "completed"


def a_sub_process_with_errors():
    return (
        a_process()
        .start()
        .sub("inside")
        .start("in")
        .user_task("work")
        .xor("good")
        .when("good")
        .end("in-end")
        .at("good")
        .otherwise()
        .error_end("in-failed", "BAD")
        .end_sub()
        .end("done")
    )


def test_an_error_end_is_caught_on_the_border_of_its_sub_process(play):
    builder = a_sub_process_with_errors().on("inside", "caught", error="BAD").user_task("repair").end("repaired")
    case = play(builder).complete("work", {"good": False})
    assert case.waiting == ["repair"]
    assert case.trace[-3:] == ["good", "in-failed", "caught"]
    assert [(end.element, end.scope) for end in case.result.ends] == [("in-failed", "inside")]
    assert play(builder).complete("work", {"good": True}).ends == ["in-end", "done"]


def test_an_error_of_another_code_is_not_caught(play):
    builder = a_sub_process_with_errors().on("inside", "caught", error="OTHER").end("repaired")
    case = play(builder).complete("work", {"good": False})
    assert (case.status, case.result.incident.element) == ("incident", "in-failed")


def test_an_error_passes_through_sub_processes_to_the_one_that_catches(play):
    case = play(
        a_process()
        .start()
        .sub("outer")
        .start("o")
        .sub("inner")
        .start("i")
        .error_end("thrown", "BAD")
        .end_sub()
        .end("o-end")
        .end_sub()
        .end("done")
        .on("outer", "caught", error="BAD")
        .end("repaired")
    )
    assert (case.status, case.ends) == ("completed", ["thrown", "repaired"])


def test_an_error_cancels_the_other_branches_of_the_sub_process(play):
    case = play(
        a_process()
        .start()
        .sub("inside")
        .start("in")
        .parallel("fork")
        .user_task("slow")
        .end("e1")
        .at("fork")
        .user_task("quick")
        .error_end("failed", "BAD")
        .end_sub()
        .end("done")
        .on("inside", "caught", error="BAD")
        .end("repaired")
    )
    case.complete("quick")
    assert (case.status, case.waiting) == ("completed", [])


def test_an_escalation_goes_to_the_border_and_the_sub_process_goes_on(play):
    case = play(
        a_process()
        .start()
        .sub("inside")
        .start("in")
        .throw("escalation", "raise", "LATE")
        .user_task("work")
        .end("in-end")
        .end_sub()
        .end("done")
        .on("inside", "told", escalation="LATE", interrupting=False)
        .user_task("chief")
        .end("chief-done")
    )
    assert case.waiting == ["chief", "work"]
    case.complete("chief").complete("work")
    assert (case.status, sorted(case.ends)) == ("completed", ["chief-done", "done", "in-end"])


def test_an_interrupting_escalation_stops_the_path_that_threw_it(play):
    case = play(
        a_process()
        .start()
        .sub("inside")
        .start("in")
        .throw("escalation", "raise", "LATE")
        .user_task("work")
        .end("in-end")
        .end_sub()
        .end("done")
        .on("inside", "told", escalation="LATE")
        .end("stopped")
    )
    assert (case.status, case.ends, case.waiting) == ("completed", ["stopped"], [])


def test_an_escalation_end_that_nobody_catches_is_an_incident(play):
    case = play(a_process().start().escalation_end("raise", "LATE"))
    assert (case.status, case.result.incident.code) == ("incident", "uncaught-escalation")


def test_a_signal_reaches_all_catches_of_the_case_and_goes_out(play):
    case = play(
        a_process()
        .start()
        .parallel("fork")
        .signal("s1", "strike")
        .end("e1")
        .at("fork")
        .signal("s2", "strike")
        .end("e2")
        .at("fork")
        .user_task("decide")
        .signal_end("strike-end", "strike")
    )
    assert [row.kind for row in case.result.opened_subscriptions] == ["signal", "signal"]
    case.complete("decide")
    assert (case.status, sorted(case.ends)) == ("completed", ["e1", "e2", "strike-end"])
    assert [(message.name, message.kind) for message in case.result.thrown_messages] == [("strike", "signal")]


def test_a_signal_from_outside_reaches_whoever_waits_and_nobody_else(play):
    case = play(a_process().start().user_task("work").end("done").on("work", "border", signal="strike").end("struck"))
    assert case.signal("other").waiting == ["border", "work"]
    assert case.signal("strike").ends == ["struck"]


def test_a_thrown_message_carries_its_evaluated_inputs(play):
    case = play(
        a_process().start().throw("message", "tell", "ready", inputs={"copies": "=copies + 1", "to": "office"}).end(),
        {"copies": 1},
    )
    thrown = case.result.thrown_messages[0]
    assert (thrown.element, thrown.name, thrown.payload) == ("tell", "ready", {"copies": 2, "to": "office"})


def test_a_fault_while_throwing_is_an_incident(play):
    case = play(a_process().start().throw("message", "tell", "ready", inputs={"x": "=count"}).end())
    assert (case.status, case.result.incident.element, case.thrown) == ("incident", "tell", [])


def test_a_border_event_whose_timer_is_faulty_is_an_incident_beside_its_task(play):
    case = play(a_bordered_task(interrupting=True, timer="=unknown"))
    assert (case.status, case.waiting, case.result.incident.element) == ("incident", ["work"], "border")
    assert case.complete("work").status == "completed"

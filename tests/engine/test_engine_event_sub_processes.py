"""Event sub-processes: beside the flow of their scope, begun by an event, interrupting it or not."""

import pytest

from tests.builders.bpmn import a_process


def a_watched_task(*, interrupting: bool, **event: str):
    return (
        a_process()
        .start()
        .user_task("work")
        .end("done")
        .event_sub("aside")
        .start_on("begun", interrupting=interrupting, **event)
        .user_task("look")
        .end("looked")
        .end_sub()
    )


def test_an_interrupting_message_takes_over_the_process(play):
    case = play(a_watched_task(interrupting=True, message="stop"))
    assert case.waiting == ["begun", "work"]
    case.message("stop", {"why": "asked"})
    assert (case.waiting, case.document) == (["look"], {"why": "asked"})
    case.complete("look")
    assert (case.status, case.ends) == ("completed", ["looked"])
    assert case.trace == ["start", "begun", "look", "looked", "aside"]


def test_a_message_that_does_not_interrupt_may_come_again(play):
    case = play(a_watched_task(interrupting=False, message="ask"))
    case.message("ask").message("ask")
    assert case.waiting == ["begun", "look", "look", "work"]
    case.complete("work")
    assert case.waiting == ["begun", "look", "look"], "what was begun is finished before the process is"
    case.complete("look").complete("look")
    assert (case.status, case.waiting) == ("completed", [])


def test_a_process_that_ends_stops_waiting_for_its_event_sub_processes(play):
    case = play(a_watched_task(interrupting=False, timer="P1D"))
    assert case.timers == ["begun"]
    case.complete("work")
    assert (case.status, case.timers, case.ends) == ("completed", [], ["done"])


def test_a_timer_begins_once_and_a_repeating_one_as_often_as_it_says(play):
    once = play(a_watched_task(interrupting=False, timer="P1D")).advance(days=5)
    assert (once.waiting, once.timers) == (["look", "work"], [])
    often = play(a_watched_task(interrupting=False, cycle="R3/P1D")).advance(days=9)
    assert (often.waiting, often.timers) == (["look", "look", "look", "work"], [])


def test_an_interrupting_timer_interrupts(play):
    case = play(a_watched_task(interrupting=True, cycle="R/P1D")).advance(days=3)
    assert (case.waiting, case.timers) == (["look"], [])


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_signal_from_outside_begins_it(play, interrupting):
    case = play(a_watched_task(interrupting=interrupting, signal="strike")).signal("strike")
    assert case.waiting == (["look"] if interrupting else ["begun", "look", "work"])


def test_a_signal_thrown_in_the_same_process_begins_it_and_may_stop_its_thrower(play):
    case = play(
        a_process()
        .start()
        .throw("signal", "call", "strike")
        .user_task("work")
        .end()
        .event_sub("aside")
        .start_on("begun", signal="strike")
        .user_task("look")
        .end("looked")
        .end_sub()
    )
    assert case.waiting == ["look"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_condition_begins_it_each_time_it_becomes_true(play, interrupting):
    builder = (
        a_process()
        .start()
        .user_task("one")
        .user_task("two")
        .user_task("three")
        .end("done")
        .event_sub("aside")
        .start_on("begun", interrupting=interrupting, condition="amount > 100")
        .user_task("look")
        .end("looked")
        .end_sub()
    )
    case = play(builder, {"amount": 1}).complete("one", {"amount": 500})
    assert case.waiting == (["look"] if interrupting else ["look", "two"])
    if not interrupting:
        case.complete("two", {"amount": 600})
        assert case.waiting == ["look", "three"], "it stayed true: nothing happened anew"


@pytest.mark.parametrize("drawn_end", [True, False])
@pytest.mark.parametrize("interrupting", [True, False])
def test_a_condition_that_the_last_activity_makes_true_still_begins_it(play, interrupting, drawn_end):
    builder = a_process().start().sub("inside").start("in").user_task("work")
    builder = (builder.end("e") if drawn_end else builder).event_sub("aside")
    builder = builder.start_on("begun", interrupting=interrupting, condition="amount > 100").user_task("look")
    case = play(builder.end("looked").end_sub().end_sub().user_task("after").end(), {"amount": 1})
    assert case.complete("work", {"amount": 500}).waiting == ["look"]
    assert case.complete("look").waiting == ["after"]


def a_sub_process_that_fails(**event: object):
    return (
        a_process()
        .start()
        .sub("inside")
        .start("in")
        .service_task("pay")
        .end("paid")
        .event_sub("aside")
        .start_on("begun", **event)
        .user_task("repair")
        .end("repaired")
        .end_sub()
        .end_sub()
        .user_task("after")
        .end("done")
        .on("inside", "border", error="")
        .user_task("outside")
        .end("outside-end")
    )


def test_an_error_is_caught_by_the_event_sub_process_before_the_border(play):
    case = play(a_sub_process_that_fails(error="BAD")).fail("pay", "BAD")
    assert case.waiting == ["repair"]
    assert case.complete("repair").waiting == ["after"]


def test_an_error_of_another_code_passes_the_event_sub_process_by(play):
    assert play(a_sub_process_that_fails(error="BAD")).fail("pay", "OTHER").waiting == ["outside"]


def test_an_error_inside_an_event_sub_process_is_not_caught_by_itself(play):
    case = play(
        a_process()
        .start()
        .sub("inside")
        .start("in")
        .error_end("failed", "BAD")
        .event_sub("aside")
        .start_on("begun", error="BAD")
        .error_end("failed-again", "BAD")
        .end_sub()
        .end_sub()
        .end("done")
        .on("inside", "border", error="BAD")
        .user_task("outside")
        .end("outside-end")
    )
    assert case.waiting == ["outside"]


@pytest.mark.parametrize(("interrupting", "waiting"), [(True, ["look"]), (False, ["look", "work"])])
def test_an_escalation_begins_it(play, interrupting, waiting):
    case = play(
        a_process()
        .start()
        .throw("escalation", "raise", "LATE")
        .user_task("work")
        .end("done")
        .event_sub("aside")
        .start_on("begun", interrupting=interrupting, escalation="LATE")
        .user_task("look")
        .end("looked")
        .end_sub()
    )
    assert case.waiting == waiting


def test_the_inner_event_sub_process_of_nested_ones_leaves_the_outer_flow_alone(play):
    case = play(
        a_process()
        .start()
        .parallel("fork")
        .user_task("beside")
        .end("e1")
        .at("fork")
        .sub("inside")
        .start("in")
        .user_task("work")
        .end("e2")
        .event_sub("aside")
        .start_on("begun", message="stop")
        .user_task("look")
        .end("looked")
        .event_sub("deeper")
        .start_on("begun-deeper", message="stop-too")
        .user_task("look-deeper")
        .end("looked-deeper")
        .end_sub()
        .end_sub()
        .end_sub()
        .end("e3")
    )
    case.message("stop")
    assert case.waiting == ["begun-deeper", "beside", "look"]
    case.message("stop-too")
    assert case.waiting == ["beside", "look-deeper"]
    case.complete("look-deeper")
    assert (case.waiting, case.ends) == (["beside"], ["looked-deeper", "e3"])


def test_a_border_event_still_ends_a_sub_process_that_was_interrupted_inside(play):
    case = play(
        a_process()
        .start()
        .sub("inside")
        .start("in")
        .user_task("work")
        .end("e2")
        .event_sub("aside")
        .start_on("begun", message="stop")
        .user_task("look")
        .end("looked")
        .end_sub()
        .end_sub()
        .end("done")
        .on("inside", "late", timer="P1D")
        .end("too-late")
    )
    case.message("stop").advance(days=2)
    assert (case.status, case.ends) == ("completed", ["too-late"])


def test_the_position_of_a_case_is_not_where_it_only_watches(play):
    case = play(a_watched_task(interrupting=True, message="stop"))
    assert case.positions == {"work"}

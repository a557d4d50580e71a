"""Processes that an event begins, and conditions that a case waits for."""

from copy import deepcopy
from datetime import timedelta

import pytest

from app.engine import Engine, Environment, UnknownTask
from tests.builders.bpmn import a_process
from tests.engine.playing import NOON, Play


def test_a_message_begins_the_process_once(play):
    case = play(a_process().start_on("asked", message="request").user_task("work").end())
    assert (case.status, case.waiting, case.positions) == ("running", ["asked"], {"asked"})
    case.message("request", {"name": "Salma"})
    assert (case.waiting, case.document, case.trace) == (["work"], {"name": "Salma"}, ["asked"])


def test_a_timer_begins_the_process(play):
    case = play(a_process().start_on("monthly", cycle="R3/PT10H").user_task("work").end())
    assert [row.due for row in case.rows["timers"].values()] == [NOON + timedelta(hours=10)]
    case.advance(days=9)
    assert (case.waiting, case.timers) == (["work"], [])


def test_the_first_of_several_starts_wins_and_then_the_process_watches(play):
    case = play(
        a_process()
        .start_on("asked", message="request")
        .user_task("work")
        .end()
        .start_on("struck", signal="strike")
        .user_task("hurry")
        .end("end-2")
        .event_sub("aside")
        .start_on("stopped", message="stop")
        .end("off")
        .end_sub()
    )
    assert case.waiting == ["asked", "struck"]
    case.signal("strike")
    assert case.waiting == ["hurry", "stopped"]
    assert case.message("stop").ends == ["off"]


def test_a_chosen_start_event_begins_the_process_at_once():
    builder = a_process().start().user_task("plain").end()
    case = Play(builder.start_on("asked", message="request").user_task("work").end("end-2"))
    assert case.waiting == ["plain"], "beside a plain start the others wait for nothing"
    now = Environment(now=NOON)
    asked = Engine.start(case.definition, {}, now, entry="asked")
    assert [task.element for task in asked.opened_tasks] == ["work"]
    with pytest.raises(UnknownTask):
        Engine.start(case.definition, {}, now, entry="work")


def test_a_condition_is_waited_for_until_the_document_makes_it_true(play):
    case = play(
        a_process()
        .start()
        .parallel("fork")
        .condition("ready", "paid and signed")
        .end("released")
        .at("fork")
        .user_task("pay")
        .user_task("sign")
        .end("done")
    )
    assert case.complete("pay", {"paid": True, "signed": False}).ends == []
    assert case.complete("sign", {"signed": True}).ends == ["done", "released"]


def test_a_condition_that_holds_already_is_not_waited_for(play):
    case = play(a_process().start().condition("ready", "paid").end("released"), {"paid": True})
    assert (case.status, case.ends) == ("completed", ["released"])


@pytest.mark.parametrize(("interrupting", "waiting"), [(True, ["chief"]), (False, ["chief", "work"])])
def test_a_condition_on_a_border(play, interrupting, waiting):
    case = play(
        a_process()
        .start()
        .parallel("fork")
        .user_task("work")
        .end("done")
        .on("work", "large", condition="amount > 100", interrupting=interrupting)
        .user_task("chief")
        .end("chief-done")
        .at("fork")
        .user_task("value")
        .end("valued")
    )
    assert case.complete("value", {"amount": 500}).waiting == waiting


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize(
    "asked",
    [
        a_process().start().user_task("ask"),
        a_process().start().looped("userTask", "ask", maximum=1),
        a_process().start().repeated("userTask", "ask", cardinality="1"),
        a_process().start().repeated("userTask", "ask", cardinality="1", sequential=True),
    ],
    ids=["once", "loop", "parallel", "sequence"],
)
def test_a_condition_on_a_border_is_over_with_its_activity_repeated_or_not(play, asked, interrupting):
    builder = deepcopy(asked).end("done").on("ask", "urgent", condition="urgent = true", interrupting=interrupting)
    case = play(builder.user_task("hurry").end("hurried"))
    case.complete("ask", {"urgent": True})
    assert (case.status, case.ends) == ("completed", ["done"])


def test_a_condition_behind_an_event_gateway_closes_its_rivals(play):
    case = play(
        a_process()
        .start()
        .parallel("fork")
        .event_gateway("gate")
        .condition("ready", "paid")
        .end("released")
        .at("gate")
        .timer("late", "P1D")
        .end("expired")
        .at("fork")
        .user_task("pay")
        .end("done")
    )
    case.complete("pay", {"paid": True})
    assert (case.status, sorted(case.ends), case.timers) == ("completed", ["done", "released"], [])


def test_a_repeating_timer_in_the_flow_lets_its_token_pass_at_the_first_time(play):
    case = play(
        a_process()
        .start()
        .node(
            "intermediateCatchEvent",
            "tick",
            "<timerEventDefinition><timeCycle>R3/PT10H</timeCycle></timerEventDefinition>",
        )
        .end("done")
    )
    assert case.advance(days=9).ends == ["done"]


def test_an_escalation_that_nobody_catches_on_the_way_is_not_critical(play):
    case = play(a_process().start().throw("escalation", "raise", "LATE").user_task("work").end())
    assert (case.status, case.waiting) == ("running", ["work"])


def test_the_public_status_of_a_border_event_begins_when_it_happens(play):
    builder = a_process().start().user_task("work").end().on("work", "late", timer="P1D", status="late").end("e2")
    case = play(builder)
    assert case.milestones == []
    assert case.advance(days=2).milestones == ["late"]

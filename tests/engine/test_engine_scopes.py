"""Sub-processes, call activities and repetitions."""

from datetime import timedelta

import pytest

from app.engine import Engine
from tests.builders.bpmn import a_process
from tests.engine.playing import NOON


def a_sub_process():
    return (
        a_process()
        .start()
        .sub("inside", status="working")
        .start("in")
        .parallel("fork")
        .user_task("a")
        .end("end-a", outcome="part-a")
        .at("fork")
        .user_task("b")
        .end("end-b")
        .end_sub()
        .user_task("after")
        .end("done", outcome="delivered")
    )


def test_a_sub_process_with_several_ends_completes_after_the_last_token(play):
    case = play(a_sub_process())
    assert case.milestones == ["working"]
    assert case.positions == {"inside", "a", "b"}
    case.complete("a")
    assert case.waiting == ["b"]
    assert (case.result.ends[0].outcome, case.result.ends[0].scope) == ("part-a", "inside")
    case.complete("b", {"x": 1})
    assert (case.waiting, case.document) == (["after"], {"x": 1})
    assert case.trace[-3:] == ["b", "end-b", "inside"]
    assert case.complete("after").ends == ["end-a", "end-b", "done"]


def test_an_interrupting_timer_on_a_sub_process_cancels_all_inside(play):
    case = play(a_sub_process().on("inside", "late", timer="P30D").user_task("close").end("closed"))
    case.complete("a").advance(days=30)
    assert (case.waiting, case.timers) == (["close"], [])
    assert [closed.element for closed in case.result.closed_tasks] == ["b"]
    assert case.positions == {"close"}


def test_an_interrupting_message_withdraws_from_within_a_sub_process(play):
    case = play(a_sub_process().on("inside", "withdrawn", message="withdrawal").end("stopped", outcome="withdrawn"))
    case.message("withdrawal")
    assert (case.status, case.ends[-1]) == ("completed", "stopped")


def test_a_non_interrupting_timer_on_a_sub_process_leaves_it_running(play):
    case = play(a_sub_process().on("inside", "remind", timer="P10D", interrupting=False).end("reminded"))
    case.advance(days=10).complete("a").complete("b")
    assert case.waiting == ["after"]


def test_a_timer_inside_a_sub_process_is_known_with_its_due_date(play):
    case = play(a_process().start().sub("inside").start("in").timer("pause", "P3D").end("e").end_sub().end())
    assert case.result.opened_timers[0].due == NOON + timedelta(days=3)
    assert case.advance(days=3).status == "completed"


def test_a_terminate_end_in_a_sub_process_ends_only_that(play):
    case = play(
        a_process()
        .start()
        .sub("inside")
        .start("in")
        .parallel("fork")
        .user_task("a")
        .terminate("stop")
        .at("fork")
        .user_task("b")
        .end("e")
        .end_sub()
        .user_task("after")
        .end()
    )
    case.complete("a")
    assert (case.status, case.waiting) == ("running", ["after"])
    assert case.complete("after").status == "completed"


def test_a_sub_process_in_a_loop_starts_anew_each_round(play):
    case = play(
        a_process()
        .start()
        .xor("again")
        .sub("inside")
        .start("in")
        .user_task("ask")
        .end("e")
        .end_sub()
        .xor("enough")
        .when("n < 3")
        .to("again")
        .at("enough")
        .otherwise()
        .end()
    )
    for number in (1, 2, 3):
        case.complete("ask", {"n": number})
    assert case.status == "completed"


def test_sub_processes_may_nest(play):
    builder = a_process().start()
    for level in range(5):
        builder.sub(f"s{level}").start(f"i{level}")
    builder.user_task("deep")
    for level in reversed(range(5)):
        builder.end(f"e{level}").end_sub()
    case = play(builder.end())
    assert case.positions == {"deep", "s0", "s1", "s2", "s3", "s4"}
    assert case.complete("deep").status == "completed"


def a_called_process():
    return (
        a_process("fee")
        .start("f")
        .user_task("price")
        .script("sum", "{total: copies * price}")
        .end("f-end", outcome="priced")
    )


def test_a_call_activity_passes_only_declared_variables(play):
    case = play(
        a_process()
        .start()
        .call("ask-fee", "fee", inputs={"copies": "=number + 1"}, outputs={"amount": "=total"})
        .user_task("after")
        .end(),
        {"number": 2, "secret": "s"},
        called=(a_called_process(),),
    )
    key = case.key("tasks", "price")
    seen = Engine.visible(case.definition, case.result.state, case.document, key, case.environment)
    assert seen == {"copies": 3}
    case.complete("price", {"price": 200})
    assert case.document == {"number": 2, "secret": "s", "amount": 600}
    assert case.waiting == ["after"]


def test_a_border_event_on_a_call_activity_ends_the_called_process(play):
    case = play(
        a_process().start().call("ask-fee", "fee").end("done").on("ask-fee", "late", timer="P1D").end("closed"),
        called=(a_called_process(),),
    ).advance(days=1)
    assert (case.status, case.waiting, case.ends) == ("completed", [], ["closed"])


def test_an_error_of_a_called_process_is_caught_at_the_call(play):
    case = play(
        a_process().start().call("ask", "other").end("done").on("ask", "caught", error="BAD").end("repaired"),
        called=(a_process("other").start("o").error_end("failed", "BAD"),),
    )
    assert (case.status, case.ends) == ("completed", ["failed", "repaired"])


def test_parallel_instances_of_a_task_are_known_by_item_and_collect_in_order(play):
    case = play(
        a_process()
        .start()
        .repeated(
            "userTask",
            "opinion",
            collection="=services",
            item="service",
            output_collection="opinions",
            output_item="=opinion",
        )
        .end(),
        {"services": ["roads", "water", "fire"]},
    )
    assert [(task.item, task.index) for task in case.result.opened_tasks] == [("roads", 0), ("water", 1), ("fire", 2)]
    for index, answer in ((2, "no"), (0, "yes"), (1, "maybe")):
        case.complete("opinion", {"opinion": answer}, index=index)
    assert (case.status, case.document["opinions"]) == ("completed", ["yes", "maybe", "no"])
    assert "opinion" not in case.document


def test_sequential_instances_follow_one_another(play):
    case = play(
        a_process().start().repeated("userTask", "sign", cardinality="=n", sequential=True).user_task("after").end(),
        {"n": 3},
    )
    for index in range(3):
        assert case.waiting == ["sign"]
        case.complete("sign", index=index)
    assert case.waiting == ["after"]


def test_a_completion_condition_ends_a_repetition_early(play):
    case = play(
        a_process()
        .start()
        .repeated("userTask", "vote", cardinality="5", completion="numberOfCompletedInstances >= 2")
        .end()
    )
    case.complete("vote", index=4).complete("vote", index=0)
    assert (case.status, case.waiting) == ("completed", [])


def test_no_items_means_no_instances(play):
    case = play(
        a_process().start().repeated("userTask", "vote", collection="=none", item="x", output_collection="out").end(),
        {"none": []},
    )
    assert (case.status, case.document["out"]) == ("completed", [])


def test_instances_of_a_script_see_their_item(play):
    body = (
        '<multiInstanceLoopCharacteristics mastara:collection="=items" mastara:item="x" '
        'mastara:output-collection="doubled" mastara:output-item="=y"/><script>{y: x * 2 + loopCounter}</script>'
    )
    case = play(a_process().start().node("scriptTask", "double", body).end(), {"items": [10, 20, 30]})
    assert case.document == {"items": [10, 20, 30], "doubled": [21, 42, 63]}


@pytest.mark.parametrize("value", [None, "text", 5])
def test_a_repetition_over_something_else_than_a_list_is_an_incident(play, value):
    case = play(a_process().start().repeated("userTask", "vote", collection="=list", item="x").end(), {"list": value})
    assert (case.status, case.result.incident.element) == ("incident", "vote")


def test_a_million_instances_are_refused_with_an_incident(play):
    case = play(a_process().start().repeated("userTask", "vote", cardinality="=1000000").end())
    assert (case.status, case.result.incident.code) == ("incident", "too-many-instances")


def test_a_border_timer_on_a_repeated_task_cancels_all_instances(play):
    case = play(
        a_process()
        .start()
        .repeated("userTask", "vote", cardinality="3")
        .end("done")
        .on("vote", "late", timer="P1D")
        .end("closed")
    )
    assert case.timers == ["late"]
    case.complete("vote", index=1).advance(days=1)
    assert (case.status, case.waiting, case.ends) == ("completed", [], ["closed"])


def test_a_repeated_sub_process_has_one_inside_for_each_item(play):
    builder = (
        a_process()
        .start()
        .sub("each")
        .start("in")
        .user_task("ask")
        .end("e")
        .end_sub(inner='<multiInstanceLoopCharacteristics mastara:collection="=people" mastara:item="person"/>')
    )
    case = play(builder.user_task("after").end(), {"people": ["Aya", "Badr"]})
    assert case.waiting == ["ask", "ask"]
    seen = [
        Engine.visible(case.definition, case.result.state, case.document, key, case.environment)["person"]
        for key in case.rows["tasks"]
    ]
    assert seen == ["Aya", "Badr"]
    case.complete("ask").complete("ask")
    assert case.waiting == ["after"]


def test_a_standard_loop_runs_until_its_condition_is_false(play):
    case = play(a_process().start().looped("userTask", "ask", condition="more").user_task("after").end())
    case.complete("ask", {"more": True}).complete("ask", {"more": True}).complete("ask", {"more": False})
    assert case.waiting == ["after"]


def test_a_standard_loop_stops_at_its_maximum_and_may_be_skipped(play):
    case = play(a_process().start().looped("userTask", "ask", maximum=2).end())
    assert case.complete("ask").complete("ask").status == "completed"
    assert (
        play(a_process().start().looped("userTask", "ask", condition="false", test_before=True).end()).status
        == "completed"
    )

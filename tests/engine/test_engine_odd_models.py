"""Odd little models in which several constructs meet; what must happen is what BPMN 2.0 §13 says."""

import pytest

from tests.builders.bpmn import a_process

AT_ONCE = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize("bad", [True, False])
def test_an_event_sub_process_in_an_instance_in_a_call_fails_to_the_border_of_the_call(play, interrupting, bad):
    inner = a_process("inner").start("is").sub("each").start("in").user_task("work").end("out").event_sub("aside")
    inner = inner.start_on("note", interrupting=interrupting, message="note").user_task("look").xor("judge")
    inner = inner.when("bad = true").error_end("failed", "E").at("judge").otherwise().end("fine")
    inner = inner.end_sub().end_sub(inner=AT_ONCE).end("ie")
    main = a_process().start().call("call", "inner", inputs={"bad": "=bad"}).end("done").on("call", "border", error="E")
    case = play(main.end("repaired"), {"bad": bad}, called=(inner,)).message("note")
    assert case.waiting.count("work") == (2 if interrupting else 3)
    case.complete("look")
    if not bad:
        while "work" in case.waiting:
            case.complete("work")
    assert (case.status, case.ends[-1]) == ("completed", "repaired" if bad else "done")


def test_an_inclusive_join_in_a_loop_waits_for_what_both_back_edges_may_still_bring(play):
    builder = a_process().start().inclusive("join").user_task("a").inclusive("split").when("to_b").user_task("b")
    builder = builder.xor("x").when("b_again").to("join").at("x").otherwise().end("e1")
    builder = builder.at("split").when("to_c").user_task("c").xor("y").when("c_again").to("join")
    case = play(builder.at("y").otherwise().end("e2"), {"to_b": True, "to_c": True, "b_again": True, "c_again": True})
    for first, second in (("b", "c"), ("c", "b")):
        case.complete("a").complete(first)
        assert case.waiting == [second], "the other one may still come back"
        assert case.complete(second).waiting == ["a"]
    case.complete("a").complete("b", {"c_again": False})
    assert case.complete("c").waiting == ["a"], "it will not come back any more"


@pytest.mark.parametrize("nested", [True, False])
def test_a_terminate_end_takes_a_repeating_timer_and_what_it_began_along(play, nested):
    builder = a_process().start()
    builder = builder.sub("inside").start("in") if nested else builder
    builder = builder.parallel("fork").user_task("a").end("ea").at("fork").user_task("b").terminate("stop")
    builder = builder.on("a", "tick", cycle="R3/PT1H", interrupting=False).user_task("late").end("el")
    builder = builder.end_sub().user_task("after").end() if nested else builder
    case = play(builder).advance(hours=2.5)
    assert (case.waiting, case.timers) == (["a", "b", "late", "late"], ["tick"])
    case.complete("b")
    assert (case.waiting, case.timers) == (["after"] if nested else [], [])
    assert case.status == ("running" if nested else "terminated")


@pytest.mark.parametrize(("interrupting", "waiting"), [(False, ["handle", "handle", "work"]), (True, ["handle"])])
def test_an_escalation_thrown_twice_is_handled_twice_unless_it_interrupts(play, interrupting, waiting):
    inner = a_process("inner").start("is").throw("escalation", "one", "L").throw("escalation", "two", "L")
    main = a_process().start().call("call", "inner").end().on("call", "b", escalation="L", interrupting=interrupting)
    assert play(main.user_task("handle").end("eh"), called=(inner.user_task("work").end("ie"),)).waiting == waiting


@pytest.mark.parametrize(("comes", "end"), [("timer", "e2"), ("message", "e1")])
def test_a_timer_of_zero_behind_an_event_gateway_waits_for_the_clock(play, comes, end):
    builder = a_process().start().event_gateway("first").receive_task("hear", "m").end("e1")
    case = play(builder.at("first").timer("now", "PT0S").end("e2"))
    assert (case.waiting, case.timers) == (["hear"], ["now"])
    assert (case.advance() if comes == "timer" else case.message("m")).ends == [end]


def test_a_signal_reaches_all_who_wait_but_those_whom_an_earlier_catch_has_cancelled(play):
    builder = a_process().start().parallel("fork").sub("inside").start("in").user_task("x").end("ex")
    builder = builder.on("x", "inner-border", signal="go", interrupting=False).user_task("never").end("en").end_sub()
    builder = builder.end("es").on("inside", "border", signal="go").user_task("border-task").end("eb")
    builder = builder.at("fork").signal("catch", "go").user_task("caught").end("ec")
    builder = builder.event_sub("aside").start_on("begun", signal="go", interrupting=False).user_task("beside")
    assert play(builder.end("ea").end_sub()).signal("go").waiting == ["begun", "beside", "border-task", "caught"]


def test_a_signal_end_that_interrupts_its_own_scope_leaves_by_the_border(play):
    builder = a_process().start().sub("inside").start("in").user_task("x").signal_end("call", "go").end_sub()
    builder = builder.user_task("normal").end().on("inside", "border", signal="go").user_task("instead").end("e2")
    assert play(builder).complete("x").waiting == ["instead"]


def test_links_of_one_name_stay_in_their_own_scope(play):
    builder = a_process().start().sub("inside").start("in").parallel("fork").user_task("a").link_throw("one", "L")
    builder = builder.at("fork").user_task("b").link_throw("two", "L").link_catch("here", "L").user_task("k").end("e")
    case = play(builder.end_sub().link_throw("outer", "L").link_catch("there", "L").user_task("out").end())
    assert case.complete("a").complete("b").waiting == ["k", "k"]
    assert case.complete("k").complete("k").waiting == ["out"]


@pytest.mark.parametrize("sequential", [True, False])
def test_a_completion_condition_that_is_true_at_once_keeps_the_first_answer_only(play, sequential):
    builder = a_process().start().repeated(
        "userTask", "t", cardinality="3", output_collection="out", output_item="=y", completion="true",
        sequential=sequential,
    )  # fmt: skip
    case = play(builder.end()).complete("t", {"y": 5})
    assert (case.status, case.document["out"]) == ("completed", [5, None, None])


@pytest.mark.parametrize(("test_before", "waiting"), [(True, []), (False, ["t"])])
def test_a_standard_loop_of_at_most_none_runs_only_when_it_asks_afterwards(play, test_before, waiting):
    builder = a_process().start().looped("userTask", "t", condition="true", maximum=0, test_before=test_before)
    assert play(builder.end()).waiting == waiting


@pytest.mark.parametrize("kind", ["task", "xor", "inclusive"])
def test_a_default_flow_that_is_alone_is_taken(play, kind):
    builder = getattr(a_process().start(), kind)("node")
    assert play(builder.otherwise().end("default")).ends == ["default"]


def test_a_second_interruption_takes_over_from_what_the_first_began_and_errors_pass_it_by(play):
    builder = a_process().start().sub("inside").start("in").user_task("x").end("e")
    builder = builder.event_sub("notes").start_on("s1", message="note", interrupting=False).user_task("n").end("en")
    builder = builder.end_sub().event_sub("stop").start_on("s2", message="stop").user_task("w").error_end("ew", "E")
    builder = builder.end_sub().event_sub("repair").start_on("s3", error="E").user_task("g").end("eg").end_sub()
    builder = builder.end_sub().end("z").on("inside", "border", error="E").user_task("h").end("zh")
    case = play(builder).message("note").message("note").message("stop")
    assert case.waiting == ["w"]
    assert case.complete("w").waiting == ["h"], "an interrupted scope begins no other event sub-process"

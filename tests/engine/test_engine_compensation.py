"""Compensation: what was completed is undone by its handlers, the last one first."""

import pytest

from app.engine import Engine
from tests.builders.bpmn import a_process
from tests.engine.playing import File

REPEATED = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"


def undone_by(builder, activity: str, handler: str, kind: str = "userTask"):
    """Put a compensation event on an activity, and the handler beside it."""
    return builder.raw(
        f'<boundaryEvent id="on-{activity}" attachedToRef="{activity}"><compensateEventDefinition/></boundaryEvent>'
        f'<{kind} id="{handler}" isForCompensation="true"/>'
        f'<association id="a-{activity}" sourceRef="on-{activity}" targetRef="{handler}"/>'
    )


def thrown(builder, identity: str = "undo", activity: str = ""):
    reference = f' activityRef="{activity}"' if activity else ""
    return builder.node("intermediateThrowEvent", identity, f"<compensateEventDefinition{reference}/>")


def a_journey(activity: str = ""):
    builder = a_process().start().user_task("flight").user_task("hotel").user_task("other")
    builder = thrown(builder, activity=activity).user_task("after").end()
    return undone_by(undone_by(builder, "flight", "cancel-flight"), "hotel", "cancel-hotel")


def test_what_was_completed_is_undone_in_reverse_order_and_waited_for(play):
    case = play(a_journey()).complete("flight").complete("hotel")
    assert case.waiting == ["other"], "handlers wait for nothing before"
    assert case.complete("other").waiting == ["cancel-hotel"]
    assert case.complete("cancel-hotel").waiting == ["cancel-flight"]
    assert case.complete("cancel-flight", {"refund": 9}).waiting == ["after"]
    assert (case.complete("after").status, case.document) == ("completed", {"refund": 9})
    assert case.trace[-5:] == ["cancel-hotel", "cancel-flight", "undo", "after", "end"]


def test_one_activity_is_undone_when_it_is_named(play):
    case = play(a_journey("flight")).complete("flight").complete("hotel").complete("other")
    assert case.waiting == ["cancel-flight"]
    assert case.complete("cancel-flight").waiting == ["after"]


def test_nothing_completed_means_nothing_to_undo(play):
    builder = a_process().start().parallel("fork").user_task("flight").end("e1").at("fork")
    case = play(undone_by(thrown(builder).user_task("after").end(), "flight", "cancel-flight"))
    assert case.waiting == ["after", "flight"]


def test_what_was_undone_is_not_undone_again(play):
    builder = thrown(thrown(a_process().start().user_task("flight")).user_task("between"), "again").end()
    case = play(undone_by(builder, "flight", "cancel-flight")).complete("flight").complete("cancel-flight")
    assert case.complete("between").status == "completed"


def test_an_activity_that_was_interrupted_is_not_undone(play):
    builder = a_process().start().user_task("flight").end().on("flight", "late", timer="P1D")
    case = play(undone_by(thrown(builder).end("e2"), "flight", "cancel-flight")).advance(days=2)
    assert (case.status, case.ends) == ("completed", ["e2"])


def test_each_round_of_a_loop_is_undone(play):
    builder = a_process().start().xor("in").user_task("flight").xor("more").when("again").to("in").at("more")
    case = play(undone_by(thrown(builder.otherwise()).end(), "flight", "cancel-flight"))
    case.complete("flight", {"again": True}).complete("flight", {"again": False})
    assert case.complete("cancel-flight").waiting == ["cancel-flight"]
    assert case.complete("cancel-flight").status == "completed"


def test_an_end_event_undoes_before_it_is_reached(play):
    builder = a_process().start().user_task("flight").node("endEvent", "undo-end", "<compensateEventDefinition/>")
    case = play(undone_by(builder, "flight", "cancel-flight")).complete("flight")
    assert (case.waiting, case.ends) == (["cancel-flight"], [])
    assert (case.complete("cancel-flight").status, case.ends) == ("completed", ["undo-end"])


def a_booking(*, repeated: str = ""):
    """A sub-process of two bookings, undone as a whole from outside."""
    inside = a_process().start().sub("book").start("in").user_task("flight").user_task("hotel").end("out")
    inside = undone_by(undone_by(inside, "flight", "cancel-flight"), "hotel", "cancel-hotel")
    return thrown(inside.end_sub(inner=repeated).user_task("pay")).user_task("after").end()


def test_a_sub_process_without_a_handler_is_undone_from_inside(play):
    case = play(a_booking()).complete("flight").complete("hotel").complete("pay")
    assert case.waiting == ["cancel-hotel"]
    assert case.complete("cancel-hotel").waiting == ["cancel-flight"]
    assert case.complete("cancel-flight").waiting == ["after"]
    assert case.trace.count("book") == 1


def test_a_sub_process_with_a_handler_is_undone_by_that_alone(play):
    case = play(undone_by(a_booking(), "book", "cancel-all")).complete("flight").complete("hotel").complete("pay")
    assert case.waiting == ["cancel-all"]
    assert case.complete("cancel-all").waiting == ["after"]


def test_each_instance_of_a_sub_process_is_undone(play):
    case = play(a_booking(repeated=REPEATED))
    for task in ("flight", "flight", "hotel", "hotel", "pay"):
        case.complete(task)
    for task in ("cancel-hotel", "cancel-flight", "cancel-hotel", "cancel-flight"):
        assert case.waiting == [task]
        case.complete(task)
    assert case.waiting == ["after"]


def a_tour(repeated: str, *, handler: str = "userTask", kind: str = "userTask"):
    """One activity for each town, each undone by a handler."""
    builder = a_process().start()
    builder = (
        builder.sub("visit").start("in").user_task("see").end("out").end_sub(inner=repeated)
        if kind == "subProcess"
        else builder.node(kind, "visit", repeated)
    )
    return undone_by(thrown(builder.user_task("other")).user_task("after").end(), "visit", "leave", handler)


def over_towns(*, sequential: bool = False, inner: str = "") -> str:
    """Return the mark of a repetition over `towns`, whose instances each keep a `bed`."""
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}" mastara:collection="=towns" '
        'mastara:item="town" mastara:output-collection="beds" mastara:output-item="=bed">'
        f"{inner}</multiInstanceLoopCharacteristics>"
    )


def undone_towns(case, task: str) -> list[object]:
    """Complete handler after handler; return the town and the bed that each of them saw."""
    seen = []
    while case.waiting == [task]:
        key = case.key("tasks", task)
        data = Engine.visible(case.definition, case.result.state, case.document, key, case.environment)
        seen.append((data["town"], data["bed"]))
        case.complete(task)
    assert case.waiting == ["after"]
    return seen


@pytest.mark.parametrize("kind", ["userTask", "subProcess"])
@pytest.mark.parametrize("sequential", [True, False])
def test_each_instance_of_a_repeated_activity_is_undone_and_its_item_seen(play, kind, sequential):
    case = play(a_tour(over_towns(sequential=sequential), kind=kind), {"towns": ["Fes", "Safi", "Taza"]})
    task = "see" if kind == "subProcess" else "visit"
    for index, bed in ((0, 7), (1, 8), (2, 9)):
        case.complete(task, {"bed": bed}, index=index)
    assert undone_towns(case.complete("other"), "leave") == [("Taza", 9), ("Safi", 8), ("Fes", 7)]


def test_instances_that_ran_at_once_are_undone_in_the_reverse_order_of_their_end(play):
    case = play(a_tour(over_towns()), {"towns": ["Fes", "Safi"]})
    case.complete("visit", {"bed": 8}, index=1).complete("visit", {"bed": 7}, index=0).complete("other")
    assert undone_towns(case, "leave") == [("Fes", 7), ("Safi", 8)]


def test_a_repetition_without_instances_has_nothing_to_undo(play):
    assert play(a_tour(over_towns()), {"towns": []}).complete("other").waiting == ["after"]


def test_instances_that_an_early_end_cancelled_are_not_undone(play):
    early = over_towns(inner="<completionCondition>bed = 8</completionCondition>")
    case = play(a_tour(early), {"towns": ["Fes", "Safi", "Taza"]})
    case.complete("visit", {"bed": 7}, index=0).complete("visit", {"bed": 8}, index=1).complete("other")
    assert undone_towns(case, "leave") == [("Safi", 8), ("Fes", 7)]


def test_each_round_of_a_standard_loop_is_undone(play):
    case = play(a_tour('<standardLoopCharacteristics loopMaximum="2"/>'))
    case.complete("visit").complete("visit").complete("other")
    assert case.complete("leave").waiting == ["leave"]
    assert case.complete("leave").waiting == ["after"]


def test_a_sub_process_of_handlers_sees_the_item_of_its_instance(play):
    inside = a_process().start().sub("visit").start("in").user_task("see").end("out")
    inside = undone_by(inside, "see", "leave").end_sub(inner=over_towns())
    case = play(thrown(inside.user_task("other")).user_task("after").end(), {"towns": ["Fes", "Safi"]})
    case.complete("see", {"bed": 7}).complete("see", {"bed": 8}).complete("other")
    assert undone_towns(case, "leave") == [("Safi", 8), ("Fes", 7)]


def test_an_event_sub_process_undoes_what_stands_around_it(play):
    builder = a_process().start().user_task("flight").service_task("pay").end()
    builder = undone_by(builder, "flight", "cancel-flight").event_sub("aside").start_on("bad", error="")
    case = play(thrown(builder).end("undone").end_sub()).complete("flight").fail("pay", "E")
    assert case.waiting == ["cancel-flight"]
    assert (case.complete("cancel-flight").status, case.ends) == ("completed", ["undone"])


def test_what_interrupts_the_scope_ends_the_undoing(play):
    builder = a_process().start().sub("s").start("in").user_task("flight")
    builder = undone_by(thrown(builder).end("out"), "flight", "cancel-flight").end_sub().end()
    case = play(builder.on("s", "late", timer="P1D").end("too-late")).complete("flight")
    assert case.waiting == ["cancel-flight"]
    assert (case.advance(days=1).status, case.ends, case.waiting) == ("completed", ["too-late"], [])


@pytest.mark.parametrize("caught", [True, False])
def test_an_error_of_a_handler_goes_where_errors_go(play, caught):
    builder = a_process().start().sub("s").start("in").user_task("flight")
    builder = undone_by(thrown(builder).end("out"), "flight", "cancel-flight", "serviceTask").end_sub().end()
    if caught:
        builder = builder.on("s", "bad", error="").end("caught")
    case = play(builder).complete("flight").fail("cancel-flight", "E")
    assert (case.status, case.ends) == (("completed", ["caught"]) if caught else ("incident", []))
    if not caught:
        assert case.retry().waiting == ["cancel-flight"]
        assert case.job("cancel-flight").status == "completed"


def test_a_called_process_undoes_its_own_and_nobody_elses(play):
    called = undone_by(thrown(a_process("inner").start("i").user_task("inside")).end("ie"), "inside", "cancel-inside")
    builder = thrown(a_process().start().user_task("flight").call("call", "inner")).end()
    case = play(undone_by(builder, "flight", "cancel-flight"), called=(called,)).complete("flight")
    assert case.complete("inside").waiting == ["cancel-inside"]
    assert case.complete("cancel-inside").waiting == ["cancel-flight"]
    assert case.complete("cancel-flight").status == "completed"


def a_transaction(*, repeated: str = ""):
    """Two bookings side by side that a third task may cancel: `no` leads to the cancel end."""
    inside = undone_by(
        a_process().start().sub("book").start("in").parallel("fork").user_task("flight").end("e1")
        .at("fork").user_task("slow").end("e2").at("fork").user_task("decide").xor("sure").when("no")
        .node("endEvent", "cancelled", "<cancelEventDefinition/>").at("sure").otherwise().end("e3"),
        "flight",
        "cancel-flight",
    )  # fmt: skip
    outside = inside.end_sub(inner=repeated).user_task("after").end("done")
    border = '<boundaryEvent id="gone" attachedToRef="book"><cancelEventDefinition/></boundaryEvent>'
    text = outside.raw(border).at("gone").user_task("regret").end("regretted").text()
    text = text.replace('<subProcess id="book"', '<transaction id="book"').replace("</subProcess>", "</transaction>")
    return File("process", text.encode())


def test_a_cancelled_transaction_stops_undoes_and_leaves_by_its_border(play):
    case = play(a_transaction()).complete("flight").complete("decide", {"no": True})
    assert case.waiting == ["cancel-flight"], "the slow one is over"
    assert case.complete("cancel-flight").waiting == ["regret"]
    assert (case.complete("regret").ends, case.status) == (["e1", "cancelled", "regretted"], "completed")
    assert "book" not in case.trace


def test_a_transaction_without_anything_to_undo_leaves_at_once(play):
    assert play(a_transaction()).complete("decide", {"no": True}).waiting == ["regret"]


def test_a_transaction_that_ends_well_is_a_sub_process(play):
    case = play(a_transaction()).complete("flight").complete("slow").complete("decide", {"no": False})
    assert (case.waiting, case.trace[-1]) == (["after"], "book")


def test_one_instance_cancels_a_repeated_transaction(play):
    case = play(a_transaction(repeated=REPEATED)).complete("flight").complete("decide", {"no": True})
    assert case.waiting == ["cancel-flight", "decide", "flight", "slow"]
    assert case.complete("cancel-flight").waiting == ["regret"]

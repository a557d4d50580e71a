"""What a moved case has completed can still be undone, or the case does not move."""

import pytest

from app.engine import MigrationRefused, choices_for, compile_definition, map_findings
from app.procedures.bpmn import read_bpmn
from tests.builders.bpmn import a_process
from tests.engine.test_engine_compensation import REPEATED, a_booking, thrown, undone_by
from tests.engine.test_engine_migration import moved, obstacles

RENAMED = {"flight": "train", "cancel-flight": "cancel-train", "book": "reserve", "undo": "give-up"}


def a_trip(activity: str = "flight", *, throws: bool = True, handler: str = "cancel-flight", throw: str = "undo"):
    """One activity, a pause, then the event that undoes it; `handler` may be empty."""
    builder = a_process().start().user_task(activity).user_task("pay")
    builder = thrown(builder, throw) if throws else builder
    builder = builder.user_task("after").end()
    return undone_by(builder, activity, handler) if handler else builder


def a_renamed_booking(*, inner: str = ""):
    inside = a_process().start().sub("reserve").start("in").user_task("train").user_task("hotel").end("out")
    inside = undone_by(undone_by(inside, "train", "cancel-train"), "hotel", "cancel-hotel")
    return thrown(inside.end_sub(inner=inner).user_task("pay"), "give-up").user_task("after").end()


def test_an_activity_that_was_renamed_is_undone_under_its_new_name(play):
    case = moved(play(a_trip()).complete("flight"), a_trip("train", handler="cancel-train"), {"flight": "train"})
    assert case.complete("pay").waiting == ["cancel-train"]
    assert case.complete("cancel-train").waiting == ["after"]


def test_an_activity_that_keeps_its_name_is_undone_by_the_handler_of_the_new_version(play):
    case = moved(play(a_trip()).complete("flight"), a_trip(handler="call-the-company"))
    assert case.complete("pay").waiting == ["call-the-company"]


def test_what_was_completed_inside_a_sub_process_is_undone_under_its_new_names(play):
    case = moved(play(a_booking()).complete("flight").complete("hotel"), a_renamed_booking(), RENAMED)
    assert case.complete("pay").waiting == ["cancel-hotel"]
    assert case.complete("cancel-hotel").waiting == ["cancel-train"]
    assert case.complete("cancel-train").waiting == ["after"]


def test_a_sub_process_under_way_keeps_what_can_be_undone_inside(play):
    case = moved(play(a_booking()).complete("flight"), a_renamed_booking(), RENAMED)
    assert case.complete("hotel").complete("pay").complete("cancel-hotel").waiting == ["cancel-train"]


def test_an_undoing_under_way_goes_on_under_the_new_names(play):
    case = play(a_booking()).complete("flight").complete("hotel").complete("pay")
    assert case.waiting == ["cancel-hotel"]
    moved(case, a_renamed_booking(), RENAMED)
    assert case.complete("cancel-hotel").waiting == ["cancel-train"]
    assert case.complete("cancel-train").waiting == ["after"]


def test_an_event_sub_process_that_undoes_what_is_around_it_goes_on_under_the_new_names(play):
    def builder(activity: str):
        process = a_process().start().user_task(activity).user_task("hotel").service_task("pay").end()
        process = undone_by(undone_by(process, activity, f"cancel-{activity}"), "hotel", "cancel-hotel")
        return thrown(process.event_sub("aside").start_on("bad", error="")).end("undone").end_sub()

    case = play(builder("flight")).complete("flight").complete("hotel").fail("pay", "E")
    assert case.waiting == ["cancel-hotel"]
    moved(case, builder("train"), RENAMED)
    assert case.complete("cancel-hotel").waiting == ["cancel-train"]
    assert (case.complete("cancel-train").status, case.ends) == ("completed", ["undone"])


@pytest.mark.parametrize(
    ("target", "elements"),
    [
        pytest.param(a_trip("train", handler="cancel-train"), {}, id="activity-gone"),
        pytest.param(a_trip(handler=""), {}, id="handler-gone"),
        pytest.param(a_trip("train", handler="cancel-train"), {"flight": "pay"}, id="mapped-to-what-is-not-undone"),
        pytest.param(a_trip("train", handler="cancel-train"), {"flight": "undo"}, id="mapped-to-an-event"),
    ],
)
def test_a_case_does_not_move_where_what_it_completed_can_no_longer_be_undone(play, target, elements):
    case = play(a_trip()).complete("flight")
    assert obstacles(case, target, elements) == [("flight", "undoing-missing")]
    with pytest.raises(MigrationRefused, match="Expected a way to undo"):
        moved(case, target, elements)
    assert case.complete("pay").waiting == ["cancel-flight"], "the case itself is untouched"


def test_each_lost_activity_is_told_once(play):
    def builder(*, undone: bool):
        process = a_process().start().xor("in").user_task("flight").xor("more").when("again").to("in").at("more")
        process = process.otherwise().user_task("pay").node("endEvent", "undo", "<compensateEventDefinition/>")
        return undone_by(process, "flight", "cancel-flight") if undone else process

    case = play(builder(undone=True)).complete("flight", {"again": True}).complete("flight", {"again": False})
    assert obstacles(case, builder(undone=False)) == [("flight", "undoing-missing")]


def test_a_version_that_undoes_nothing_forgets_what_could_be_undone(play):
    case = moved(play(a_trip()).complete("flight"), a_trip("train", handler="", throws=False))
    assert case.complete("pay").complete("after").status == "completed"


def test_a_sub_process_that_gets_a_handler_is_undone_by_it(play):
    case = play(a_booking()).complete("flight").complete("hotel")
    moved(case, undone_by(a_booking(), "book", "cancel-all"))
    assert case.complete("pay").waiting == ["cancel-all"]
    assert case.complete("cancel-all").waiting == ["after"]


def test_a_repeated_sub_process_that_gets_a_handler_is_undone_by_it_for_each_instance(play):
    case = play(a_booking(repeated=REPEATED))
    for task in ("flight", "flight", "hotel", "hotel"):
        case.complete(task)
    moved(case, undone_by(a_booking(repeated=REPEATED), "book", "cancel-all"))
    assert case.complete("pay").waiting == ["cancel-all"]
    assert case.complete("cancel-all").waiting == ["cancel-all"]
    assert case.complete("cancel-all").waiting == ["after"]


def test_a_sub_process_that_loses_its_handler_has_nothing_remembered_inside(play):
    case = play(undone_by(a_booking(), "book", "cancel-all")).complete("flight").complete("hotel")
    assert obstacles(case, a_booking()) == [("book", "undoing-missing")]


def test_what_undoes_stands_only_for_what_undoes(play):
    case = play(a_trip()).complete("flight").complete("pay")
    assert obstacles(case, a_trip(), {"cancel-flight": "after"}) == [("cancel-flight", "kind-differs")]
    definition = compile_definition(read_bpmn(a_trip().xml(), file="test.bpmn"))
    (finding,) = map_findings(definition, definition, {"cancel-flight": "after"})
    assert "userTask for compensation" in finding.message
    assert "after" not in choices_for(definition, definition)["cancel-flight"]


def test_a_sub_process_that_is_being_undone_gets_nothing_new_to_watch(play):
    inside = a_process().start().sub("book").start("in").user_task("flight").user_task("hotel").end("out")
    inside = undone_by(undone_by(inside, "flight", "cancel-flight"), "hotel", "cancel-hotel")
    inside = inside.event_sub("aside").start_on("asked", message="stop").end("stopped").end_sub()
    new = thrown(inside.end_sub().user_task("pay")).user_task("after").end().on("book", "late", timer="P1D").end("e2")
    case = play(a_booking()).complete("flight").complete("hotel").complete("pay")
    moved(case, new)
    assert (case.waiting, case.timers) == (["cancel-hotel"], [])

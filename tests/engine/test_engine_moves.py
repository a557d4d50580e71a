"""A token is put on another element: what lived by it goes, joins count right."""

import pytest

from app.engine import Engine, RepairRefused
from tests.builders.bpmn import a_process


def three_steps():
    return a_process().start().user_task("first").user_task("second").user_task("third").end()


def test_a_token_is_moved_forward_and_back(play):
    case = play(three_steps())
    assert case.move("first", "third").waiting == ["third"]
    assert case.move("third", "second").waiting == ["second"]
    assert case.complete("second").complete("third").status == "completed"
    assert case.trace == ["start", "second", "third", "end"]


def test_a_step_is_begun_again_on_its_own_element(play):
    case = play(three_steps())
    (before,) = case.rows["tasks"]
    case.move("first", "first")
    (after,) = case.rows["tasks"]
    assert before != after
    assert case.waiting == ["first"]


def test_border_events_go_with_the_activity_and_come_with_the_new_one(play):
    process = a_process().start().user_task("a").user_task("b").end()
    process.on("a", "late-a", timer="P1D").end("end-a").on("b", "late-b", timer="P2D").end("end-b")
    case = play(process)
    assert case.move("a", "b").timers == ["late-b"]
    assert case.advance(days=3).ends == ["end-b"]


def test_a_sub_process_is_left_with_everything_inside(play):
    process = a_process().start().sub("inside").start("begin").user_task("deep").end("done").end_sub()
    case = play(process.user_task("after").end())
    assert case.move("inside", "after").waiting == ["after"]
    assert case.complete("after").status == "completed"


def test_a_token_moves_inside_its_sub_process_only(play):
    process = a_process().start().sub("inside").start("begin").user_task("a").user_task("b").end("done").end_sub()
    case = play(process.user_task("after").end())
    with pytest.raises(RepairRefused) as refused:
        case.move("a", "after")
    assert refused.value.details["reason"] == "not-beside"
    assert case.move("a", "b").complete("b").complete("after").status == "completed"


def test_a_repetition_moves_as_a_whole(play):
    process = a_process().start().repeated("userTask", "each", cardinality="3").user_task("after").end()
    case = play(process)
    whole, *instances = case.places
    assert (whole.obstacle, {place.obstacle for place in instances}) == (None, {"instance"})
    assert case.move("each", "after").waiting == ["after"]


@pytest.mark.parametrize("element", ["late", "withdrawn"])
def test_what_only_watches_is_not_moved(play, element):
    process = a_process().start().user_task("review").end().on("review", "late", timer="P1D").end("too-late")
    process.event_sub("side").start_on("withdrawn", message="withdrawal").end("gone").end_sub()
    case = play(process)
    with pytest.raises(RepairRefused) as refused:
        case.move(element, "review")
    assert refused.value.details["reason"] == "beside"


@pytest.mark.parametrize("target", ["start", "late", "nowhere"])
def test_a_token_is_not_put_where_none_can_stand(play, target):
    process = a_process().start().user_task("review").end().on("review", "late", timer="P1D").end("too-late")
    with pytest.raises(RepairRefused) as refused:
        play(process).move("review", target)
    assert refused.value.details["reason"] == "not-beside"


def test_a_join_counts_a_moved_token_on_a_free_arrow(play):
    process = a_process().start().parallel("fork").user_task("a").parallel("join").user_task("after").end()
    process.at("fork").user_task("b").user_task("c").to("join")
    case = play(process)
    case.complete("a")
    assert case.move("b", "join").waiting == ["after"]
    assert case.complete("after").status == "completed"


def test_a_join_that_could_never_complete_fires_when_the_missing_token_is_brought(play):
    process = a_process().start().parallel("fork").user_task("a").parallel("join").user_task("after").end()
    process.at("fork").xor("way").when("ok").user_task("b").to("join").at("way").otherwise().user_task("c").end("lost")
    case = play(process, {"ok": False})
    case.complete("a").repaired(ok=True)
    assert case.waiting == ["c"]
    assert case.move("c", "way").complete("b").waiting == ["after"]


def test_a_token_leaves_a_join_that_could_never_complete(play):
    process = a_process().start().xor("way").when("true").user_task("a").parallel("join").user_task("after").end()
    case = play(process.at("way").otherwise().user_task("b").to("join")).complete("a")
    assert case.move("join", "after").waiting == ["after"]
    assert case.complete("after").status == "completed"


def test_an_inclusive_join_waits_for_a_moved_token(play):
    process = (
        a_process().start().inclusive("fork").when("true").user_task("a").inclusive("join").user_task("after").end()
    )
    process.at("fork").when("true").user_task("b").to("join")
    case = play(process)
    case.complete("a").move("b", "b")
    assert case.waiting == ["b"]
    assert case.complete("b").waiting == ["after"]


def test_the_other_events_behind_a_gateway_go_with_the_one_that_is_moved(play):
    process = a_process().start().event_gateway("first").timer("wait", "P1D").user_task("a").end("end-a")
    case = play(process.at("first").message("news", "news").user_task("b").end("end-b"))
    case.move("wait", "a")
    assert (case.waiting, case.timers) == (["a"], [])


def test_the_targets_are_the_elements_on_which_a_move_succeeds(play):
    process = a_process().start().user_task("a").xor("way").when("true").user_task("b").end("x")
    process.at("way").otherwise().end("y").on("a", "late", timer="P1D").end("z")
    case = play(process)
    (key,) = case.standing("a")
    targets = Engine.targets(case.definition, case.result.state, case.document, key, case.environment)
    assert set(targets) == {"a", "way", "b", "x", "y", "z"}

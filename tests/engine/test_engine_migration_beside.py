"""What stands beside the tokens of a moved case: border events, event sub-processes, joins, races, repetitions."""

import pytest

from app.engine import Engine, MigrationRefused
from tests.builders.bpmn import a_process
from tests.engine.test_engine_migration import moved, obstacles


def test_a_border_event_that_was_renamed_goes_on_once(play):
    case = play(a_process().start().user_task("one").end().on("one", "late", timer="P10D").end("e2"))
    due = case.rows["timers"][case.key("timers", "late")].due
    new = a_process().start().user_task("one").end().on("one", "too-late", timer="P20D").end("e2")
    moved(case, new, {"late": "too-late"})
    assert case.timers == ["too-late"]
    assert case.rows["timers"][case.key("timers", "too-late")].due == due


def test_a_border_event_that_went_to_another_task_stops_here_and_begins_there(play):
    def builder(host: str):
        process = a_process().start().parallel("fork").user_task("a").end("e1").at("fork").user_task("b").end("e2")
        return process.on(host, "late", timer="P10D").end("e3")

    case = moved(play(builder("a")), builder("b"))
    assert (case.timers, case.waiting) == (["late"], ["a", "b"])
    assert case.complete("b").timers == []


def test_a_border_event_of_another_kind_takes_the_place_of_the_old_one(play):
    case = play(a_process().start().user_task("one").end().on("one", "late", timer="P10D").end("e2"))
    moved(case, a_process().start().user_task("one").end().on("one", "late", message="stop").end("e2"))
    assert (case.timers, case.waiting) == ([], ["late", "one"])
    assert case.message("stop").ends == ["e2"]


def test_a_reminder_that_has_fired_is_not_set_again_by_the_move(play):
    def builder(extra: bool):
        process = a_process().start().user_task("one")
        process = process.user_task("two") if extra else process
        return process.end().on("one", "remind", timer="P1D", interrupting=False).end("e2")

    case = play(builder(False)).fire("remind")
    assert moved(case, builder(True)).timers == []


def test_a_timer_that_repeats_no_longer_fires_once_more_and_stops(play):
    def builder(**event: str):
        return a_process().start().user_task("one").end().on("one", "remind", interrupting=False, **event).end("e2")

    case = moved(play(builder(cycle="R5/P1D")), builder(timer="P9D"))
    assert case.timers == ["remind"]
    assert case.fire("remind").timers == []


def test_a_timer_that_repeats_from_now_on_keeps_its_moment_and_then_repeats(play):
    def builder(**event: str):
        return a_process().start().user_task("one").end().on("one", "remind", interrupting=False, **event).end("e2")

    case = play(builder(timer="P9D"))
    due = case.rows["timers"][case.key("timers", "remind")].due
    moved(case, builder(cycle="R2/P1D"))
    assert case.rows["timers"][case.key("timers", "remind")].due == due
    assert case.fire("remind").timers == ["remind"]
    assert case.fire("remind").timers == []


def with_aside(start: str, *, interrupting: bool = True, inside: str = "handle"):
    process = a_process().start().user_task("one").end()
    return (
        process.event_sub("aside")
        .start_on(start, interrupting=interrupting, message="m")
        .user_task(inside)
        .end("e2")
        .end_sub()
    )


def test_the_start_of_an_event_sub_process_that_was_renamed_waits_once(play):
    case = moved(play(with_aside("old")), with_aside("new"), {"old": "new"})
    assert case.waiting == ["new", "one"]
    assert case.message("m").waiting == ["handle"]


def test_a_case_inside_an_event_sub_process_moves_and_nothing_new_watches_a_scope_taken_over(play):
    case = play(with_aside("started")).message("m")
    new = with_aside("started", inside="deal")
    new = new.event_sub("other").start_on("again", message="n").user_task("x").end("e3").end_sub()
    moved(case, new, {"handle": "deal"})
    assert case.waiting == ["deal"]
    assert case.complete("deal").status == "completed"


def test_an_event_sub_process_that_is_new_begins_to_wait_in_a_scope_that_goes_on(play):
    case = play(a_process().start().user_task("one").end())
    assert moved(case, with_aside("started")).waiting == ["one", "started"]


def two_branches(*, third: bool):
    process = a_process().start().parallel("fork").user_task("a").to("join").at("fork").user_task("b").to("join")
    process = process.at("fork").user_task("c").to("join") if third else process
    return process.raw('<parallelGateway id="join"/>').at("join").user_task("after").end()


def test_an_arrow_that_a_join_no_longer_waits_for_is_told(play):
    case = play(two_branches(third=True)).complete("c")
    assert obstacles(case, two_branches(third=False)) == [("join", "arrow-missing")]


def test_two_arrows_from_one_gateway_into_a_join_stay_two(play):
    def builder(names: tuple[str, str]):
        first, second = names
        flows = "".join(f'<sequenceFlow id="{flow}" sourceRef="fork" targetRef="join"/>' for flow in (first, second))
        process = a_process().start().parallel("fork").user_task("slow").to("join")
        return process.raw(flows + '<parallelGateway id="join"/>').at("join").user_task("after").end()

    case = play(builder(("x1", "x2")))
    moved(case, builder(("y1", "y2")))
    assert case.complete("slow").waiting == ["after"]


def test_a_branch_that_is_done_stays_done_when_a_task_was_put_at_its_end(play):
    def builder(extra: bool):
        process = a_process().start().parallel("fork").user_task("a")
        process = process.user_task("extra") if extra else process
        process = process.to("join").at("fork").user_task("b").to("join")
        return process.raw('<parallelGateway id="join"/>').at("join").user_task("after").end()

    case = moved(play(builder(False)).complete("a"), builder(True))
    assert case.waiting == ["b"]
    assert case.complete("b").waiting == ["after"]


def test_a_branch_whose_last_task_was_replaced_is_known_by_the_others(play):
    def builder(last: str):
        process = a_process().start().parallel("fork").user_task("b").to("join").at("fork").user_task("a")
        process = process.user_task(last).to("join")
        return process.raw('<parallelGateway id="join"/>').at("join").user_task("after").end()

    case = moved(play(builder("old")).complete("a").complete("old"), builder("new"))
    assert case.complete("b").waiting == ["after"]


def test_two_branches_that_became_one_keep_the_case_from_moving(play):
    two = a_process().start().parallel("fork").user_task("a").to("join").at("fork").user_task("b").to("join")
    two = two.at("fork").user_task("c").to("join").raw('<parallelGateway id="join"/>').at("join").end()
    one = a_process().start().parallel("fork").user_task("a").user_task("b").to("join").at("fork").user_task("c")
    one = one.to("join").raw('<parallelGateway id="join"/>').at("join").end()
    assert obstacles(play(two).complete("a").complete("b"), one) == [("join", "arrow-missing")]


def test_a_join_that_stood_because_nothing_more_could_come_goes_on_where_the_new_model_lets_it(play):
    stuck = a_process().start().xor("choose").when("true").to("join").at("choose").otherwise().user_task("b").to("join")
    stuck = stuck.raw('<parallelGateway id="join"/>').at("join").user_task("after").end()
    case = play(stuck)
    assert case.status == "incident"
    alone = a_process().start().xor("choose").when("true").to("join").at("choose").otherwise().user_task("b").end("e2")
    alone = alone.raw('<parallelGateway id="join"/>').at("join").user_task("after").end()
    moved(case, alone)
    assert (case.status, case.waiting) == ("running", ["after"])


def race(*events: str):
    process = a_process().start().event_gateway("gate")
    for event in events:
        process = process.at("gate").message(event, event).user_task(f"after-{event}").end(f"end-{event}")
    return process


def test_an_event_that_left_a_race_stops_and_one_that_joined_it_begins(play):
    case = moved(play(race("a", "b")), race("b", "c"))
    assert case.waiting == ["b", "c"]
    assert case.message("c").waiting == ["after-c"]


def test_a_race_of_which_nothing_is_left_keeps_the_case_from_moving(play):
    found = obstacles(play(race("a", "b")), race("c", "d"))
    assert found == [("a", "element-missing"), ("b", "element-missing")]


def test_a_repetition_in_the_middle_goes_on_under_its_new_names(play):
    def builder(item: str, out: str):
        return (
            a_process()
            .start()
            .repeated("userTask", "many", collection="all", item=item, output_collection=out, output_item=f"{item}.n")
            .user_task("after")
            .end()
        )

    case = play(builder("it", "old_list"), {"all": [{"n": 1}, {"n": 2}]}).complete("many", index=0)
    moved(case, builder("one", "new_list")).complete("many", index=1)
    assert (case.document["new_list"], case.waiting) == ([1, 2], ["after"])


def test_a_repetition_collects_only_what_the_new_model_asks_for(play):
    def builder(out: str):
        process = (
            a_process()
            .start()
            .repeated(
                "userTask", "many", collection="all", item="it", output_collection=out, output_item="it" if out else ""
            )
        )
        return process.user_task("after").end()

    less = moved(play(builder("out"), {"all": [1, 2]}).complete("many", index=0), builder(""))
    assert less.complete("many").waiting == ["after"]
    more = moved(play(builder(""), {"all": [1, 2]}).complete("many", index=0), builder("out"))
    assert more.complete("many").document["out"] == [None, 2]


def test_a_case_inside_a_called_process_follows_the_new_one(play):
    def main(called: str):
        return a_process().start().call("sub", called, outputs={"seen": "=name"}).user_task("after").end()

    inner = a_process("old-part").start().user_task("one").end()
    newer = a_process("new-part").start().user_task("first").user_task("second").end()
    case = play(main("old-part"), called=(inner,))
    moved(case, main("new-part"), {"one": "first"}, called=(newer,))
    assert case.complete("first", {"name": "Nora"}).waiting == ["second"]
    assert case.complete("second").waiting == ["after"]
    assert case.document["seen"] == "Nora"


def test_one_id_in_two_processes_is_mapped_where_the_map_means_it(play):
    def inner(task: str):
        return a_process("part").start().user_task(task).end()

    def main():
        process = a_process().start().parallel("fork").user_task("check").end("e1")
        return process.at("fork").call("sub", "part").end("e2")

    case = play(main(), called=(inner("check"),))
    moved(case, main(), {"check": "verify"}, called=(inner("verify"),))
    assert case.waiting == ["check", "verify"]


def test_a_job_is_asked_for_as_the_new_model_says(play):
    def builder(operation: str, text: str):
        return a_process().start().service_task("run", operation, inputs={"what": text}).end()

    case = play(builder("test.run", "=a"), {"a": 1, "b": 2})
    key = case.key("jobs", "run")
    moved(case, builder("test.other", "=b"))
    row = case.result.opened_jobs[0]
    assert (row.key, row.operation, row.inputs) == (key, "test.other", {"what": 2})
    assert case.job("run").status == "completed"


def test_a_message_is_awaited_under_the_name_and_value_of_the_new_model(play):
    def builder(message: str, value: str):
        return a_process().start().message("wait", message, correlation=value).end()

    case = moved(play(builder("old", "=a"), {"a": "1", "b": "2"}), builder("new", "=b"))
    (row,) = case.rows["subscriptions"].values()
    assert (row.message, row.correlation) == ("new", "2")


def test_a_case_that_would_stand_still_in_the_new_model_does_not_move(play):
    def builder(value: str):
        return a_process().start().message("wait", "m", correlation=value).end()

    case = play(builder("=a"), {"a": "1"})
    with pytest.raises(MigrationRefused) as refused:
        moved(case, builder("=nothing"))
    assert [(one.element, one.code) for one in refused.value.obstacles] == [("wait", "would-stand-still")]
    assert case.message("m").status == "completed", "the case itself is untouched"


def test_a_snapshot_is_restored_with_its_jobs_and_no_key_is_given_twice(play):
    old = a_process().start().service_task("run", inputs={"what": "=a"}).user_task("after").end()
    new = a_process().start().service_task("run", "test.other").end().on("run", "late", timer="P1D").end("e2")
    case = play(old, {"a": 1})
    definition, snapshot = case.definition, case.result.state
    moved(case, new)
    late = case.key("timers", "late")
    result = Engine.revert(case.definition, case.result.state, definition, snapshot, case.document, case.environment)
    case.sources = (old.xml(), {})
    case._keep(result)
    assert [(row.operation, row.inputs) for row in result.opened_jobs] == [("test.run", {"what": 1})]
    assert case.timers == []
    assert int(case.job("run").key("tasks", "after")) > int(late)


def test_a_token_in_error_moves_and_is_retried_on_the_new_model(play):
    def builder(condition: str):
        return a_process().start().xor("choose").when(condition).user_task("one").end()

    case = play(builder("x = 1"), {"x": 2})
    assert case.status == "incident"
    moved(case, builder("x = 2"))
    assert (case.status, case.result.incidents[0].element) == ("incident", "choose")
    assert case.retry().waiting == ["one"]


def test_an_activity_that_stands_in_error_gets_the_border_events_of_the_new_model(play):
    def builder(extra: bool):
        process = a_process().start().service_task("run").end()
        return process.on("run", "late", timer="P1D").end("e2") if extra else process

    case = play(builder(False)).fail("run", "boom")
    assert case.status == "incident"
    assert moved(case, builder(True)).timers == ["late"]

"""Gateways, loops and ends."""

import itertools

import pytest

from tests.builders.bpmn import a_process


def a_choice():
    return (
        a_process()
        .start()
        .xor("choice")
        .when("=amount > 100")
        .end("high")
        .at("choice")
        .when("amount > 10")
        .end("middle")
        .at("choice")
        .otherwise()
        .end("low")
    )


@pytest.mark.parametrize(("amount", "end"), [(500, "high"), (50, "middle"), (1, "low"), (None, "low")])
def test_an_exclusive_gateway_takes_the_first_true_path_else_the_default(play, amount, end):
    assert play(a_choice(), {"amount": amount}).ends == [end]


def test_an_exclusive_gateway_without_a_true_path_is_an_incident_that_names_it(play):
    case = play(a_process().start().user_task("ask").xor("choice", name="Choix\nاختيار").when("ok").end())
    case.complete("ask", {"ok": False})
    assert (case.status, case.waiting, case.positions) == ("incident", [], {"choice"})
    assert (case.result.incident.code, case.result.incident.element) == ("no-path", "choice")
    assert "Choix" in case.result.incident.message
    assert case.result.incident.text("ar") != case.result.incident.message


def test_an_incident_is_retried_on_the_document_as_it_then_is(play):
    case = play(a_process().start().xor("choice").when("ok").end(), {"ok": False})
    assert case.retry().status == "incident"
    case.result.document["ok"] = True
    assert case.retry().status == "completed"
    assert case.result.incident is None


def test_an_expression_that_fails_is_an_incident_not_an_exception(play):
    case = play(a_process().start().script("count", "count").end())
    assert (case.status, case.result.incident.element) == ("incident", "count")


def test_another_branch_goes_on_beside_an_incident(play):
    case = play(
        a_process().start().parallel("fork").user_task("one").end("e1").at("fork").xor("choice").when("ok").end("e2")
    )
    assert (case.status, case.waiting) == ("incident", ["one"])
    case.complete("one", {"ok": True})
    assert case.status == "incident"
    assert case.retry().status == "completed"


def a_fork(branches: int):
    builder = a_process().start().parallel("fork")
    for number in range(branches):
        builder.at("fork").user_task(f"t{number}").to("join")
    return builder.parallel("join").user_task("after").end()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_parallel_join_waits_for_all_branches_in_every_order(play, order):
    case = play(a_fork(3))
    for number in order:
        assert "after" not in case.waiting
        case.complete(f"t{number}")
    assert case.waiting == ["after"]
    assert case.trace.count("join") == 1


def test_twenty_parallel_blocks_in_a_row_do_not_predict_anything():
    from tests.engine.playing import Play

    builder = a_process().start()
    for block in range(20):
        builder.parallel(f"f{block}")
        for branch in range(3):
            builder.at(f"f{block}").task(f"t{block}-{branch}").to(f"j{block}")
        builder.parallel(f"j{block}")
    case = Play(builder.end())
    assert case.status == "completed"
    assert len(case.trace) == 20 * 5 + 2


def a_fork_on_a_cycle():
    return (
        a_process()
        .start()
        .xor("again")
        .parallel("fork")
        .user_task("a")
        .parallel("join")
        .xor("more")
        .when("rounds < 3")
        .to("again")
        .at("fork")
        .user_task("b")
        .to("join")
        .at("more")
        .otherwise()
        .end()
    )


@pytest.mark.parametrize("orders", list(itertools.product(["ab", "ba"], repeat=3)))
def test_a_parallel_join_on_a_cycle_is_right_in_every_order(play, orders):
    case = play(a_fork_on_a_cycle())
    for number, order in enumerate(orders, start=1):
        for task in order:
            assert task in case.waiting
            case.complete(task, {"rounds": number})
    assert case.status == "completed"
    assert case.trace.count("join") == 3


def test_parallel_branches_do_not_lose_each_others_writes(play):
    case = play(a_fork(2))
    case.complete("t0", {"a": 1}).complete("t1", {"b": 2})
    assert case.document == {"a": 1, "b": 2}


def test_hundreds_of_rounds_of_a_loop_with_a_person_in_it(play):
    case = play(
        a_process()
        .start()
        .xor("again")
        .user_task("ask")
        .xor("enough")
        .when("n < 300")
        .to("again")
        .at("enough")
        .otherwise()
        .end()
    )
    rounds = 300 if not case.anew else 40
    for number in range(1, rounds + 1):
        case.complete("ask", {"n": number if number < rounds else 300})
    assert case.status == "completed"
    assert len(case.result.state) < 200


def test_hundreds_of_rounds_of_a_loop_without_waiting(play):
    case = play(
        a_process()
        .start()
        .xor("again")
        .script("add", "{n: n + 1}")
        .xor("enough")
        .when("n < 300")
        .to("again")
        .at("enough")
        .otherwise()
        .end(),
        {"n": 0},
    )
    assert (case.status, case.document) == ("completed", {"n": 300})


def test_a_loop_without_an_exit_is_stopped_with_an_incident(play):
    case = play(
        a_process()
        .start()
        .xor("again")
        .task("spin")
        .xor("enough")
        .when("true")
        .to("again")
        .at("enough")
        .otherwise()
        .end()
    )
    assert (case.status, case.result.incident.code) == ("incident", "too-many-steps")


def test_a_fork_on_a_cycle_is_stopped_with_an_incident(play):
    case = play(a_process().start().xor("again").parallel("fork").to("again").at("fork").user_task("one").end())
    assert case.status == "incident"
    assert case.result.incident.code in ("too-many-tokens", "too-many-steps")


def an_inclusive_choice():
    return (
        a_process()
        .start()
        .inclusive("split")
        .when("a")
        .user_task("ta")
        .inclusive("join")
        .user_task("after")
        .end()
        .at("split")
        .when("b")
        .user_task("tb")
        .to("join")
        .at("split")
        .otherwise()
        .user_task("tc")
        .to("join")
    )


@pytest.mark.parametrize(
    ("data", "tasks"),
    [({"a": True}, ["ta"]), ({"b": True}, ["tb"]), ({"a": True, "b": True}, ["ta", "tb"]), ({}, ["tc"])],
)
def test_an_inclusive_gateway_takes_all_true_paths_and_its_join_waits_for_exactly_those(play, data, tasks):
    case = play(an_inclusive_choice(), data)
    assert case.waiting == tasks
    for task in tasks:
        assert "after" not in case.waiting
        case.complete(task)
    assert case.waiting == ["after"]
    assert case.trace.count("join") == 1


def test_an_inclusive_join_does_not_wait_for_a_branch_that_went_elsewhere(play):
    case = play(
        a_process()
        .start()
        .parallel("fork")
        .user_task("ta")
        .inclusive("join")
        .user_task("after")
        .end()
        .at("fork")
        .user_task("tb")
        .xor("where")
        .when("out")
        .end("aside")
        .at("where")
        .otherwise()
        .to("join")
    )
    case.complete("ta")
    assert case.waiting == ["tb"]
    case.complete("tb", {"out": True})
    assert case.waiting == ["after"]


def test_an_inclusive_block_in_a_loop_is_right_in_each_round(play):
    case = play(
        a_process()
        .start()
        .xor("again")
        .inclusive("split")
        .when("a")
        .user_task("ta")
        .inclusive("join")
        .xor("more")
        .when("n < 3")
        .to("again")
        .at("split")
        .otherwise()
        .user_task("tb")
        .to("join")
        .at("more")
        .otherwise()
        .end(),
        {"a": True},
    )
    case.complete("ta", {"n": 1, "a": False}).complete("tb", {"n": 2, "a": True}).complete("ta", {"n": 3})
    assert case.status == "completed"


def test_conditional_flows_out_of_a_task_split_like_an_inclusive_gateway(play):
    case = play(
        a_process().start().task("t").when("a").user_task("ta").end("ea").at("t").when("b").user_task("tb").end("eb"),
        {"a": True, "b": True},
    )
    assert case.waiting == ["ta", "tb"]


def test_several_flows_into_one_task_run_it_once_for_each_token(play):
    case = play(
        a_process()
        .start()
        .parallel("fork")
        .task("a")
        .to("t")
        .at("fork")
        .task("b")
        .to("t")
        .at(None)
        .user_task("t")
        .end()
    )
    assert case.waiting == ["t", "t"]
    case.complete("t").complete("t")
    assert (case.status, case.ends) == ("completed", ["end", "end"])


def test_a_terminate_end_ends_everything_else(play):
    case = play(
        a_process().start().parallel("fork").user_task("one").terminate("stop").at("fork").user_task("two").end()
    )
    case.complete("one")
    assert (case.status, case.ends, case.waiting) == ("terminated", ["stop"], [])
    assert case.result.closed_tasks[-1].reason == "cancelled"


def test_an_error_end_that_nobody_catches_is_an_incident(play):
    case = play(a_process().start().user_task("one").error_end("failed", "BAD")).complete("one")
    assert (case.status, case.result.incident.code, case.result.incident.element) == (
        "incident",
        "uncaught-error",
        "failed",
    )


def test_a_join_that_can_never_complete_is_an_incident(play):
    case = play(
        a_process()
        .start()
        .xor("choice")
        .when("a")
        .task("ta")
        .parallel("join")
        .end()
        .at("choice")
        .otherwise()
        .task("tb")
        .to("join"),
        {"a": True},
    )
    assert (case.status, case.result.incident.element) == ("incident", "join")


def test_a_link_leads_from_its_throw_to_its_catch(play):
    case = play(a_process().start().link_throw("go", "far").link_catch("here", "far").user_task("one").end())
    assert case.waiting == ["one"]
    assert case.trace == ["start", "go", "here"]

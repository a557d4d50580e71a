"""What the library gets wrong as it comes, row by row: here each of them is right, or refused before a case exists.

Rows that have a test of their own elsewhere: joins on a cycle and twenty blocks (test_engine_flow), event sub-processes
(test_engine_event_sub_processes), links, gateways and signals (test_engine_events), refusals (test_engine_refusals),
calendar months (tests/procedures/bpmn), decisions (tests/decisions), hostile XML (tests/engine/corpora).
"""

import itertools

import orjson
import pytest

from app.engine import DefinitionRefused, Engine, NotWaiting, bounds, compile_definition
from app.procedures.bpmn import read_bpmn
from tests.builders.bpmn import a_process, timer_definition
from tests.costs import at_most_calls, calls_of
from tests.engine.playing import Play


def refusal_of(builder) -> list[str]:
    with pytest.raises(DefinitionRefused) as refused:
        compile_definition(read_bpmn(builder.xml(), file="odd.bpmn"))
    return [finding.rule for finding in refused.value.findings]


def a_loop():
    return (
        a_process()
        .start()
        .xor("enter")
        .user_task("work")
        .xor("again")
        .when("more = true")
        .to("enter")
        .at("again")
        .otherwise()
        .end()
    )


def test_five_thousand_rounds_of_a_loop_keep_their_cost_and_size():
    case = Play(a_loop())
    definition, state, document = case.definition, case.result.state, case.document
    key, sizes, cost = case.key("tasks", "work"), [], []
    for _ in range(5_000):
        calls, result = calls_of(
            lambda: Engine.complete(definition, state, document, key, {"more": True}, case.environment)  # noqa: B023
        )
        cost.append(calls)
        state, document, key = result.state, result.document, result.opened_tasks[0].key
        sizes.append(len(state))
    assert (result.status, len(result.trace)) == ("running", 3)
    assert max(sizes) - min(sizes) < 16, "only the numbers grow"
    late, early = sorted(cost[-500:])[250], sorted(cost[:500])[250]
    assert late <= early * 1.02


def a_fork_in_a_loop(*, inside_sub_process: bool):
    builder = a_process().start().xor("enter")
    if inside_sub_process:
        builder = builder.sub("body").start("in")
    builder = builder.parallel("fork").user_task("a").to("join").at("fork").user_task("b").to("join")
    builder = builder.at(None).parallel("join")
    if inside_sub_process:
        builder = builder.end("e").end_sub()
    builder = builder.user_task("check").xor("again")
    return builder.when("more = true").to("enter").at("again").otherwise().end()


@pytest.mark.parametrize("inside_sub_process", [False, True])
@pytest.mark.parametrize("orders", list(itertools.product(["ab", "ba"], repeat=3)))
def test_a_parallel_join_in_a_loop_is_right_in_all_eight_orders(play, orders, inside_sub_process):
    case = play(a_fork_in_a_loop(inside_sub_process=inside_sub_process))
    for number, order in enumerate(orders, start=1):
        for task in order:
            case.complete(task)
        assert case.waiting == ["check"]
        case.complete("check", {"more": number < 3})
    assert case.status == "completed"


@pytest.mark.parametrize("order", list(itertools.permutations(["a", "b", "c"])))
def test_nested_inclusive_joins_wait_for_exactly_what_can_come(play, order):
    builder = (
        a_process()
        .start()
        .inclusive("outer")
        .when("true")
        .inclusive("inner")
        .when("true")
        .user_task("a")
        .to("inner-join")
        .at("inner")
        .when("true")
        .user_task("b")
        .to("inner-join")
        .at(None)
        .inclusive("inner-join")
        .to("outer-join")
        .at("outer")
        .when("true")
        .user_task("c")
        .to("outer-join")
        .at(None)
        .inclusive("outer-join")
        .user_task("after")
        .end()
    )
    case = play(builder)
    for task in order:
        assert "after" not in case.waiting
        case.complete(task)
    assert case.waiting == ["after"]


def test_a_sequential_repetition_without_an_output_runs(play):
    case = play(
        a_process().start().repeated("userTask", "t", collection="names", sequential=True).end(), {"names": [1, 2]}
    )
    assert case.complete("t").complete("t").status == "completed"


def test_a_repetition_behind_a_border_event_runs(play):
    case = play(
        a_process()
        .start()
        .user_task("work")
        .end()
        .on("work", "late", timer="P1D")
        .repeated("userTask", "many", cardinality="2")
        .end("e2")
    )
    assert case.advance(days=2).waiting == ["many", "many"]


def test_a_message_event_without_a_message_is_known_by_its_own_id(play):
    case = play(a_process().start().node("intermediateCatchEvent", "heard", "<messageEventDefinition/>").end())
    assert case.message("heard").status == "completed"


def test_an_error_end_nobody_catches_is_an_incident_never_a_success(play):
    case = play(a_process().start().user_task("t").error_end("failed", "BAD"))
    assert (case.complete("t").status, case.result.incident.code) == ("incident", "uncaught-error")


def test_a_case_is_completed_only_when_nothing_is_unfinished_in_any_sub_process(play):
    case = play(
        a_process().start().sub("s").start("in").parallel("fork").user_task("a").end("e1").at("fork").user_task("b")
        .end("e2").end_sub().end()
    )  # fmt: skip
    assert case.complete("a").status == "running"
    assert case.complete("b").status == "completed"


def test_two_branches_that_write_different_names_lose_nothing_at_the_join(play):
    case = play(
        a_process().start().parallel("fork").user_task("a").to("join").at("fork").user_task("b").to("join").at(None)
        .parallel("join").end(),
        {"list": [1]},
    )  # fmt: skip
    case.complete("b", {"second": 2}).complete("a", {"first": 1})
    assert case.document == {"list": [1], "first": 1, "second": 2}


@pytest.mark.parametrize("field", ["len", "sum", "list", "class", "date", "not"])
def test_a_field_may_bear_the_name_of_a_function(play, field):
    case = play(
        a_process()
        .start()
        .user_task("ask")
        .xor("x")
        .when("amount > 1 and count([1]) = 1")
        .end("yes")
        .at("x")
        .otherwise()
        .end("no")
    )
    assert case.complete("ask", {field: 5, "amount": 2}).ends == ["yes"]


@pytest.mark.parametrize(
    "text", ["().__class__.__mro__", "open('/etc/passwd')", "exec('1')", "[c for c in ().__class__]", "lambda: 1"]
)
def test_python_in_a_model_is_refused_before_a_case_exists(text):
    assert "invalid-expression" in refusal_of(a_process().start().script("s", text).end())


@pytest.mark.parametrize("text", ["P1M", "PT1H", "2026-02-01", "2026-02-01T09:00:00+01:00", "PT1.5S", "P1Y2M3DT4H"])
def test_a_duration_stands_as_it_is_without_quotes(play, text):
    kind = "timeDate" if text[0] == "2" else "timeDuration"
    builder = a_process().start().node("intermediateCatchEvent", "t", timer_definition(text, kind=kind)).end()
    assert play(builder).timers == ["t"]


@pytest.mark.parametrize("text", ["R/PT0S", "R3/P0D", "R1/PT0.1S", "R3/", "every day"])
def test_a_repetition_without_a_pace_is_refused(text):
    builder = a_process().start().user_task("t").end().on("t", "tick", cycle=text, interrupting=False).end("e2")
    assert set(refusal_of(builder)) & {"invalid-timer", "invalid-expression"}


def test_a_service_task_waits_for_its_job_across_a_save(play):
    case = play(a_process().start().service_task("s", result="out").end())
    assert case.waiting == ["s"]
    assert case.job("s", {"ok": True}).document == {"out": {"ok": True}}


def test_a_finished_task_cannot_be_finished_again():
    case = Play(a_loop())
    key = case.key("tasks", "work")
    case.complete("work", {"more": True})
    with pytest.raises(NotWaiting):
        Engine.complete(case.definition, case.result.state, case.document, key, {}, case.environment)


def test_the_state_holds_neither_the_definition_nor_the_document():
    case = Play(a_loop(), {"dossier": "x" * 3_000})
    assert len(case.result.state) < 200
    assert set(orjson.loads(case.result.state)) == {"v", "d", "n", "s", "t"}


# --- bounds ----------------------------------------------------------------------------------------------------------


def incident_of(case: Play) -> str | None:
    return case.result.incident.code if case.result.incident else None


def test_a_fork_that_turns_in_a_circle_is_stopped_by_a_bound_and_quickly():
    builder = (
        a_process().start().xor("in").parallel("fork").to("in").at("fork").to("in").at("fork").user_task("t").end()
    )
    with at_most_calls(120_000):
        case = Play(builder)
    assert case.status == "incident"
    assert incident_of(case) in ("too-many-steps", "too-many-tokens")


def test_a_loop_that_never_waits_is_stopped_at_the_budget_of_steps():
    builder = a_process().start().xor("in").task("t").xor("out").when("true").to("in").at("out").otherwise().end()
    with at_most_calls(120_000):
        case = Play(builder)
    assert (case.status, incident_of(case)) == ("incident", "too-many-steps")
    assert len(case.trace) <= bounds.STEPS_PER_TRANSACTION


def test_a_case_holds_no_more_tokens_than_its_bound():
    builder = a_process().start().parallel("fork")
    for number in range(bounds.TOKENS_PER_INSTANCE + 1):
        builder = builder.user_task(f"t{number}").end(f"e{number}").at("fork")
    assert incident_of(Play(builder)) == "too-many-tokens"


@pytest.mark.parametrize(("count", "status"), [(bounds.INSTANCES_PER_ACTIVITY, "running"), (10**6, "incident")])
def test_a_repetition_holds_no_more_instances_than_its_bound(count, status):
    with at_most_calls(120_000):
        case = Play(a_process().start().repeated("userTask", "many", cardinality=str(count)).end())
    assert case.status == status


def test_a_process_that_calls_itself_is_refused():
    assert "call-circle" in refusal_of(a_process("me").start().call("again", "me").end())


def test_two_hundred_instances_complete_in_linear_cost():
    case = Play(a_process().start().repeated("userTask", "many", cardinality="200").end())
    definition, result, cost = case.definition, case.result, []
    for task in result.opened_tasks:
        state, document = result.state, result.document
        calls, result = calls_of(
            lambda: Engine.complete(definition, state, document, task.key, {}, case.environment)  # noqa: B023
        )
        cost.append(calls)
    assert result.status == "completed"
    assert sum(cost[:100]) < 20 * sum(cost[100:]), "the last ones are not cheaper by more than what still waits"

"""Models that cost much: each is refused with its limit or stopped by a bound, and none takes more than its time."""

import pytest

from app.engine import Engine
from app.scenarios.play import PlaySession
from tests.builders.bpmn import a_process
from tests.costs import at_most_calls, calls_of
from tests.engine.playing import Play


def bounded(tmp_path, builder) -> dict:
    path = tmp_path / "model.bpmn"
    path.write_bytes(builder.xml())
    with at_most_calls(1_200_000):
        return dict(PlaySession().answer({"open": str(path), "restart": True}))


def a_chain(length: int):
    builder = a_process().start()
    for number in range(length):
        builder = builder.task(f"t{number}")
    return builder.end()


def test_six_hundred_tasks_in_a_row_run(tmp_path):
    assert len(bounded(tmp_path, a_chain(600))["trace"]) == 600


def test_a_diagram_of_thousands_of_elements_is_refused_with_the_limit(tmp_path):
    (finding,) = bounded(tmp_path, a_chain(3_000))["findings"]
    assert finding["rule"] == "too-many-elements"
    assert "4,000" in finding["message"]


def test_hundreds_of_sub_processes_are_stopped_by_the_budget_of_steps(tmp_path):
    builder = a_process().start()
    for number in range(600):
        builder = builder.sub(f"s{number}").start(f"i{number}").end(f"e{number}").end_sub()
    assert bounded(tmp_path, builder.end())["incidents"][0]["code"] == "too-many-steps"


def test_a_mesh_of_inclusive_gateways_is_stopped(tmp_path):
    builder = a_process().start().to("g0")
    for source in range(15):
        builder = builder.at(None).inclusive(f"g{source}")
        for target in range(15):
            builder = builder.at(f"g{source}").to(f"g{target}")
    assert bounded(tmp_path, builder.at("g0").end())["incidents"][0]["code"] == "too-many-tokens"


def test_many_conditions_cost_one_look_each_when_they_begin_to_wait(tmp_path):
    builder = a_process().start().user_task("work").end()
    for number in range(300):
        builder = builder.on("work", f"b{number}", condition=f"a > {number}").end(f"e{number}")
    assert bounded(tmp_path, builder)["waiting"] == ["work"]


def restarted(case: Play, rounds: int) -> tuple[list[int], Play]:
    """Complete what waits, the oldest first, everything but the bytes forgotten before each step."""
    cost = []
    for _ in range(rounds):
        row = next(iter(case.rows["tasks"].values()))
        state, document = case.result.state, case.document
        calls, result = calls_of(
            lambda: Engine.complete(case.definition, state, document, row.key, {}, case.environment)  # noqa: B023
        )
        cost.append(calls)
        case._keep(result)
    return cost, case


@pytest.mark.parametrize("sequential", [True, False])
def test_two_hundred_instances_complete_in_linear_cost_after_restarts_too(sequential):
    builder = a_process().start().repeated("userTask", "many", cardinality="200", sequential=sequential).end()
    cost, case = restarted(Play(builder, anew=True), 200)
    assert case.status == "completed"
    assert sum(cost[:100]) < 20 * sum(cost[100:]), "the last ones are not cheaper by more than what still waits"


def test_twenty_parallel_blocks_of_people_keep_a_small_state():
    builder = a_process().start()
    for block in range(20):
        builder = builder.parallel(f"f{block}").user_task(f"a{block}").to(f"j{block}").at(f"f{block}")
        builder = builder.user_task(f"b{block}").to(f"j{block}").at(None).parallel(f"j{block}")
    case = Play(builder.end(), anew=True)
    for _ in range(40):
        assert len(case.result.state) < 300
        case = restarted(case, 1)[1]
    assert case.status == "completed"

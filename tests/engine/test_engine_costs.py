"""What a step of the engine costs, counted in calls of functions: the same on every machine."""

from pathlib import Path

import pytest

from app.engine import Engine, Environment, compile_definition
from app.procedures.bpmn import read_bpmn
from scripts.benchmarks.engine import cpu
from scripts.benchmarks.engine.cpu import LOOP, NOW
from scripts.benchmarks.engine.stock import StockCase
from scripts.benchmarks.engine.workloads import MODELS, source, workload
from tests.costs import calls_of


def test_a_step_costs_the_same_at_the_thousandth_round_of_a_loop_as_at_the_tenth() -> None:
    definition = compile_definition(read_bpmn(LOOP.encode(), file="loop.bpmn"))
    outside = Environment(now=NOW)
    result = Engine.start(definition, {"more": True}, outside)
    costs, sizes = [], []
    for _ in range(1_000):
        state, case, key = result.state, result.document, result.opened_tasks[0].key
        calls, result = calls_of(lambda: Engine.complete(definition, state, case, key, {"more": True}, outside))  # noqa: B023
        costs.append(calls)
        sizes.append(len(result.state))

    assert costs[-1] <= costs[10] * 1.02
    assert sizes[-1] <= sizes[10] + 8


@pytest.mark.skipif(not MODELS.is_dir(), reason=f"the workloads are not at {MODELS}: set MASTARA_SHARED")
def test_a_step_costs_an_eighteenth_of_the_library_as_it_comes(tmp_path: Path) -> None:
    permit = workload("W2")
    ours, stock = cpu.Figures(), cpu.Figures()
    definition = compile_definition(read_bpmn(source(permit), file=permit.file))
    outside = cpu.environment()
    cpu.run_ours(definition, permit.document(), outside, ours)
    library = StockCase.read(MODELS / permit.file, tmp_path)

    our_calls, completions = calls_of(lambda: cpu.run_ours(definition, permit.document(), outside, ours))
    stock_calls, _ = calls_of(lambda: cpu.run_stock(library, permit.document(), stock))

    assert completions == 12
    assert stock_calls / our_calls >= 18, (stock_calls, our_calls)

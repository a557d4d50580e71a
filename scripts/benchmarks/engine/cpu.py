"""The engine alone, without a database: CPU per completion on W1–W5, beside the library as it comes, in one run.

A completion is cold: read the saved state and the case document (both bytes), complete one user task, run on until the
case waits, write both. For the library as it comes it is: deserialise JSON, run the task, `do_engine_steps`, serialise
to JSON. Both work on the models of `MASTARA_SHARED/bench` (default: ../shared/bench); W3's script is rewritten in FEEL,
the only language of scripts here; the library gets Python conditions of the same meaning, and instead of the decision,
which it cannot read in this file, a script that assigns its result (to the library's advantage).
"""

import json
import logging
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from app.decisions import read_decisions
from app.engine import Engine, Environment, ProcessDefinition, StepResult, compile_definition
from app.procedures.bpmn import read_bpmn
from scripts.benchmarks.engine.stock import StockCase
from scripts.benchmarks.engine.workloads import ANSWER, MODELS, WORKLOADS, Workload, source

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass
class Figures:
    """CPU of each completion in milliseconds, and sizes of the state in bytes."""

    cpu: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    start: list[float] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        timed = self.cpu or self.start
        return {
            "completions": len(self.cpu),
            "cpu_ms_median": round(statistics.median(timed), 4),
            "cpu_ms_p99": round(sorted(timed)[int(len(timed) * 0.99)], 4),
            "start_cpu_ms_median": round(statistics.median(self.start), 4),
            "state_bytes_most": max(self.sizes, default=0),
            "state_bytes_median": int(statistics.median(self.sizes)) if self.sizes else 0,
        }


def timed(act: Callable[[], Any], into: list[float]) -> Any:
    """Call, and note the CPU time in milliseconds."""
    began = time.process_time_ns()
    result = act()
    into.append((time.process_time_ns() - began) / 1e6)
    return result


def environment() -> Environment:
    """Return what the models may ask: the fee's decision, and a clock that stands still."""
    decisions = read_decisions((MODELS / "fee.dmn").read_bytes(), file="fee.dmn")
    return Environment(now=NOW, decide=lambda name, data: decisions.decide(name, data, now=NOW))


def run_ours(definition: ProcessDefinition, document: dict[str, object], outside: Environment, found: Figures) -> int:
    """Run one case to its end; return how many completions it took."""
    result = timed(lambda: Engine.start(definition, document, outside), found.start)
    open_tasks = {task.key: task for task in result.opened_tasks}
    timers = {timer.key: timer for timer in result.opened_timers}
    count = 0
    while open_tasks or timers:
        found.sizes.append(len(result.state))
        saved = (result.state, orjson.dumps(result.document))
        if open_tasks:
            key, task = next(iter(open_tasks.items()))
            answers = {f"answer_{task.element}": ANSWER}
            result = timed(lambda: cold(Engine.complete, definition, saved, outside, key, answers), found.cpu)  # noqa: B023
        else:
            key = next(iter(timers))
            result = timed(lambda: cold(Engine.fire_timer, definition, saved, outside, key), found.cpu)  # noqa: B023
        for closed in result.closed_tasks:
            del open_tasks[closed.key]
        for closed_timer in result.closed_timers:
            del timers[closed_timer.key]
        open_tasks |= {task.key: task for task in result.opened_tasks}
        timers |= {timer.key: timer for timer in result.opened_timers}
        count += 1
    if result.status != "completed":
        raise RuntimeError(f"expected {definition.key} to complete, found {result.status}: {result.incident}")
    return count


def cold(
    call: Callable[..., StepResult],
    definition: ProcessDefinition,
    saved: tuple[bytes, bytes],
    outside: Environment,
    *what: object,
) -> StepResult:
    """Read both parts of the case, take one step, write both."""
    state, document = saved
    result = call(definition, state, orjson.loads(document), *what, outside)
    orjson.dumps(result.document)
    return result


def run_stock(case: StockCase, document: Mapping[str, object], found: Figures) -> None:
    """Run one case on the library as it comes."""
    state = timed(lambda: case.start(document), found.start)
    while True:
        task = case.next_task(state)
        if task is None:
            return
        found.sizes.append(len(state))
        before = state
        state = timed(lambda: case.complete(before, task, {f"answer_{task}": ANSWER}), found.cpu)  # noqa: B023


def compare(workload: Workload, rounds: int) -> dict[str, object]:
    """Run both engines turn by turn, so that both meet the same machine."""
    definition = compile_definition(read_bpmn(source(workload), file=workload.file))
    outside, ours, stock = environment(), Figures(), Figures()
    with TemporaryDirectory() as folder:
        plain = StockCase.read(MODELS / workload.file, Path(folder)) if workload.name in ("W1", "W2") else None
        run_ours(definition, workload.document(), outside, Figures())
        for number in range(rounds):
            run_ours(definition, workload.document(), outside, ours)
            if plain is not None and number % 8 == 0:
                run_stock(plain, workload.document(), stock)
    answer: dict[str, object] = {"ours": ours.to_json(), "document_bytes": len(json.dumps(workload.document()))}
    if stock.cpu:
        ratio = statistics.median(stock.cpu) / statistics.median(ours.cpu)
        answer |= {"library_as_it_comes": stock.to_json(), "times_quicker": round(ratio, 1)}
    return answer


LOOP = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
<process id="rounds" isExecutable="true"><startEvent id="start"/><exclusiveGateway id="enter"/><userTask id="work"/>
<exclusiveGateway id="again" default="out"/><endEvent id="end"/>
<sequenceFlow id="f1" sourceRef="start" targetRef="enter"/><sequenceFlow id="f2" sourceRef="enter" targetRef="work"/>
<sequenceFlow id="f3" sourceRef="work" targetRef="again"/>
<sequenceFlow id="f4" sourceRef="again" targetRef="enter"><conditionExpression>more</conditionExpression></sequenceFlow>
<sequenceFlow id="out" sourceRef="again" targetRef="end"/></process></definitions>"""


def flatness(steps: int = 1_000) -> dict[str, object]:
    """Return the cost of a step at the beginning and after a thousand rounds of a loop: medians of fifty steps."""
    definition = compile_definition(read_bpmn(LOOP.encode(), file="loop.bpmn"))
    outside = Environment(now=NOW)
    result = Engine.start(definition, {"more": True}, outside)
    cost: list[float] = []
    sizes: list[int] = []
    key = result.opened_tasks[0].key
    for _ in range(steps + 50):
        state, case, task = result.state, result.document, key
        result = timed(lambda: Engine.complete(definition, state, case, task, {"more": True}, outside), cost)  # noqa: B023
        key = result.opened_tasks[0].key
        sizes.append(len(result.state))
    early, late = statistics.median(cost[10:60]), statistics.median(cost[-50:])
    return {
        "step_10_cpu_ms": round(early, 4),
        "step_1000_cpu_ms": round(late, 4),
        "late_to_early": round(late / early, 2),
        "state_bytes_step_10": sizes[10],
        "state_bytes_step_1000": sizes[-1],
    }


def report(names: Sequence[str], rounds: int) -> dict[str, object]:
    """Return the figures of the workloads and of a long loop."""
    logging.disable(logging.CRITICAL)
    figures: dict[str, object] = {each.name: compare(each, rounds) for each in WORKLOADS if each.name in names}
    return {"unit": "CPU milliseconds, cold", **figures, "flatness": flatness()}

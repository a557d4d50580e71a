"""Random processes through `play`, line by line, as a program from outside drives it; its clock only advances."""

import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.scenarios.play import PlaySession
from tests.engine.generator.blocks import VARIABLES, Generator
from tests.engine.generator.drawing import ERROR, draw
from tests.engine.generator.oracle import Wait
from tests.engine.generator.walking import Oracle

MOST_STEPS = 30
START = datetime.fromisoformat("2026-01-05T09:00:00+01:00")


@pytest.mark.parametrize("restart", [False, True])
def test_play_and_the_oracle_agree_on_random_processes(tmp_path, restart):
    session = PlaySession()
    for seed in range(10_000, 10_020):
        play_seed(session, tmp_path, seed, restart=restart)


def play_seed(session: PlaySession, folder: Path, seed: int, *, restart: bool) -> None:
    generator = Generator(seed)
    process = generator.process()
    for identity, content in draw(process).items():
        (folder / f"{identity}.bpmn").write_bytes(content)
    oracle, chance = Oracle(process, generator.data), random.Random(seed)
    opening = {"open": str(folder / "main.bpmn"), "restart": restart, "data": generator.data}
    compare(seed, session.answer(opening), oracle, "start")
    fired: set[str] = set()
    for _ in range(MOST_STEPS):
        choices = [wait for wait in oracle.waits if wait.kind != "condition" and wait.id not in fired]
        if not choices:
            return
        wait = chance.choice(choices)
        fired |= {wait.id} & generator.once
        step = take(oracle, wait, chance)
        compare(seed, session.answer(step), oracle, str(step))


def take(oracle: Oracle, wait: Wait, chance: random.Random) -> dict[str, Any]:
    """Return one step after the oracle has taken it; the oldest of several equal waits receives it."""
    wait = next(one for one in oracle.waits if (one.kind, one.id) == (wait.kind, wait.id))
    if wait.kind == "timer":
        minutes = wait.due - oracle.now
        oracle.advance(wait.due)
        return {"advance": f"PT{minutes}M"}
    if wait.kind == "job" and chance.random() < 0.3 and oracle.is_caught("error", wait.scope):
        oracle.fail(wait)
        return {"fail": wait.id, "error": ERROR}
    verb = {"task": "complete", "job": chance.choice(("job", "complete"))}.get(wait.kind, wait.kind)
    step: dict[str, Any] = {verb: wait.id}
    if wait.takes == "answer":
        step |= {"data": {"answer": chance.randint(0, 99)}, "item": wait.index}
    elif wait.takes == "data":
        step["data"] = {chance.choice(VARIABLES): chance.randint(0, 9)}
    oracle.happen(wait, step.get("data"))
    return step


def compare(seed: int, answer: dict[str, Any], oracle: Oracle, step: str) -> None:
    assert "error" not in answer, f"seed {seed}, after {step}: {answer}"
    assert "findings" not in answer, f"seed {seed}: {answer}"
    timers = sorted((wait.id, wait.due) for wait in oracle.waits if wait.kind == "timer")
    told = {
        "waiting": sorted(wait.id for wait in oracle.waits if wait.kind in ("task", "job") or is_receive_task(wait)),
        "timers": [(name, (START + timedelta(minutes=due)).isoformat()) for name, due in timers],
        "state": "running" if oracle.waits else "terminated" if oracle.terminated else "completed",
        "ends": Counter(oracle.ends),
        "trace": Counter(oracle.trace),
        "data": oracle.root.data,
    }
    found = {
        **{key: answer[key] for key in ("waiting", "state", "data")},
        "timers": sorted((timer["element"], timer["due"]) for timer in answer["timers"]),
        "ends": Counter(answer["ends"]),
        "trace": Counter(answer["trace"]),
    }
    assert found == told, f"seed {seed}, after {step}"


def is_receive_task(wait: Wait) -> bool:
    return wait.kind == "message" and wait.id.startswith("t")

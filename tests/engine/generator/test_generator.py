"""Random processes: the engine and the oracle agree after each step. `--seeds N` plays more of them."""

import random
from collections import Counter

from tests.engine.generator.blocks import VARIABLES, Generator
from tests.engine.generator.drawing import ERROR, draw
from tests.engine.generator.oracle import Wait
from tests.engine.generator.seeded import SeededPlay
from tests.engine.generator.walking import Oracle
from tests.engine.playing import File, Play

MOST_STEPS = 60
MOST_WAITS = 150
"""Beyond it the play ends: a case of five hundred tokens is stopped by its bound, which the oracle does not know."""


def test_the_engine_and_the_oracle_agree_on_random_processes(seeds):
    for seed in seeds:
        play_seed(seed)


def test_the_random_processes_hold_every_kind_of_element():
    drawn = "".join(content.decode() for seed in range(300) for content in draw(Generator(seed).process()).values())
    wanted = (
        "exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway subProcess callActivity boundaryEvent "
        'triggeredByEvent isInterrupting="false" cancelActivity="false" terminateEventDefinition '
        "errorEventDefinition timerEventDefinition messageEventDefinition signalEventDefinition "
        "escalationEventDefinition conditionalEventDefinition linkEventDefinition intermediateThrowEvent "
        'isSequential="true" isSequential="false" standardLoopCharacteristics completionCondition output-collection '
        "mastara:output receiveTask serviceTask"
    )
    assert [word for word in wanted.split() if word not in drawn] == []


def play_seed(seed: int) -> int:
    """Play one random process to its end, or for as many steps as are allowed; return how many were taken."""
    generator = Generator(seed)
    process = generator.process()
    files = [File(identity, content) for identity, content in draw(process).items()]
    oracle = Oracle(process, generator.data)
    case = SeededPlay(files[0], generator.data, called=tuple(files[1:]), anew=seed % 10 == 0)
    chance = random.Random(seed)
    fired: set[str] = set()
    born: dict[Wait, int] = {}
    compare(seed, case, oracle, "start")
    for step in range(MOST_STEPS):
        born = {wait: born.get(wait, step) for wait in oracle.waits}
        choices = [wait for wait in born if wait.kind != "condition" and not has_twins(wait, born)]
        if not choices or len(born) > MOST_WAITS:
            return step
        wait = chance.choice(choices)
        if wait.id in fired:
            continue
        if wait.id in generator.once:
            fired.add(wait.id)
        what = act(case, oracle, wait, chance)
        compare(seed, case, oracle, f"{what} {wait.id}")
    return MOST_STEPS


def has_twins(wait: Wait, born: dict[Wait, int]) -> bool:
    """Tell whether equal waits of two scopes began in one step: which of them is older is free."""
    same = [other for other in born if (other.kind, other.id) == (wait.kind, wait.id)]
    return any(
        born[one] == born[other] and one.scope is not other.scope for one in same for other in same if one is not other
    )


def act(case: Play, oracle: Oracle, wait: Wait, chance: random.Random) -> str:
    """Let the same thing come to the engine and to the oracle; the oldest of several equal ones receives it."""
    same = [one for one in oracle.waits if (one.kind, one.id) == (wait.kind, wait.id)]
    wait = next(one for one in same if wait.takes != "answer" or one.index == wait.index)
    given = given_to(wait, chance)
    if wait.kind == "job" and chance.random() < 0.3 and oracle.is_caught("error", wait.scope):
        case.fail(wait.id, ERROR)
        oracle.fail(wait)
        return "fail"
    if wait.kind == "timer":
        case.fire(wait.id)
    elif wait.kind == "message":
        case.message(wait.id)
    elif wait.kind == "signal":
        case.signal(wait.id)
    elif wait.kind == "job":
        case.job(wait.id)
    else:
        case.complete(wait.id, given, index=wait.index if wait.takes == "answer" else None)
    oracle.happen(wait, given)
    return f"{wait.kind} {given}"


def given_to(wait: Wait, chance: random.Random) -> dict[str, int]:
    """Return what a task is completed with: an answer, now and then new data."""
    if wait.takes == "answer":
        return {"answer": chance.randint(0, 99)}
    return {chance.choice(VARIABLES): chance.randint(0, 9)} if wait.takes == "data" and chance.random() < 0.4 else {}


def compare(seed: int, case: Play, oracle: Oracle, step: str) -> None:
    elements = [(name, case.definition.find_element(name)) for name in case.trace]
    activities = [name for name, element in elements if element.is_activity]
    found = (case.waiting, case.timers, Counter(activities), sorted(case.ends), case.status, case.document)
    status = "running" if oracle.waits else "terminated" if oracle.terminated else "completed"
    told = (
        oracle.waiting("task", "job", "message", "signal"),
        oracle.waiting("timer"),
        Counter(oracle.trace),
        sorted(oracle.ends),
        status,
        oracle.root.data,
    )
    assert found == told, f"seed {seed}, after {step}"

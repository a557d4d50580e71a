"""Random processes: the engine and the oracle agree after each step. `--seeds N` plays more of them."""

import random
from collections import Counter

from tests.engine.generator.blocks import Generator
from tests.engine.generator.drawing import draw
from tests.engine.generator.oracle import Oracle
from tests.engine.generator.seeded import SeededPlay
from tests.engine.playing import File, Play

MOST_STEPS = 60


def test_the_engine_and_the_oracle_agree_on_random_processes(seeds):
    for seed in seeds:
        play_seed(seed)


def test_the_random_processes_hold_every_kind_of_element():
    drawn = "".join(content.decode() for seed in range(300) for content in draw(Generator(seed).process()).values())
    wanted = (
        "exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway subProcess callActivity boundaryEvent "
        'triggeredByEvent isInterrupting="false" cancelActivity="false" terminateEventDefinition '
        'errorEventDefinition timerEventDefinition messageEventDefinition isSequential="true" '
        'isSequential="false" receiveTask serviceTask'
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
    compare(seed, case, oracle, "start")
    for step in range(MOST_STEPS):
        choices = [(wait.kind, wait.id) for wait in oracle.waits]
        if not choices:
            return step
        kind, identity = chance.choice(choices)
        if identity in fired:
            continue
        if identity in generator.once:
            fired.add(identity)
        act(case, kind, identity)
        oracle.happen(kind, identity)
        compare(seed, case, oracle, f"{kind} {identity}")
    return MOST_STEPS


def act(case: Play, kind: str, identity: str) -> None:
    if kind == "timer":
        case.fire(identity)
    elif kind == "message":
        case.message(identity)
    elif identity in [row.element for row in case.rows["tasks"].values()]:
        case.complete(identity)
    else:
        case.job(identity)


def compare(seed: int, case: Play, oracle: Oracle, step: str) -> None:
    elements = [(name, case.definition.find_element(name)) for name in case.trace]
    activities = [name for name, element in elements if element.is_activity]
    found = (case.waiting, case.timers, Counter(activities), sorted(case.ends), case.status)
    status = "running" if oracle.waits else "terminated" if oracle.terminated else "completed"
    told = (
        sorted(oracle.waiting("task") + oracle.waiting("message")),
        oracle.waiting("timer"),
        Counter(oracle.trace),
        sorted(oracle.ends),
        status,
    )
    assert found == told, f"seed {seed}, after {step}"

"""Random graphs without structure: the engine and the reference agree after each step. `--seeds N` plays more."""

import random
from collections import Counter

from tests.engine.generator.seeded import SeededPlay
from tests.engine.generator.tangle import VARIABLES, Graph, Reference, Runaway, drawn, tangle
from tests.engine.playing import File

MOST_STEPS = 25


def test_the_engine_and_the_reference_agree_on_random_graphs(seeds):
    for seed in seeds:
        play_seed(seed)


def play_seed(seed: int) -> None:
    """Play one graph until it ends, stands, runs away or has had its steps."""
    graph, chance = tangle(seed), random.Random(seed)
    try:
        reference = Reference(graph)
        case = SeededPlay(File("tangle", drawn(graph)), graph.data, anew=seed % 10 == 0)
        compare(seed, graph, case, reference)
        for _ in range(MOST_STEPS):
            waiting = sorted(reference.busy.elements())
            if not waiting:
                return
            task, data = chance.choice(waiting), {chance.choice(VARIABLES): chance.randint(0, 9)}
            reference.complete(task, data)
            case.complete(task, data)
            compare(seed, graph, case, reference)
    except Runaway:
        return


def compare(seed: int, graph: Graph, case: SeededPlay, reference: Reference) -> None:
    activities = Counter(name for name in case.trace if graph.kinds.get(name) in ("userTask", "task"))
    found = (case.waiting, activities, sorted(case.ends), case.status)
    told = (sorted(reference.busy.elements()), Counter(reference.trace), sorted(reference.ends), reference.status)
    assert found == told, f"seed {seed}"


def test_the_graphs_join_on_loops_and_most_of_them_can_be_played():
    played, joins = 0, Counter()
    for seed in range(200):
        graph = tangle(seed)
        joins.update(kind for node, kind in graph.kinds.items() if len(graph.into(node)) > 1 and node != "s")
        try:
            played += bool(Reference(graph).status)
        except Runaway:
            continue
    assert played > 150
    assert min(joins["parallelGateway"], joins["inclusiveGateway"], joins["exclusiveGateway"]) > 50

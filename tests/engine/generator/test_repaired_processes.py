"""Random processes repaired at random: whatever a person does, rows and state agree and the case can still end."""

import random
from functools import partial

from app.engine import Engine, RepairRefused
from tests.engine.generator.blocks import Generator
from tests.engine.generator.drawing import draw
from tests.engine.generator.test_generator import File, SeededPlay

SEEDS = 60
STEPS = 25


def test_a_case_stays_in_order_whatever_is_repaired():
    refused = sum(play_with_repairs(seed) for seed in range(SEEDS))
    assert 0 < refused < SEEDS * STEPS / 2, "some repairs are refused, most are done"


def play_with_repairs(seed: int) -> int:
    """Play a random process with moves, skips and retries in between; return how many of these were refused."""
    generator = Generator(seed)
    files = [File(identity, content) for identity, content in draw(generator.process()).items()]
    case = SeededPlay(files[0], generator.data, called=tuple(files[1:]), anew=seed % 10 == 0)  # type: ignore[arg-type]
    chance = random.Random(seed)
    refused = 0
    for _ in range(STEPS):
        if case.status not in ("running", "incident"):
            break
        try:
            repair(case, chance)
        except RepairRefused:
            refused += 1
    if case.status in ("running", "incident"):
        assert case.cancel().status == "terminated"
    assert not any(case.rows.values())
    return refused


def repair(case: SeededPlay, chance: random.Random) -> None:
    """Do one thing at random; `Play` checks after it that the rows agree with the state."""
    waiting = [(kind, row.element) for kind in ("tasks", "jobs") for row in case.rows[kind].values()]
    place = chance.choice(case.places)
    what = chance.choice(("act", "move", "skip", "retry"))
    if what == "act" and waiting:
        kind, element = chance.choice(waiting)
        case.complete(element, {"answer": chance.randint(0, 5)}) if kind == "tasks" else case.job(element)
    elif what == "move" and place.obstacle is None:
        saved = (case.definition, case.result.state, case.document, place.key, case.environment)
        case._do(partial(Engine.move, key=place.key, target=chance.choice(Engine.targets(*saved))))
    elif what == "skip":
        flow = chance.choice((None, *place.ways))
        case._do(partial(Engine.skip, keys=(place.key,), values={"n": chance.randint(0, 5)}, flow=flow))
    else:
        case.retry()

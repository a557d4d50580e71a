"""States of random processes move to edited ones: they are refused in words, or go on as any case."""

import random

import pytest

from app.engine import Engine, MigrationRefused
from tests.engine.generator.blocks import Generator
from tests.engine.generator.drawing import draw
from tests.engine.generator.edits import edit
from tests.engine.generator.test_generator import File, SeededPlay
from tests.engine.generator.test_migration_neutral import happen, happenings

SEEDS = 40
BEFORE, AFTER = 8, 10
"""Steps before and after the move, at most."""


def opened(seed: int, *, edits: int = 0) -> SeededPlay:
    """Start a case of the random process of a seed, edited so many times."""
    generator = Generator(seed)
    process = generator.process()
    edit(process, random.Random(seed), times=edits)
    main, *called = [File(identity, content) for identity, content in draw(process).items()]
    return SeededPlay(main, generator.data, called=tuple(called))  # type: ignore[arg-type]


def walk(case: SeededPlay, chance: random.Random, steps: int) -> None:
    """Let random things happen."""
    for _ in range(steps):
        choices = happenings(case)
        if not choices:
            return
        happen(case, *chance.choice(choices))


def move(case: SeededPlay, other: SeededPlay) -> bool:
    """Move a case to the process of another one; return False when it was refused."""
    target, state, document = other.definition, case.result.state, case.document
    told = Engine.obstacles(case.definition, state, target)
    try:
        result = Engine.migrate(case.definition, state, document, target, case.environment)
    except MigrationRefused as refused:
        assert refused.obstacles
        assert all(obstacle.element and obstacle.message for obstacle in refused.obstacles)
        return False
    assert told == ()
    back = Engine.revert(target, result.state, case.definition, state, document, case.environment)
    assert back.document == document
    case._definition, case.sources = target, other.sources
    waiting = Engine.waiting(target, result.state, result.document, case.environment)
    for kind, rows in case.rows.items():
        gone = {row.key for row in getattr(result, f"closed_{kind}")}
        opened_now = {row.key: row for row in getattr(result, f"opened_{kind}")}
        left = {key: row for key, row in rows.items() if key not in gone} | opened_now
        assert left == getattr(waiting, kind), "what was told is not what waits"
        case.rows[kind] = dict(getattr(waiting, kind))
    case.result = result
    return True


@pytest.mark.parametrize("first", range(0, SEEDS, 20))
def test_a_case_moves_to_an_edited_process_wholly_or_not_at_all(first: int) -> None:
    moved = refused = 0
    for seed in range(first, first + 20):
        chance = random.Random(seed)
        for edits in (1, 2, 4):
            case = opened(seed)
            walk(case, chance, chance.randrange(BEFORE))
            if case.status in ("completed", "terminated"):
                continue
            if not move(case, opened(seed, edits=edits)):
                refused += 1
                continue
            moved += 1
            walk(case, chance, AFTER)
            assert case.status != "incident", seed
    assert moved > 10
    assert refused > 0

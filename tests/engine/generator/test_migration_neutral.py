"""Every state of random processes moves to the same model under other ids and back, and nothing has changed."""

import json
import random
import re

import pytest

from app.engine import Engine, compile_definition
from app.engine.definition import ProcessDefinition
from app.procedures.bpmn import read_bpmn
from tests.engine.generator.blocks import Generator
from tests.engine.generator.drawing import draw
from tests.engine.generator.test_generator import File, SeededPlay

SEEDS = 40
MOST_STEPS = 25
_NAMES = re.compile(r'\b(id|sourceRef|targetRef|attachedToRef|default)="(?!m-|error"|called-|p\b)([^"]+)"')


def compiled(files: dict[str, bytes], *, suffix: str) -> ProcessDefinition:
    """Compile the files under other names, so that the digest differs even where nothing else does."""
    models = [read_bpmn(content, file=f"{key}{suffix}.bpmn") for key, content in files.items()]
    return compile_definition(models[0], called=dict(zip(list(files)[1:], models[1:], strict=True)))


_DECLARED = re.compile(r'<(?:message|signal|error|escalation) id="([^"]+)"')


def renamed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Give every element and arrow another id; processes, messages and variables keep theirs."""
    kept = {f'id="{key}"' for key in files}
    kept |= {f'id="{key}"' for content in files.values() for key in _DECLARED.findall(content.decode())}

    def other(found: re.Match[str]) -> str:
        return found[0] if found[0] in kept else f'{found[1]}="new-{found[2]}"'

    return {key: _NAMES.sub(other, content.decode()).encode() for key, content in files.items()}


def comparable(state: bytes) -> dict[str, object]:
    """Return a saved state without the name of its definition."""
    saved: dict[str, object] = json.loads(state)
    return {key: value for key, value in saved.items() if key != "d"}


def check(case: SeededPlay, twin: ProcessDefinition, other: ProcessDefinition, place: str) -> None:
    """Move the present state to the twin, to the renamed model and back; the case itself stays where it is."""
    state, document, environment = case.result.state, case.document, case.environment
    there = {key: f"new-{key}" for model in _models(case.definition) for key in model.elements}
    back = {new: old for old, new in there.items()}

    same = Engine.migrate(case.definition, state, document, twin, environment, {})
    away = Engine.migrate(case.definition, state, document, other, environment, there)
    home = Engine.migrate(other, away.state, away.document, case.definition, environment, back)

    for result in (same, away, home):
        quiet = (result.trace, result.ends, result.milestones, result.decisions, result.thrown_messages)
        assert (result.document, result.status, *quiet) == (document, case.status, (), (), (), (), ()), place
    assert comparable(same.state) == comparable(state) == comparable(home.state), place
    assert not (same.opened_tasks or same.opened_timers or same.opened_jobs or same.opened_subscriptions), place
    moved = Engine.waiting(other, away.state, away.document, environment)
    for kind, rows in case.rows.items():
        assert {key: row.element for key, row in getattr(moved, kind).items()} == {
            key: f"new-{row.element}" for key, row in rows.items()
        }, place
    assert {key: row.due for key, row in moved.timers.items()} == {
        key: row.due for key, row in case.rows["timers"].items()
    }, place
    reverted = Engine.revert(other, away.state, case.definition, state, document, environment)
    assert comparable(reverted.state) == comparable(state), place


def happenings(case: SeededPlay) -> list[tuple[str, str]]:
    """Return what may happen next, by kind and element (or name of what is awaited)."""
    kinds = {"tasks": "task", "jobs": "task", "timers": "timer"}
    found = [(kinds[kind], row.element) for kind in kinds for row in case.rows[kind].values()]
    return found + [(row.kind, row.message) for row in case.rows["subscriptions"].values()]


def happen(case: SeededPlay, kind: str, identity: str) -> None:
    """Let one of the happenings come about."""
    if kind == "timer":
        case.fire(identity)
    elif kind == "message":
        case.message(identity)
    elif kind == "signal":
        case.signal(identity)
    elif identity in [row.element for row in case.rows["tasks"].values()]:
        case.complete(identity)
    else:
        case.job(identity)


def _models(definition: ProcessDefinition) -> list:
    return [definition.model, *definition.called.values()]


@pytest.mark.parametrize("first", range(0, SEEDS, 10))
def test_a_move_to_the_same_model_under_other_names_changes_nothing(first: int) -> None:
    checked = 0
    for seed in range(first, first + 10):
        generator = Generator(seed)
        files = draw(generator.process())
        twin, other = compiled(files, suffix="-twin"), compiled(renamed(files), suffix="-other")
        main, *called = [File(identity, content) for identity, content in files.items()]
        case = SeededPlay(main, generator.data, called=tuple(called))  # type: ignore[arg-type]
        chance = random.Random(seed)
        for step in range(MOST_STEPS):
            choices = happenings(case)
            if not choices:
                break
            check(case, twin, other, f"seed {seed}, step {step}")
            checked += 1
            happen(case, *chance.choice(choices))
    assert checked > 10

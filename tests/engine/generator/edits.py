"""Edits a random process as an analyst would: parts go, tasks and border events come, branches are taken away."""

import random
from collections.abc import Iterator

from tests.engine.generator.blocks import (
    Aside,
    Block,
    Border,
    Choice,
    Inside,
    Loop,
    Parallel,
    Race,
    Sequence,
    Task,
)


def edit(process: Inside, chance: random.Random, *, times: int) -> None:
    """Change the tree of a process in place, `times` times."""
    for number in range(times):
        blocks = list(walk(process))
        chance.choice((drop_part, insert_task, change_borders, drop_branch, change_asides))(blocks, chance, number)


def walk(block: Block) -> Iterator[Block]:
    """Yield a block and all inside it."""
    yield block
    for inner in _inside(block):
        yield from walk(inner)


def drop_part(blocks: list[Block], chance: random.Random, number: int) -> None:
    """Take one part out of a sequence; a loop keeps what it repeats."""
    repeated = [block.body for block in blocks if isinstance(block, Loop)]
    sequences = [block for block in blocks if isinstance(block, Sequence) and block not in repeated]
    found = [block for block in sequences if len(block.parts) > 1]
    if found:
        parts = chance.choice(found).parts
        parts.pop(chance.randrange(len(parts)))


def insert_task(blocks: list[Block], chance: random.Random, number: int) -> None:
    """Put a new task into a sequence."""
    found = [block for block in blocks if isinstance(block, Sequence)]
    if found:
        parts = chance.choice(found).parts
        kind = chance.choice(("userTask", "serviceTask", "receiveTask"))
        parts.insert(chance.randrange(len(parts) + 1), Task(f"new{number}", kind))


def change_borders(blocks: list[Block], chance: random.Random, number: int) -> None:
    """Take the events off the border of an activity, or put one there."""
    found = [block for block in blocks if isinstance(block, Task | Inside) and block.id != "process"]
    if not found:
        return
    host = chance.choice(found)
    if host.borders and chance.random() < 0.5:
        host.borders.clear()
    else:
        path = Sequence(f"path{number}", [Task(f"aside{number}")])
        interrupting = chance.random() < 0.5
        # What runs beside the activity never comes back into its path: a join behind would wait for ever.
        border = Border(f"border{number}", chance.choice(("timer", "message")), interrupting, path, interrupting)
        host.borders.append(border)


def drop_branch(blocks: list[Block], chance: random.Random, number: int) -> None:
    """Take a branch of a parallel block, of a race or of a choice away; the default of a choice stays."""
    found = [block for block in blocks if isinstance(block, Parallel | Race | Choice) and len(block.branches) > 2]
    if found:
        branches = chance.choice(found).branches
        branches.pop(0)


def change_asides(blocks: list[Block], chance: random.Random, number: int) -> None:
    """Take the event sub-processes of a scope away, or put one there."""
    found = [block for block in blocks if isinstance(block, Inside)]
    scope = chance.choice(found)
    if scope.asides and chance.random() < 0.5:
        scope.asides.clear()
    else:
        body = Sequence(f"body{number}", [Task(f"handle{number}")])
        event = chance.choice(("timer", "message"))
        scope.asides.append(Aside(f"aside-{number}", f"begun{number}", event, chance.random() < 0.5, body))


def _inside(block: Block) -> Iterator[Block]:
    if isinstance(block, Sequence):
        yield from block.parts
    elif isinstance(block, Parallel):
        yield from block.branches
    elif isinstance(block, Choice | Race):
        yield from (body for _, body in block.branches)
    elif isinstance(block, Loop | Inside) and block.body is not None:
        yield block.body
    if isinstance(block, Task | Inside):
        yield from (border.path for border in block.borders)
    if isinstance(block, Inside):
        yield from (aside.body for aside in block.asides)

"""What one expression may use. Counted in steps, so that the verdict is the same on every machine.

A step is one turn of a loop, or one element that a built-in function looks at; a call of a function counts as several.
Wall time is only the last guard.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

MAXIMUM_LENGTH = 10_000
MAXIMUM_NESTING = 64
MAXIMUM_CALLS = 64
MAXIMUM_STEPS = 150_000
MAXIMUM_TEXT = 1_000_000
MAXIMUM_ITEMS = 100_000
MAXIMUM_DATA_DEPTH = 60
MAXIMUM_SECONDS = 3.0
_STEPS_BETWEEN_LOOKS = 2_000
_STEPS_OF_A_CALL = 4

MESSAGES = {
    "too-slow": "Expected an expression that ends within its limit of steps, found a longer one: make it simpler.",
    "too-much-memory": (
        f"Expected texts of at most {MAXIMUM_TEXT} characters and lists of at most {MAXIMUM_ITEMS} elements, "
        "found larger ones: make the expression simpler."
    ),
    "too-deep": "Expected an expression with less nesting, found one that is too deep: split it.",
    "not-data": f"Expected data of at most {MAXIMUM_DATA_DEPTH} levels, found more.",
}


class LimitReached(Exception):
    """The expression used up what it may use; `limit` is the reason code of FeelError."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


class _Budget(threading.local):
    """What the evaluation that runs in this thread has left."""

    steps: int = MAXIMUM_STEPS
    next_look: int = 0
    deadline: float = 0.0
    calls: int = 0
    running: bool = False
    total: int = 0


_budget = _Budget()


@contextmanager
def one_evaluation() -> Iterator[None]:
    """Give a fresh budget; an evaluation inside another one (a function of a model) shares the outer one's."""
    if _budget.running:
        yield
        return
    start()
    try:
        yield
    finally:
        end()


def start() -> bool:
    """Give a fresh budget and return True, or return False where an outer evaluation has one."""
    if _budget.running:
        return False
    _budget.steps = MAXIMUM_STEPS
    _budget.next_look = max(0, MAXIMUM_STEPS - _STEPS_BETWEEN_LOOKS)
    _budget.deadline = time.monotonic() + MAXIMUM_SECONDS
    _budget.calls = 0
    _budget.running = True
    return True


def end() -> None:
    """Take the budget away: the evaluation that started it is over."""
    _budget.running = False
    _budget.total += MAXIMUM_STEPS - _budget.steps


def steps_spent() -> int:
    """Return how many steps this thread's evaluations have taken so far.

    Whoever bounds several evaluations together takes the difference of two answers.
    """
    return _budget.total


def spend(steps: int = 1) -> None:
    """Count steps.

    Raises:
        LimitReached: too-slow.
    """
    left = _budget.steps = _budget.steps - steps
    if left < _budget.next_look:
        _look(left)


def _look(left: int) -> None:
    if left < 0 or (_budget.running and time.monotonic() > _budget.deadline):
        raise LimitReached("too-slow")
    _budget.next_look = max(0, left - _STEPS_BETWEEN_LOOKS)


def enter_call() -> None:
    """Count a call inside a call.

    Raises:
        LimitReached: too-deep.
    """
    spend(_STEPS_OF_A_CALL)
    if _budget.calls >= MAXIMUM_CALLS:
        raise LimitReached("too-deep")
    _budget.calls += 1


def leave_call() -> None:
    """Come back from a call."""
    _budget.calls -= 1


def bounded_text(text: str) -> str:
    """Return a text that was made, if it is not too long.

    Raises:
        LimitReached: too-much-memory.
    """
    if len(text) > MAXIMUM_TEXT:
        raise LimitReached("too-much-memory")
    spend(len(text) >> 6)
    return text


def bounded_items(items: list[object]) -> list[object]:
    """Return a list that was made, if it is not too long; its elements count as steps.

    Raises:
        LimitReached: too-much-memory, too-slow.
    """
    if len(items) > MAXIMUM_ITEMS:
        raise LimitReached("too-much-memory")
    spend(1 + (len(items) >> 3))
    return items

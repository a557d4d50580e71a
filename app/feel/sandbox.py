"""Runs the FEEL interpreter in QuickJS: no file, no network, no clock, bounded memory and time.

A sandbox serves one request at a time and any thread; idle ones wait in a pool. One that broke a limit is dropped.
"""

import json
import time
from collections import deque
from functools import cache
from pathlib import Path

import quickjs

from app.feel.values_old import EXACT_INTEGERS

INTERPRETER = Path(__file__).parent / "vendor" / "feelin.js"
MEMORY_LIMIT_BYTES = 64 * 1024 * 1024
TIME_LIMIT_SECONDS = 0.2
STACK_LIMIT_BYTES = 512 * 1024
IDLE_SANDBOXES = 16
ATTEMPTS = 3

_idle: deque["Sandbox"] = deque(maxlen=IDLE_SANDBOXES)


class LimitError(Exception):
    """The request used up its time, its memory or its stack; `limit` is the reason code of FeelError.

    `another_try` tells that something else than the request may have been the cause.
    """

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit
        self.another_try = False


@cache
def _interpreter() -> str:
    return INTERPRETER.read_text(encoding="utf-8")


class Sandbox:
    """One QuickJS context with the interpreter loaded (about 40 ms)."""

    def __init__(self) -> None:
        self.requests = 0
        context = quickjs.Context()
        context.set_memory_limit(MEMORY_LIMIT_BYTES)
        context.set_max_stack_size(STACK_LIMIT_BYTES)
        context.eval(_interpreter())
        context.set_time_limit(TIME_LIMIT_SECONDS)
        self._context = context
        self._answer = context.get("mastaraFeel")

    def ask(self, request: str) -> str:
        """Return the answer (JSON) to `request` (JSON).

        Raises:
            LimitError: the sandbox must not be used again.
        """
        self.requests += 1
        try:
            return str(self._answer(request))
        except quickjs.StackOverflow:
            raise LimitError("too-deep") from None
        except quickjs.JSException as error:
            raise LimitError(_limit_named_by(str(error))) from None


def _limit_named_by(message: str) -> str:
    first_line = message.partition("\n")[0]
    if "interrupted" in first_line:
        return "too-slow"
    if "stack" in first_line:
        return "too-deep"
    return "too-much-memory"


def _whole_number(digits: str) -> int | float:
    """Return an int where a 64-bit float is exact: beyond that the digits are JavaScript's rounding."""
    number = int(digits)
    return number if abs(number) <= EXACT_INTEGERS else float(digits)


def _limit_of_failure(answer: dict[str, object]) -> str | None:
    failure = answer.get("failure")
    if not isinstance(failure, dict):
        return None
    if "call stack" in failure["message"]:
        return "too-deep"
    if "out of memory" in failure["message"]:
        return "too-much-memory"
    return None


def _take() -> Sandbox:
    try:
        return _idle.pop()
    except IndexError:
        return Sandbox()


def _try_once(request: str) -> dict[str, object]:
    sandbox = _take()
    used_before = sandbox.requests > 0
    started = time.thread_time()
    try:
        answer: dict[str, object] = json.loads(sandbox.ask(request), parse_int=_whole_number)
        limit = _limit_of_failure(answer)
        if limit is not None:
            raise LimitError(limit)
    except LimitError as breach:
        breach.another_try = _deserves_another_try(breach, started, used_before)
        raise
    except RecursionError:
        raise LimitError("too-deep") from None  # an answer nested deeper than Python's reader goes
    _idle.append(sandbox)
    return answer


def _deserves_another_try(breach: LimitError, started: float, used_before: bool) -> bool:
    """QuickJS counts the processor time of the whole process, and its memory holds earlier requests' leavings:
    a breach that this request did not cause alone is tried again in a fresh sandbox."""
    if breach.limit == "too-slow":
        return time.thread_time() - started < TIME_LIMIT_SECONDS / 2
    return breach.limit == "too-much-memory" and used_before


def ask(request: dict[str, object]) -> dict[str, object]:
    """Return the interpreter's answer to one request.

    Raises:
        LimitError: the request itself needs more than the limits allow.
    """
    text = json.dumps(request)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _try_once(text)
        except LimitError as breach:
            if attempt == ATTEMPTS or not breach.another_try:
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")

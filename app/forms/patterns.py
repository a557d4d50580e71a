"""Regular expressions of forms, in linear time: JavaScript's search semantics without back-tracking.

A form's `pattern` comes from an analyst or a commune and runs on what a stranger typed: a back-tracking engine could be
held for hours by one answer. The pattern is compiled to states (Thompson's construction) and all its states advance
together, so that the cost is bounded by text × states. Look-around and back-references cannot be had in that way; they
are refused when the form is read. Semantics follow ECMA-262 section 22.2 without flags; one sign is one code point.
"""

from dataclasses import dataclass
from functools import lru_cache

from app.forms.pattern_syntax import (
    Node,
    PatternRefused,
    SignTest,
    is_word_sign,
    read_pattern,
)

MOST_STATES = 1_000
"""States of a compiled pattern; `[a-z]{1,400}` needs about 800."""

LONGEST_TEXT = 1_000
"""Signs that a field with a pattern accepts: with `MOST_STATES`, the bound of one check's work."""

_CACHED_STEPS = 2_000


@dataclass(frozen=True, slots=True)
class _State:
    """`test` consumes one sign; `guard` (start, end, word, not_word) consumes nothing; both None = empty step."""

    test: SignTest | None
    guard: str | None
    next: tuple[int, ...]


class LinearPattern:
    """A compiled pattern. Raises PatternRefused when the source is not within the accepted syntax."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._states: list[_State] = []
        self._accept = self._add(None, None, ())
        self._start = self._compile(read_pattern(source), self._accept)
        self._has_word_guards = any(state.guard in ("word", "not_word") for state in self._states)
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        self._closures: dict[frozenset[int], frozenset[int]] = {}

    def found_in(self, text: str) -> bool:
        """Tell whether the pattern matches anywhere in the text, as JavaScript's `RegExp.test`."""
        if len(text) > LONGEST_TEXT:
            raise ValueError(f"Expected at most {LONGEST_TEXT} signs to match, found {len(text)}.")
        current: frozenset[int] = frozenset()
        for position in range(len(text) + 1):
            reached = self._reach(current | {self._start}, text, position)
            if self._accept in reached:
                return True
            if position < len(text):
                current = self._advance(reached, text[position])
        return False

    def _add(self, test: SignTest | None, guard: str | None, following: tuple[int, ...]) -> int:
        if len(self._states) >= MOST_STATES:
            raise PatternRefused(f"The pattern {self.source[:60]!r} is too large: shorten its repetitions.")
        self._states.append(_State(test, guard, following))
        return len(self._states) - 1

    def _compile(self, node: Node, following: int) -> int:
        if node.kind == "sign":
            return self._add(node.test, None, (following,))
        if node.kind == "guard":
            return self._add(None, node.guard, (following,))
        if node.kind == "sequence":
            for part in reversed(node.parts):
                following = self._compile(part, following)
            return following
        if node.kind == "choice":
            return self._add(None, None, tuple(self._compile(part, following) for part in node.parts))
        return self._compile_repetition(node, following)

    def _compile_repetition(self, node: Node, following: int) -> int:
        part = node.parts[0]
        if node.most is None:
            loop = self._add(None, None, ())
            self._states[loop] = _State(None, None, (self._compile(part, loop), following))
            following = loop
        else:
            after = following
            for _ in range(node.most - node.least):
                following = self._add(None, None, (self._compile(part, following), after))
        for _ in range(node.least):
            following = self._compile(part, following)
        return following

    def _reach(self, states: frozenset[int], text: str, position: int) -> frozenset[int]:
        if self._has_word_guards or position in (0, len(text)):
            return self._close(states, text, position)
        if states not in self._closures:
            if len(self._closures) >= _CACHED_STEPS:
                self._closures.clear()
            self._closures[states] = self._close(states, text, position)
        return self._closures[states]

    def _close(self, states: frozenset[int], text: str, position: int) -> frozenset[int]:
        reached: set[int] = set()
        waiting = list(states)
        while waiting:
            index = waiting.pop()
            if index in reached:
                continue
            reached.add(index)
            state = self._states[index]
            if state.test is None and (state.guard is None or _guard_holds(state.guard, text, position)):
                waiting.extend(state.next)
        return frozenset(reached)

    def _advance(self, states: frozenset[int], sign: str) -> frozenset[int]:
        step = (states, sign)
        if step not in self._steps:
            if len(self._steps) >= _CACHED_STEPS:
                self._steps.clear()
            self._steps[step] = frozenset(
                following
                for index in states
                if (test := self._states[index].test) is not None and test(sign)
                for following in self._states[index].next
            )
        return self._steps[step]


def _guard_holds(guard: str, text: str, position: int) -> bool:
    if guard == "start":
        return position == 0
    if guard == "end":
        return position == len(text)
    before = position > 0 and is_word_sign(text[position - 1])
    after = position < len(text) and is_word_sign(text[position])
    return (before != after) == (guard == "word")


@lru_cache(maxsize=512)
def compile_pattern(source: str) -> LinearPattern:
    """Return the compiled pattern, remembered. Raises PatternRefused."""
    return LinearPattern(source)

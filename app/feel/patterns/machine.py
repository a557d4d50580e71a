"""Runs a pattern: a backtracking machine that never tries the same place of pattern and text twice.

Time is bounded by length of the pattern × length of the text; with back-references, by the steps of the evaluation.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from app.feel.limits import LimitReached, spend
from app.feel.patterns.signs import SignTest
from app.feel.patterns.syntax import (
    Anchor,
    Choice,
    Flags,
    Group,
    Part,
    PatternRefused,
    Reader,
    Reference,
    Repetition,
    Sequence,
    Signs,
    read_flags,
)

MAXIMUM_INSTRUCTIONS = 5_000
_MOST_PLACES = 32_000_000
_TURNS_A_STEP = 4

Groups = tuple[int, ...]
"""Start and end of the match, then of each group; -1 where a group took no part."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step of the machine: what `kind` does with its operands."""

    kind: str
    test: SignTest | None = None
    number: int = 0
    first: int = 0
    second: int = 0


@dataclass(kw_only=True)
class _Program:
    """The instructions while they are written."""

    flags: Flags
    marks: bool
    instructions: list[Instruction] = field(default_factory=list)

    def add(self, instruction: Instruction) -> int:
        if len(self.instructions) >= MAXIMUM_INSTRUCTIONS:
            raise PatternRefused("too long")
        self.instructions.append(instruction)
        return len(self.instructions) - 1

    def write(self, part: Part) -> None:
        match part:
            case Signs():
                self.add(Instruction("sign", test=part.test))
            case Anchor():
                self.add(Instruction("start" if part.at_start else "end"))
            case Reference():
                self.add(Instruction("reference", number=part.number))
            case Group():
                self.add(Instruction("save", number=2 * part.number))
                self.write(part.body)
                self.add(Instruction("save", number=2 * part.number + 1))
            case Sequence():
                for inner in part.parts:
                    self.write(inner)
            case Choice():
                self._write_choice(part)
            case Repetition():
                self._write_repetition(part)

    def _write_choice(self, part: Choice) -> None:
        jumps: list[int] = []
        for branch in part.branches[:-1]:
            split = self.add(Instruction("split"))
            self.write(branch)
            jumps.append(self.add(Instruction("jump")))
            self.instructions[split] = Instruction("split", first=split + 1, second=len(self.instructions))
        self.write(part.branches[-1])
        for jump in jumps:
            self.instructions[jump] = Instruction("jump", first=len(self.instructions))

    def _write_repetition(self, part: Repetition) -> None:
        for _ in range(part.least):
            self.write(part.body)
        if part.most is None:
            split = self.add(Instruction("split"))
            if self.marks:
                self.add(Instruction("mark", number=split))
            self.write(part.body)
            if self.marks:
                self.add(Instruction("progress", number=split))
            self.add(Instruction("jump", first=split))
            self._close(split, part.reluctant)
            return
        splits = []
        for _ in range(part.most - part.least):
            splits.append(self.add(Instruction("split")))
            self.write(part.body)
        for split in splits:
            self._close(split, part.reluctant)

    def _close(self, split: int, reluctant: bool) -> None:
        inside, after = split + 1, len(self.instructions)
        first, second = (after, inside) if reluctant else (inside, after)
        self.instructions[split] = Instruction("split", first=first, second=second)


class Pattern:
    """A pattern that was read; positions count characters."""

    def __init__(self, source: str, flags: Flags) -> None:
        reader = Reader(source, flags)
        tree = reader.read()
        self.groups = reader.groups
        self._flags = flags
        self._looks_back = reader.has_references
        program = _Program(flags=flags, marks=self._looks_back)
        program.write(tree)
        program.add(Instruction("match"))
        self._instructions = tuple(program.instructions)

    def search(self, text: str, start: int) -> Groups | None:
        """Return the groups of the first match from `start` on, None where there is none.

        Raises:
            LimitReached: too-slow, too-much-memory.
        """
        places = (len(text) + 1) * len(self._instructions)
        if places > _MOST_PLACES:
            raise LimitReached("too-much-memory")
        tried = None if self._looks_back else bytearray(places)
        for position in range(start, len(text) + 1):
            found = _Attempt(self, text, tried).run(position)
            if found is not None:
                return found
        return None

    def find_all(self, text: str) -> Iterator[Groups]:
        """Give the matches from left to right; the pattern must not match nothing."""
        found = self.search(text, 0)
        while found is not None:
            yield found
            found = self.search(text, max(found[1], found[0] + 1))

    def group(self, text: str, groups: Groups, number: int) -> str:
        """Return what a group captured; nothing where it took no part."""
        if number > self.groups or groups[2 * number] < 0:
            return ""
        return text[groups[2 * number] : groups[2 * number + 1]]

    def replacement(self, text: str) -> list[str | int] | None:
        """Return a replacement as texts and numbers of groups, None where it is malformed."""
        if self._flags.literal:
            return [text]
        parts: list[str | int] = []
        position = 0
        while position < len(text):
            sign, following = text[position], text[position + 1 : position + 2]
            if sign == "\\" and following in {"\\", "$"}:
                parts.append(following)
                position += 2
            elif sign == "$" and following.isdigit():
                number, position = self._reference(text, position + 1)
                parts.append(number)
            elif sign in "\\$":
                return None
            else:
                parts.append(sign)
                position += 1
        return parts

    def _reference(self, text: str, position: int) -> tuple[int, int]:
        end = position + 1
        while text[end : end + 1].isdigit() and int(text[position : end + 1]) <= self.groups:
            end += 1
        return int(text[position:end]), end


class _Attempt:
    """The search for a match at one place of the text."""

    def __init__(self, pattern: Pattern, text: str, tried: bytearray | None) -> None:
        self.instructions = pattern._instructions
        self.multi_line = pattern._flags.multi_line
        self.any_case = pattern._flags.any_case
        self.empty: Groups = (-1,) * (2 * pattern.groups + 2)
        self.text = text
        self.tried = tried
        self.stack: list[tuple[int, int, Groups, dict[int, int]]] = []

    def run(self, start: int) -> Groups | None:
        """Return the groups of a match that starts here."""
        self.stack = [(0, start, (start, *self.empty[1:]), {})]
        turns = 0
        while self.stack:
            index, position, groups, marks = self.stack.pop()
            while index >= 0:
                turns += 1
                if turns % _TURNS_A_STEP == 0:
                    spend()
                instruction = self.instructions[index]
                if instruction.kind == "match":
                    return (groups[0], position, *groups[2:])
                if instruction.kind == "sign":
                    index, position = self._sign(instruction, index, position)
                else:
                    index, position, groups, marks = self._other(instruction, index, position, groups, marks)
        return None

    def _sign(self, instruction: Instruction, index: int, position: int) -> tuple[int, int]:
        assert instruction.test is not None
        fits = position < len(self.text) and instruction.test(self.text[position])
        return (index + 1, position + 1) if fits else (-1, position)

    def _other(
        self, instruction: Instruction, index: int, position: int, groups: Groups, marks: dict[int, int]
    ) -> tuple[int, int, Groups, dict[int, int]]:
        number = instruction.number
        match instruction.kind:
            case "split":
                index = self._split(instruction, index, position, groups, marks)
            case "jump":
                index = instruction.first
            case "save":
                groups = (*groups[:number], position, *groups[number + 1 :])
                index += 1
            case "mark":
                marks = {**marks, number: position}
                index += 1
            case "progress":
                index = -1 if marks[number] == position else index + 1
            case "reference":
                index, position = self._refer(number, index, position, groups)
            case _:
                index = index + 1 if self._anchored(instruction.kind, position) else -1
        return index, position, groups, marks

    def _split(self, instruction: Instruction, index: int, position: int, groups: Groups, marks: dict[int, int]) -> int:
        if self.tried is not None:
            place = index * (len(self.text) + 1) + position
            if self.tried[place]:
                return -1
            self.tried[place] = 1
        self.stack.append((instruction.second, position, groups, marks))
        return instruction.first

    def _refer(self, number: int, index: int, position: int, groups: Groups) -> tuple[int, int]:
        start, end = groups[2 * number], groups[2 * number + 1]
        captured = "" if start < 0 or end < 0 else self.text[start:end]
        found = self.text[position : position + len(captured)]
        same = found == captured or (self.any_case and found.lower() == captured.lower())
        return (index + 1, position + len(captured)) if same else (-1, position)

    def _anchored(self, kind: str, position: int) -> bool:
        if kind == "start":
            return position == 0 or (self.multi_line and self.text[position - 1] == "\n")
        return position == len(self.text) or (self.multi_line and self.text[position] == "\n")


@lru_cache(maxsize=512)
def read_pattern(source: str, flags: str) -> Pattern | None:
    """Return a pattern, None for a text that is none: XPath says error, FEEL says null."""
    try:
        return Pattern(source, read_flags(flags))
    except PatternRefused:
        return None

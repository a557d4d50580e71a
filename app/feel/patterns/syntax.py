"""Reads the syntax of a regular expression into a tree."""

from dataclasses import dataclass

from app.feel.patterns.signs import (
    CLASSES,
    CONTROLS,
    ESCAPED,
    SignTest,
    between,
    in_any_case,
    named,
    negated,
    one_of,
    union,
    without,
)

MAXIMUM_SIGNS = 2_000
MAXIMUM_REPETITIONS = 1_000
_DEEPEST = 40


class PatternRefused(Exception):
    """The text is no regular expression."""


@dataclass(frozen=True, kw_only=True)
class Signs:
    """One sign of a set."""

    test: SignTest


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """^ (start) or $."""

    at_start: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """A capturing group."""

    number: int
    body: "Part"


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What a group captured."""

    number: int


@dataclass(frozen=True, kw_only=True)
class Sequence:
    """Parts after each other."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several branches, the first that fits."""

    branches: tuple["Part", ...]


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """A part several times; `most` None is without limit."""

    body: "Part"
    least: int
    most: int | None
    reluctant: bool


Part = Signs | Anchor | Group | Reference | Sequence | Choice | Repetition


@dataclass(frozen=True, kw_only=True)
class Flags:
    """The letters s, m, i, x and q."""

    dot_all: bool = False
    multi_line: bool = False
    any_case: bool = False
    spaced: bool = False
    literal: bool = False


def read_flags(text: str) -> Flags:
    """Return the flags. Raises PatternRefused for another letter."""
    if set(text) - set("smixq"):
        raise PatternRefused(text)
    return Flags(
        dot_all="s" in text, multi_line="m" in text, any_case="i" in text, spaced="x" in text, literal="q" in text
    )


class Reader:
    """Reads one pattern; `groups` is the number of its capturing groups, `has_references` whether it looks back."""

    def __init__(self, source: str, flags: Flags) -> None:
        if len(source) > MAXIMUM_SIGNS:
            raise PatternRefused(source)
        self.groups = 0
        self.has_references = False
        self._source = source
        self._flags = flags
        self._position = 0
        self._depth = 0
        self._closed: set[int] = set()

    def read(self) -> Part:
        """Return the tree. Raises PatternRefused."""
        if self._flags.literal:
            return Sequence(parts=tuple(self._signs(one_of(sign)) for sign in self._source))
        tree = self._choice()
        if self._position < len(self._source):
            raise PatternRefused(self._source)
        return tree

    # --- signs of the source ---

    def _peek(self) -> str:
        if self._flags.spaced:
            while self._source[self._position : self._position + 1] in {" ", "\t", "\n", "\r"}:
                self._position += 1
        return self._source[self._position : self._position + 1]

    def _take(self, *, inside_class: bool = False) -> str:
        sign = self._source[self._position : self._position + 1] if inside_class else self._peek()
        if not sign:
            raise PatternRefused(self._source)
        self._position += 1
        return sign

    def _skip(self, sign: str) -> bool:
        if self._peek() != sign:
            return False
        self._position += 1
        return True

    # --- structure ---

    def _choice(self) -> Part:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise PatternRefused(self._source)
        branches = [self._sequence()]
        while self._skip("|"):
            branches.append(self._sequence())
        self._depth -= 1
        return branches[0] if len(branches) == 1 else Choice(branches=tuple(branches))

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self._peek() not in {"", "|", ")"}:
            parts.append(self._repeated(self._atom()))
        return Sequence(parts=tuple(parts))

    def _repeated(self, body: Part) -> Part:
        bounds = self._bounds()
        if bounds is None:
            return body
        if isinstance(body, Anchor):
            raise PatternRefused(self._source)
        reluctant = self._skip("?")
        return Repetition(body=body, least=bounds[0], most=bounds[1], reluctant=reluctant)

    def _bounds(self) -> tuple[int, int | None] | None:
        for sign, bounds in (("?", (0, 1)), ("*", (0, None)), ("+", (1, None))):
            if self._skip(sign):
                return bounds
        return self._braces() if self._skip("{") else None

    def _braces(self) -> tuple[int, int | None]:
        least = self._digits()
        most: int | None = least
        if self._skip(","):
            most = None if self._peek() == "}" else self._digits()
        if not self._skip("}") or (most is not None and most < least):
            raise PatternRefused(self._source)
        return least, most

    def _digits(self) -> int:
        digits = ""
        while self._peek() in set("0123456789") and self._peek():
            digits += self._take()
        if not digits or int(digits[:9]) > MAXIMUM_REPETITIONS:
            raise PatternRefused(self._source)
        return int(digits)

    def _atom(self) -> Part:
        sign = self._take()
        match sign:
            case "(":
                return self._group()
            case "[":
                return Signs(test=self._class())
            case "\\":
                return self._escape()
            case ".":
                return Signs(test=(lambda _sign: True) if self._flags.dot_all else negated(one_of("\n\r")))
            case "^" | "$":
                return Anchor(at_start=sign == "^")
            case "?" | "*" | "+" | "{" | "}" | "]":
                raise PatternRefused(self._source)
        return self._signs(one_of(sign))

    def _signs(self, test: SignTest) -> Signs:
        return Signs(test=in_any_case(test) if self._flags.any_case else test)

    def _group(self) -> Part:
        if self._skip("?"):
            if not self._skip(":"):
                raise PatternRefused(self._source)
            body = self._choice()
        else:
            self.groups += 1
            number = self.groups
            body = Group(number=number, body=self._choice())
            self._closed.add(number)
        if not self._skip(")"):
            raise PatternRefused(self._source)
        return body

    def _escape(self) -> Part:
        digits = ""
        while self._peek() in set("0123456789") and self._peek() and (not digits or self._is_group(digits)):
            digits += self._take()
        if not digits:
            return self._signs(self._escaped())
        if int(digits) not in self._closed:
            raise PatternRefused(self._source)
        self.has_references = True
        return Reference(number=int(digits))

    def _is_group(self, digits: str) -> bool:
        return int(digits + self._peek()) <= self.groups

    def _escaped(self, *, inside_class: bool = False) -> SignTest:
        sign = self._take(inside_class=inside_class)
        if sign in CONTROLS:
            return one_of(CONTROLS[sign])
        if sign in ESCAPED:
            return one_of(sign)
        if sign in {"p", "P"}:
            return self._property(complement=sign == "P")
        if sign in CLASSES:
            return CLASSES[sign]
        raise PatternRefused(self._source)

    def _property(self, *, complement: bool) -> SignTest:
        end = self._source.find("}", self._position)
        if self._take(inside_class=True) != "{" or end < 0:
            raise PatternRefused(self._source)
        name = self._source[self._position : end]
        test = named("".join(name.split()) if self._flags.spaced else name)
        if test is None:
            raise PatternRefused(self._source)
        self._position = end + 1
        return negated(test) if complement else test

    # --- classes ---

    def _class(self) -> SignTest:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise PatternRefused(self._source)
        complement = self._next_is("^")
        tests: list[SignTest] = []
        excluded: SignTest | None = None
        while not self._next_is("]"):
            if tests and self._next_is("-["):
                excluded = self._class()
                if not self._next_is("]"):
                    raise PatternRefused(self._source)
                break
            tests.append(self._member())
        if not tests:
            raise PatternRefused(self._source)
        self._depth -= 1
        listed = self._signs(union(tuple(tests))).test
        test = negated(listed) if complement else listed
        return test if excluded is None else without(test, excluded)

    def _next_is(self, text: str) -> bool:
        if not self._source.startswith(text, self._position):
            return False
        self._position += len(text)
        return True

    def _member(self) -> SignTest:
        first = self._class_sign()
        if not isinstance(first, str) or not self._source.startswith("-", self._position):
            return first if not isinstance(first, str) else one_of(first)
        if self._source[self._position + 1 : self._position + 2] in {"]", "["}:
            return one_of(first)
        self._position += 1
        last = self._class_sign()
        if not isinstance(last, str) or last < first:
            raise PatternRefused(self._source)
        return between(first, last)

    def _class_sign(self) -> str | SignTest:
        sign = self._take(inside_class=True)
        if sign == "[":
            raise PatternRefused(self._source)
        if sign != "\\":
            return sign
        following = self._source[self._position : self._position + 1]
        if following in ESCAPED or following in CONTROLS:
            self._position += 1
            return CONTROLS.get(following, following)
        return self._escaped(inside_class=True)

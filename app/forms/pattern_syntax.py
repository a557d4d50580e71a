"""Reads the syntax of a form's regular expression (ECMA-262 section 22.2.1) into a tree."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.domain.errors import MastaraError

SignTest = Callable[[str], bool]
MOST_REPETITIONS = 1_000
MOST_SIGNS = 1_000
_DEEPEST = 50
_LINE_ENDS = frozenset("\n\r\u2028\u2029")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}


class PatternRefused(MastaraError):
    """The pattern is not a regular expression, or it uses what cannot run in linear time."""

    code = "forms.pattern_refused"


@dataclass(frozen=True, kw_only=True)
class Node:
    """A part of the tree; `most` None = without limit."""

    kind: Literal["sign", "guard", "sequence", "choice", "repetition"]
    parts: tuple["Node", ...] = ()
    test: SignTest | None = None
    guard: str | None = None
    least: int = 0
    most: int | None = None


def is_word_sign(sign: str) -> bool:
    """Tell whether JavaScript's `\\w` accepts the sign: ASCII letters, digits and underscore."""
    return sign.isascii() and (sign.isalnum() or sign == "_")


def _is_space(sign: str) -> bool:
    return (sign.isspace() and sign not in "\x1c\x1d\x1e\x1f\x85") or sign == "\ufeff"


def _is_digit(sign: str) -> bool:
    return "0" <= sign <= "9"


def _negated(test: SignTest) -> SignTest:
    return lambda sign: not test(sign)


_CLASSES: dict[str, SignTest] = {"d": _is_digit, "w": is_word_sign, "s": _is_space}
_CLASSES |= {name.upper(): _negated(test) for name, test in tuple(_CLASSES.items())}


def _between(first: str, last: str) -> SignTest:
    return lambda sign: first <= sign <= last


def read_pattern(source: str) -> Node:
    """Return the tree of the pattern. Raises PatternRefused."""
    if len(source) > MOST_SIGNS:
        raise PatternRefused(f"A pattern has at most {MOST_SIGNS} signs, found {len(source)}: shorten it.")
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._position = 0
        self._depth = 0

    def read(self) -> Node:
        tree = self._choice()
        if self._position < len(self._source):
            raise self._refusal("an unmatched closing parenthesis")
        return tree

    def _refusal(self, found: str) -> PatternRefused:
        return PatternRefused(
            f"Expected a regular expression without look-around or back-reference, "
            f"found {found} at position {self._position} of {self._source[:80]!r}."
        )

    def _peek(self) -> str:
        return self._source[self._position : self._position + 1]

    def _take(self) -> str:
        sign = self._peek()
        if not sign:
            raise self._refusal("the end of the pattern")
        self._position += 1
        return sign

    def _skip(self, expected: str) -> bool:
        if self._source.startswith(expected, self._position):
            self._position += len(expected)
            return True
        return False

    def _choice(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._refusal("too many nested groups")
        branches = [self._sequence()]
        while self._skip("|"):
            branches.append(self._sequence())
        self._depth -= 1
        return branches[0] if len(branches) == 1 else Node(kind="choice", parts=tuple(branches))

    def _sequence(self) -> Node:
        parts = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._repeated(self._atom()))
        return Node(kind="sequence", parts=tuple(parts))

    def _repeated(self, atom: Node) -> Node:
        bounds = self._bounds()
        if bounds is None:
            return atom
        if atom.kind == "guard":
            raise self._refusal("a repeated position (^, $ or \\b)")
        self._skip("?")
        least, most = bounds
        if most is not None and most < least:
            raise self._refusal("a repetition whose limits are reversed")
        if self._peek() in ("*", "+", "?"):
            raise self._refusal("a repetition of a repetition")
        return Node(kind="repetition", parts=(atom,), least=least, most=most)

    def _bounds(self) -> tuple[int, int | None] | None:
        for sign, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._skip(sign):
                return bounds
        return self._braces() if self._peek() == "{" else None

    def _braces(self) -> tuple[int, int | None] | None:
        end = self._source.find("}", self._position)
        least, comma, most = self._source[self._position + 1 : end].partition(",") if end > 0 else ("", "", "")
        if not (least.isascii() and least.isdigit()) or not (most == "" or (most.isascii() and most.isdigit())):
            return None  # a literal brace, as in JavaScript without the "u" flag
        self._position = end + 1
        if max(int(least[:9]), int(most[:9] or 0)) > MOST_REPETITIONS:
            raise self._refusal(f"a repetition above {MOST_REPETITIONS}")
        return int(least), (int(most) if most else None) if comma else int(least)

    def _atom(self) -> Node:
        sign = self._take()
        if sign == "(":
            return self._group()
        if sign == "[":
            return Node(kind="sign", test=self._class())
        if sign == ".":
            return Node(kind="sign", test=lambda found: found not in _LINE_ENDS)
        if sign in "^$":
            return Node(kind="guard", guard="start" if sign == "^" else "end")
        if sign in "*+?":
            self._position -= 1
            raise self._refusal(f"a repetition {sign!r} of nothing")
        return self._escape() if sign == "\\" else _literal(sign)

    def _group(self) -> Node:
        if self._skip("?:"):
            pass
        elif self._source.startswith(("?=", "?!", "?<=", "?<!"), self._position):
            raise self._refusal("a look-around")
        elif self._skip("?<"):
            while self._take() != ">":
                pass
        elif self._peek() == "?":
            raise self._refusal("an unknown kind of group")
        tree = self._choice()
        if not self._skip(")"):
            raise self._refusal("a group that is not closed")
        return tree

    def _escape(self) -> Node:
        sign = self._peek()
        if sign in ("b", "B"):
            self._position += 1
            return Node(kind="guard", guard="word" if sign == "b" else "not_word")
        if sign in _CLASSES:
            self._position += 1
            return Node(kind="sign", test=_CLASSES[sign])
        return _literal(self._escaped_sign())

    def _escaped_sign(self) -> str:
        sign = self._take()
        if sign in "xu":
            return self._code_point(2 if sign == "x" else 4)
        if sign in _CONTROLS:
            return _CONTROLS[sign]
        if sign.isascii() and sign.isalnum():
            raise self._refusal(f"the escape \\{sign}")
        return sign

    def _code_point(self, size: int) -> str:
        digits = self._source[self._position : self._position + size]
        if len(digits) < size or any(digit not in "0123456789abcdefABCDEF" for digit in digits):
            raise self._refusal(f"an escape that has not {size} hexadecimal digits")
        self._position += size
        return chr(int(digits, 16))

    def _class(self) -> SignTest:
        negated = self._skip("^")
        tests: list[SignTest] = []
        while not self._skip("]"):
            tests.append(self._class_member())
        return lambda sign: any(test(sign) for test in tests) != negated

    def _class_member(self) -> SignTest:
        first = self._class_sign()
        if callable(first):
            return first
        if self._peek() != "-" or self._source[self._position + 1 : self._position + 2] in ("]", ""):
            return _between(first, first)
        self._position += 1
        last = self._class_sign()
        if callable(last) or last < first:
            raise self._refusal("a range whose ends are not in order")
        return _between(first, last)

    def _class_sign(self) -> str | SignTest:
        sign = self._take()
        if sign != "\\":
            return sign
        if self._peek() in _CLASSES:
            return _CLASSES[self._take()]
        return "\b" if self._skip("b") else self._escaped_sign()


def _literal(sign: str) -> Node:
    return Node(kind="sign", test=_between(sign, sign))

"""Writes the expressions of Camunda 7 (`${…}`, `#{…}`: the Unified Expression Language) in FEEL.

Only what FEEL says exactly: variables and their fields, literals, comparisons, `and or not`, arithmetic, `a ? b : c`, a
number as index, `now()`, and texts with expressions in them. Whatever calls Java has no equivalent.
"""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<name>[A-Za-z_]\w*)"""
    r"""|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/<>!?:().\[\]]))""",
    re.ASCII,
)
_SEGMENT = re.compile(r"""[$#]\{((?:[^{}'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*)\}""")
_MOST_SIGNS = 60
"""Signs of one expression that may nest: nobody writes more, and each costs the reader some stack."""
_WORDS = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "and": "&&", "or": "||", "not": "!"}
_LEVELS: tuple[dict[str, str], ...] = (
    {"||": " or "},
    {"&&": " and "},
    {"==": " = ", "!=": " != "},
    {"<": " < ", ">": " > ", "<=": " <= ", ">=": " >= "},
    {"+": " + ", "-": " - "},
    {"*": " * ", "/": " / ", "div": " / "},
)
_LITERALS = frozenset({"true", "false", "null"})
_JAVA = frozenset({"execution", "task", "empty", "mod", "instanceof"})


class Untranslatable(Exception):
    """The expression says something that FEEL does not; the text names it."""


def holds_expression(text: str) -> bool:
    """Tell whether a text holds an expression of Camunda 7."""
    return "${" in text or "#{" in text


def feel_of(text: str) -> str:
    """Return the FEEL of a text that is one expression, or that has some in it. Raises Untranslatable."""
    whole = _SEGMENT.fullmatch(text)
    if whole:
        return _Reading(whole[1]).whole()
    parts = list(_parts(text))
    if any(holds_expression(part) for part in parts if part.startswith('"')):
        raise Untranslatable("an expression within an expression")
    return " + ".join(parts)


def _parts(text: str) -> Iterator[str]:
    """Yield the FEEL of each stretch of text and of each expression between; a null leaves nothing, as there."""
    position = 0
    for segment in _SEGMENT.finditer(text):
        if segment.start() > position:
            yield _quoted(text[position : segment.start()])
        value = _Reading(segment[1]).whole()
        yield f'(if {value} = null then "" else string({value}))'
        position = segment.end()
    if position < len(text):
        yield _quoted(text[position:])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


class _Reading:
    """One expression being read, by descent through the levels of its operators."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.position = 0
        if sum(token in ("(", "!", "not", "-", "?") for _, token in self.tokens) > _MOST_SIGNS:
            raise Untranslatable("an expression of so many signs")

    def whole(self) -> str:
        value = self._choice()
        if self._peek()[1]:
            raise Untranslatable(self._peek()[1])
        return value

    def _choice(self) -> str:
        condition = self._level(0)
        if not self._take("?"):
            return condition
        yes = self._choice()
        self._need(":")
        return f"if {condition} then {yes} else {self._choice()}"

    def _level(self, index: int) -> str:
        if index == len(_LEVELS):
            return self._unary()
        value = self._level(index + 1)
        while (operator := _WORDS.get(self._peek()[1], self._peek()[1])) in _LEVELS[index]:
            self.position += 1
            value += _LEVELS[index][operator] + self._level(index + 1)
        return value

    def _unary(self) -> str:
        if self._take("!") or self._take("not"):
            # Not `not(…)`: there nothing counts as false, in FEEL the negation of nothing is nothing.
            return f"({self._unary()} != true)"
        if self._take("-"):
            return f"-{self._unary()}"
        return self._value()

    def _value(self) -> str:
        kind, text = self._next()
        if text == "(":
            value = f"({self._choice()})"
            self._need(")")
        elif kind == "name":
            return self._path(text)
        elif kind == "number":
            value = text
        elif kind == "text":
            value = _quoted(re.sub(r"\\(.)", r"\1", text[1:-1]))
        else:
            raise Untranslatable(text or "the end of the expression")
        return value

    def _path(self, name: str) -> str:
        if name in _JAVA:
            raise Untranslatable(name)
        if name == "now" and self._take("("):
            self._need(")")
            return "now()"
        value = name
        while name not in _LITERALS:
            if self._take("."):
                value += f".{self._field()}"
            elif self._take("["):
                value += self._index()
            else:
                break
        if self._peek()[1] == "(":
            raise Untranslatable(f"{value}(…)")
        return value

    def _field(self) -> str:
        kind, text = self._next()
        if kind != "name":
            raise Untranslatable(text)
        return text

    def _index(self) -> str:
        """Read a whole number, counted from 0 there and from 1 in FEEL."""
        kind, text = self._next()
        if kind != "number" or not text.isdigit():
            raise Untranslatable(f"[{text}]")
        self._need("]")
        return f"[{int(text) + 1}]"

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.position] if self.position < len(self.tokens) else ("", "")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self.position += 1
        return token

    def _take(self, text: str) -> bool:
        found = self._peek()[1] == text and self._peek()[0] != "text"
        self.position += found
        return found

    def _need(self, text: str) -> None:
        if not self._take(text):
            raise Untranslatable(self._peek()[1] or f"a missing {text}")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    trimmed, position = text.strip(), 0
    while position < len(trimmed):
        token = _TOKEN.match(trimmed, position)
        if token is None:
            raise Untranslatable(trimmed[position])
        yield token.lastgroup or "", token[token.lastgroup or 0]
        position = token.end()

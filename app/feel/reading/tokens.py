"""Cuts a text into tokens (DMN 1.5, grammar rules 26 to 37 and 61 to 65)."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "quoted", "number", "string", "symbol", "end"]

NAME_START = (
    r"?A-Z_a-z\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFC\U00010000-\U000EFFFF"
)
_NAME_PART = NAME_START + r"0-9\u00B7\u0300-\u036F\u203F\u2040"
_SPACE = r"\s\u0085\u00A0\u1680\u180E\u2000-\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF"
_TOKEN = re.compile(
    rf"""
    (?P<space>[{_SPACE}]+|//[^\n\r]*|/\*.*?\*/)
  | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?P<glued>[{NAME_START}][{_NAME_PART}]*)?)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<name>[{NAME_START}][{_NAME_PART}]*)
  | (?P<quoted>`[^`]+`)
  | (?P<symbol>\*\*|\.\.\.(?!\d)|\.\.|<=|>=|!=|->|[-+*/=<>()\[\]{{}},:.@'’])
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")

KEYWORDS = frozenset(
    {
        *("for", "in", "return", "if", "then", "else", "some", "every", "satisfies", "or", "and", "between"),
        *("instance", "of", "function", "true", "false", "null"),
    }
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; `text` is what names are compared by, `start` counts characters.

    Digits with letters after them, as in "section 4a", are a "name" too: a part of one.
    """

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def is_keyword(self) -> bool:
        """Tell whether it is a word that a name cannot start with."""
        return self.kind == "name" and self.text in KEYWORDS


class Unreadable(Exception):
    """A text that is no token of FEEL, or tokens in a wrong order."""

    def __init__(self, problem: str, position: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.position = position


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text, and one of kind "end" after them.

    Raises:
        Unreadable: a sign that FEEL does not have.
    """
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise Unreadable(_strange(text, position), position)
        if found.lastgroup != "space":
            tokens.append(_token(found))
        position = found.end()
    tokens.append(Token("end", "", len(text), len(text)))
    return tuple(tokens)


def _token(found: re.Match[str]) -> Token:
    kind = found.lastgroup
    if found["number"] is not None:
        kind = "name" if found["glued"] else "number"
    text = found[0].strip("`") if kind == "quoted" else found[0]
    return Token(kind, text, found.start(), found.end())  # type: ignore[arg-type]


def _strange(text: str, position: int) -> str:
    sign = text[position]
    if sign == '"':
        return "Expected a quotation mark at the end of a text, found none."
    return f"Expected a sign of FEEL, found {sign!r}."


def text_of_literal(literal: str) -> str:
    """Return the text that a literal with its quotation marks stands for; unknown escapes stay as they are."""
    if "\\" not in literal:
        return literal[1:-1]
    unescaped = _ESCAPE.sub(_unescaped, literal[1:-1])
    return _SURROGATES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), unescaped)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code is None:
        return _PLAIN_ESCAPES.get(found[3], found[0])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else found[0]

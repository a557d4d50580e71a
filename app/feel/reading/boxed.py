"""Reads lists, ranges, contexts, functions and iterations (DMN 1.5, grammar rules 44, 46 and 53 to 59)."""

from typing import Protocol

from app.feel.reading.cursor import Cursor
from app.feel.reading.names import NameTree
from app.feel.reading.tokens import Token, Unreadable, text_of_literal
from app.feel.reading.tree import (
    ContextLiteral,
    For,
    FunctionDefinition,
    Iterator,
    ListLiteral,
    Node,
    Quantified,
    Type,
)
from app.feel.reading.types import parse_type


class ExpressionParser(Protocol):
    """What reads the expressions inside."""

    def test(self) -> Node:
        """Read a comparison without left side, or an expression."""

    def expression(self) -> Node:
        """Read an expression."""

    def interval_from(self, start: Node, opening: Token) -> Node:
        """Read the rest of a range."""


def parse_boxed(parser: ExpressionParser, cursor: Cursor) -> Node:
    """Read what starts with "[" or "{": a list, a range, a context."""
    opening = cursor.advance()
    return _context(parser, cursor, opening) if opening.text == "{" else _list_or_range(parser, cursor, opening)


def _list_or_range(parser: ExpressionParser, cursor: Cursor, opening: Token) -> Node:
    if cursor.accept("]"):
        return ListLiteral(position=opening.start, items=())
    items = [parser.test()]
    if cursor.stands(".."):
        return parser.interval_from(items[0], opening)
    while cursor.accept(","):
        items.append(parser.test())
    cursor.expect("]", "after the elements of a list")
    return ListLiteral(position=opening.start, items=tuple(items))


def _context(parser: ExpressionParser, cursor: Cursor, opening: Token) -> Node:
    entries: dict[str, Node] = {}
    with cursor.scope() as scope:
        while not cursor.accept("}"):
            if entries:
                cursor.expect(",", "or '}' after the entry of a context")
            key_token = cursor.token
            key = _key(cursor)
            if key in entries:
                raise Unreadable(f"Expected keys that differ in a context, found {key!r} twice.", key_token.start)
            cursor.expect(":", "after the key of a context")
            entries[key] = parser.expression()
            cursor.declare(scope, key)
    return ContextLiteral(position=opening.start, entries=tuple(entries.items()))


def _key(cursor: Cursor) -> str:
    if cursor.token.kind == "string":
        return text_of_literal(cursor.advance().text)
    return cursor.take_new_name(":")


def parse_function(parser: ExpressionParser, cursor: Cursor) -> Node:
    """Read a function definition (55)."""
    position = cursor.advance().start
    cursor.expect("(", "after 'function'")
    parameters: list[tuple[str, Type | None]] = []
    while not cursor.accept(")"):
        if parameters:
            cursor.expect(",", "or ')' after a parameter")
        name = cursor.take_new_name(":", ",", ")")
        parameters.append((name, parse_type(cursor) if cursor.accept(":") else None))
    if cursor.stands("external"):
        raise Unreadable(
            "Expected a function written in FEEL, found an external one: functions of other languages are not run.",
            cursor.token.start,
        )
    with cursor.scope() as scope:
        for name, _ in parameters:
            cursor.declare(scope, name)
        body = parser.expression()
    return FunctionDefinition(position=position, parameters=tuple(parameters), body=body)


def parse_iteration(parser: ExpressionParser, cursor: Cursor) -> Node:
    """Read for … return …, some … satisfies …, every … satisfies …."""
    keyword = cursor.advance()
    with cursor.scope() as scope:
        iterators = [_iterator(parser, cursor, scope)]
        while cursor.accept(","):
            iterators.append(_iterator(parser, cursor, scope))
        if keyword.text == "for":
            cursor.expect("return", "after the names of 'for'")
            scope.add("partial")
            return For(position=keyword.start, iterators=tuple(iterators), body=parser.expression())
        cursor.expect("satisfies", f"after the names of {keyword.text!r}")
        return Quantified(
            position=keyword.start,
            deciding=keyword.text == "some",
            iterators=tuple(iterators),
            condition=parser.expression(),
        )


def _iterator(parser: ExpressionParser, cursor: Cursor, scope: NameTree) -> Iterator:
    position = cursor.token.start
    name = cursor.take_new_name("in")
    cursor.expect("in", "after the name of an iteration")
    source = parser.expression()
    end = parser.expression() if cursor.accept("..") else None
    scope.add(name)
    return Iterator(position=position, name=name, source=source, end=end)


def parse_named_argument(cursor: Cursor) -> str:
    """Read the name of an argument and its colon (40, 41)."""
    name = cursor.take_new_name(":")
    cursor.expect(":", "after the name of an argument")
    return name

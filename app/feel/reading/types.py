"""Reads types (DMN 1.5, grammar rule 52)."""

from collections.abc import Mapping
from dataclasses import replace

from app.feel.reading.cursor import Cursor
from app.feel.reading.names import KnownNames, NameTree, tree_of
from app.feel.reading.tokens import Unreadable, tokens_of
from app.feel.reading.tree import Type

_LONG_NAMES = ("date and time", "days and time duration", "years and months duration")


def parse_type(cursor: Cursor) -> Type:
    """Read a type.

    Raises:
        Unreadable: no type stands here.
        LimitReached: too-deep.
    """
    with cursor.nested():
        name = _name(cursor)
        if cursor.stands("<") and name in {"list", "range", "context", "function"}:
            cursor.advance()
            return _PARAMETERISED[name](cursor)
        return _of_the_model(name, cursor.types) or Type(name=name)


def _of_the_model(name: str, types: Mapping[str, str]) -> Type | None:
    """Return what a type of the model stands for; within it, its own name is unknown, for types end somewhere."""
    text = types.get(name)
    if text is None:
        return None
    found = type_of_text(text, {other: meaning for other, meaning in types.items() if other != name})
    return None if found is None else replace(found, of_model=name)


def type_of_text(text: str, types: Mapping[str, str]) -> Type | None:
    """Return the type that a text spells, None where it spells none."""
    try:
        cursor = Cursor(tokens_of(text), KnownNames(types=frozenset(types.items())), NameTree())
        type_ = parse_type(cursor)
    except Unreadable:
        return None
    return type_ if cursor.token.kind == "end" else None


def _name(cursor: Cursor) -> str:
    if cursor.token.kind == "quoted":
        return cursor.advance().text
    found = tree_of((*_LONG_NAMES, *cursor.types)).longest_match(cursor.tokens, cursor.index)
    if found:
        cursor.index += found[0]
        return found[1]
    if cursor.token.kind != "name" or (cursor.token.is_keyword and cursor.token.text not in {"function", "null"}):
        raise cursor.refusal("a type")
    words = cursor.advance().text
    while True:
        if cursor.token.kind == "name" and not cursor.token.is_keyword:
            words += " " + cursor.advance().text
        elif cursor.stands(".") and cursor.ahead().kind == "name":
            cursor.advance()
            words += "." + cursor.advance().text
        else:
            return words


def _one_argument(name: str, cursor: Cursor) -> Type:
    argument = parse_type(cursor)
    cursor.expect(">", f"after the type of the elements of {name}")
    return Type(name=name, arguments=(argument,))


def _context(cursor: Cursor) -> Type:
    fields: list[tuple[str, Type]] = []
    while not fields or cursor.accept(","):
        name = cursor.take_new_name(":")
        cursor.expect(":", "after the name of an entry")
        fields.append((name, parse_type(cursor)))
    cursor.expect(">", "after the entries of a context type")
    return Type(name="context", arguments=(), fields=tuple(fields))


def _function(cursor: Cursor) -> Type:
    arguments: list[Type] = []
    while not cursor.stands(">"):
        if arguments:
            cursor.expect(",", "or '>' after the type of a parameter")
        arguments.append(parse_type(cursor))
    cursor.advance()
    cursor.expect("->", "before the type of the result")
    return Type(name="function", arguments=tuple(arguments), result=parse_type(cursor))


_PARAMETERISED = {
    "list": lambda cursor: _one_argument("list", cursor),
    "range": lambda cursor: _one_argument("range", cursor),
    "context": _context,
    "function": _function,
}

"""The small language of messages: values, filters, if and for. Jinja reads it; whatever else Jinja can do is refused.

A template comes with a package, so it is a stranger's text: it reads the entries it is given and nothing behind them,
calls nothing, keeps nothing, and its loops share one budget of turns.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from jinja2 import ChainableUndefined, Template, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.domain.languages import Language
from app.languages import format_day, format_money, isolate

MOST_TURNS = 2_000
"""Turns that all loops of one text may take together."""
MOST_SIGNS = 20_000
"""Length of a template, and of what it may write."""

_WORDS: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For,
    nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Getattr, nodes.Getitem, nodes.Concat,
    nodes.Filter, nodes.Keyword, nodes.Test,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
)  # fmt: skip
_OF_LOOPS = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
_TURNS = "_turns"


class TooLong(Exception):
    """The text takes too many turns or grows too long."""


class _Environment(ImmutableSandboxedEnvironment):
    """Reads entries of mappings and lists; attributes and methods of objects do not exist."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext) and attribute in _OF_LOOPS:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Mapping) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, list | tuple) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        return False


def compile_text(source: str, language: Language) -> Template:
    """Return a text ready to be written. Raises TemplateSyntaxError."""
    return _compiled(source, language)


def parse_text(source: str, language: Language) -> nodes.Template:
    """Return the parts of a text, for whoever reads its names. Raises TemplateSyntaxError."""
    return _environment(language).parse(source)


def write_text(template: Template, values: Mapping[str, object]) -> str:
    """Fill a text in; a missing value leaves nothing. Raises TooLong, and TypeError or ValueError of a filter."""
    written: list[str] = []
    length = 0
    for part in template.generate({**values, _TURNS: [MOST_TURNS]}):
        written.append(part)
        length += len(part)
        if length > MOST_SIGNS:
            raise TooLong(f"expected at most {MOST_SIGNS} signs, found more")
    return "".join(written)


@lru_cache(maxsize=512)
def _compiled(source: str, language: Language) -> Template:
    environment = _environment(language)
    if len(source) > MOST_SIGNS:
        raise TemplateSyntaxError(f"expected at most {MOST_SIGNS} signs, found {len(source)}", 1)
    try:
        tree = environment.parse(source)
    except RecursionError as error:
        raise TemplateSyntaxError("expected a text without deep nesting", 1) from error
    for part in _inside(tree):
        if not isinstance(part, _WORDS) or (isinstance(part, nodes.For) and part.recursive):
            raise TemplateSyntaxError(
                f"expected values, filters, if and for, found “{type(part).__name__.lower()}”", part.lineno
            )
        if isinstance(part, nodes.Name | nodes.Filter) and part.name in (_TURNS, "self"):
            raise TemplateSyntaxError(f"expected the name of a value or a filter, found “{part.name}”", part.lineno)
    for loop in list(tree.find_all(nodes.For)):
        loop.iter = nodes.Filter(loop.iter, _TURNS, [], [], None, None, lineno=loop.lineno)
    return environment.from_string(tree)


def _inside(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for part in tree.iter_child_nodes():
        yield from _inside(part)


@lru_cache(maxsize=16)
def _environment(language: Language) -> _Environment:
    environment = _Environment(undefined=ChainableUndefined, autoescape=False, finalize=_blank_when_missing)
    environment.globals.clear()
    environment.filters.clear()
    environment.filters.update(
        {
            "day": lambda value: _day(value, language),
            "money": lambda value: "" if _is_missing(value) else format_money(int(value), language),
            "isolate": lambda value: "" if _is_missing(value) else isolate(value),
            "default": lambda value, other="": value or other,
            "join": lambda value, sign=", ": str(sign).join(str(item) for item in value or ()),
            "length": lambda value: len(value or ()),
            _TURNS: _counted,
        }
    )
    return environment


@pass_context
def _counted(context: Context, items: Any) -> Iterator[Any]:
    """Give the entries of a list, each turn taken from the budget of the text; a missing list has none."""
    left = context[_TURNS]
    found: Iterable[Any] = items if isinstance(items, list | tuple | Mapping) else ()
    for item in found:
        left[0] -= 1
        if left[0] < 0:
            raise TooLong(f"expected at most {MOST_TURNS} turns of loops, found more")
        yield item


def _is_missing(value: object) -> bool:
    return value is None or value == "" or isinstance(value, Undefined)


def _blank_when_missing(value: object) -> object:
    return "" if value is None else value


def _day(value: object, language: Language) -> str:
    """Return a day in words; the case document keeps days as ISO text."""
    if _is_missing(value):
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if not isinstance(value, date):
        raise TypeError(f"expected a day, found {value!r}")
    return format_day(value, language)

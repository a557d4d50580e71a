"""Templates in the texts of a form, as form-js has them: `{{value}}`, `{{#if x}}…{{/if}}`, `{{#loop xs}}…{{/loop}}`.

In a loop the element is `this`, what is around it `parent`; the entries of an element that is a context have names too.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

MOST_ROUNDS = 200
LONGEST_RESULT = 100_000
DEEPEST = 5
_MARK = re.compile(r"\{\{([^{}]{1,500})\}\}")
_OPENING = re.compile(r"#(if|loop)\s+(.+)", re.DOTALL)

Evaluate = Callable[[str, Mapping[str, object] | None], object]
Escape = Callable[[object], str]


@dataclass(frozen=True, kw_only=True)
class Section:
    """`{{#if …}}` or `{{#loop …}}` with what stands inside; an empty kind is the whole text."""

    kind: str = ""
    expression: str = ""
    parts: list["str | Insertion | Section"] = field(default_factory=list)


@dataclass(frozen=True)
class Insertion:
    """`{{…}}`."""

    expression: str


class Template:
    """A text that was read. `mistakes` tells its author what is not closed or opened."""

    def __init__(self, root: Section, mistakes: tuple[str, ...]) -> None:
        self._root, self.mistakes = root, mistakes

    @property
    def expressions(self) -> list[str]:
        """The expressions in it, in order."""
        return list(_expressions(self._root))

    @property
    def is_plain(self) -> bool:
        """Tell whether values are only inserted: no section."""
        return not any(isinstance(part, Section) for part in self._root.parts)

    def fill(self, evaluate: Evaluate, escape: Escape) -> str:
        """Return the text; a null value is nothing. Longer than 100,000 signs is cut."""
        return "".join(_fill(self._root, evaluate, escape, None))[:LONGEST_RESULT]


@lru_cache(maxsize=2048)
def read_template(source: str) -> Template:
    """Read a text; what cannot be read stays in it as it stands."""
    stack, mistakes, end = [Section()], [], 0
    for found in _MARK.finditer(source):
        stack[-1].parts.append(source[end : found.start()])
        end = found.end()
        mark = found[1].strip()
        opening = _OPENING.fullmatch(mark)
        if opening and len(stack) <= DEEPEST:
            stack.append(Section(kind=opening[1], expression=opening[2].strip()))
        elif mark.startswith("/") and len(stack) > 1 and mark[1:].strip() == stack[-1].kind:
            closed = stack.pop()
            stack[-1].parts.append(closed)
        elif mark.startswith(("#", "/")):
            mistakes.append(f"{{{{{mark}}}}} has no partner, is unknown, or stands too deep")
        else:
            stack[-1].parts.append(Insertion(mark))
    stack[-1].parts.append(source[end:])
    while len(stack) > 1:
        mistakes.append(f"{{{{#{stack[-1].kind} {stack[-1].expression}}}}} is not closed")
        closed = stack.pop()
        stack[-1].parts.append(closed)
    return Template(stack[0], tuple(mistakes))


def _expressions(section: Section) -> Iterator[str]:
    if section.kind:
        yield section.expression
    for part in section.parts:
        if isinstance(part, Insertion):
            yield part.expression
        elif isinstance(part, Section):
            yield from _expressions(part)


def _fill(section: Section, evaluate: Evaluate, escape: Escape, scope: Mapping[str, object] | None) -> Iterator[str]:
    for part in section.parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Insertion):
            value = evaluate(part.expression, scope)
            yield "" if value is None else escape(value)
        else:
            yield from _fill_section(part, evaluate, escape, scope)


def _fill_section(
    section: Section, evaluate: Evaluate, escape: Escape, scope: Mapping[str, object] | None
) -> Iterator[str]:
    value = evaluate(section.expression, scope)
    if section.kind == "if":
        if value is True:
            yield from _fill(section, evaluate, escape, scope)
        return
    written = 0
    for item in value[:MOST_ROUNDS] if isinstance(value, list) else ():
        entries = {str(key): entry for key, entry in item.items()} if isinstance(item, Mapping) else {}
        for words in _fill(
            section, evaluate, escape, {**(scope or {}), **entries, "this": item, "parent": scope or {}}
        ):
            written += len(words)
            if written > LONGEST_RESULT:
                return
            yield words

"""A small part of Markdown as safe HTML: paragraphs, headings, bold, lists, links. The rest is shown as typed."""

import re
from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup, escape

from app.forms.feelers import Evaluate, read_template

Take = Callable[[str], str | None]
"""Returns the expression when the browser can compute it."""
Say = Callable[[object], str]
"""Words a value as people read it."""

_INLINE = re.compile(r"\\([!-/:-@\[-`{-~])|\*\*([^*\n]+)\*\*|\[([^\[\]\n]+)\]\(([^()\s]+)\)")
_ITEM = re.compile(r"[ \t]*(?:[-*]|([0-9]{1,3})[.)])[ \t]+(.+)")
_HEADING = re.compile(r"(#{1,3})[ \t]+(.+)")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\]))[^\\]*", re.IGNORECASE)


def render_markdown(source: str, evaluate: Evaluate, say: Say = str) -> Markup:
    """Return the HTML of the author's text; `{{expression}}` is replaced by its value in words, never markup."""
    filled = read_template(source).fill(evaluate, lambda value: escape_signs(say(value)))
    return Markup("\n").join(_render_block(block) for block in _blocks(filled))


def mark_values(source: str, evaluate: Evaluate, take: Take, say: Say = str) -> Markup:
    """Return the same HTML with each value that `take` accepts in an element of its own, named by its expression.

    Values inside of sections (`{{#if}}`, `{{#loop}}`) stay as they are: they belong to one round of the section. What
    is marked is written as the browser computes it, the rest as `say` words it.
    """
    marked: list[str] = []

    def write(expression: str, scope: Mapping[str, object] | None) -> object:
        value = evaluate(expression, scope)
        if scope is not None or take(expression) is None:
            return "" if value is None else escape_signs(say(value))
        marked.append(expression)
        return f"{_FROM}{'' if value is None else escape_signs(str(value))}{_TO}"

    template = read_template(source)
    if not template.is_plain:
        return render_markdown(source, evaluate, say)
    written = str(Markup("\n").join(_render_block(block) for block in _blocks(template.fill(write, str))))
    for expression in marked:
        start = Markup('<output data-feel="{}">').format(expression)
        written = written.replace(_FROM, start, 1).replace(_TO, "</output>", 1)
    return Markup(written)  # noqa: S704 - made of escaped parts above


_FROM, _TO = "\ue000", "\ue001"
"""Signs of the private area around a value while the text is still Markdown."""


def render_words(words: str) -> Markup:
    """Return plain words as one paragraph."""
    return Markup("<p>{}</p>").format(words)


def insertions(source: str) -> list[str]:
    """Return the expressions between `{{` and `}}`."""
    return read_template(source).expressions


def escape_signs(value: str) -> str:
    value = value.replace(_FROM, "").replace(_TO, "")
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(value.split()))


def _blocks(source: str) -> Iterator[list[str]]:
    """Give runs of lines: paragraphs, lists (all items of one kind), single headings."""
    block: list[str] = []
    for line in [*source.splitlines(), ""]:
        if block and (not line.strip() or _shape(line) != _shape(block[0]) or _shape(line) == "heading"):
            yield block
            block = []
        if line.strip():
            block.append(line)


def _shape(line: str) -> str:
    if _HEADING.match(line):
        return "heading"
    item = _ITEM.match(line)
    return "text" if item is None else "numbered" if item[1] else "list"


def _render_block(lines: list[str]) -> Markup:
    shape = _shape(lines[0])
    if shape == "text":
        return Markup("<p>{}</p>").format(Markup("<br>").join(_render_inline(line.strip()) for line in lines))
    if shape == "heading":
        found = _HEADING.match(lines[0])
        marks, words = found.groups() if found else ("#", lines[0])
        level = len(marks) + 1  # the page has the only h1
        return Markup("<h{0}>{1}</h{0}>").format(level, _render_inline(words.strip()))
    items = Markup("").join(
        Markup("<li>{}</li>").format(_render_inline(found[2].strip())) for line in lines if (found := _ITEM.match(line))
    )
    if shape == "numbered":
        return Markup("<ol>{}</ol>").format(items)
    return Markup("<ul>{}</ul>").format(items)


def _render_inline(words: str) -> Markup:
    parts, end = [], 0
    for found in _INLINE.finditer(words):
        parts.append(escape(words[end : found.start()]))
        parts.append(_render_mark(found))
        end = found.end()
    return Markup("").join([*parts, escape(words[end:])])


def _render_mark(found: re.Match[str]) -> Markup:
    sign, bold, label, address = found.groups()
    if sign:
        return escape(sign)
    if bold:
        return Markup("<strong>{}</strong>").format(_render_inline(bold))
    if not _SAFE_LINK.fullmatch(address):
        return escape(found[0])
    return Markup('<a href="{}">{}</a>').format(address, label)

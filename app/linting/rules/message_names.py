"""A message names only what messages are given.

Why: a misspelt name prints nothing, and the citizen reads a sentence with a hole in it.
Wrong: {{ case.number }}, {{ applicant }}
Right: {{ case.reference }}, {{ case.applicant }}; `document` holds the answers, so its names are not checked here.
Source: layout of packages (case, commune, document, links, reason).
"""

from collections.abc import Iterator
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.message_language import parse_text

GIVEN = {
    "case": {"reference", "applicant", "filed_on", "due_on", "tracking_code", "language"},
    "commune": {"ar", "fr"},
    "links": {"follow", "verify", "pay"},
    "document": None,
    "reason": None,
}
"""The names of a message; None: what stands inside is not known beforehand."""


@rule("message-names", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for key, texts in package.messages.items():
        for language, source in texts.items():
            file = f"processes/{package.key}/messages/{key}.{language}.txt"
            for line, name in _unknown(source):
                given = ", ".join(sorted(GIVEN))
                message = f"Expected a name under {given}, found “{name}”: correct it."
                yield Remark(file=file, element=key, line=line, message=message)


@lru_cache(maxsize=512)
def _unknown(source: str) -> tuple[tuple[int, str], ...]:
    """Return (line, name) of each name that messages are not given."""
    try:
        return tuple(_names_beyond(parse_text(source, "fr")))
    except TemplateSyntaxError:
        return ()  # The rule message-languages says so.


def _names_beyond(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    free = find_undeclared_variables(tree)
    for name in tree.find_all(nodes.Name):
        if name.name in free - GIVEN.keys():
            yield name.lineno, name.name
    for part in tree.find_all(nodes.Getattr):
        if isinstance(part.node, nodes.Name) and part.node.name in free:
            known = GIVEN.get(part.node.name)
            if known is not None and part.attr not in known:
                yield part.lineno, f"{part.node.name}.{part.attr}"

"""What a procedure's policy speaks of, each thing with its title, its rule, and where that rule comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.languages import Language, choose
from app.procedures.tailoring import Base, Group, Policy, Rule
from app.procedures.tailoring.base import WHOLE_FORM, plain_text
from app.queries.changeable import names_in_order

LONGEST_EXCERPT = 120


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One thing that communes may or may not change.

    `title` and `excerpt` are in the reader's language, "" where the procedure says nothing; `part` is what groups it in
    a list. `own` is True when a rule of the policy names it, `wide` when it stands for several (`statuses.*`).
    """

    group: Group
    name: str
    title: str
    rule: Rule
    own: bool
    excerpt: str = ""
    part: str = ""
    wide: bool = False


def list_things(base: Base, policy: Policy, group: Group, language: Language) -> list[Thing]:
    """Return the things of a group: rules for several first, then by name in the order of the procedure."""
    rules = policy.rules.get(group, {})
    wide = [name for name in rules if name.endswith("*")]
    return [find_thing(base, policy, group, name, language) for name in (*wide, *names_in_order(base, group))]


def find_thing(base: Base, policy: Policy, group: Group, name: str, language: Language) -> Thing:
    """Return one thing with its rule; a name that the procedure does not have has no title."""
    title, excerpt = _WORDS[group](base, name, language)
    return Thing(
        group=group,
        name=name,
        title=title,
        excerpt=excerpt[:LONGEST_EXCERPT],
        part=name.partition(".")[0],
        rule=policy.rule_for(group, name),
        own=name in policy.rules.get(group, {}),
        wide=name.endswith("*"),
    )


def wider_names(base: Base, group: Group, name: str) -> tuple[str, ...]:
    """Return the names that stand for this thing among others: `statuses.ready.*`, `statuses.*`, `*`."""
    parts = name.removesuffix(".*").split(".")
    wide = [".".join([*parts[:count], "*"]) for count in range(len(parts) - 1, -1, -1)]
    return tuple(one for one in wide if one != name)


def is_thing(base: Base, policy: Policy, group: Group, name: str) -> bool:
    """Tell whether a rule may be about this name: a thing of the procedure, several of them, or a rule that stands."""
    if name in policy.rules.get(group, {}) or name == "*":
        return True
    names = base.names(group)
    return name in names or (name.endswith(".*") and any(one.startswith(name[:-1]) for one in names))


def _parameter(base: Base, name: str, language: Language) -> tuple[str, str]:
    found = base.find_parameter(name) or {}
    return choose(found.get("title") or {}, language) or "", ""


def _text(base: Base, name: str, language: Language) -> tuple[str, str]:
    texts = {code: text for code in base.languages() if (text := base.find_text(code, name))}
    return "", choose(texts, language) or ""


def _message(base: Base, name: str, language: Language) -> tuple[str, str]:
    message, _, part = name.rpartition(".")
    return "", base.message_parts(message, language).get(part, "")


def _field(base: Base, name: str, language: Language) -> tuple[str, str]:
    form, _, key = name.partition(".")
    words = base.form_words(language, form)
    if key == WHOLE_FORM:
        return str(words.get("title") or ""), ""
    component = base.find_slot(form, key) or base.find_field(form, key) or {}
    return _label(component, key, words), str(words.get("title") or "")


def _label(component: Mapping[str, Any], key: str, words: Mapping[str, Any]) -> str:
    laid_over = (words.get("components") or {}).get(component.get("id") or key) or {}
    return str(laid_over.get("label") or component.get("label") or "")


def _role(base: Base, name: str, language: Language) -> tuple[str, str]:
    return choose(base.roles.get(name) or {}, language) or "", ""


def _document(base: Base, name: str, language: Language) -> tuple[str, str]:
    document, _, block = name.partition(".")
    blocks = base.blocks(document)
    texts = {code: plain_text(text) for (one, code), text in blocks.items() if one == block}
    return base.find_text(language, f"documents.{document}.title") or "", choose(texts, language) or ""


def _step(base: Base, name: str, language: Language) -> tuple[str, str]:
    switched = [one for one in base.model.elements.values() if one.optional == name]
    titles = [choose(one.names, language) or one.id for one in switched]
    return " · ".join(titles), ""


def _element(base: Base, name: str, language: Language) -> tuple[str, str]:
    found = base.model.elements.get(name)
    return choose(found.names, language) if found else "", ""


_WORDS: Mapping[Group, Any] = {
    "parameters": _parameter,
    "texts": _text,
    "messages": _message,
    "fields": _field,
    "pieces": lambda *_: ("", ""),
    "roles": _role,
    "documents": _document,
    "steps": _step,
    "elements": _element,
}

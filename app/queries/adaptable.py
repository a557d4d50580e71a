"""What a procedure's policy speaks of, each thing with its title, its rule, and where that rule comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.languages import Language, choose
from app.procedures.tailoring import Base, Group, Policy, Rule
from app.procedures.tailoring.base import NEW_PIECE, WHOLE_FORM, components_of, plain_text
from app.procedures.yaml_source import kept_mapping

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
    return [find_thing(base, policy, group, name, language) for name in (*wide, *ordered_names(base, group))]


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


def ordered_names(base: Base, group: Group) -> list[str]:
    """Return the names of a group in the order of the files, each once."""
    names = base.names(group)
    kept = [name for name in dict.fromkeys(_IN_ORDER[group](base)) if name in names]
    return [*kept, *sorted(names - set(kept))]


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


def _field(base: Base, name: str, language: Language) -> tuple[str, str]:
    form, _, key = name.partition(".")
    words = _form_words(base, form, language)
    if key == WHOLE_FORM:
        return str(words.get("title") or ""), ""
    component = base.find_slot(form, key) or base.find_field(form, key) or {}
    return _label(component, key, words), str(words.get("title") or "")


def _label(component: Mapping[str, Any], key: str, words: Mapping[str, Any]) -> str:
    laid_over = (words.get("components") or {}).get(component.get("id") or key) or {}
    return str(laid_over.get("label") or component.get("label") or "")


def _form_words(base: Base, form: str, language: Language) -> Mapping[str, Any]:
    path = base.form_texts_path(language)
    content = base.files.get(path, b"")
    found = kept_mapping(content, path).get(form) if content.strip() else None
    return found if isinstance(found, Mapping) else {}


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


def _fields_in_order(base: Base) -> Iterator[str]:
    for form in base.manifest.get("forms") or ():
        yield f"{form}.{WHOLE_FORM}"
        for one in components_of(base.form(form)):
            yield f"{form}.{one.get('id') if one.get('type') == 'group' else one.get('key')}"


def _parameters_in_order(base: Base) -> Iterator[str]:
    return (str(row.get("key")) for row in base.manifest.get("parameters") or ())


def _by_name(group: Group) -> Any:
    return lambda base: iter(sorted(base.names(group)))


_WORDS: Mapping[Group, Any] = {
    "parameters": _parameter,
    "texts": _text,
    "fields": _field,
    "pieces": lambda *_: ("", ""),
    "roles": _role,
    "documents": _document,
    "steps": _step,
    "elements": _element,
}
_IN_ORDER: Mapping[Group, Any] = {
    "parameters": _parameters_in_order,
    "texts": _by_name("texts"),
    "fields": _fields_in_order,
    "pieces": lambda _: iter((NEW_PIECE,)),
    "roles": _by_name("roles"),
    "documents": _by_name("documents"),
    "steps": _by_name("steps"),
    "elements": _by_name("elements"),
}

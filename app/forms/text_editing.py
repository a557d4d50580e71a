"""The texts of a form in one language, for whoever writes them: what there is, what is missing, and how it is kept."""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.languages import Language, Text
from app.forms.definition import FormDefinition
from app.forms.package_changes import texts_path
from app.forms.structure import FormComponent, option_text, walk
from app.procedures.changes import Changes, Files
from app.procedures.yaml_editing import edited, put, put_at

PARTS = ("title", "label", "description", "text", "prefix", "suffix")
LONGEST_TEXT = 4_000


@dataclass(frozen=True, kw_only=True)
class FormText:
    """One text: `component` is empty for the title of the form; `part` a name of PARTS, `option:VALUE` or `error:RULE`.

    `words` has the languages in which it exists; a message of error that nobody wrote has none.
    """

    component: str
    part: str
    words: Text

    @property
    def in_form(self) -> bool:
        """Whether its French stands in the form itself, and not in the file of French texts."""
        return self.part != "title" and not self.part.startswith("error:")

    def is_missing(self, language: Language) -> bool:
        """Tell whether people of this language see another one in place of this text."""
        french = self.words.get("fr", "")
        return bool(french) and not self.words.get(language) and not french.startswith("=")


@dataclass(frozen=True, kw_only=True)
class NewText:
    """A text as it was typed; an empty one is taken away."""

    component: str
    part: str
    text: str


def list_texts(form: FormDefinition, own: frozenset[str]) -> tuple[FormText, ...]:
    """Return the texts of a form in reading order; `own` are the ids of its own components, not of shared blocks."""
    title = FormText(component="", part="title", words=form.title)
    parts = (text for component in walk(form.components) if component.id in own for text in _texts(component))
    return (title, *parts)


def own_components(raw: object) -> frozenset[str]:
    """Return the ids of the components that stand in the JSON of a form itself."""
    found: set[str] = set()
    waiting = [raw]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Mapping):
            continue
        found.add(str(one.get("id") or one.get("key") or ""))
        children = one.get("components")
        waiting += children if isinstance(children, list) else []
    return frozenset(found - {""})


def write_texts(
    files: Files, slug: str, form: str, language: Language, texts: Sequence[NewText], renamed: Mapping[str, str]
) -> Changes:
    """Return the changes that keep the texts of a form; `renamed` gives the new id of each component that has one.

    A language that the package does not have yet changes nothing. Raises SourceRefused.
    """
    path = texts_path(slug, language)
    if path not in files or not (texts or renamed):
        return {}

    def change(top: MutableMapping[str, Any]) -> None:
        _rename(top, form, renamed)
        for text in texts:
            _put(top, form, text)

    content = edited(files[path], path, change)
    return {path: content} if content != files[path] else {}


def _texts(component: FormComponent) -> Iterator[FormText]:
    named = {
        "label": component.label,
        "description": component.description,
        "text": component.text,
        "prefix": component.prefix,
        "suffix": component.suffix,
        **{f"option:{option.posted}": option.label for option in component.options},
    }
    for part, words in named.items():
        if any(words.values()):
            yield FormText(component=component.id, part=part, words=words)
    for rule in dict.fromkeys([*_rules(component), *component.errors]):
        yield FormText(component=component.id, part=f"error:{rule}", words=component.errors.get(rule, {}))


def _rules(component: FormComponent) -> Iterator[str]:
    """Give the rules of a field for which an author may write a message."""
    rules = component.rules
    bounds = {"min": rules.minimum, "max": rules.maximum, "minLength": rules.min_length, "maxLength": rules.max_length}
    named = {"required": rules.required, **bounds, "pattern": rules.pattern}
    yield from (name for name, bound in named.items() if bound is not None and bound is not False)
    if component.kind:
        yield component.kind


def _put(top: MutableMapping[str, Any], form: str, text: NewText) -> None:
    value = text.text or None
    kind, _, name = text.part.partition(":")
    if kind == "title":
        put_at(top, [form, "title"], value)
    elif kind == "option":
        _put_option(top, [form, "components", text.component, "options"], name, value)
    else:
        place = ["errors", name] if kind == "error" else [kind]
        put_at(top, [form, "components", text.component, *place], value)


def _put_option(top: MutableMapping[str, Any], path: Sequence[str], name: str, value: str | None) -> None:
    """Keep the label of an option: its key may be written as a number or as true."""
    options: Any = top
    for part in path:
        options = options.get(part) if isinstance(options, Mapping) else None
    known = next((key for key in options or () if option_text(key) == name), name)
    if isinstance(options, MutableMapping) and value is not None:
        put(options, known, value)
    else:
        put_at(top, [*path, known], value)


def _rename(top: MutableMapping[str, Any], form: str, renamed: Mapping[str, str]) -> None:
    texts = top.get(form)
    components = texts.get("components") if isinstance(texts, Mapping) else None
    if not isinstance(components, MutableMapping):
        return
    for old, new in renamed.items():
        if old in components and new not in components:
            components[new] = components.pop(old)

"""The texts of a form in one language, for whoever writes them: what there is, what is missing, and how it is kept."""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.languages import Language
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

    `french` is what stands in the form; `translated` what this very language has, empty where it has nothing.
    """

    component: str
    part: str
    french: str
    translated: str

    @property
    def is_missing(self) -> bool:
        """Whether people see French in place of this text."""
        return bool(self.french) and not self.translated and not self.french.startswith("=")


@dataclass(frozen=True, kw_only=True)
class NewText:
    """A text as it was typed; an empty one is taken away."""

    component: str
    part: str
    text: str


def list_texts(form: FormDefinition, own: frozenset[str], language: Language) -> tuple[FormText, ...]:
    """Return the texts of a form in reading order; `own` are the ids of its own components, not of shared blocks."""
    title = FormText(
        component="", part="title", french=form.title.get("fr", ""), translated=form.title.get(language, "")
    )
    parts = (text for component in walk(form.components) if component.id in own for text in _texts(component, language))
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
    if path not in files:
        return {}

    def change(top: MutableMapping[str, Any]) -> None:
        _rename(top, form, renamed)
        for text in texts:
            _put(top, form, text)

    content = edited(files[path], path, change)
    return {path: content} if content != files[path] else {}


def _texts(component: FormComponent, language: Language) -> Iterator[FormText]:
    named = {
        "label": component.label,
        "description": component.description,
        "text": component.text,
        "prefix": component.prefix,
        "suffix": component.suffix,
        **{f"option:{option.posted}": option.label for option in component.options},
        **{f"error:{rule}": message for rule, message in component.errors.items()},
    }
    for part, text in named.items():
        if text.get("fr") or text.get(language):
            yield FormText(
                component=component.id, part=part, french=text.get("fr", ""), translated=text.get(language, "")
            )


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

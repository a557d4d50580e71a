"""Every text of a procedure in its languages: what is missing, where it stands, and whether anything reads it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.languages import LANGUAGES, Language, Text
from app.forms import FormDefinition
from app.forms.packages import read_forms
from app.forms.structure import FormComponent, walk
from app.procedures import ProcedurePackage
from app.procedures.authoring.texts import TextPlace, component_ids
from app.procedures.message_templates import MessageRefused, split_template
from app.procedures.yaml_source import kept_mapping

PARTS = ("fiche", "tasks", "statuses", "outcomes", "documents", "decisions", "reasons", "forms", "messages", "values")
_GROUPS = ("fiche", "tasks", "statuses", "outcomes", "documents")
"""Groups of which every text that is read is known; of the others (reasons, decisions) keys are chosen when running."""


@dataclass(frozen=True, kw_only=True)
class TextRow:
    """One text. `demanded`: Arabic and French must have it. `read` is False where nothing uses it any more."""

    place: TextPlace
    part: str
    texts: Text
    demanded: bool = False
    read: bool = True

    @property
    def name(self) -> str:
        """The place in words of the files: `tasks.sign.title`."""
        return ".".join(self.place.path)

    @property
    def computed(self) -> bool:
        """True when the text is an expression, which no language translates."""
        return any(text.startswith("=") for text in self.texts.values())

    def misses(self, language: Language) -> bool:
        """Tell whether the text is wanted in a language and does not stand there."""
        wanted = self.demanded or any(self.texts.values())
        return self.read and wanted and not self.computed and not self.texts.get(language)


def list_texts(package: ProcedurePackage) -> list[TextRow]:
    """Return every text once, by part, in the order in which the files have them."""
    rows = [*_of_procedure(package), *_of_forms(package), *_of_messages(package), *_of_parameters(package)]
    return sorted(rows, key=lambda row: PARTS.index(row.part) if row.part in PARTS else len(PARTS))


def list_written_texts(slug: str, files: Mapping[str, bytes]) -> list[TextRow]:
    """Return the texts of translations alone, for a package that cannot be loaded. Raises SourceRefused."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for language in LANGUAGES:
        path = f"processes/{slug}/translations/{language}.yaml"
        content = files.get(path, b"")
        for keys, text in _leaves(kept_mapping(content, path) if content.strip() else {}):
            found.setdefault(keys, {})[language] = text
    return [
        TextRow(place=TextPlace(home="procedure", path=keys), part=_part(keys), texts=texts)
        for keys, texts in found.items()
    ]


def count_missing(rows: Iterable[TextRow], languages: Iterable[Language]) -> dict[Language, int]:
    """Return how many texts each language misses."""
    listed = list(rows)
    return {language: sum(row.misses(language) for row in listed) for language in languages}


def _of_procedure(package: ProcedurePackage) -> Iterator[TextRow]:
    written: dict[tuple[str, ...], dict[str, str]] = {}
    for language, texts in package.translations.items():
        for keys, text in _leaves(texts):
            written.setdefault(keys, {})[language] = text
    expected = dict(_expected(package))
    for keys in _merged(expected, written):
        texts = written.get(keys, {})
        demanded = expected.get(keys, False) and not _comes_with_a_flow(package, keys)
        read = keys in expected or (keys[0] not in _GROUPS and keys[0] in PARTS)
        if texts or demanded:
            place = TextPlace(home="procedure", path=keys)
            yield TextRow(place=place, part=_part(keys), texts=texts, demanded=demanded, read=read)


def _merged(expected: Mapping[tuple[str, ...], bool], written: Mapping[tuple[str, ...], Any]) -> list[tuple[str, ...]]:
    """Return the paths of both; an item that is written as {name, note} takes the place of its one text."""
    paths = list(dict.fromkeys([*expected, *written]))
    return [path for path in paths if path in written or (*path, "name") not in written]


def _expected(package: ProcedurePackage) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Give (path, demanded) of each text that some page, document or message reads."""
    for part in ("title", "summary", "audience", "silence"):
        yield ("fiche", part), True
    for part in ("responsible", "steps_note"):
        yield ("fiche", part), False
    for piece in package.manifest["pieces"]:
        yield ("fiche", "pieces", piece["key"], "name"), True
        yield ("fiche", "pieces", piece["key"], "note"), False
    for group in ("fees", "legal_basis", "appeals"):
        for entry in package.manifest[group]:
            yield ("fiche", group, entry["key"]), True
            yield ("fiche", group, entry["key"], "name"), False
            yield ("fiche", group, entry["key"], "note"), False
    yield from _expected_of_elements(package)
    for key in package.documents:
        yield ("documents", key, "title"), True
    yield ("outcomes", "withdrawn", "title"), False
    yield ("outcomes", "withdrawn", "explanation"), False


def _expected_of_elements(package: ProcedurePackage) -> Iterator[tuple[tuple[str, ...], bool]]:
    for model in (package.bpmn, *package.flows.models.values()):
        for element in model.elements.values():
            if element.kind == "userTask":
                yield ("tasks", element.id, "title"), True
                yield ("tasks", element.id, "action"), True
                yield ("tasks", element.id, "hint"), False
            for group, key in (("statuses", element.status), ("outcomes", element.outcome)):
                if key:
                    yield (group, key, "title"), True
                    yield (group, key, "explanation"), True


def _comes_with_a_flow(package: ProcedurePackage, keys: tuple[str, ...]) -> bool:
    """Tell whether a shared flow brings the text along in both languages."""
    node_of = {language: _node(package.flows.texts.get(language, {}), keys) for language in ("ar", "fr")}
    return all(isinstance(text, str) and text for text in node_of.values())


def _of_forms(package: ProcedurePackage) -> Iterator[TextRow]:
    definitions = read_forms(package)
    own = [name for name in package.manifest["forms"] if name in definitions]
    for name in own:
        form = definitions[name]
        yield _form_row((name, "title"), form.title, demanded=True)
        ids = component_ids(package.forms[name])
        for component in walk(form.components):
            if component.id in ids:
                yield from _of_component(name, component)
    yield from _unread_of_forms(package, {name: definitions[name] for name in own})


def _of_component(form: str, component: FormComponent) -> Iterator[TextRow]:
    home = (form, "components", component.id)
    for part, text in (("label", component.label), ("description", component.description), ("text", component.text)):
        if text or (part == "label" and component.key is not None):
            yield _form_row((*home, part), text, demanded=True)
    for option in component.options:
        yield _form_row((*home, "options", option.posted), option.label, demanded=True)
    for rule, text in component.errors.items():
        yield _form_row((*home, "errors", rule), text)


def _form_row(path: tuple[str, ...], texts: Text, *, demanded: bool = False, read: bool = True) -> TextRow:
    place = TextPlace(home="forms", path=path)
    return TextRow(place=place, part="forms", texts=dict(texts), demanded=demanded, read=read)


def _unread_of_forms(package: ProcedurePackage, forms: Mapping[str, FormDefinition]) -> Iterator[TextRow]:
    found: dict[tuple[str, ...], dict[str, str]] = {}
    shared = package.flows.form_texts
    for language, texts in package.form_translations.items():
        for keys, text in _leaves(texts):
            if keys[0] not in shared.get(language, {}) and not _is_read(forms, keys):
                found.setdefault(keys, {})[language] = text
    for keys, texts in found.items():
        yield _form_row(keys, texts, read=False)


def _is_read(forms: Mapping[str, FormDefinition], keys: tuple[str, ...]) -> bool:
    form = forms.get(keys[0])
    if form is None:
        return False
    if len(keys) < 3 or keys[1] != "components":
        return keys[1:] == ("title",)
    component = next((one for one in walk(form.components) if one.id == keys[2]), None)
    if component is None:
        return False
    if keys[3:4] == ("options",):
        return any(option.posted == keys[-1] for option in component.options)
    return True


def _of_messages(package: ProcedurePackage) -> Iterator[TextRow]:
    for key in package.manifest["messages"]:
        subjects: dict[str, str] = {}
        for language, source in package.messages.get(key, {}).items():
            try:
                subjects[language] = split_template(source, file=f"{key}.{language}.txt").subject
            except MessageRefused:
                continue
        place = TextPlace(home="messages", path=("messages", key))
        yield TextRow(place=place, part="messages", texts=subjects, demanded=True)


def _of_parameters(package: ProcedurePackage) -> Iterator[TextRow]:
    for loaded in package.manifest["parameters"]:
        place = TextPlace(home="parameters", path=(loaded["key"],))
        yield TextRow(place=place, part="values", texts=dict(loaded["title"]), demanded=True)


def _leaves(node: Mapping[Any, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in node.items():
        keys = (*path, str(key).lower() if isinstance(key, bool) else str(key))
        if isinstance(value, Mapping):
            yield from _leaves(value, keys)
        elif isinstance(value, str):
            yield keys, value


def _node(texts: Any, keys: tuple[str, ...]) -> Any:
    for name in keys:
        texts = texts.get(name) if isinstance(texts, Mapping) else None
    return texts


def _part(keys: tuple[str, ...]) -> str:
    return keys[0]

"""Joins the French texts of the JSON with those of `translations/<language>.yaml`."""

from collections.abc import Iterator, Mapping

from app.domain.findings import Finding
from app.domain.languages import Text
from app.forms.structure import FormComponent, option_text

_SOURCE = "fr"
_OPTIONAL = ("zgh",)
"""Languages in which a form may be incomplete."""


class FormTexts:
    """The translated texts of one form.

    {language: {title, components: {id: {label, description, text, options: {value: label}, errors: {rule: message}}}}}
    """

    def __init__(
        self,
        form_id: str,
        translations: Mapping[str, Mapping[str, object]],
        shared: Mapping[str, Mapping[str, object]] | None = None,
    ) -> None:
        """`shared`: {language: {component id: texts}} of the blocks that the form takes in."""
        # A translation file holds all forms of the procedure, each under its id.
        self._forms = {language: _mapping(file.get(form_id)) for language, file in translations.items() if file}
        self._shared = shared or {}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a file."""
        return tuple(self._forms)

    def title(self, french: object) -> Text:
        """Return the form's title in every language; the JSON's own is French."""
        return _join(french, {language: form.get("title") for language, form in self._forms.items()})

    def of(self, component_id: str, name: str, french: object) -> Text:
        """Return one text of a component in every language."""
        found = {language: part.get(name) for language, part in self._component(component_id)}
        return _join(french, found)

    def option_of(self, component_id: str, value: str) -> Text:
        """Return the translated labels of an option."""
        found = {}
        for language, part in self._component(component_id):
            labels = {option_text(key): label for key, label in _mapping(part.get("options")).items()}
            found[language] = labels.get(value)
        return _join(None, found)

    def errors_of(self, component_id: str) -> Mapping[str, Text]:
        """Return the author's own messages by rule (required, min, pattern, cin…)."""
        rules: dict[str, dict[str, str]] = {}
        for language, part in self._component(component_id):
            for rule, message in _mapping(part.get("errors")).items():
                rules.setdefault(str(rule), {})[language] = str(message)
        return rules

    def unknown_ids(self, known: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Give (language, component id) of translations that no component has."""
        for language, form in self._forms.items():
            for component_id in _mapping(form.get("components")):
                if str(component_id) not in known:
                    yield language, str(component_id)

    def _component(self, component_id: str) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Give the texts by language: those of the form, and around them those of the block it comes from."""
        for language in dict.fromkeys([*self._forms, *self._shared]):
            own = _mapping(_mapping(self._forms.get(language, {}).get("components")).get(component_id))
            yield language, {**_mapping(self._shared.get(language, {}).get(component_id)), **own}


def find_missing(components: tuple[FormComponent, ...], texts: FormTexts, *, file: str) -> Iterator[Finding]:
    """Give a warning for each text that Arabic does not have, when the form has an Arabic file; for a language that is
    optional, one note that says what is shown in its place."""
    if "ar" in texts.languages:
        for component, name in _missing_parts(components, "ar"):
            yield Finding(
                rule="form-translation",
                severity="warning",
                file=file,
                element=component.id,
                message=f"Expected the {name} in Arabic, found French only: add it to translations/ar.yaml.",
            )
    for language in _OPTIONAL:
        if language in texts.languages:
            yield from _note_fallback(components, language, file=file)


def _note_fallback(components: tuple[FormComponent, ...], language: str, *, file: str) -> Iterator[Finding]:
    missing = list(_missing_parts(components, language))
    if not missing:
        return
    component, name = missing[0]
    message = (
        f"Arabic, else French, is shown for {len(missing)} texts that “{language}” lacks, the first is the {name} of "
        f"{component.id!r}: add them to translations/{language}.yaml."
    )
    yield Finding(rule="form-fallback", severity="info", file=file, element=component.id, message=message)


def _missing_parts(components: tuple[FormComponent, ...], language: str) -> Iterator[tuple[FormComponent, str]]:
    """Give each component with the name of a text that exists in French and not in the language."""
    for component in components:
        parts = {"label": component.label, "description": component.description, "text": component.text}
        parts |= {f"option {option.posted}": option.label for option in component.options}
        for name, text in parts.items():
            if text.get(_SOURCE) and not text.get(language) and not text[_SOURCE].startswith("="):
                yield component, name


def _join(french: object, found: Mapping[str, object]) -> dict[str, str]:
    texts = {_SOURCE: str(french)} if french else {}
    return texts | {language: str(text) for language, text in found.items() if text}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}

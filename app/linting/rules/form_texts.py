"""Every text of a form exists in Arabic and in French.

Why: half a form in the other language is a form that half of the people cannot fill in.
Wrong: the JSON has the label “Nom” and translations/ar.yaml has nothing for the component.
Right: request: {components: {subject_last_ar: {label: …}}} in forms/<slug>/translations/ar.yaml, options included.
Source: Constitution art. 5; law 55-19 art. 26.
"""

from collections.abc import Iterator

from app.domain.languages import INTERFACE_LANGUAGES, Text
from app.forms import FormDefinition
from app.forms.packages import read_forms
from app.forms.structure import FormComponent, walk
from app.linting.places import form_texts_file, line_of
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("form-texts", severity="error", family="translation")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for name, form in read_forms(package).items():
        for language in INTERFACE_LANGUAGES:
            file = form_texts_file(package, language)
            if not form.title.get(language):
                yield Remark(
                    file=file,
                    element=name,
                    line=line_of(package, file, name),
                    message=f"Expected the title of the form “{name}” in “{language}”, found none: write {name}.title.",
                )
            for component, part in _missing(form, language):
                yield Remark(
                    file=file,
                    element=f"{name}.{component.id}",
                    line=line_of(package, file, name, "components", component.id),
                    message=f"Expected the {part} of “{component.id}” in “{language}”, found none: write it.",
                )


def _missing(form: FormDefinition, language: str) -> Iterator[tuple[FormComponent, str]]:
    for component in walk(form.components):
        for part, text in _texts(component):
            if text.get(language) or _is_computed(text):
                continue
            if text or (part == "label" and component.key is not None):
                yield component, part


def _texts(component: FormComponent) -> Iterator[tuple[str, Text]]:
    yield "label", component.label
    yield "description", component.description
    yield "text", component.text
    for option in component.options:
        yield f"label of the option “{option.posted}”", option.label


def _is_computed(text: Text) -> bool:
    return any(written.startswith("=") for written in text.values())

"""A form as the platform uses it: reads form-js JSON, checks answers, renders, shows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from markupsafe import Markup

from app.domain.findings import Finding
from app.domain.languages import Language, Text, choose
from app.forms import components as _register_types  # noqa: F401 - importing registers every type
from app.forms.answers import Validation, check_answers, check_value, held_values, read_raw
from app.forms.blocks import BlockResolver, Blocks
from app.forms.dependencies import order_computed
from app.forms.errors import UnknownStep
from app.forms.filling import Files, Filling
from app.forms.known import Known, may_prefill
from app.forms.live import LivePage
from app.forms.reading import FormReader
from app.forms.registry import get_type
from app.forms.rendering import FormPage, has_files_to_remove, wrap
from app.forms.row_actions import apply_row_action
from app.forms.structure import FormComponent, FormStep, fields_of, walk
from app.forms.summary import DisplaySection, display_answers, in_languages, show_answer
from app.forms.translations import FormTexts, find_missing
from app.forms.visibility import Components, Visibility, see


@dataclass(frozen=True)
class FormDefinition:
    """One form. `findings` tells its author what to correct; a form with error findings must not be published."""

    id: str
    title: Text
    components: Components
    steps: tuple[FormStep, ...]
    findings: tuple[Finding, ...] = ()

    @cached_property
    def fields(self) -> Components:
        """The fields in reading order, whatever group they stand in; a list, or a group with a path, is one field."""
        return fields_of(self.components)

    @cached_property
    def labels(self) -> Mapping[str, Text]:
        """The label of each field by key, of those inside lists and groups too."""
        return {field.key: field.label for field in walk(self.components) if field.key is not None}

    @cached_property
    def _asks_for_files(self) -> bool:
        return _any_files(self.fields)

    def title_in(self, language: Language) -> str:
        """Return the title in the language."""
        return choose(self.title, language)

    def find_field(self, key: str) -> FormComponent | None:
        """Return the field, None when the form has no such key."""
        return next((field for field in self.fields if field.key == key), None)

    def takes_files(self, step: str | None = None) -> bool:
        """Tell whether the page must be posted as multipart/form-data."""
        return self._asks_for_files if step is None else _any_files(self._fields_of(step))

    def validate(
        self,
        raw: Mapping[str, object],
        *,
        context: Mapping[str, object],
        language: Language,
        now: datetime,
        step: str | None = None,
        files: Files | None = None,
        previous: Mapping[str, object] | None = None,
    ) -> Validation:
        """Check a posted form ({key: [text]} or a MultiDict) or JSON answers; all errors at once.

        With `step`, only its fields are asked, and `previous` gives the answers of the others. Keys that the form does
        not have are left out. Raises UnknownStep, FormRuleFailed.
        """
        filling = Filling(context=context, language=language, now=now, files=files or {})
        return check_answers(
            self.components, self.fields, self._fields_of(step), raw=raw, previous=previous or {}, filling=filling
        )

    def check_value(
        self,
        field: FormComponent,
        value: object,
        *,
        context: Mapping[str, object],
        language: Language,
        now: datetime,
        files: Files | None = None,
    ) -> Validation:
        """Check one value (JSON) by the rules of one field, whether the form would show it or not."""
        return check_value(field, value, Filling(context=context, language=language, now=now, files=files or {}))

    def render(
        self,
        *,
        answers: Mapping[str, object],
        errors: Mapping[str, str],
        context: Mapping[str, object],
        language: Language,
        now: datetime,
        step: str | None = None,
        files: Files | None = None,
        id_prefix: str = "",
        shared: Collection[str] | None = None,
        known: Known | None = None,
        readonly: bool = False,
    ) -> Markup:
        """Return the fields as HTML, without the <form> element and its buttons (post with `novalidate`).

        `answers` may be clean answers or `Validation.entered`. With `shared`, the names of the context that the page
        may hold, conditions and computed values follow the typing. `known`: what the administration has already; its
        source is told. `readonly` shows every answer and lets none be given. Raises UnknownStep, FormRuleFailed.
        """
        filling = Filling(context=context, language=language, now=now, files=files or {}, known=known or {})
        scene, visibility, shown = self._see({**self._prefilled(answers, filling), **answers}, filling)
        if readonly:
            visibility = replace(visibility, readonly=frozenset(field.id for field in self.fields))
        live = None
        if shared is not None:
            live = LivePage(self.fields, scene=scene, visibility=visibility, shared=frozenset(shared))
        page = FormPage(answers=shown, errors=errors, visibility=visibility, filling=scene, prefix=id_prefix, live=live)
        body = page.render(self._components_of(step))
        if has_files_to_remove(self._fields_of(step), filling):
            body = page.render_default_button() + body
        return wrap(body, filling, live=live.data(self._fields_of(step)) if live is not None else "")

    def display(
        self,
        answers: Mapping[str, object],
        *,
        context: Mapping[str, object],
        language: Language,
        now: datetime,
        files: Files | None = None,
        known: Known | None = None,
    ) -> tuple[DisplaySection, ...]:
        """Return the visible answers in words: option labels, days, amounts, file names, and their source if known."""
        filling = Filling(context=context, language=language, now=now, files=files or {}, known=known or {})
        scene, visibility, shown = self._see(answers, filling)
        title = "" if len(self.steps) > 1 else self.title_in(language)
        return display_answers(self.components, answers=shown, visibility=visibility, filling=scene, title=title)

    def beside(
        self,
        answers: Mapping[str, object],
        *,
        context: Mapping[str, object],
        language: Language,
        now: datetime,
        step: str | None = None,
    ) -> dict[str, str]:
        """Return the words that stand beside an answer, by key: the Hijri day of a date. Raises UnknownStep."""
        filling = Filling(context=context, language=language, now=now)
        dates = (field for field in self._fields_of(step) if field.type == "datetime" and field.field_key in answers)
        found = {
            field.field_key: get_type(field.type).present(answers[field.field_key], field, filling).get("beside")
            for field in dates
        }
        return {key: str(words) for key, words in found.items() if words}

    def show(self, key: str, value: object, *, language: Language, now: datetime, files: Files | None = None) -> str:
        """Return an answer to a field in words; a key that the form lacks shows the value as it stands."""
        field = self.find_field(key)
        filling = Filling(context={}, language=language, now=now, files=files or {})
        return show_answer(field, value, filling) if field is not None else str(value)

    def summarise(
        self, answers: Mapping[str, object], *, context: Mapping[str, object], now: datetime, files: Files | None = None
    ) -> dict[Language, tuple[DisplaySection, ...]]:
        """Return `display` in French and in Arabic, for bilingual papers."""
        start = Filling(context=context, language="fr", now=now, files=files or {})
        return {
            language: self.display(answers, context=context, language=language, now=now, files=files)
            for language in in_languages(start)
        }

    def apply_row_action(
        self, entered: Mapping[str, object], posted: Mapping[str, object], *, step: str | None = None
    ) -> dict[str, object] | None:
        """Return what to show again after a press on "add" or "remove" of a list; None when neither was pressed.

        The buttons post `add_row=children` or `remove_row=children[1]`. `entered` is what `validate` found to show
        again: nobody is blamed and nothing typed is lost. Give the result to `render`. Raises UnknownStep.
        """
        return apply_row_action(self._fields_of(step), entered, posted)

    def list_visible_steps(
        self, answers: Mapping[str, object], *, context: Mapping[str, object], now: datetime
    ) -> tuple[FormStep, ...]:
        """Return the steps that these answers leave visible, in order."""
        _, visibility, _ = self._see(answers, Filling(context=context, language="fr", now=now))
        return tuple(step for step in self.steps if step.id not in visibility.hidden)

    def _prefilled(self, answers: Mapping[str, object], filling: Filling) -> dict[str, object]:
        """Return the known answers with which fields begin that were never answered, where the author says so."""
        fields = (field for field in self.fields if field.key in filling.known and may_prefill(field.properties))
        return {
            field.field_key: filling.known[field.field_key].value for field in fields if field.field_key not in answers
        }

    def _see(self, answers: Mapping[str, object], filling: Filling) -> tuple[Filling, Visibility, Mapping[str, object]]:
        held = held_values(self.fields, read_raw(answers), filling)
        refused = {field.field_key: None for field in self.fields if _is_as_typed(field, held.get(field.field_key))}
        visibility = see(self.components, self.fields, given={}, held={**held, **refused}, filling=filling)
        return filling.with_answers(visibility.values), visibility, held

    def _group(self, step: str) -> FormComponent | None:
        if step not in {known.id for known in self.steps}:
            names = ", ".join(known.id for known in self.steps)
            raise UnknownStep(f"Expected one of the steps {names} of the form {self.id!r}, found {step!r}.", step=step)
        return next((component for component in self.components if component.id == step and component.children), None)

    def _components_of(self, step: str | None) -> Components:
        group = self._group(step) if step is not None else None
        if group is None:
            return self.components
        return (group,) if group.is_scope else group.children

    def _fields_of(self, step: str | None) -> Components:
        return self.fields if step is None else fields_of(self._components_of(step))


def _any_files(fields: Components) -> bool:
    return any(field.type == "filepicker" for field in fields)


def _is_as_typed(field: FormComponent, value: object) -> bool:
    """Tell whether a value is what was typed and refused (a list of texts): conditions count it as null."""
    return isinstance(value, list) and not field.is_scope and not get_type(field.type).takes_many


def read_form(
    raw: Mapping[str, object],
    *,
    translations: Mapping[str, Mapping[str, object]],
    file: str | None = None,
    blocks: Blocks | None = None,
) -> FormDefinition:
    """Read the JSON of form-js (schemaVersion 19). `translations`: {language: content of its file, by form id}.

    `blocks` are the shared groups that the form may name (`properties.block`). Never raises for what an author wrote:
    mistakes are in `findings`.
    """
    form_id = str(raw.get("id") or "form")
    resolver = BlockResolver(blocks or Blocks(), file=file or f"{form_id}.json")
    resolved = resolver.resolve(raw)
    texts = FormTexts(form_id, translations, {language: resolver.texts(language) for language in resolver.languages})
    reader = FormReader(file=file or f"{form_id}.json", texts=texts)
    read = reader.read_components(resolved.get("components"))
    reader.check_envelope(raw)
    components, circles = order_computed(read, file=reader.file)
    all_components = tuple(walk(components))
    missing = find_missing(all_components, texts, file=reader.file)
    findings = [*resolver.findings, *reader.findings, *circles, *missing]
    findings += reader.find_stray_translations(all_components)
    title = texts.title(raw.get("title"))
    return FormDefinition(form_id, title, components, _steps(form_id, title, components), tuple(findings))


def _steps(form_id: str, title: Text, components: Components) -> tuple[FormStep, ...]:
    shown = [component for component in components if component.type != "button"]
    if shown and all(component.type == "group" for component in shown):
        return tuple(FormStep(id=group.id, title=group.label) for group in shown)
    return (FormStep(id=form_id, title=title),)

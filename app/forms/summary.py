"""The answers as people read them again: review pages, case pages, letters, in one language or in several."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.domain.languages import INTERFACE_LANGUAGES, Language
from app.forms.filling import Filling
from app.forms.registry import get_type
from app.forms.rendering import show_value
from app.forms.scopes import MOST_ROWS, is_list, read_rows, row_name
from app.forms.structure import FormComponent, fields_of
from app.forms.visibility import Components, Visibility, scene_of, see, with_row_defaults
from app.languages import colon


@dataclass(frozen=True, kw_only=True)
class DisplayRow:
    """One question with its answer in words; `answered` is false where `value` says that there is none.

    `source` tells where an answer comes from that the administration had already; empty for the person's own.
    """

    key: str
    label: str
    value: str
    step: str
    answered: bool = True
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class DisplaySection:
    """The rows of one group of the form; the title is empty for fields outside of groups."""

    title: str
    rows: tuple[DisplayRow, ...]


def display_answers(
    components: Components, *, answers: Mapping[str, object], visibility: Visibility, filling: Filling, title: str
) -> tuple[DisplaySection, ...]:
    """Return one section per top-level group, then or before it the fields that stand alone, in reading order."""
    sections: list[DisplaySection] = []
    for component in components:
        heading = filling.word(component.label) if component.children else title
        rows = tuple(_rows((component,), answers, visibility, filling))
        if not rows:
            continue
        if not component.children and sections and sections[-1].title == title:
            rows = sections.pop().rows + rows
        sections.append(DisplaySection(title=heading, rows=rows))
    return tuple(sections)


def _rows(
    components: Iterable[FormComponent], answers: Mapping[str, object], visibility: Visibility, filling: Filling
) -> Iterator[DisplayRow]:
    for component in components:
        if not visibility.is_shown(component):
            continue
        if component.is_scope:
            yield from _inner_rows(component, answers, filling)
            continue
        if component.key is not None and not get_type(component.type).is_computed:
            value = answers.get(component.key)
            yield DisplayRow(
                key=component.key,
                label=filling.word(component.label),
                value=show_value(value, component, filling),
                step=component.step,
                answered=value is not None and not get_type(component.type).is_empty(value),
                source=filling.source_of(component.key, value),
            )
        yield from _rows(component.children, answers, visibility, filling)


def _inner_rows(scope: FormComponent, answers: Mapping[str, object], filling: Filling) -> Iterator[DisplayRow]:
    """Give the rows of a list, each label with its number before it, or those of a group with a path."""
    found = answers.get(scope.field_key)
    inner = read_rows(scope, found if found is not None else [])
    label = filling.word(scope.label)
    if is_list(scope) and not inner:
        none = filling.say("Aucune ligne.")
        yield DisplayRow(key=scope.field_key, label=label, value=none, step=scope.step, answered=False)
    own = fields_of(scope.children)
    for index, row in enumerate(inner[:MOST_ROWS]):
        scene = scene_of(scope, index, filling)
        visibility = see(scope.children, own, given={}, held=with_row_defaults(own, row), filling=scene)
        shown = {**with_row_defaults(own, row), **visibility.values}
        start = f"{label} {index + 1} – " if is_list(scope) else ""
        for line in _rows(scope.children, shown, visibility, scene.with_answers(visibility.values)):
            yield replace(
                line, key=f"{row_name(scope, index)}{line.key}", label=f"{start}{line.label}", step=scope.step
            )


def show_answer(field: FormComponent, value: object, filling: Filling) -> str:
    """Return one answer in words, or the words that say that there is none."""
    if not field.is_scope:
        return show_value(value, field, filling)
    lines = _inner_rows(field, {field.field_key: value}, filling)
    separator = "؛ " if filling.language == "ar" else "; "
    said = separator.join(f"{one.label}{colon(filling.language)} {one.value}" for one in lines if one.answered)
    return said or filling.say("Non renseigné")


def in_languages(filling: Filling, languages: Iterable[Language] = INTERFACE_LANGUAGES) -> dict[Language, Filling]:
    """Return the same circumstances in each language."""
    return {language: replace(filling, language=language) for language in languages}

"""The answers as people read them again: review pages, case pages, letters, in one language or in several."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.domain.languages import INTERFACE_LANGUAGES, Language
from app.forms.filling import Filling
from app.forms.registry import get_type
from app.forms.rendering import show_value
from app.forms.structure import FormComponent
from app.forms.visibility import Components, Visibility


@dataclass(frozen=True, kw_only=True)
class DisplayRow:
    """One question with its answer in words; `answered` is false where `value` says that there is none."""

    key: str
    label: str
    value: str
    step: str
    answered: bool = True


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
        heading = filling.choose(component.label) if component.children else title
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
        if component.key is not None and not get_type(component.type).is_computed:
            value = answers.get(component.key)
            yield DisplayRow(
                key=component.key,
                label=filling.choose(component.label),
                value=show_value(value, component, filling),
                step=component.step,
                answered=value is not None and not get_type(component.type).is_empty(value),
            )
        yield from _rows(component.children, answers, visibility, filling)


def in_languages(filling: Filling, languages: Iterable[Language] = INTERFACE_LANGUAGES) -> dict[Language, Filling]:
    """Return the same circumstances in each language."""
    return {language: replace(filling, language=language) for language in languages}

"""Checks the answers of a form: a marshmallow schema made from the definition, all errors at once.

What is hidden or read-only is never taken from the request: its held value stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.registry import first_answer, get_type
from app.forms.schemas import load_answers
from app.forms.scopes import (
    MOST_ROWS,
    ORIGIN,
    Row,
    first_rows,
    former_rows,
    gather_rows,
    is_list,
    read_rows,
    row_name,
)
from app.forms.structure import FormComponent, fields_of
from app.forms.visibility import Components, Visibility, scene_of, see

_OBJECTS = (dict, Mapping)
"""What answers come in; the kind that is met most stands first."""


@dataclass(frozen=True, kw_only=True)
class Validation:
    """`answers`: clean values by key, without the refused ones; `errors`: message by key, in the person's language.

    `entered`: what to show again in the form: clean values, and what was typed where it was refused.
    """

    answers: dict[str, object]
    errors: dict[str, str]
    entered: dict[str, object] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """Tell whether nothing was refused."""
        return not self.errors


def read_raw(raw: object) -> dict[str, object]:
    """Return what was given by key: a multi-valued mapping (`getlist`) as lists, any other mapping as it stands."""
    if not isinstance(raw, _OBJECTS):
        return {}
    lists: Callable[[object], object] | None = getattr(raw, "getlist", None)
    return {str(key): lists(key) if lists else value for key, value in raw.items()}


def is_posted(raw: object) -> bool:
    """Tell a posted form from JSON answers: every value is a list of texts."""
    if not isinstance(raw, _OBJECTS) or not raw:
        return False
    lists = all(isinstance(value, list) and all(isinstance(text, str) for text in value) for value in raw.values())
    return lists or hasattr(raw, "getlist")


def with_defaults(asked: Components, raw: object) -> dict[str, object]:
    """Return what was given, with the form's default for an absent key, as the page would have shown it.

    A posted form leaves out boxes that are not ticked: there, absence is the answer.
    """
    entered, posted = read_raw(raw), is_posted(raw)
    for component in asked:
        if component.is_scope:
            found = gather_rows(component, entered)
            entered[component.field_key] = _first_answer(component) if found is None else found
            continue
        has_boxes = component.type == "checkbox" or get_type(component.type).takes_many
        if component.default is not None and not (posted and has_boxes):
            entered.setdefault(component.field_key, component.default)
    return entered


def _first_answer(scope: FormComponent) -> object:
    rows = first_rows(scope)
    return rows if is_list(scope) else rows[0]


def held_values(form_fields: Components, previous: Mapping[str, object], filling: Filling) -> dict[str, object]:
    """Return the values that the platform holds: former answers, else the case's data, else the form's default."""
    case = filling.context if filling.frame is None else {}
    return {
        key: previous[key] if key in previous else case.get(key, first_answer(field_))
        for field_ in form_fields
        if (key := field_.field_key)
    }


def check_answers(
    components: Components,
    form_fields: Components,
    asked: Components,
    *,
    raw: object,
    previous: Mapping[str, object],
    filling: Filling,
) -> Validation:
    """Check the answers to the fields `asked` (all, or those of one step)."""
    entered = with_defaults(asked, raw)
    held = held_values(form_fields, previous, filling)
    visibility = see(
        components, form_fields, given=_readable(asked, entered, held, filling), held=held, filling=filling
    )
    scene = filling.with_answers(visibility.values)
    due = [field_ for field_ in asked if visibility.is_editable(field_) and not get_type(field_.type).is_computed]
    values, errors = _load([field_ for field_ in due if not field_.is_scope], entered, scene)
    for scope in (field_ for field_ in due if field_.is_scope):
        found = _check_scope(scope, entered.get(scope.field_key), held.get(scope.field_key), scene)
        values |= found.answers
        errors |= found.errors
        entered |= found.entered
    answers = _assemble(asked, values, previous, visibility, due=frozenset(field_.id for field_ in due))
    refused = {key.partition("[")[0].partition(".")[0] for key in errors}
    rows = {field_.field_key for field_ in due if field_.is_scope}
    shown_again = {**answers, **{key: entered[key] for key in (*refused, *rows) if key in entered}}
    return Validation(answers=answers, errors=errors, entered=shown_again)


def check_value(component: FormComponent, value: object, filling: Filling) -> Validation:
    """Check one value by the rules of its field alone: no other answer, no visibility."""
    if component.is_scope:
        return _check_scope(component, value, None, filling)
    values, errors = _load([component], {component.field_key: value}, filling)
    return Validation(answers=values, errors=errors, entered={component.field_key: value})


def _check_scope(scope: FormComponent, given: object, held: object, scene: Filling) -> Validation:
    """Check the rows of a list, or the one object of a group with a path; errors are named `children[0].name`."""
    key, own = scope.field_key, fields_of(scope.children)
    try:
        rows: list[Row] = _typed_rows(scope, given, scene)
    except AnswerRefused as refusal:
        return Validation(answers={}, errors={key: refusal.message}, entered={key: given})
    former = former_rows(rows, read_rows(scope, held) if held is not None else [])
    answers: list[dict[str, object]] = []
    errors: dict[str, str] = {}
    shown: list[dict[str, object]] = []
    for index, row in enumerate(rows[:MOST_ROWS]):
        inner = scene_of(scope, index, scene)
        found = check_answers(scope.children, own, own, raw=row, previous=former[index], filling=inner)
        answers.append(found.answers)
        errors |= {f"{row_name(scope, index)}{name}": message for name, message in found.errors.items()}
        shown.append({**found.entered, **({ORIGIN: row[ORIGIN]} if ORIGIN in row else {})})
    try:
        get_type(scope.type).check(rows, scope, scene)
    except AnswerRefused as refusal:
        own_message = scope.errors.get(refusal.rule)
        errors[key] = scene.choose(own_message) if own_message else refusal.message
    kept: object = answers if is_list(scope) else answers[0]
    again: object = shown if is_list(scope) else shown[0]
    refused = bool(errors)
    return Validation(answers={} if refused else {key: kept}, errors=errors, entered={key: again})


def _typed_rows(scope: FormComponent, given: object, scene: Filling) -> list[Row]:
    rows = get_type(scope.type).read(given, scope, scene)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _readable(
    asked: Components, entered: Mapping[str, object], held: Mapping[str, object], filling: Filling
) -> dict[str, object]:
    """Return the answers that conditions may look at: refused ones count as null."""
    scene = filling.with_answers(held)
    given: dict[str, object] = {}
    for component in asked:
        component_type = get_type(component.type)
        if component_type.is_computed:
            continue
        if component.is_scope:
            given[component.field_key] = _readable_rows(component, entered.get(component.field_key), held, scene)
            continue
        try:
            given[component.field_key] = component_type.read(entered.get(component.field_key), component, scene)
        except AnswerRefused:
            given[component.field_key] = None
    return given


def _readable_rows(
    scope: FormComponent, given: object, held: Mapping[str, object], scene: Filling
) -> list[Row] | Row | None:
    own = fields_of(scope.children)
    rows = read_rows(scope, given)[:MOST_ROWS]
    former = former_rows(rows, read_rows(scope, held.get(scope.field_key)))
    clean: list[Row] = []
    for index, row in enumerate(rows):
        entered = with_defaults(own, row)
        held_row = held_values(own, former[index], scene_of(scope, index, scene))
        found: Row = _readable(own, entered, held_row, scene_of(scope, index, scene))
        clean.append({**found, **({ORIGIN: row[ORIGIN]} if ORIGIN in row else {})})
    return clean if is_list(scope) else (clean[0] if clean else None)


def _load(
    due: list[FormComponent], entered: Mapping[str, object], scene: Filling
) -> tuple[dict[str, object], dict[str, str]]:
    return load_answers(tuple(due), {component.field_key: entered.get(component.field_key) for component in due}, scene)


def _assemble(
    asked: Components,
    values: Mapping[str, object],
    previous: Mapping[str, object],
    visibility: Visibility,
    *,
    due: frozenset[str],
) -> dict[str, object]:
    answers: dict[str, object] = {}
    for component in asked:
        key = component.field_key
        if component.id in due:
            if key in values:
                answers[key] = values[key]
        elif not visibility.is_shown(component):
            if key in previous:
                answers[key] = previous[key]
        else:
            answers[key] = visibility.values.get(key)
    return answers

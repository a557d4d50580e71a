"""Checks the answers of a form: a marshmallow schema made from the definition, all errors at once.

What is hidden or read-only is never taken from the request: its held value stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.registry import get_type
from app.forms.rules import is_required
from app.forms.structure import FormComponent
from app.forms.visibility import Components, Visibility, see


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


class _Answer(fields.Field[object]):
    """One field of the schema: its component type reads and checks."""

    def __init__(self, component: FormComponent, filling: Filling) -> None:
        super().__init__(allow_none=False, validate=self._check)
        self._component, self._filling, self._type = component, filling, get_type(component.type)

    def deserialize(
        self, value: object, attr: str | None = None, data: Mapping[str, object] | None = None, **kwargs: object
    ) -> object:
        # An absent answer and null are read like an empty one: a box that is not ticked is not posted.
        clean = self._refusing(lambda: self._type.read(value, self._component, self._filling))
        if not self._type.is_empty(clean):
            self._validate(clean)
        elif is_required(self._component, self._filling):
            raise self._error("required", self._type.say_required(self._component, self._filling))
        return clean if clean is not None else _empty(self._component)

    def _check(self, value: object) -> None:
        self._refusing(lambda: self._type.check(value, self._component, self._filling))

    def _refusing(self, act: Callable[[], object]) -> object:
        try:
            return act()
        except AnswerRefused as refusal:
            raise self._error(refusal.rule, refusal.message) from None

    def _error(self, rule: str, message: str) -> ValidationError:
        own = self._component.errors.get(rule)
        return ValidationError(self._filling.choose(own) if own else message)


def read_raw(raw: object) -> dict[str, object]:
    """Return what was given by key: a multi-valued mapping (`getlist`) as lists, any other mapping as it stands."""
    if not isinstance(raw, Mapping):
        return {}
    lists: Callable[[object], object] | None = getattr(raw, "getlist", None)
    return {str(key): lists(key) if lists else value for key, value in raw.items()}


def is_posted(raw: object) -> bool:
    """Tell a posted form from JSON answers: every value is a list of texts."""
    if not isinstance(raw, Mapping) or not raw:
        return False
    lists = all(isinstance(value, list) and all(isinstance(text, str) for text in value) for value in raw.values())
    return lists or hasattr(raw, "getlist")


def with_defaults(asked: Components, raw: object) -> dict[str, object]:
    """Return what was given, with the form's default for an absent key, as the page would have shown it.

    A posted form leaves out boxes that are not ticked: there, absence is the answer.
    """
    entered, posted = read_raw(raw), is_posted(raw)
    for component in asked:
        has_boxes = component.type == "checkbox" or get_type(component.type).takes_many
        if component.default is not None and not (posted and has_boxes):
            entered.setdefault(component.field_key, component.default)
    return entered


def held_values(form_fields: Components, previous: Mapping[str, object], filling: Filling) -> dict[str, object]:
    """Return the values that the platform holds: former answers, else the case's data, else the form's default."""
    return {
        key: previous[key] if key in previous else filling.context.get(key, field_.default)
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
    values, errors = _load(due, entered, scene)
    answers = _assemble(asked, values, previous, visibility, due=frozenset(field_.id for field_ in due))
    shown_again = {**answers, **{key: entered[key] for key in errors if key in entered}}
    return Validation(answers=answers, errors=errors, entered=shown_again)


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
        try:
            given[component.field_key] = component_type.read(entered.get(component.field_key), component, scene)
        except AnswerRefused:
            given[component.field_key] = None
    return given


def _load(
    due: list[FormComponent], entered: Mapping[str, object], scene: Filling
) -> tuple[dict[str, object], dict[str, str]]:
    schema = Schema.from_dict({component.field_key: _Answer(component, scene) for component in due})
    given = {component.field_key: entered.get(component.field_key) for component in due}
    try:
        return dict(schema(unknown=EXCLUDE).load(given)), {}
    except ValidationError as error:
        messages = error.messages_dict
        return dict(error.valid_data or {}), {str(key): str(found[0]) for key, found in messages.items()}


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


def _empty(component: FormComponent) -> object:
    return [] if get_type(component.type).takes_many else get_type(component.type).empty

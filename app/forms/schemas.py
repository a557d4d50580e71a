"""The marshmallow schema of a set of fields, made once: the circumstances of one answer reach its fields apart."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.registry import get_type
from app.forms.rules import is_required
from app.forms.structure import FormComponent

Components = tuple[FormComponent, ...]
KEPT_SCHEMAS = 1_024

_filling: ContextVar[Filling] = ContextVar("filling")
_schemas: dict[tuple[int, ...], tuple[Components, Schema]] = {}


class _Answer(fields.Field[object]):
    """One field of the schema: its component type reads and checks."""

    def __init__(self, component: FormComponent) -> None:
        super().__init__(allow_none=False, validate=self._check)
        self._component, self._type = component, get_type(component.type)

    def deserialize(
        self, value: object, attr: str | None = None, data: Mapping[str, object] | None = None, **kwargs: object
    ) -> object:
        # An absent answer and null are read like an empty one: a box that is not ticked is not posted.
        filling = _filling.get()
        clean = self._refusing(lambda: self._type.read(value, self._component, filling))
        if not self._type.is_empty(clean):
            self._validate(clean)
        elif is_required(self._component, filling):
            raise self._error("required", self._type.say_required(self._component, filling))
        return clean if clean is not None else empty_answer(self._component)

    def _check(self, value: object) -> None:
        self._refusing(lambda: self._type.check(value, self._component, _filling.get()))

    def _refusing(self, act: Callable[[], object]) -> object:
        try:
            return act()
        except AnswerRefused as refusal:
            raise self._error(refusal.rule, refusal.message) from None

    def _error(self, rule: str, message: str) -> ValidationError:
        own = self._component.errors.get(rule)
        return ValidationError(_filling.get().choose(own) if own else message)


def load_answers(
    components: Components, given: Mapping[str, object], filling: Filling
) -> tuple[dict[str, object], dict[str, str]]:
    """Return the clean answers by key, and the message of each refused one."""
    if not components:
        return {}, {}
    token = _filling.set(filling)
    try:
        return dict(_schema_of(components).load(given)), {}
    except ValidationError as error:
        messages = error.messages_dict
        return dict(error.valid_data or {}), {str(key): str(found[0]) for key, found in messages.items()}
    finally:
        _filling.reset(token)


def empty_answer(component: FormComponent) -> object:
    """Return what stands for no answer."""
    return [] if get_type(component.type).takes_many else get_type(component.type).empty


def _schema_of(components: Components) -> Schema:
    key = tuple(id(component) for component in components)
    known = _schemas.get(key)
    if known is None:
        if len(_schemas) >= KEPT_SCHEMAS:
            _schemas.clear()
        made = Schema.from_dict({component.field_key: _Answer(component) for component in components})
        known = _schemas[key] = (components, made(unknown=EXCLUDE))
    return known[1]

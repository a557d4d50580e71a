"""What a component type must tell, and the register of types."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from app.domain.findings import Severity
from app.forms.filling import Filling
from app.forms.structure import FormComponent


@dataclass(frozen=True, kw_only=True)
class AuthorMistake:
    """What is wrong with a component of the JSON, for its author."""

    rule: str
    message: str
    severity: Severity = "error"


class ComponentType:
    """A form-js type: how it is read, checked, rendered and shown. One instance serves every form."""

    name: ClassVar[str]
    template: ClassVar[str] = ""
    """Template of `app/forms/templates`; empty = nothing is rendered."""
    is_field: ClassVar[bool] = True
    key_name: ClassVar[str] = "key"
    """Where the JSON names the answer: `key`, or `path` for what holds other fields' answers."""
    text_name: ClassVar[str] = "text"
    """Where the JSON holds the words that are not a label: `text`, `content`, `alt`."""
    is_computed: ClassVar[bool] = False
    """The value comes from the form itself, never from the person."""
    takes_many: ClassVar[bool] = False
    """The answer is a list."""
    empty: ClassVar[object] = None
    """The answer when nothing was given."""

    def inspect(self, raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
        """Give the mistakes that only this type can see in its JSON."""
        yield from ()

    def read(self, entered: object, component: FormComponent, filling: Filling) -> object:
        """Return the clean value of what a form posts (text, or list of texts) or of a JSON answer.

        `empty` when nothing was given. Raises AnswerRefused.
        """
        raise NotImplementedError(f"The type {self.name!r} takes no answer.")

    def check(self, value: object, component: FormComponent, filling: Filling) -> None:
        """Check a clean value that is not empty against the rules. Raises AnswerRefused."""

    def say_required(self, component: FormComponent, filling: Filling) -> str:
        """Return what to do when the answer is missing."""
        return filling.say("Remplissez « %(label)s ».", label=filling.choose(component.label))

    def is_empty(self, value: object) -> bool:
        """Tell whether the value counts as no answer."""
        return value == self.empty

    def show(self, value: object, component: FormComponent, filling: Filling) -> str:
        """Return a value that is not empty as people read it."""
        return str(value)

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        """Return what the template needs beside label, help and error; `value` may be what was typed, uncleaned."""
        return {}


TypeClass = TypeVar("TypeClass", bound=type[ComponentType])
_types: dict[str, ComponentType] = {}


def register(component_type: TypeClass) -> TypeClass:
    """Make the type known to forms under its form-js name."""
    _types[component_type.name] = component_type()
    return component_type


def find_type(name: object) -> ComponentType | None:
    """Return the type, None when it is unknown."""
    return _types.get(name) if isinstance(name, str) else None


def get_type(name: str) -> ComponentType:
    """Return a type that the reader has accepted. Raises KeyError."""
    return _types[name]


def first_answer(component: FormComponent) -> object:
    """Return what a new form holds: the field's default, else, as in form-js, false for a box, [] for choices."""
    if component.default is not None or component.is_scope or component.type == "filepicker":
        return component.default
    return [] if get_type(component.type).takes_many else get_type(component.type).empty


def list_types() -> list[str]:
    """Return the known names in order."""
    return sorted(_types)

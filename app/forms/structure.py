"""The parts of a form as data: components, options, rules, steps. Behaviour stands in `components/`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.domain.languages import Language, Text, choose
from app.forms.patterns import LinearPattern

DEFAULT_MEGABYTES = 5

Setting = object
"""A value of the form's JSON: a constant, or a FEEL expression written with a leading "="."""


_SCOPES = ("dynamiclist", "group")


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice: `value` is what the answers hold (text, number or boolean), `label` what people read."""

    value: object
    label: Text

    @property
    def posted(self) -> str:
        """The value as an HTML form posts it."""
        return option_text(self.value)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """form-js `validate`; a bound may be a FEEL expression. `minimum` and `maximum` of an amount are centimes."""

    required: Setting = False
    minimum: Setting = None
    maximum: Setting = None
    min_length: Setting = None
    max_length: Setting = None
    pattern: LinearPattern | None = None


@dataclass(frozen=True, kw_only=True)
class FormComponent:
    """One component of the form: a field when `key` is given, else presentation; a group has `children`."""

    id: str
    type: str
    key: str | None = None
    kind: str | None = None
    label: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    prefix: Text = field(default_factory=dict)
    suffix: Text = field(default_factory=dict)
    text: Text = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    rules: Rules = field(default_factory=Rules)
    hide: str | None = None
    readonly: Setting = False
    default: object = None
    errors: Mapping[str, Text] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    properties: Mapping[str, object] = field(default_factory=dict)
    children: tuple["FormComponent", ...] = ()
    step: str = ""
    rank: int = 0
    """Place among computed values: a value comes after those that it is computed from."""

    @cached_property
    def is_scope(self) -> bool:
        """Tell whether the children's answers stand inside this one's: rows of a list, or a group with a path."""
        return self.key is not None and self.type in _SCOPES

    @cached_property
    def may_hide(self) -> bool:
        """Tell whether a condition may hide the component or one inside it."""
        return self.hide is not None or any(child.may_hide for child in self.children)

    @property
    def field_key(self) -> str:
        """The key of a field; a component without a key is not a field and must not be asked."""
        if self.key is None:
            raise TypeError(f"Expected a field with a key, found the component {self.id!r} of type {self.type!r}.")
        return self.key

    @property
    def piece(self) -> str | None:
        """The piece of the procedure that a file field asks for (`properties.piece`)."""
        piece = self.properties.get("piece")
        return str(piece) if piece else None

    @property
    def accept(self) -> str | None:
        """The types that a file field takes, as `accept` of HTML; None = all that uploads accept."""
        accept = self.settings.get("accept")
        return str(accept) if accept else None

    @property
    def max_bytes(self) -> int:
        """The size limit of one file in bytes (`properties.maxMegabytes`, in millions)."""
        return int(float(str(self.properties.get("maxMegabytes") or DEFAULT_MEGABYTES)) * 1_000_000)


@dataclass(frozen=True, kw_only=True)
class FormStep:
    """One page of the form: a top-level group, or the whole form when it is not made of groups only."""

    id: str
    title: Text

    def title_in(self, language: Language) -> str:
        """Return the title in the language."""
        return choose(self.title, language)


def option_text(value: object) -> str:
    """Return an option's value as HTML posts it and translations name it: `true`, `12`, `full_copy`."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def walk(components: tuple[FormComponent, ...]) -> Iterator[FormComponent]:
    """Give every component in reading order, groups before their children."""
    for component in components:
        yield component
        yield from walk(component.children)


def walk_scope(components: tuple[FormComponent, ...]) -> Iterator[FormComponent]:
    """Give the components whose answers stand side by side: a scope is one of them, its children are not."""
    for component in components:
        yield component
        if not component.is_scope:
            yield from walk_scope(component.children)


def fields_of(components: tuple[FormComponent, ...]) -> tuple[FormComponent, ...]:
    """Return the fields whose answers stand side by side, in reading order."""
    return tuple(component for component in walk_scope(components) if component.key is not None)

"""The kinds of types, and which values each admits (DMN 1.5, 10.3.2.9.2)."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.decisions.types.base import is_of, read_text
from app.feel import Function

if TYPE_CHECKING:
    from app.decisions.expressions.literal import Literal

Tester = Callable[["Literal", object, Mapping[str, object]], bool]
"""Tells whether a value passes a list of unary tests that may use the names of the mapping."""


class DoesNotFit(Exception):
    """A value that the type cannot admit; the message says what was expected and found."""


@dataclass(frozen=True, kw_only=True)
class Type(ABC):
    """A type; null is admitted by each of them."""

    name: str

    @abstractmethod
    def admits(self, value: object, tester: Tester) -> bool:
        """Tell whether a value that is not null conforms."""

    def read(self, value: object) -> object:
        """Return a value from outside, with the dates, times and durations that its texts spell.

        Raises:
            DoesNotFit: a text is no such date, time or duration.
        """
        return value

    @property
    def item(self) -> "Type | None":
        """The type of the items, of a list; None of anything else."""
        return None

    @property
    def resolved(self) -> "Type":
        """The type itself, not only its name."""
        return self


@dataclass(frozen=True, kw_only=True)
class AnyType(Type):
    """Admits everything: no type was named, or one that is not known."""

    name: str = "Any"

    def admits(self, value: object, tester: Tester) -> bool:
        """Admit it."""
        return True


@dataclass(frozen=True, kw_only=True)
class BaseType(Type):
    """A type that FEEL itself brings."""

    def admits(self, value: object, tester: Tester) -> bool:
        """Ask FEEL."""
        return is_of(value, self.name)

    def read(self, value: object) -> object:
        """Return the date, time or duration that a text spells, where the type is one; of a list, its items'."""
        if isinstance(value, list | tuple):
            return [self.read(item) for item in value]
        if not isinstance(value, str):
            return value
        found = read_text(value, self.name)
        if found is None:
            raise DoesNotFit(f"Expected a {self.name} in ISO 8601, found {value!r}.")
        return found


@dataclass(frozen=True, kw_only=True)
class ListType(Type):
    """A list whose items are all of one type."""

    of: Type

    @property
    def item(self) -> Type:
        """The type of the items."""
        return self.of

    def admits(self, value: object, tester: Tester) -> bool:
        """Admit a list of fitting items; an item may be null."""
        if not isinstance(value, list | tuple):
            return False
        return all(item is None or self.of.admits(item, tester) for item in value)

    def read(self, value: object) -> object:
        """Return a list with each item read."""
        if isinstance(value, list | tuple):
            return [self.of.read(item) for item in value]
        return self.of.read(value)


@dataclass(frozen=True, kw_only=True)
class Structure(Type):
    """A context with at least these entries."""

    fields: Mapping[str, Type]

    def admits(self, value: object, tester: Tester) -> bool:
        """Admit a context that has all entries; each may be null."""
        if not isinstance(value, Mapping):
            return False
        return all(name in value and self._admits_field(name, value, tester) for name in self.fields)

    def _admits_field(self, name: str, value: Mapping[str, object], tester: Tester) -> bool:
        """Tell whether one entry fits; its allowed values may use the names of the entries beside it (7.3.3)."""

        def beside(literal: "Literal", item: object, names: Mapping[str, object]) -> bool:
            return tester(literal, item, {**value, **names})

        entry = value[name]
        return entry is None or self.fields[name].admits(entry, beside)

    def read(self, value: object) -> object:
        """Return a context with each entry read; an entry that the data lack is null."""
        if isinstance(value, list | tuple):
            return [self.read(item) for item in value]
        if not isinstance(value, Mapping):
            return value
        return {**value, **{name: kind.read(value.get(name)) for name, kind in self.fields.items()}}


@dataclass(frozen=True, kw_only=True)
class FunctionType(Type):
    """A function; `parameters`, their types and `result` are its signature where one is named."""

    parameters: tuple[str, ...] | None = None
    parameter_types: tuple[Type, ...] = ()
    result: Type | None = None

    def admits(self, value: object, tester: Tester) -> bool:
        """Admit a function with as many parameters."""
        if not isinstance(value, Function):
            return False
        return self.parameters is None or len(value.parameters) == len(self.parameters)


@dataclass(frozen=True, kw_only=True)
class Restricted(Type):
    """A type of which only the values that pass unary tests are admitted.

    The tests stand in for those of the type that it is made from; those of a list as a whole stay beside them.
    """

    of: Type
    tests: "Literal"

    @property
    def item(self) -> Type | None:
        """The type of the items of the list that is restricted."""
        return self.of.item

    def admits(self, value: object, tester: Tester) -> bool:
        """Admit a value of the type that passes the tests."""
        return self._basis.admits(value, tester) and tester(self.tests, value, {})

    @property
    def _basis(self) -> Type:
        basis = self.of.resolved
        while isinstance(basis, Restricted) and basis.item is None:
            basis = basis.of.resolved
        return basis

    def read(self, value: object) -> object:
        """Read as the type that is restricted."""
        return self.of.read(value)


@dataclass(frozen=True, kw_only=True)
class Named(Type):
    """A type by its name, looked up when it is asked: a definition may contain itself."""

    find: Callable[[], Type]

    @property
    def resolved(self) -> Type:
        """The type that the name stands for."""
        return self.find().resolved

    @property
    def item(self) -> Type | None:
        """The type of the items, if the named type is a list."""
        return self.find().item

    def admits(self, value: object, tester: Tester) -> bool:
        """Ask the named type."""
        return self.find().admits(value, tester)

    def read(self, value: object) -> object:
        """Read as the named type."""
        return self.find().read(value)

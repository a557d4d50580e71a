"""Item definitions, and the lookup of types by name (DMN 1.5, 7.3.3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from app.decisions.expressions.literal import Literal
from app.decisions.expressions.variable import Variable
from app.decisions.types.base import ANY_TYPES, BASE_TYPES, COMPOUND_TYPES
from app.decisions.types.kinds import AnyType, BaseType, FunctionType, ListType, Named, Restricted, Structure, Type
from app.decisions.types.spelling import Speller

ANY = AnyType()
LONGEST_CHAIN = 50
"""Definitions that only name another one, in a row."""

NO_SPELLINGS: Mapping[str, str] = MappingProxyType({})
DEEPEST_IMPORT = 2
"""Imports of imports whose types a text may name."""


@dataclass(frozen=True, kw_only=True)
class FunctionItem:
    """The signature of a function."""

    parameters: Sequence[Variable]
    result: str | None


@dataclass(frozen=True, kw_only=True)
class ItemDefinition:
    """A type that a model defines: by another type, by components, or by a function's signature.

    `allowed` restricts each item of a collection, `constraint` (DMN 1.5) the collection as a whole.
    """

    name: str
    element: str
    line: int | None
    type_name: str | None = None
    is_collection: bool = False
    components: Sequence["ItemDefinition"] = ()
    function: FunctionItem | None = None
    allowed: Literal | None = None
    constraint: Literal | None = None


@dataclass(frozen=True, kw_only=True)
class TypeNames:
    """The types that a file knows: its own by name, those of the files that it imports behind their names.

    `included` are those of files that it imports without a name.
    """

    own: Mapping[str, ItemDefinition] = field(default_factory=dict)
    imported: Mapping[str, "TypeNames"] = field(default_factory=dict)
    included: Sequence["TypeNames"] = ()
    _found: dict[str, Type] = field(default_factory=dict, compare=False, repr=False)
    _spelled: dict[str, Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def knows(self, name: str) -> bool:
        """Tell whether a type of this name exists."""
        if name in self.own or name in BASE_TYPES or name in COMPOUND_TYPES or name in ANY_TYPES or name == "function":
            return True
        scope, rest = self._behind_import(name)
        return scope is not None and scope.knows(rest)

    def type_of(self, name: str | None) -> Type:
        """Return the type of this name; everything is admitted where there is none."""
        if name is None:
            return ANY
        if name not in self._found:
            self._found[name] = self._looked_up(name)
        return self._found[name]

    def spelled_in(self, text: str) -> Mapping[str, str]:
        """Return the types of the model that a text may name, with what each says of values, as FEEL writes it."""
        if not (self.own or self.imported or self.included):
            return NO_SPELLINGS
        if text not in self._spelled:
            self._spelled[text] = self._spelled_anew(text)
        return self._spelled[text]

    def _spelled_anew(self, text: str) -> Mapping[str, str]:
        if "instance" not in text and "function" not in text:
            return NO_SPELLINGS
        speller = Speller()
        return {name: speller.spell(self.type_of(name)) for name in self.names() if name in text}

    def names(self, depth: int = DEEPEST_IMPORT) -> Iterator[str]:
        """Yield the names of the types of this file and of those that it imports, and that these import."""
        yield from self.own
        for types in self.included if depth else ():
            yield from types.names(depth - 1)
        for prefix, types in self.imported.items() if depth else ():
            yield from (f"{prefix}.{name}" for name in types.names(depth - 1))

    def listed_values(self, name: str | None) -> Literal | None:
        """Return the allowed values of a type, of the items if it is a list; None if it has none."""
        for _ in range(LONGEST_CHAIN):
            definition = self.own.get(name or "")
            if definition is None:
                scope, rest = self._behind_import(name or "")
                return scope.listed_values(rest) if scope is not None else None
            listed = definition.allowed or definition.constraint
            if listed is not None:
                return listed
            name = definition.type_name
        return None

    def _behind_import(self, name: str) -> "tuple[TypeNames | None, str]":
        """Return the types of the import that a name begins with and the rest of it, or those of an included file."""
        prefix = next((one for one in self.imported if name.startswith(f"{one}.")), None)
        if prefix is not None:
            return self.imported[prefix], name[len(prefix) + 1 :]
        return next((one for one in self.included if one.knows(name)), None), name

    def _looked_up(self, name: str) -> Type:
        if name in self.own:
            return self._defined(self.own[name])
        if name in BASE_TYPES:
            return BaseType(name=BASE_TYPES[name])
        if name in COMPOUND_TYPES:
            return BaseType(name=name)
        if name == "function":
            return FunctionType(name=name)
        scope, rest = self._behind_import(name)
        return scope.type_of(rest) if scope is not None and scope.knows(rest) else ANY

    def _defined(self, definition: ItemDefinition) -> Type:
        basis = self._basis(definition)
        if definition.allowed is not None and definition.allowed.text:
            basis = Restricted(name=definition.name, of=basis, tests=definition.allowed)
        if definition.is_collection:
            basis = ListType(name=definition.name, of=basis)
        if definition.constraint is not None and definition.constraint.text:
            basis = Restricted(name=definition.name, of=basis, tests=definition.constraint)
        return basis

    def _basis(self, definition: ItemDefinition) -> Type:
        if definition.function is not None:
            parameters = definition.function.parameters
            return FunctionType(
                name=definition.name,
                parameters=tuple(parameter.name for parameter in parameters),
                parameter_types=tuple(self._reference(parameter.type_name) for parameter in parameters),
                result=self._reference(definition.function.result),
            )
        if definition.components:
            fields = {component.name: self._defined(component) for component in definition.components}
            return Structure(name=definition.name, fields=fields)
        if self.is_endless(definition):
            return ANY
        return self._reference(definition.type_name)

    def _reference(self, name: str | None) -> Type:
        """Return a type by its name, looked up later if the model defines it: it may be the one being read."""
        if name in self.own:
            return Named(name=name or "", find=lambda: self.type_of(name))
        return self.type_of(name)

    def is_endless(self, definition: ItemDefinition) -> bool:
        """Tell whether a definition names only definitions that name others, in a circle or in too long a row."""
        step = self.own.get(definition.type_name or "")
        for _ in range(LONGEST_CHAIN):
            if step is None or step.components or step.function is not None:
                return False
            step = self.own.get(step.type_name or "")
        return True

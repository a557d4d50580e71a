"""The built-in functions by name, each with its signatures as the specification writes them.

A signature such as `substring(string: string, start position: number, length?: number)` names the parameters and the
domain of each: a type, several with "or" between them, or "any". A question mark after the name marks a parameter that
may be left out, three dots before it one that takes all the arguments that are left.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from app.feel.limits import spend
from app.feel.values.durations import DaysDuration, MonthsDuration
from app.feel.values.functions import BoundFunction, Function
from app.feel.values.incoming import read
from app.feel.values.numbers import NUMERIC_FAULTS
from app.feel.values.outgoing import exact
from app.feel.values.ranges import Range
from app.feel.values.temporal import Date, DateTime, Time

Implementation = Callable[..., object]
AnyImplementation = TypeVar("AnyImplementation", bound=Implementation)
_SIGNATURE = re.compile(r"([a-z @]+)\((.*)\)")
_LEFT_OUT = object()
_MISFIT = object()

_KINDS: dict[str, type | tuple[type, ...]] = {
    "any": object,
    "null": type(None),
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "date and time": DateTime,
    "duration": (DaysDuration, MonthsDuration),
    "days and time duration": DaysDuration,
    "list": list,
    "context": Mapping,
    "range": Range,
    "function": Function,
    "point": (Decimal, str, Date, Time, DateTime, DaysDuration, MonthsDuration),
}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A parameter: its name, the Python types of its domain, and how often it may stand."""

    name: str
    kinds: tuple[type, ...]
    type_text: str
    optional: bool = False
    rest: bool = False

    @property
    def needed(self) -> bool:
        """Whether a call by name must name it."""
        return not self.optional and type(None) not in self.kinds

    def accept(self, value: object) -> object:
        """Return the argument as the function wants it, or what marks a misfit (10.3.2.9.4)."""
        if isinstance(value, self.kinds):
            return value
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], self.kinds):
            return value[0]
        if list in self.kinds and value is not None:
            return [value]
        return _MISFIT


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    function: Implementation

    @property
    def names(self) -> list[str]:
        """The names of the parameters."""
        return [parameter.name for parameter in self.parameters]

    def accepted(self, arguments: list[object]) -> list[object] | None:
        """Return the arguments that fit this signature, None where they do not."""
        if self.parameters and self.parameters[-1].rest:
            return self._accepted_rest(arguments)
        if len(arguments) > len(self.parameters):
            return None
        accepted: list[object] = []
        for index, parameter in enumerate(self.parameters):
            argument = arguments[index] if index < len(arguments) else _LEFT_OUT
            if argument is _LEFT_OUT:
                if not parameter.optional:
                    return None
                break
            value = parameter.accept(argument)
            if value is _MISFIT:
                return None
            accepted.append(value)
        return accepted

    def _accepted_rest(self, arguments: list[object]) -> list[object] | None:
        *fixed, rest = self.parameters
        if len(arguments) <= len(fixed):
            return None
        spend(len(arguments))
        values = [parameter.accept(value) for parameter, value in zip(fixed, arguments, strict=False)]
        others = [rest.accept(value) for value in arguments[len(fixed) :]]
        return None if any(value is _MISFIT for value in (*values, *others)) else [*values, others]

    def positional(self, arguments: Mapping[str, object]) -> list[object] | None:
        """Return named arguments in the order of the parameters, None where one is unknown or a needed one is missing.

        A parameter may be left out if it is optional, or if null stands in its domain.
        """
        names = self.names
        needed_names = {parameter.name for parameter in self.parameters if parameter.needed}
        if not needed_names <= arguments.keys() <= set(names):
            return None
        if self.parameters and self.parameters[-1].rest:
            *first, last = names
            given = arguments.get(last)
            return [*(arguments.get(name) for name in first), *(given if isinstance(given, list) else [given])]
        needed = max(
            (
                index + 1
                for index, parameter in enumerate(self.parameters)
                if parameter.name in arguments or not parameter.optional
            ),
            default=0,
        )
        return [arguments.get(name) for name in names[:needed]]


class BuiltIn:
    """A built-in function: the first signature that the arguments fit is called."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.signatures: list[Signature] = []

    def invoke(self, arguments: list[object]) -> object:
        """Return what the function gives, null where no signature fits."""
        for signature in self.signatures:
            accepted = signature.accepted(arguments)
            if accepted is not None:
                return _called(signature, accepted)
        return None

    def invoke_by_name(self, arguments: dict[str, object]) -> object:
        """Return what the function gives for named arguments, null where no signature fits.

        Where two signatures have the same names, as before(point, range) and before(range, point), the order in
        which the arguments stand tells which is meant.
        """
        names = list(arguments)
        for signature in sorted(self.signatures, key=lambda each: each.names != names):
            ordered = signature.positional(arguments)
            accepted = None if ordered is None else signature.accepted(ordered)
            if accepted is not None:
                return _called(signature, accepted)
        return None

    def as_value(self) -> BoundFunction:
        """Return the function as a value of FEEL."""
        parameters = self.signatures[0].parameters
        return BoundFunction(
            name=self.name,
            parameters=tuple(parameter.name for parameter in parameters),
            types=tuple(parameter.type_text for parameter in parameters),
            call=lambda arguments: exact(self.invoke([read(argument) for argument in arguments])),
            invoke=self.invoke,
            by_name=self.invoke_by_name,
        )


def _called(signature: Signature, arguments: list[object]) -> object:
    try:
        return signature.function(*arguments)
    except NUMERIC_FAULTS:
        return None


REGISTERED: dict[str, BuiltIn] = {}


def builtin(*signatures: str) -> Callable[[AnyImplementation], AnyImplementation]:
    """Register a function under the names of its signatures."""

    def register(function: AnyImplementation) -> AnyImplementation:
        for text in signatures:
            name, parameters = _parse_signature(text)
            built_in = REGISTERED.setdefault(name, BuiltIn(name))
            built_in.signatures.append(Signature(parameters=parameters, function=function))
        return function

    return register


def _parse_signature(text: str) -> tuple[str, tuple[Parameter, ...]]:
    found = _SIGNATURE.fullmatch(text)
    assert found is not None, text
    return found[1], tuple(_parse_parameter(part) for part in found[2].split(", ") if part)


def _parse_parameter(text: str) -> Parameter:
    name, _, domain = text.partition(": ")
    kinds: list[type] = []
    for part in domain.split(" or "):
        kind = _KINDS[part]
        kinds.extend(kind if isinstance(kind, tuple) else (kind,))
    return Parameter(
        name=name.strip(".?"),
        kinds=tuple(kinds),
        type_text=domain if domain in {"number", "string", "boolean", "date", "time", "date and time"} else "Any",
        optional=name.endswith("?"),
        rest=name.startswith("..."),
    )

"""Functions that keep to the signature of their type: what they are given and what they give (DMN 1.5, 7.3.3)."""

from collections.abc import Callable

from app.decisions.types.kinds import FunctionType, Type
from app.feel import Function

Fit = Callable[[object, Type], object]
"""Makes a value fit a type; null where it cannot be."""


def with_signature(function: Function, wanted: Type, fit: Fit) -> Function:
    """Return a function that fits its arguments and its result to a type with a signature; else the function itself.

    A call with an argument that does not fit is null (10.3.2.13.2). Parameters are known by their names, else by their
    places.
    """
    if not isinstance(wanted, FunctionType) or wanted.parameters is None:
        return function
    by_name = dict(zip(wanted.parameters, wanted.parameter_types, strict=True))
    pairs = zip(function.parameters, wanted.parameter_types, strict=False)
    types = tuple(by_name.get(name, by_place) for name, by_place in pairs)
    result = wanted.result

    def call(arguments: list[object]) -> object:
        fitted = [fit(argument, type_) for argument, type_ in zip(arguments, types, strict=True)]
        if any(after is None and before is not None for before, after in zip(arguments, fitted, strict=True)):
            return None
        value = function.call(fitted)
        return value if result is None else fit(value, result)

    return Function(
        name=function.name,
        parameters=function.parameters,
        call=call,
        types=function.types,
        result_type=function.result_type,
    )

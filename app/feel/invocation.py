"""Calls functions with arguments (DMN 1.5, table 63): null where the arguments do not fit the parameters."""

from collections.abc import Mapping

from app.feel.limits import enter_call, leave_call
from app.feel.reading.tree import Type
from app.feel.types import converted, is_known, type_from
from app.feel.values.functions import BoundFunction, Function
from app.feel.values.incoming import read
from app.feel.values.outgoing import exact


def invoke(function: Function, arguments: list[object]) -> object:
    """Return what a function gives for positional arguments."""
    if isinstance(function, BoundFunction):
        return function.invoke(arguments)
    texts = function.types or (None,) * len(function.parameters)
    values = conforming_arguments(arguments, tuple(None if text is None else type_from(text) for text in texts))
    if values is None:
        return None
    enter_call()
    try:
        return read(function.call([exact(value) for value in values]))
    finally:
        leave_call()


def invoke_by_name(function: Function, arguments: Mapping[str, object]) -> object:
    """Return what a function gives for named arguments; those left out are null."""
    if isinstance(function, BoundFunction) and function.by_name is not None:
        return function.by_name(dict(arguments))
    if not arguments.keys() <= set(function.parameters):
        return None
    return invoke(function, [arguments.get(name) for name in function.parameters])


def conforming_arguments(arguments: list[object], types: tuple[Type | None, ...]) -> list[object] | None:
    """Return the arguments as the parameters want them, None where their number or a type does not fit."""
    if len(arguments) != len(types):
        return None
    values: list[object] = []
    for argument, type_ in zip(arguments, types, strict=True):
        if type_ is None or argument is None or not is_known(type_):
            values.append(argument)
            continue
        value = converted(argument, type_)
        if value is None:
            return None
        values.append(value)
    return values

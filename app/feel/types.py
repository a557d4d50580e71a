"""Types of values: instance of, conformance, implicit conversions (DMN 1.5, 10.3.2.9)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from app.feel.limits import spend
from app.feel.reading.tree import Type
from app.feel.reading.types import type_of_text
from app.feel.values.durations import DaysDuration, MonthsDuration
from app.feel.values.functions import Function
from app.feel.values.incoming import entry, read
from app.feel.values.ranges import Range
from app.feel.values.temporal import Date, DateTime, Time, midnight

NO_TYPES: Mapping[str, str] = MappingProxyType({})
_KINDS: dict[str, type] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "date and time": DateTime,
    "dateTime": DateTime,
    "days and time duration": DaysDuration,
    "dayTimeDuration": DaysDuration,
    "years and months duration": MonthsDuration,
    "yearMonthDuration": MonthsDuration,
}
_SAME_NAMES = {name: next(key for key, other in _KINDS.items() if other is kind) for name, kind in _KINDS.items()}


def name_of_kind(kind: type) -> str | None:
    """Return what FEEL calls the values of a class of the interpreter, None for those whose contents say more."""
    return next((name for name, known in _KINDS.items() if known is kind), None)


def instance_of(value: object, type_text: str, *, types: Mapping[str, str] = NO_TYPES) -> bool | None:
    """Tell whether a value (Python data or a value of the interpreter) is an instance of a type as FEEL writes it.

    `types` are the types of the model: each name with what it stands for, as FEEL writes it. Null for a type that is
    not known, or that lacks the types of its parts (list, context, range, function alone).
    """
    type_ = type_from(type_text, frozenset(types.items()))
    return None if type_ is None else is_instance(read(value), type_)


@lru_cache(maxsize=1024)
def type_from(text: str, types: frozenset[tuple[str, str]] = frozenset()) -> Type | None:
    """Return the type that a text spells, None where it spells none."""
    return type_of_text(text, dict(types))


def is_instance(value: object, type_: Type) -> bool | None:
    """Tell whether a value of the interpreter is an instance of a type (table 61); null where there is no such type."""
    if not is_known(type_):
        return None
    if value is None:
        return type_.name in {"Null", "null"}
    return conforms(value, type_)


def is_known(type_: Type) -> bool:
    """Tell whether the type, and each type in it, is one of the lattice."""
    if type_.name in _SHAPES:
        parts = (*(type_.arguments or ()), *(field for _, field in type_.fields))
        result = type_.result is None or is_known(type_.result)
        return type_.arguments is not None and result and all(is_known(part) for part in parts)
    return type_.name in _KINDS or type_.name in {"Any", "Null", "null"}


def conforms(value: object, type_: Type) -> bool:
    """Tell whether a value may stand where the type is expected; null may stand everywhere."""
    if value is None or type_.name == "Any":
        return True
    kind = _KINDS.get(type_.name)
    if kind is not None:
        return type(value) is kind
    shape = _SHAPES.get(type_.name)
    return shape is not None and shape(value, type_)


def _is_list(value: object, type_: Type) -> bool:
    if not isinstance(value, list):
        return False
    spend(len(value))
    return not type_.arguments or all(conforms(item, type_.arguments[0]) for item in value)


def _is_context(value: object, type_: Type) -> bool:
    if not isinstance(value, Mapping):
        return False
    return all(name in value and conforms(entry(value, name), field) for name, field in type_.fields)


def _is_range(value: object, type_: Type) -> bool:
    if not isinstance(value, Range):
        return False
    return not type_.arguments or all(conforms(end, type_.arguments[0]) for end in (value.start, value.end))


def _is_function(value: object, type_: Type) -> bool:
    if not isinstance(value, Function):
        return False
    if type_.arguments is None:
        return True
    own = value.types or (None,) * len(value.parameters)
    if len(own) != len(type_.arguments):
        return False
    result = type_.result is None or value.result_type is None or _fits(type_from(value.result_type), type_.result)
    return result and all(
        declared is None or _fits(wanted, type_from(declared))
        for wanted, declared in zip(type_.arguments, own, strict=True)
    )


def _fits(one: Type | None, other: Type | None) -> bool:
    """Tell whether the first type conforms to the second (10.3.2.9.2)."""
    if one is None or other is None or other.name == "Any" or one.name in {"Null", "null"}:
        return True
    if _SAME_NAMES.get(one.name, one.name) != _SAME_NAMES.get(other.name, other.name):
        return False
    if one.name == "context":
        own = dict(one.fields)
        return all(name in own and _fits(own[name], field) for name, field in other.fields)
    pairs = zip(one.arguments or (), other.arguments or (), strict=False)
    return len(one.arguments or ()) == len(other.arguments or ()) and all(_fits(*pair) for pair in pairs)


_SHAPES: dict[str, Callable[[object, Type], bool]] = {
    "list": _is_list,
    "context": _is_context,
    "range": _is_range,
    "function": _is_function,
}


# --- implicit conversions (10.3.2.9.4) ---


def to_singleton_list(value: object) -> list[object]:
    """Return [value], or the list itself."""
    return value if isinstance(value, list) else [value]


def from_singleton_list(value: object) -> object:
    """Return the only element of a list of one, anything else as it is."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def to_date_and_time(value: object) -> object:
    """Return a date as its midnight in UTC, anything else as it is."""
    return midnight(value) if isinstance(value, Date) else value


def conforming(value: object, type_text: str, *, types: Mapping[str, str] = NO_TYPES) -> object:
    """Return a value as the type that is expected of it, converted if need be, null where it cannot be.

    `value` is Python data or a value of the interpreter; what comes back is a value of the interpreter (see
    `feel.plain`). Conversions: from a list of one element, to a list of one element, from a date to its midnight.
    `types` as in `instance_of`; a type that is not known is taken as Any.
    """
    type_ = type_from(type_text, frozenset(types.items()))
    given = read(value)
    if type_ is None or not is_known(type_):
        return given
    return converted(given, type_)


def converted(value: object, type_: Type) -> object:
    """Return a value of the interpreter as the expected type, null where it cannot be converted."""
    candidates = (value, from_singleton_list(value), to_date_and_time(value), to_singleton_list(value))
    return next((candidate for candidate in candidates if conforms(candidate, type_)), None)


def text_of_type(type_: Type) -> str:
    """Return a type as FEEL writes it."""
    if type_.name == "context" and type_.fields:
        return f"context<{', '.join(f'{name}: {text_of_type(field)}' for name, field in type_.fields)}>"
    arguments = "" if type_.arguments is None else f"<{', '.join(map(text_of_type, type_.arguments))}>"
    return type_.name + arguments + (f"->{text_of_type(type_.result)}" if type_.result else "")

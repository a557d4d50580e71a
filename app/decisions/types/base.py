"""The types that FEEL brings, under all names that files give them (DMN 1.5, 7.3.3 and 10.3.1.3)."""

from collections.abc import Mapping

from app.feel import Range, instance_of, parse_temporal

BASE_TYPES = {
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "dateTime": "date and time",
    "days and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
    "integer": "number",
    "int": "number",
    "long": "number",
    "short": "number",
    "double": "number",
    "float": "number",
    "decimal": "number",
}
"""The names of DMN 1.1 to 1.5, and those of the editors: `integer`, `long`, `double`."""

ANY_TYPES = frozenset({"Any", "Undefined"})
COMPOUND_TYPES: dict[str, type | tuple[type, ...]] = {"list": (list, tuple), "context": Mapping, "range": Range}
"""Types whose contents nothing is said of."""

TEMPORAL_TYPES = frozenset(
    {"date", "time", "date and time", "days and time duration", "years and months duration"},
)


def is_of(value: object, name: str) -> bool:
    """Tell whether a value is of a type that FEEL brings, by the name that FEEL gives it."""
    if name in COMPOUND_TYPES:
        return isinstance(value, COMPOUND_TYPES[name])
    return instance_of(value, name) is True


def read_text(text: str, name: str) -> object:
    """Return what `text` spells if the type is a date, time or duration, else the text; None if it spells none."""
    return parse_temporal(text, name) if name in TEMPORAL_TYPES else text

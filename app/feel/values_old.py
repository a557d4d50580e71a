"""Python values to FEEL values and back.

Temporal values travel beside the JSON, as (path, kind, text): no key of a citizen's data can pass for a date.

| Python | FEEL |
|---|---|
| None, bool, str, int, float, Decimal | null, boolean, string, number (a 64-bit float, as in the modelling tools) |
| list, tuple / Mapping | list / context |
| date, time, naive datetime | date, local time, local date and time |
| aware datetime | date and time at Casablanca's offset of that moment |
| timedelta / MonthsDuration | days and time duration / years and months duration |
"""

import json
import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from app.domain.clock import CASABLANCA
from app.feel.errors import FeelError
from app.feel.values.durations import MonthsDuration

MAXIMUM_DEPTH = 60
EXACT_INTEGERS = 2**53

Path = tuple[str | int, ...]
Temporal = tuple[list[str | int], str, str]


class Encoder:
    """Turns one context into JSON-ready data; notes temporal values, and keys that are not plain names."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.temporals: list[Temporal] = []
        self.odd_keys: set[str] = set()

    def encode(self, value: object, path: Path = ()) -> object:
        """Return `value` as JSON-ready data.

        Raises:
            FeelError: the value, or one inside it, has no counterpart in FEEL.
        """
        if value is None or isinstance(value, str | bool):
            return value
        if isinstance(value, int | float | Decimal):
            return self._number(value, path)
        if len(path) > MAXIMUM_DEPTH:
            raise FeelError(
                f"Expected data of at most {MAXIMUM_DEPTH} levels, found more.", self.expression, reason="not-data"
            )
        if isinstance(value, Mapping):
            return {key: self.encode(entry, (*path, key)) for key, entry in self._entries(value, path)}
        if isinstance(value, list | tuple):
            return [self.encode(entry, (*path, index)) for index, entry in enumerate(value)]
        kind, text = self._temporal_text(value, path)
        self.temporals.append((list(path), kind, text))
        return None

    def _entries(self, value: Mapping[object, object], path: Path) -> list[tuple[str, object]]:
        entries: list[tuple[str, object]] = []
        for key, entry in value.items():
            if not isinstance(key, str):
                raise self._refusal(key, path)
            if not key.isidentifier():
                self.odd_keys.add(key)
            entries.append((key, entry))
        return entries

    def _number(self, value: float | Decimal, path: Path) -> float:
        if isinstance(value, int) and -EXACT_INTEGERS <= value <= EXACT_INTEGERS:
            return value
        try:
            number = float(value)
        except OverflowError:
            raise self._refusal(value, path) from None
        if not math.isfinite(number):
            raise self._refusal(value, path)
        return number

    def _temporal_text(self, value: object, path: Path) -> tuple[str, str]:
        match value:
            case datetime(tzinfo=None):
                return "datetime", value.isoformat()
            case datetime():
                return "datetime", value.astimezone(CASABLANCA).isoformat()
            case date():
                return "date", value.isoformat()
            case time():
                return "time", value.isoformat()
            case timedelta():
                return "duration", iso_duration(value)
            case MonthsDuration():
                return "duration", str(value)
            case _:
                raise self._refusal(value, path)

    def _refusal(self, value: object, path: Path) -> FeelError:
        place = ".".join(str(part) for part in path) or "the context"
        return FeelError(
            f"Expected text, a number, a date, a list or a context at {place}, found {type(value).__name__}.",
            self.expression,
            reason="not-data",
        )


def iso_duration(value: timedelta) -> str:
    """Return a days and time duration in ISO 8601, such as -P1DT0.5S."""
    sign, length = ("-", -value) if value < timedelta(0) else ("", value)
    fraction = f".{length.microseconds:06d}" if length.microseconds else ""
    return f"{sign}P{length.days}DT{length.seconds}{fraction}S"


def structure_of(value: object) -> object:
    """Return the keys of `value` without its leaves: what the reading of an expression may depend on."""
    if isinstance(value, dict):
        return {key: structure_of(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(structure_of(entry)) for entry in value if isinstance(entry, dict | list)})
    return 0


def decode(answer: dict[str, object], expression: str) -> object:
    """Return the Python value of the sandbox's answer {value, temporals}.

    Raises:
        FeelError: a date or a duration lies outside of what Python can hold (years 1 to 9999).
    """
    temporals = answer["temporals"]
    assert isinstance(temporals, list)
    for path, kind, content in temporals:
        holder: object = answer
        for part in path[:-1]:
            holder = _child(holder, part)
        _put(holder, path[-1], _temporal_value(kind, content, expression))
    return answer["value"]


def _child(holder: object, part: str | int) -> object:
    if isinstance(holder, dict):
        return holder[part]
    assert isinstance(holder, list)
    return holder[int(part)]


def _put(holder: object, part: str | int, value: object) -> None:
    if isinstance(holder, dict):
        holder[part] = value
    else:
        assert isinstance(holder, list)
        holder[int(part)] = value


def _temporal_value(kind: str, content: str | float, expression: str) -> object:
    try:
        match kind:
            case "date":
                return date.fromisoformat(str(content))
            case "time":
                return time.fromisoformat(str(content))
            case "datetime":
                return datetime.fromisoformat(str(content))
            case "months":
                return MonthsDuration(months=int(content))
            case _:
                return timedelta(milliseconds=float(content))
    except (ValueError, OverflowError):
        raise FeelError(
            f"Expected a date or a duration between the years 1 and 9999, found {content}.",
            expression,
            reason="not-a-value",
        ) from None

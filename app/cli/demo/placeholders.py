"""Fills in the stories: `{full}` becomes a name, and the days of a scenario become days of the case."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from app.deadlines import Calendar
from app.scenarios.attachments import to_plain

LONGEST_BEFORE = timedelta(days=400)
"""A day of a scenario that lies further back is a fact of somebody's life, and stays."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAME = re.compile(r"\{([a-z_]+)\}")

Fill = Callable[[Any], Any]


def filler(values: Mapping[str, Any]) -> Fill:
    """Return what puts values in place of `{name}`; a text that is only a placeholder becomes the value itself."""

    def fill(text: str) -> Any:
        whole = _NAME.fullmatch(text)
        if whole and whole[1] in values:
            return values[whole[1]]
        return _NAME.sub(lambda found: str(values.get(found[1], found[0])), text)

    return lambda value: _changed(to_plain(value), fill)


def mover(began: date, begins: date, calendar: Calendar) -> Fill:
    """Return what moves the days of a scenario that began on `began` to a case that begins on `begins`.

    A day that was still to come moves to a working day.
    """
    distance = begins - began

    def move(text: str) -> str:
        if not _DAY.fullmatch(text):
            return text
        day = date.fromisoformat(text)
        if day < began - LONGEST_BEFORE:
            return text
        moved = day + distance
        while day > began and not calendar.is_working_day(moved):
            moved += timedelta(days=1)
        return moved.isoformat()

    return lambda value: _changed(to_plain(value), move)


def _changed(value: Any, change: Callable[[str], Any]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _changed(entry, change) for key, entry in value.items()}
    return [_changed(entry, change) for entry in value] if isinstance(value, list) else value

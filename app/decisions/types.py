"""Gives ISO texts from JSON their FEEL type where a model names one: DMN 1.5, 7.3.2 and 10.3.2.3."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from app.feel import FeelError, evaluate

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def typed(value: object, type_name: str | None) -> object:
    """Return `value`, or the date, time or duration that its text spells if `type_name` asks for one.

    Raises:
        ValueError: the text is no such date, time or duration.
    """
    read = READERS.get((type_name or "").rpartition(":")[2])
    if read is None or not isinstance(value, str):
        return value
    try:
        return read(value)
    except ValueError:
        raise ValueError(f"Expected a {type_name} in ISO 8601, found {value!r}.") from None


def _duration(text: str) -> object:
    try:
        value = evaluate("duration(text)", {"text": text}, now=EPOCH)
    except FeelError:
        raise ValueError(text) from None
    if value is None:
        raise ValueError(text)
    return value


READERS: dict[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "date and time": datetime.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "days and time duration": _duration,
    "years and months duration": _duration,
    "dayTimeDuration": _duration,
    "yearMonthDuration": _duration,
}

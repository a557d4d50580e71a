"""Makes values fit their types: the implicit conversions of DMN 1.5, 10.3.2.9.4."""

from app.decisions.shown import shown
from app.decisions.types.kinds import DoesNotFit, Tester, Type
from app.feel import to_date_and_time


def fitted(value: object, wanted: Type, tester: Tester) -> object:
    """Return a value of the type: itself, in a list of one, out of one, or a date as midnight in UTC.

    Raises:
        DoesNotFit: none of these conforms; null is meant then.
    """
    if value is None or wanted.admits(value, tester):
        return value
    for candidate in _candidates(value, wanted):
        if wanted.admits(candidate, tester):
            return candidate
    raise DoesNotFit(f"Expected {wanted.name}, found {shown(value)}.")


def _candidates(value: object, wanted: Type) -> list[object]:
    if wanted.item is not None:
        return [] if isinstance(value, list) else [[value], [to_date_and_time(value)]]
    if isinstance(value, list):
        return [value[0], to_date_and_time(value[0])] if len(value) == 1 else []
    return [to_date_and_time(value)]

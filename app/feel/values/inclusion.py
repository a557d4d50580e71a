"""Which values lie in a range, and which ends make one (DMN 1.5, 10.3.2.7 and table 55)."""

from app.feel.values.comparison import equal, less
from app.feel.values.ranges import Range


def includes(interval: Range, value: object) -> bool | None:
    """Tell whether a value lies in a range, null where it cannot be compared with the ends."""
    if value is None:
        return None
    above = True if interval.start is None else exceeds(value, interval.start, included=interval.start_included)
    below = True if interval.end is None else exceeds(interval.end, value, included=interval.end_included)
    if above is None or below is None:
        return None
    return above and below


def exceeds(value: object, bound: object, *, included: bool) -> bool | None:
    """Tell whether value > bound, or value >= bound where it is included."""
    above = less(bound, value)
    if above is not False or not included:
        return above
    return equal(value, bound)


def make_range(start: object, end: object, *, start_included: bool = True, end_included: bool = True) -> Range | None:
    """Return a range, null where its ends cannot be compared or stand in the wrong order; one end may be null."""
    if start is None and end is None:
        return None
    first, last = (start if start is not None else end), (end if end is not None else start)
    if less(last, first) is not False:
        return None
    return Range(start=start, end=end, start_included=start_included, end_included=end_included)

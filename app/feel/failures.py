"""Tells the failures inside the interpreter as the one error of this package."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.feel.errors import FeelError
from app.feel.limits import MESSAGES, LimitReached
from app.feel.values.incoming import DataRefused
from app.feel.values.outgoing import NotAValue

FAILURES = (LimitReached, NotAValue, DataRefused, RecursionError)


@contextmanager
def failures_told_of(expression: str) -> Iterator[None]:
    """Turn failures into FeelError, told of this expression."""
    try:
        yield
    except FAILURES as failure:
        raise failure_told_of(failure, expression) from None


def failure_told_of(failure: Exception, expression: str) -> FeelError:
    """Return the error for one of FAILURES."""
    match failure:
        case LimitReached():
            return FeelError(MESSAGES[failure.limit], expression, reason=failure.limit)
        case NotAValue():
            return FeelError(str(failure), expression, reason="not-a-value")
        case DataRefused():
            return FeelError(str(failure), expression, reason="not-data")
    return FeelError(MESSAGES["too-deep"], expression, reason="too-deep")

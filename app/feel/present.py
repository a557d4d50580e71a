"""The present moment of the evaluation that runs in this thread: what now() and today() give."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime


class _Present(threading.local):
    moment: datetime | None = None


_present = _Present()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let this aware moment be the present one."""
    before = set_present(moment)
    try:
        yield
    finally:
        set_present(before)


def set_present(moment: datetime | None) -> datetime | None:
    """Make a moment the present one; return the one before."""
    before, _present.moment = _present.moment, moment
    return before


def present() -> datetime:
    """Return the present moment.

    Raises:
        LookupError: no evaluation runs.
    """
    if _present.moment is None:
        raise LookupError("Expected an evaluation that gives the present moment, found none.")
    return _present.moment

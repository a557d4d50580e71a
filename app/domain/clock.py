"""The clock: the only source of the present moment."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

CASABLANCA = ZoneInfo("Africa/Casablanca")
"""The legal time of Morocco: UTC+1, and UTC+0 during Ramadan."""
KEPT_DAYS = 4_096
"""Moments whose day is remembered: a step asks for the day of the same filing several times."""


class Clock(Protocol):
    """Tells the present moment, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that moves only when told: for tests, scenarios and demonstrations."""

    def __init__(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError(f"Expected an aware moment, found {moment!r}: give it a time zone.")
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        return self._moment

    def advance(self, delta: timedelta) -> None:
        """Move forward by `delta`."""
        self._moment += delta

    def move_to(self, moment: datetime) -> None:
        """Stand at `moment` (aware)."""
        self._moment = moment.astimezone(UTC)


@lru_cache(maxsize=KEPT_DAYS)
def local_day(moment: datetime) -> date:
    """Return the calendar day in Morocco at `moment`."""
    return moment.astimezone(CASABLANCA).date()


def next_midnight(moment: datetime) -> datetime:
    """Return the moment at which the day of `moment` ends in Morocco, in UTC."""
    return datetime.combine(local_day(moment) + timedelta(days=1), time(), CASABLANCA).astimezone(UTC)

"""Working days in Morocco: week ends, fixed feasts, feasts of the Hijri year, and days closed by order.

Feasts of the Hijri year follow the sighting of the moon: what is computed here is an estimate that an order replaces.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, TypedDict

import holidays
import yaml

from app.deadlines.days import ClosedDay, GeneralStop, Override, Source
from app.deadlines.errors import DeadlineError

TABLE = Path(__file__).parent / "holidays.yaml"
SATURDAY_AND_SUNDAY = frozenset({5, 6})
LONGEST_CLOSURE_DAYS = 60


class _Feast(TypedDict):
    computed_as: str
    kind: Literal["fixed", "hijri"]
    fr: str
    ar: str


class _Order(TypedDict):
    day: date
    closed: bool
    fr: str
    ar: str
    reference: str


class _Table(TypedDict):
    feasts: list[_Feast]
    overrides: list[_Order]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Which days are worked. `closed_days_in(year)` gives the closed days of a year by date.

    `stops` are the orders that suspend every period. `earlier` gives the calendar as it was known on a day, None when
    the table never changed.
    """

    closed_days_in: Callable[[int], Mapping[date, ClosedDay]]
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    stops: tuple[GeneralStop, ...] = ()
    earlier: "Callable[[date], Calendar] | None" = None

    def known_on(self, day: date) -> "Calendar":
        """Return the calendar as the table stood on `day`; stops are those of now, since they reach back by law."""
        return self.earlier(day) if self.earlier else self

    def find_closed_day(self, day: date) -> ClosedDay | None:
        """Return the feast or closure of `day`, if it has one; a plain week end has none."""
        return self.closed_days_in(day.year).get(day)

    def is_weekend(self, day: date) -> bool:
        """Tell whether `day` belongs to the weekly rest."""
        return day.weekday() in self.weekend

    def is_working_day(self, day: date) -> bool:
        """Tell whether the administration works on `day`."""
        return not self.is_weekend(day) and self.find_closed_day(day) is None

    def find_stop(self, day: date) -> GeneralStop | None:
        """Return the order that suspends every period on `day`, if there is one."""
        return next((stop for stop in self.stops if stop.covers(day)), None)

    def next_working_day(self, day: date) -> date:
        """Return `day` if it is worked, else the first worked day after it.

        Raises:
            DeadlineError: everything is closed for longer than any closure lasts, or the year 9999 is over.
        """
        for offset in range(min(LONGEST_CLOSURE_DAYS, (date.max - day).days + 1)):
            candidate = day + timedelta(days=offset)
            if self.is_working_day(candidate):
                return candidate
        raise DeadlineError(
            f"Expected a working day within {LONGEST_CLOSURE_DAYS} days of {day}, found none: check the table of days.",
            day=day,
        )

    def add_working_days(self, day: date, amount: int) -> date:
        """Return the `amount`-th working day after `day`; `day` itself never counts."""
        current = day
        for _ in range(amount):
            current = self.next_working_day(current + timedelta(days=1))
        return current

    def count_working_days(self, after: date, until: date) -> int:
        """Return how many working days lie after `after` and not after `until`."""
        span = (until - after).days
        return sum(self.is_working_day(after + timedelta(days=offset)) for offset in range(1, span + 1))


def morocco_calendar(
    overrides: Iterable[Override] = (), *, stops: Iterable[GeneralStop] = (), commune: str | None = None
) -> Calendar:
    """Return the calendar of the administrations of a commune, or of all Morocco when `commune` (a code) is None.

    Of several orders about one day the last given wins, over the shipped table too; those of the commune win over
    national ones.
    """
    kept = [override for override in (*shipped_overrides(), *overrides) if override.holds_in(commune)]
    kept.sort(key=lambda override: override.communes is not None)
    return _calendar(tuple(kept), tuple(sorted_stops(stop for stop in stops if stop.holds_in(commune))), known=None)


def sorted_stops(stops: Iterable[GeneralStop]) -> list[GeneralStop]:
    """Return orders by their first day."""
    return sorted(stops, key=lambda stop: (stop.first, stop.last or date.max))


def shipped_overrides() -> tuple[Override, ...]:
    """Return the orders known when this version was made, oldest first."""
    return tuple(
        Override(
            day=entry["day"],
            closed=entry["closed"],
            names={"fr": entry["fr"], "ar": entry["ar"]},
            reference=entry["reference"],
        )
        for entry in _table()["overrides"]
    )


def _calendar(overrides: tuple[Override, ...], stops: tuple[GeneralStop, ...], *, known: date | None) -> Calendar:
    by_year: dict[int, dict[date, Override]] = {}
    for override in overrides:
        if override.stands_on(known):
            by_year.setdefault(override.day.year, {})[override.day] = override

    @cache
    def closed_days_in(year: int) -> Mapping[date, ClosedDay]:
        return _apply(_computed_days(year), by_year.get(year, {}))

    def earlier(day: date) -> Calendar:
        return _calendar(overrides, stops, known=day)

    changed = any(override.decided_on or override.withdrawn_on for override in overrides)
    return Calendar(closed_days_in=closed_days_in, stops=stops, earlier=earlier if changed and known is None else None)


def _apply(computed: Mapping[date, ClosedDay], overrides: Mapping[date, Override]) -> Mapping[date, ClosedDay]:
    days = {day: closed for day, closed in computed.items() if day not in overrides}
    for day, override in overrides.items():
        if override.closed:
            days[day] = ClosedDay(
                day=day,
                names=override.names,
                source="local" if override.communes is not None else override.source,
                reference=override.reference,
                estimated=override.estimated,
            )
    return days


@cache
def _table() -> _Table:
    loaded: _Table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return loaded


@cache
def _feasts() -> Mapping[str, _Feast]:
    return {feast["computed_as"]: feast for feast in _table()["feasts"]}


@cache
def _computed_days(year: int) -> Mapping[date, ClosedDay]:
    computed = holidays.country_holidays("MA", years=year, language="en_US", islamic_show_estimated=False)
    days: dict[date, ClosedDay] = {}
    for day in sorted(computed):
        for name in computed.get_list(day):
            days.setdefault(day, _closed_day(day, name))
    return days


def _closed_day(day: date, computed_as: str) -> ClosedDay:
    feast = _feasts().get(computed_as)
    if feast is None:
        raise DeadlineError(
            f"Expected the feast {computed_as!r} of {day} to have names in holidays.yaml, found none: add it there.",
            feast=computed_as,
        )
    source: Source = "hijri-estimate" if feast["kind"] == "hijri" else "fixed"
    return ClosedDay(
        day=day, names={"fr": feast["fr"], "ar": feast["ar"]}, source=source, estimated=source == "hijri-estimate"
    )

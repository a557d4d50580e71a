"""The calendar of each commune: the shipped table with the orders of the country and of the commune."""

from collections.abc import Iterable
from datetime import timedelta
from threading import Lock

from app.deadlines import Calendar, GeneralStop, Override, morocco_calendar
from app.domain.clock import local_day
from app.store import calendars
from app.store.models import CalendarOrder

LONGEST_ORDER_DAYS = 60
"""Days that one order may close: a longer one is a general stop of periods, not a closure."""


class CalendarCache:
    """Calendars by commune, built again when an order comes or goes: one small read a use, whatever the process."""

    def __init__(self) -> None:
        self._built: dict[str | None, tuple[tuple[int, int], Calendar]] = {}
        self._lock = Lock()

    def get(self, commune_id: str | None) -> Calendar:
        """Return the calendar of a commune (a code), or of the whole country for None."""
        state = calendars.state()
        with self._lock:
            known = self._built.get(commune_id)
        if known is not None and known[0] == state:
            return known[1]
        built = build_calendar(calendars.list_orders(commune_id), commune_id) if state[0] else morocco_calendar()
        with self._lock:
            self._built[commune_id] = (state, built)
        return built


def build_calendar(orders: Iterable[CalendarOrder], commune_id: str | None) -> Calendar:
    """Return the calendar that some orders make of the shipped table."""
    rows = list(orders)
    overrides = [override for row in rows if row.effect != "stop" for override in to_overrides(row)]
    stops = [to_stop(row) for row in rows if row.effect == "stop" and row.withdrawn_at is None]
    return morocco_calendar(overrides, stops=stops, commune=commune_id)


def to_overrides(row: CalendarOrder) -> Iterable[Override]:
    """Return what an order says of each of its days."""
    last = row.last_day or row.first_day
    for number in range((last - row.first_day).days + 1):
        yield Override(
            day=row.first_day + timedelta(days=number),
            closed=row.effect == "close",
            names={"ar": row.name_ar, "fr": row.name_fr},
            reference=row.reference,
            source="decreed" if row.commune_id is None else "local",
            estimated=row.estimated,
            communes=None if row.commune_id is None else frozenset({row.commune_id}),
            decided_on=local_day(row.decided_at),
            withdrawn_on=local_day(row.withdrawn_at) if row.withdrawn_at else None,
        )


def to_stop(row: CalendarOrder) -> GeneralStop:
    """Return the general stop of periods that an order decides."""
    return GeneralStop(
        first=row.first_day,
        last=row.last_day,
        names={"ar": row.name_ar, "fr": row.name_fr},
        reference=row.reference,
        communes=None if row.commune_id is None else frozenset({row.commune_id}),
    )

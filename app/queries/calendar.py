"""The closed days of a year in a commune or in the country, and the orders that changed them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.deadlines import Calendar, ClosedDay
from app.store import calendars
from app.store.models import CalendarOrder, CalendarRecomputation


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """An order with the readings of open periods that it caused, newest first; `own` when it may be changed here."""

    order: CalendarOrder
    recomputations: Sequence[CalendarRecomputation]
    own: bool


def list_closed_days(calendar: Calendar, year: int) -> list[ClosedDay]:
    """Return the closed days of a year in order, week ends left out."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=number) for number in range((date(year, 12, 31) - first).days + 1))
    found = (calendar.find_closed_day(day) for day in days)
    return [closed for closed in found if closed is not None]


def list_order_rows(commune_id: str | None) -> list[OrderRow]:
    """Return the orders that hold in a commune, or in the country, newest first: two statements."""
    orders = calendars.list_orders(commune_id)
    work = calendars.list_recomputations([order.id for order in orders])
    return [
        OrderRow(
            order=order,
            recomputations=[row for row in work if row.order_id == order.id],
            own=order.commune_id == commune_id,
        )
        for order in reversed(orders)
    ]

"""Orders that change the calendar: decided with their text, withdrawn with a reason, never erased."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.commands.bus import Unit, require
from app.commands.calendars import LONGEST_ORDER_DAYS
from app.domain import permissions
from app.domain.clock import local_day
from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.domain.texts import plain_text
from app.store import calendars
from app.store.models import CalendarOrder, CalendarRecomputation

EFFECTS = ("close", "open", "stop")
"""A day closed, a feast that is worked after all, every period stopped (decree-law 2-20-292 of 2020 is a precedent)."""
SHORTEST_TEXT, LONGEST_NAME, LONGEST_REFERENCE, LONGEST_REASON = 3, 160, 240, 500
FURTHEST = timedelta(days=3 * 366)
"""An order about a day further away, before or after today, is a mistake of a keyboard."""


class OrderRefused(MastaraError):
    """The order cannot stand as it is; `problem` names why, `field` where."""

    code = "order-refused"

    def __init__(self, problem: str, field: str, message: str) -> None:
        super().__init__(message, problem=problem, field=field)
        self.problem = problem
        self.field = field


class OrderUnknown(MastaraError):
    """No order that stands has this id here."""

    code = "order-unknown"


@dataclass(frozen=True, kw_only=True)
class DecideOrder:
    """Write an order: of the country (`commune_id` None) or of one commune; open periods are read again."""

    commune_id: str | None
    effect: str
    first_day: date
    last_day: date | None
    name_ar: str
    name_fr: str
    reference: str
    estimated: bool = False

    def authorise(self, unit: Unit) -> None:
        """The DGCT for the country, the direction or the president for their commune."""
        require_calendar_right(self.commune_id, unit)

    def handle(self, unit: Unit) -> CalendarOrder:
        """Raises OrderRefused."""
        self._check(local_day(unit.now))
        order = CalendarOrder(
            id=new_id(),
            revision=calendars.state()[0] + 1,
            commune_id=self.commune_id,
            effect=self.effect,
            first_day=self.first_day,
            last_day=self.last_day if self.effect == "stop" else self.last_day or self.first_day,
            name_ar=plain_text(self.name_ar, longest=LONGEST_NAME),
            name_fr=plain_text(self.name_fr, longest=LONGEST_NAME),
            reference=plain_text(self.reference, longest=LONGEST_REFERENCE),
            estimated=self.estimated,
            decided_at=unit.now,
            decided_by=unit.actor.name,
        )
        calendars.add(order)
        start_recomputation(order, unit.now)
        return order

    def _check(self, today: date) -> None:
        if self.effect not in EFFECTS or (self.effect == "stop" and self.commune_id is not None):
            raise OrderRefused("effect", "effect", f"Expected one of {', '.join(EFFECTS)}, found {self.effect!r}.")
        for name in ("name_ar", "name_fr", "reference"):
            if len(plain_text(getattr(self, name), longest=LONGEST_REFERENCE)) < SHORTEST_TEXT:
                raise OrderRefused("text", name, f"Expected {SHORTEST_TEXT} letters or more as {name}, found fewer.")
        self._check_days(today)

    def _check_days(self, today: date) -> None:
        last = self.last_day or self.first_day
        if last < self.first_day:
            raise OrderRefused(
                "ends-before-start", "last_day", f"Expected an end on or after {self.first_day}, found {last}."
            )
        if max(abs(self.first_day - today), abs(last - today)) > FURTHEST:
            raise OrderRefused("far-away", "first_day", f"Expected days within three years of {today}, found {last}.")
        if self.effect != "stop" and (last - self.first_day).days >= LONGEST_ORDER_DAYS:
            raise OrderRefused(
                "too-long", "last_day", f"Expected fewer than {LONGEST_ORDER_DAYS} days in one order, found more."
            )


@dataclass(frozen=True, kw_only=True)
class WithdrawOrder:
    """Take an order back: what was done in time by the table of that day stays in time."""

    commune_id: str | None
    order_id: str
    reason: str

    def authorise(self, unit: Unit) -> None:
        """Whoever may decide such an order."""
        require_calendar_right(self.commune_id, unit)

    def handle(self, unit: Unit) -> CalendarOrder:
        """Raises OrderUnknown, OrderRefused."""
        order = calendars.find_order(self.order_id)
        if order is None or order.commune_id != self.commune_id or order.withdrawn_at is not None:
            raise OrderUnknown(f"Expected an order that stands here, found the id “{self.order_id}”.")
        reason = plain_text(self.reason, longest=LONGEST_REASON)
        if len(reason) < SHORTEST_TEXT:
            raise OrderRefused("text", "reason", "Expected the reason of the withdrawal, found none.")
        order.withdrawn_at, order.withdrawn_by, order.withdrawn_reason = unit.now, unit.actor.name, reason
        start_recomputation(order, unit.now)
        return order


def require_calendar_right(commune_id: str | None, unit: Unit) -> None:
    """Raise Forbidden unless the actor may change the calendar of the country, or of the commune."""
    if commune_id is None:
        require(permissions.may(unit.actor, permissions.NATIONAL_CALENDAR), "Expected the DGCT for the whole country.")
        return
    allowed = permissions.may(unit.actor, permissions.LOCAL_CALENDAR, commune_id)
    require(allowed, "Expected the direction or the president of this commune.")


def start_recomputation(order: CalendarOrder, now: datetime) -> None:
    """Let the worker read the open periods again, in slices."""
    calendars.add(
        CalendarRecomputation(
            id=new_id(),
            commune_id=order.commune_id,
            order_id=order.id,
            state="running",
            reached="",
            read=0,
            moved=0,
            refused=0,
            created_at=now,
        )
    )

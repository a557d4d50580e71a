"""Orders that change the calendar, and the readings of open periods that they cause."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from app.store.database import Base, database, in_transaction, open_transaction
from app.store.models import CalendarOrder, CalendarRecomputation
from app.store.statements import fetch, fixed

_KNOWN = "calendar-state"
_STATE = fixed(select(func.max(CalendarOrder.revision), func.count(CalendarOrder.withdrawn_at)))


def state() -> tuple[int, int]:
    """Return what tells one table of orders from another: the last change, and how many orders were withdrawn.

    Read once a transaction, however many periods are looked at in it.
    """
    if in_transaction():
        noted = open_transaction().notes.setdefault(_KNOWN, [])
        if not noted:
            noted.append(_read_state())
        found: tuple[int, int] = noted[0]
        return found
    session = database.session()
    transaction, known = session.info.get(_KNOWN, (None, (0, 0)))
    if transaction is not None and transaction is session.get_transaction():
        return int(known[0]), int(known[1])
    state = _read_state()
    session.info[_KNOWN] = (session.get_transaction(), state)
    return state


def _read_state() -> tuple[int, int]:
    revision, withdrawn = fetch(_STATE, {}) or (None, 0)
    return revision or 0, withdrawn


def list_orders(commune_id: str | None) -> Sequence[CalendarOrder]:
    """Return the orders that hold in a commune (national ones too), or the national ones alone; oldest first."""
    statement = select(CalendarOrder).order_by(CalendarOrder.revision)
    national = CalendarOrder.commune_id.is_(None)
    statement = statement.where(
        national if commune_id is None else or_(national, CalendarOrder.commune_id == commune_id)
    )
    return database.session.scalars(statement).all()


def find_order(order_id: str) -> CalendarOrder | None:
    """Return an order by id, its row locked where the database can, or None."""
    statement = select(CalendarOrder).where(CalendarOrder.id == order_id).with_for_update()
    return database.session.scalar(statement.execution_options(populate_existing=True))


def add(row: Base) -> None:
    """Add a row; the caller's transaction commits it."""
    database.session.add(row)
    database.session.flush()
    database.session().info.pop(_KNOWN, None)
    if in_transaction():
        open_transaction().notes.pop(_KNOWN, None)


def is_recomputing() -> bool:
    """Tell whether a reading of open periods waits for its next slice."""
    statement = select(CalendarRecomputation.id).where(CalendarRecomputation.state == "running").limit(1)
    return database.session.scalar(statement) is not None


def find_running_recomputation() -> CalendarRecomputation | None:
    """Return the oldest reading of open periods that is not done, its row locked where the database can."""
    statement = (
        select(CalendarRecomputation)
        .where(CalendarRecomputation.state == "running")
        .order_by(CalendarRecomputation.created_at, CalendarRecomputation.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return database.session.scalar(statement.execution_options(populate_existing=True))


def list_recomputations(order_ids: Sequence[str]) -> Sequence[CalendarRecomputation]:
    """Return the readings that some orders caused, newest first."""
    statement = select(CalendarRecomputation).where(CalendarRecomputation.order_id.in_(order_ids))
    return database.session.scalars(statement.order_by(CalendarRecomputation.created_at.desc())).all()

"""Legal periods of cases and what happened to them. Every read of a case's names its commune."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, literal_column, or_, select, true

from app.deadlines import ClockEvent, Period
from app.deadlines.events import EVENT_KINDS
from app.store.database import database, flush
from app.store.models import Case, Commune, Deadline, DeadlineEvent, Deployment, Job, UserTask
from app.store.statements import fetch, fetch_all, fixed

OPEN_STATES = ("waiting", "running", "suspended", "over")
"""A period in one of these may still move; `ended` never does."""
LEGAL = "legal"
_NEWEST_FIRST = (Deadline.opened_at.desc(), Deadline.state == literal_column("'ended'"), Deadline.id)
_NEWEST_LEGAL = fixed(
    select(Deadline.id, Deadline.deployment_id)
    .where(
        Deadline.commune_id == bindparam("its_commune"),
        Deadline.case_id == bindparam("its_case"),
        Deadline.kind == literal_column(f"'{LEGAL}'"),
    )
    .order_by(*_NEWEST_FIRST)
)
_EVENTS = fixed(
    select(DeadlineEvent.kind, DeadlineEvent.at, DeadlineEvent.name, DeadlineEvent.reason, DeadlineEvent.detail)
    .where(
        DeadlineEvent.commune_id == bindparam("its_commune"),
        DeadlineEvent.deadline_id == bindparam("its_deadline"),
    )
    .order_by(DeadlineEvent.id)
)


def find_legal_period(case: Case) -> Deadline | None:
    """Return the newest legal period of a case, or None."""
    found = fetch(_NEWEST_LEGAL, {"its_commune": case.commune_id, "its_case": case.id})
    return None if found is None else database.session.get(Deadline, found[0])


def find_legal_clock(case: Case) -> tuple[str | None, tuple[ClockEvent, ...]] | None:
    """Return the deployment under which the newest legal period of a case was opened, and what moves its clock.

    Two plain statements, for what every step of a case may ask. None without a period.
    """
    flush()
    found = fetch(_NEWEST_LEGAL, {"its_commune": case.commune_id, "its_case": case.id})
    if found is None:
        return None
    deadline_id, deployment_id = found
    rows = fetch_all(_EVENTS, {"its_commune": case.commune_id, "its_deadline": deadline_id})
    return deployment_id, tuple(_clock_event(*row) for row in rows if row[0] in EVENT_KINDS)


def map_legal_periods(cases: Sequence[Case]) -> Mapping[str, Deadline]:
    """Return the newest legal period of each of these cases, by case id: one statement."""
    statement = select(Deadline).where(
        Deadline.commune_id.in_({case.commune_id for case in cases}),
        Deadline.case_id.in_([case.id for case in cases]),
        Deadline.kind == LEGAL,
    )
    found: dict[str, Deadline] = {}
    for period in database.session.scalars(statement.order_by(*_NEWEST_FIRST)):
        found.setdefault(period.case_id, period)
    return found


def find_period(commune_id: str, deadline_id: str) -> Deadline | None:
    """Return a period of the commune as the database has it now, or None."""
    statement = select(Deadline).where(Deadline.commune_id == commune_id, Deadline.id == deadline_id)
    return database.session.scalar(statement.execution_options(populate_existing=True))


def list_events(deadline: Deadline) -> Sequence[DeadlineEvent]:
    """Return everything that happened to a period, in the order in which it was written."""
    database.session.flush()
    statement = select(DeadlineEvent).where(
        DeadlineEvent.commune_id == deadline.commune_id, DeadlineEvent.deadline_id == deadline.id
    )
    return database.session.scalars(statement.order_by(DeadlineEvent.id)).all()


def list_clock_events(deadline: Deadline) -> tuple[ClockEvent, ...]:
    """Return the facts that move the clock of a period; alerts and new readings move nothing."""
    return tuple(_clock_event_of(row) for row in list_events(deadline) if row.kind in EVENT_KINDS)


def list_clock_events_of(rows: Sequence[Deadline]) -> Mapping[str, tuple[ClockEvent, ...]]:
    """Return the facts that move the clocks of many periods, by the id of the period: one statement."""
    statement = (
        select(DeadlineEvent)
        .where(
            DeadlineEvent.commune_id.in_({row.commune_id for row in rows}),
            DeadlineEvent.deadline_id.in_([row.id for row in rows]),
            DeadlineEvent.kind.in_(EVENT_KINDS),
        )
        .order_by(DeadlineEvent.id)
    )
    found: dict[str, tuple[ClockEvent, ...]] = {}
    for row in database.session.scalars(statement):
        found[row.deadline_id] = (*found.get(row.deadline_id, ()), _clock_event_of(row))
    return found


def _clock_event_of(row: DeadlineEvent) -> ClockEvent:
    return _clock_event(row.kind, row.at, row.name, row.reason, row.detail)


def _clock_event(kind: Any, at: datetime, name: str, reason: str, detail: Mapping[str, Any]) -> ClockEvent:
    """Return a fact that moves the clock; the caller saw that its kind is one of those."""
    amount = detail.get("amount")
    return ClockEvent(
        kind=kind,
        at=at,
        name=name,
        reason=reason,
        amount=Period.from_parameter(amount["amount"], amount["unit"], amount["kind"]) if amount else None,
        words=detail.get("words", {}),
    )


def record(
    deadline: Deadline,
    kind: str,
    *,
    at: datetime,
    actor_name: str = "",
    name: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Add a fact about a period; the caller's transaction commits it."""
    database.session.add(
        DeadlineEvent(
            commune_id=deadline.commune_id,
            deadline_id=deadline.id,
            at=at,
            kind=kind,
            name=name,
            reason=reason,
            detail=detail or {},
            actor_name=actor_name,
        )
    )


def list_alerted(
    places: Sequence[tuple[str | None, str | None]], *, limit: int
) -> tuple[Sequence[tuple[Deadline, Case, Commune, Deployment, Sequence[float]]], int]:
    """Return the undecided periods told to run out, the nearest end first, with the shares told, and how many in all.

    `places` are communes and services (None: all of them).
    """
    told = exists().where(
        DeadlineEvent.commune_id == Deadline.commune_id,
        DeadlineEvent.deadline_id == Deadline.id,
        DeadlineEvent.kind == "alerted",
    )
    within = or_(*(and_(*_within(commune_id, service_id)) for commune_id, service_id in places))
    case_of = and_(Case.commune_id == Deadline.commune_id, Case.id == Deadline.case_id)
    chosen = (Deadline.state.in_(("running", "over")), Case.state == "open", told, within)
    statement = (
        select(Deadline, Case, Commune, Deployment)
        .join(Case, case_of)
        .join(Commune, Commune.id == Case.commune_id)
        .join(Deployment, Deployment.id == Case.deployment_id)
        .where(*chosen)
    )
    rows = database.session.execute(statement.order_by(Deadline.due_at, Deadline.id).limit(limit)).all()
    counted = select(func.count()).select_from(Deadline).join(Case, case_of).where(*chosen)
    total = database.session.scalar(counted) or 0
    shares = _shares_told([row[0] for row in rows])
    return [(period, case, commune, used, shares[period.id]) for period, case, commune, used in rows], total


def _within(commune_id: str | None, service_id: str | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [true()]
    found += [Case.commune_id == commune_id] if commune_id else []
    return found + ([Case.service_id == service_id] if service_id else [])


def _shares_told(rows: Sequence[Deadline]) -> Mapping[str, Sequence[float]]:
    statement = select(DeadlineEvent).where(
        DeadlineEvent.commune_id.in_({row.commune_id for row in rows}),
        DeadlineEvent.deadline_id.in_([row.id for row in rows]),
        DeadlineEvent.kind == "alerted",
    )
    found: dict[str, list[float]] = {row.id: [] for row in rows}
    for event in database.session.scalars(statement):
        found[event.deadline_id].append(float(event.detail["share"]))
    return found


def list_open_periods(*, commune_id: str | None, after: str, limit: int) -> Sequence[Deadline]:
    """Return the next open periods in order of their ids, of one commune or of all: one slice of a long reading."""
    statement = select(Deadline).where(Deadline.state.in_(OPEN_STATES), Deadline.id > after)
    if commune_id is not None:
        statement = statement.where(Deadline.commune_id == commune_id)
    return database.session.scalars(statement.order_by(Deadline.id).limit(limit)).all()


def find_timer(case: Case, elements: Collection[str]) -> datetime | None:
    """Return when the first timer that waits at one of these elements of a case is due, or None."""
    statement = select(func.min(Job.due_at)).where(
        Job.commune_id == case.commune_id,
        Job.case_id == case.id,
        Job.kind == "timer",
        Job.state == "waiting",
        Job.element.in_(elements),
    )
    return database.session.scalar(statement)


def list_tasks_with_days(case: Case) -> Sequence[UserTask]:
    """Return the open tasks of a case: their days follow that of the case."""
    statement = select(UserTask).where(
        UserTask.commune_id == case.commune_id,
        UserTask.case_id == case.id,
        UserTask.state.in_(("ready", "claimed")),
    )
    return database.session.scalars(statement).all()

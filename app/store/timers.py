"""Timers of the diagram that a worker holds, read together with their cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from app.store.cases import detached_case
from app.store.database import database
from app.store.models import Case, Job


@dataclass(frozen=True, kw_only=True)
class HeldTimer:
    """A leased timer and its case as the database has them now; the case stands outside the session."""

    job_id: str
    lease_token: str
    engine_key: str
    element: str
    attempts: int
    case: Case


def lock_held_timers(held: Sequence[tuple[str, str]]) -> list[HeldTimer]:
    """Return the timers still held under (job id, lease token); their cases are locked, always in one order."""
    cases, tokens = Case.__table__, dict(held)
    statement = (
        select(Job.id, Job.lease_token, Job.engine_key, Job.element, Job.attempts, cases)
        .join_from(Job, cases, and_(cases.c.commune_id == Job.commune_id, cases.c.id == Job.case_id))
        .where(Job.id.in_(tokens), Job.state == "running")
        .order_by(cases.c.id, Job.due_at, Job.id)
        .with_for_update(of=cases)
    )
    return [
        HeldTimer(
            job_id=row[0],
            lease_token=row[1],
            engine_key=row[2],
            element=row[3],
            attempts=row[4],
            case=detached_case(row[5:]),
        )
        for row in database.session.execute(statement)
        if tokens[row[0]] == row[1]
    ]

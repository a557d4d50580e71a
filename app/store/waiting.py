"""Where a case waits: open tasks, awaited messages and work of the platform, by element."""

from sqlalchemy import select, union_all

from app.store.database import database
from app.store.models import Case, Job, MessageSubscription, UserTask


def list_waiting_elements(case: Case) -> frozenset[str]:
    """Return the elements at which a case waits, as the open transaction has them: one statement."""
    tasks = select(UserTask.element).where(
        UserTask.commune_id == case.commune_id,
        UserTask.case_id == case.id,
        UserTask.state.in_(("ready", "claimed")),
    )
    messages = select(MessageSubscription.element).where(
        MessageSubscription.commune_id == case.commune_id, MessageSubscription.case_id == case.id
    )
    services = select(Job.element).where(
        Job.commune_id == case.commune_id,
        Job.case_id == case.id,
        Job.kind == "service",
        Job.state.in_(("waiting", "running", "failed")),
    )
    database.session.flush()
    return frozenset(database.session.scalars(union_all(tasks, messages, services)))

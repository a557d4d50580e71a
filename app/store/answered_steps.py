"""What was answered in the steps of finished cases: history that tells which steps decide something."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, select

from app.store.database import database
from app.store.models import Case, UserTask

MOST_READ = 5_000
"""Completed steps, the newest: enough to see a habit, few enough to read at once."""


def answers_by_step(slug: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the answers given in each step of finished cases of a procedure, by element. One statement."""
    belongs = and_(Case.commune_id == UserTask.commune_id, Case.id == UserTask.case_id)
    statement = (
        select(UserTask.element, UserTask.answers)
        .join(Case, belongs)
        .where(Case.slug == slug, Case.state == "closed", UserTask.answers.is_not(None))
        .order_by(Case.closed_at.desc())
        .limit(MOST_READ)
    )
    found: dict[str, list[Mapping[str, Any]]] = {}
    for element, answers in database.session.execute(statement):
        found.setdefault(element, []).append(answers or {})
    return found

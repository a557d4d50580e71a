"""Whether the database answers and has the newest schema, and how much there is of each thing."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.store.database import MIGRATIONS, database
from app.store.models import Case, Incident, Job, UserTask


def database_answers() -> bool:
    """Tell whether a trivial statement comes back."""
    try:
        database.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        database.session.rollback()
        return False
    return True


def schema_is_current() -> bool:
    """Tell whether every migration was applied, and none that this version does not know."""
    try:
        applied = MigrationContext.configure(database.session.connection()).get_current_heads()
    except SQLAlchemyError:
        database.session.rollback()
        return False
    return set(applied) == set(ScriptDirectory(str(MIGRATIONS)).get_heads())


def count_cases() -> dict[str, int]:
    """Return how many cases are in each state."""
    return _by_state(Case.state)


def count_tasks() -> dict[str, int]:
    """Return how many user tasks are in each state."""
    return _by_state(UserTask.state)


def count_jobs() -> dict[str, int]:
    """Return how many jobs are in each state."""
    return _by_state(Job.state)


def count_open_incidents() -> int:
    """Return how many incidents wait for somebody."""
    statement = select(func.count()).select_from(Incident).where(Incident.resolved_at.is_(None))
    return database.session.scalar(statement) or 0


def _by_state(column) -> dict[str, int]:  # type: ignore[no-untyped-def]
    statement = select(column, func.count()).group_by(column).order_by(column)
    return {state: count for state, count in database.session.execute(statement)}

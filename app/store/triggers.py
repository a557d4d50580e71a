"""What begins cases without anybody filing: the start events of offered procedures that wait for something."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from app.store.database import database
from app.store.models import Deployment, StartTrigger
from app.store.publication import owned_by


def replace_triggers(commune_id: str, slug: str, rows: Iterable[StartTrigger]) -> None:
    """Put the triggers of what a commune offers now in the place of the former ones."""
    session = database.session
    session.execute(
        delete(StartTrigger)
        .where(StartTrigger.commune_id == commune_id, StartTrigger.slug == slug)
        .execution_options(synchronize_session=False)
    )
    session.add_all(rows)


def add_all(rows: Iterable[StartTrigger]) -> None:
    """Add triggers; the caller's transaction commits them."""
    database.session.add_all(rows)


def remove_triggers(slug: str, commune_id: str | None, *, among: Sequence[str] | None = None) -> None:
    """Remove what begins cases of a procedure of the country, or of a commune's own; variants keep theirs.

    With `among`, only those of communes of these ids.
    """
    owned = select(Deployment.id).where(Deployment.slug == slug, *owned_by(commune_id))
    chosen = [StartTrigger.slug == slug, StartTrigger.deployment_id.in_(owned)]
    if among is not None:
        chosen.append(StartTrigger.commune_id.in_(among))
    database.session.execute(delete(StartTrigger).where(*chosen).execution_options(synchronize_session=False))


def find_trigger(commune_id: str, kind: str, name: str) -> StartTrigger | None:
    """Return the first trigger of that kind and name in the commune, or None: one receiver of a message wins."""
    return next(iter(list_triggers(commune_id, kind, name)), None)


def list_triggers(commune_id: str, kind: str, name: str) -> Sequence[StartTrigger]:
    """Return the triggers of that kind and name in the commune, by procedure."""
    statement = select(StartTrigger).where(
        StartTrigger.commune_id == commune_id, StartTrigger.kind == kind, StartTrigger.name == name
    )
    return database.session.scalars(statement.order_by(StartTrigger.slug, StartTrigger.element)).all()


def lock_due_trigger(now: datetime) -> StartTrigger | None:
    """Return the timer that has been due longest, its row locked where the database can; None when none is due."""
    statement = (
        select(StartTrigger)
        .where(StartTrigger.due_at <= now)
        .order_by(StartTrigger.due_at, StartTrigger.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return database.session.scalar(statement)

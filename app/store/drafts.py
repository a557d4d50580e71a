"""Drafts: requests begun and not yet filed."""

from datetime import datetime

from sqlalchemy import select

from app.domain.codes import fingerprint
from app.store.database import database
from app.store.models import Draft


def add(draft: Draft) -> None:
    """Add a draft; the caller's transaction commits it."""
    database.session.add(draft)


def find_by_token(token: str, *, lock: bool = False) -> Draft | None:
    """Return the draft of a secret link, or None."""
    statement = select(Draft).where(Draft.token_fingerprint == fingerprint(token))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return database.session.scalar(statement)


def list_expired(now: datetime, *, limit: int = 100) -> list[Draft]:
    """Return drafts that ran out and were never filed, oldest first."""
    statement = select(Draft).where(Draft.expires_at < now, Draft.case_id.is_(None)).order_by(Draft.expires_at)
    return list(database.session.scalars(statement.limit(limit)))

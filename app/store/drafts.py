"""Drafts: requests begun and not yet filed."""

from collections.abc import Sequence
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


def get(draft_id: str) -> Draft | None:
    """Return a draft, its row locked until the transaction ends where the database can; None when it is gone."""
    statement = select(Draft).where(Draft.id == draft_id).with_for_update()
    return database.session.scalar(statement.execution_options(populate_existing=True))


def remove(draft: Draft) -> None:
    """Delete the row of a draft."""
    database.session.delete(draft)


def list_ending(now: datetime, *, before: datetime, limit: int = 100) -> Sequence[str]:
    """Return the ids of drafts that run out before a moment and whose person was not told yet, soonest first."""
    statement = select(Draft.id).where(
        Draft.expires_at > now, Draft.expires_at <= before, Draft.warned_at.is_(None), Draft.case_id.is_(None)
    )
    return database.session.scalars(statement.order_by(Draft.expires_at).limit(limit)).all()


def list_to_erase(now: datetime, *, limit: int = 100) -> Sequence[str]:
    """Return the ids of drafts that ran out and still hold answers, oldest first."""
    statement = select(Draft.id).where(Draft.expires_at <= now, Draft.erased_at.is_(None))
    return database.session.scalars(statement.order_by(Draft.expires_at).limit(limit)).all()


def list_to_remove(before: datetime, *, limit: int = 100) -> Sequence[str]:
    """Return the ids of drafts that ran out before a moment and hold nothing any more, oldest first."""
    statement = select(Draft.id).where(Draft.expires_at <= before, Draft.erased_at.is_not(None))
    return database.session.scalars(statement.order_by(Draft.expires_at).limit(limit)).all()

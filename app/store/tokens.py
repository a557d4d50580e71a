"""Tokens of machines, found by the fingerprint of their secret."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.domain.errors import MastaraError
from app.store.database import database
from app.store.models import ApiToken


class TokenUnknown(MastaraError):
    """No token has this id."""

    code = "token-unknown"


def add(row: ApiToken) -> None:
    """Add a token; the caller's transaction commits it."""
    database.session.add(row)
    database.session.flush()


def find_live_token(fingerprint: str, *, now: datetime) -> ApiToken | None:
    """Return the token of a secret's fingerprint, None when there is none, it was revoked, or its time is over."""
    statement = select(ApiToken).where(
        ApiToken.fingerprint == fingerprint, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now
    )
    return database.session.scalar(statement)


def get_token(token_id: str) -> ApiToken:
    """Return a token. Raises TokenUnknown."""
    found = database.session.get(ApiToken, token_id)
    if found is None:
        raise TokenUnknown(f"Expected the id of a token, found “{token_id[:40]}”: list them first.")
    return found


def list_tokens(commune_id: str | None = None) -> Sequence[ApiToken]:
    """Return the tokens, of one commune when it is given, the newest first."""
    statement = select(ApiToken).order_by(ApiToken.id.desc())
    if commune_id is not None:
        statement = statement.where(ApiToken.commune_id == commune_id)
    return database.session.scalars(statement).all()

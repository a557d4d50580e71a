"""Tokens by which machines speak in the name of a commune: made once, kept as a fingerprint, revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.commands.accounts import ROLES
from app.commands.bus import Unit, require
from app.domain.codes import fingerprint, new_id, new_secret_code
from app.domain.errors import MastaraError
from app.store import tokens
from app.store.models import ApiToken

PREFIX = "mastara-"
"""How every token begins, so that one that leaked is recognised."""
LONGEST_DAYS = 366


class TokenRefused(MastaraError):
    """A token needs a name, known roles, and an end within a year."""

    code = "token-refused"


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token that was made; `secret` is shown once and kept nowhere."""

    id: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class CreateToken:
    """Make a token of a commune with roles, for a number of days."""

    commune_id: str
    name: str
    roles: Sequence[str]
    days: int = 90

    def authorise(self, unit: Unit) -> None:
        """The platform's operator, at the terminal."""
        require(unit.actor.kind == "system", "Expected the operator of the platform.")

    def handle(self, unit: Unit) -> NewToken:
        unknown = sorted(set(self.roles) - set(ROLES))
        if unknown or not self.roles or not self.name.strip() or not 1 <= self.days <= LONGEST_DAYS:
            raise TokenRefused(
                f"Expected a name, known roles and 1 to {LONGEST_DAYS} days, found “{self.name[:40]}”, "
                f"{', '.join(unknown) or len(self.roles)} and {self.days}."
            )
        secret = PREFIX + new_secret_code()
        row = ApiToken(
            id=new_id(),
            commune_id=self.commune_id,
            name=self.name.strip()[:120],
            fingerprint=fingerprint(secret),
            roles=sorted(set(self.roles)),
            created_at=unit.now,
            created_by=unit.actor.name,
            expires_at=unit.now + timedelta(days=self.days),
        )
        tokens.add(row)
        return NewToken(id=row.id, secret=secret)


@dataclass(frozen=True, kw_only=True)
class RevokeToken:
    """End a token now."""

    token_id: str

    def authorise(self, unit: Unit) -> None:
        """The platform's operator, at the terminal."""
        require(unit.actor.kind == "system", "Expected the operator of the platform.")

    def handle(self, unit: Unit) -> None:
        row = tokens.get_token(self.token_id)
        row.revoked_at = row.revoked_at or unit.now

"""What every act of publication has in common: a reason, who may, and the line in the history."""

from app.commands.bus import Unit, require
from app.commands.releasing.errors import ReasonMissing
from app.domain import permissions
from app.domain.texts import plain_text
from app.store import releases
from app.store.models import PublicationAct

SHORTEST_REASON = 10
LONGEST_REASON = 500


def require_publisher(unit: Unit, commune_id: str | None = None) -> None:
    """Raise Forbidden unless the actor may publish for the country (None), or for this commune."""
    if commune_id is None:
        require(permissions.may(unit.actor, permissions.PUBLISH), "Expected an analyst of the DGCT.")
    else:
        allowed = permissions.may(unit.actor, permissions.TAILOR, commune_id)
        require(allowed, "Expected the director of services or the president of the commune.")


def require_approver(unit: Unit, commune_id: str | None = None) -> None:
    """Raise Forbidden unless the actor may approve for the country (None), or for this commune."""
    if commune_id is None:
        require(permissions.may(unit.actor, permissions.APPROVE), "Expected somebody who approves for the DGCT.")
    else:
        allowed = permissions.may(unit.actor, permissions.APPROVE_LOCAL, commune_id)
        require(allowed, "Expected the president of the commune.")


def checked_reason(typed: str) -> str:
    """Return a reason as it is kept. Raises ReasonMissing."""
    reason = plain_text(typed, longest=LONGEST_REASON)
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(f"Expected a reason of {SHORTEST_REASON} to {LONGEST_REASON} signs, found {len(reason)}.")
    return reason


def note_act(unit: Unit, kind: str, slug: str, *, version: str = "", reason: str = "", **data: object) -> None:
    """Write one line of the history."""
    act = PublicationAct(
        slug=slug,
        version=version,
        kind=kind,
        at=unit.now,
        actor=unit.actor.name,
        actor_id=unit.actor.id,
        reason=reason,
        data=data,
    )
    releases.add(act)

"""What every act of tailoring has in common: who may, and the line in the history."""

from app.commands.bus import Unit, require
from app.domain import permissions
from app.domain.texts import plain_text
from app.store import tailoring
from app.store.models import TailoringAct

SHORTEST_REASON = 10
LONGEST_REASON = 2_000


def require_tailor(unit: Unit, commune_id: str) -> None:
    """Raise Forbidden unless the actor may change procedures for the commune."""
    allowed = unit.actor.kind == "system" or permissions.may(unit.actor, permissions.TAILOR, commune_id)
    require(allowed, "Expected the director of services or the president of the commune.", commune_id=commune_id)


def cleaned(typed: str) -> str:
    """Return a reason as it is kept."""
    return plain_text(typed, longest=LONGEST_REASON)


def note_act(
    unit: Unit,
    kind: str,
    commune_id: str,
    slug: str,
    *,
    reason: str = "",
    ground: str = "",
    overlay_id: str | None = None,
    **data: object,
) -> None:
    """Write one line of the history of a commune's tailoring."""
    act = TailoringAct(
        commune_id=commune_id,
        slug=slug,
        kind=kind,
        at=unit.now,
        actor=unit.actor.name,
        actor_id=unit.actor.id,
        reason=reason,
        ground=ground,
        overlay_id=overlay_id,
        data=data,
    )
    tailoring.add(act)

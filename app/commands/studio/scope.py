"""Whose procedure a draft is: an analyst writes those of the country, a commune writes its own."""

from app.commands.bus import Unit, require
from app.domain import permissions
from app.store import modelling


def require_owner(unit: Unit, commune_id: str | None) -> None:
    """Raise Forbidden unless the actor writes procedures of the country (None), or of this commune."""
    if commune_id is None:
        require(permissions.may(unit.actor, permissions.MODEL), "Expected an analyst of the DGCT.")
    else:
        allowed = permissions.may(unit.actor, permissions.TAILOR, commune_id)
        require(allowed, "Expected the director of services or the president of the commune.")


def require_writer(unit: Unit, draft_id: str) -> None:
    """Raise Forbidden unless the actor writes this draft. Raises DraftUnknown."""
    require_owner(unit, modelling.get_draft(draft_id).commune_id)

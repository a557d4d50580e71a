"""How a case may begin: online by the user, at the counter in the user's name, or by an agent whose work it is."""

from collections.abc import Mapping
from typing import Any

ONLINE, COUNTER, DESK = "portal", "counter", "desk"
"""Channels of a case that somebody files; `desk` is an agent's own: mail, a session of the council, an expense."""
COUNTER_ROLES = frozenset({"agent_guichet"})
"""Who files in the name of somebody at the counter."""
INTERNAL = "administration"
"""Audience and domain of procedures that no user asks for: the catalogue does not list them."""


def may_begin_online(manifest: Mapping[str, Any]) -> bool:
    """Tell whether users may file this procedure themselves."""
    return ONLINE in manifest["channels"]


def channel_for(manifest: Mapping[str, Any], roles: frozenset[str]) -> str | None:
    """Return the channel by which an agent of these roles may begin a case, or None."""
    if roles & set(manifest["begun_by"]):
        return DESK
    if COUNTER in manifest["channels"] and roles & COUNTER_ROLES:
        return COUNTER
    return None

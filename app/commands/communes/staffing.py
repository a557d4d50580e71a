"""Gives roles of a commune to its own agents, and takes them back."""

from dataclasses import dataclass

from app.commands.accounts import AgentUnknown, AssignRole, RevokeRole, RoleUnknown
from app.commands.bus import Unit
from app.commands.tailoring.noting import require_tailor
from app.domain.permissions import DESK_ROLES
from app.store import people
from app.store.models import Agent

ROLES = DESK_ROLES - {"dgs", "president", "vice_president", "autorite_centrale", "gouverneur"}
"""The roles that a direction gives: elected people, the direction itself and the state come from elsewhere."""


@dataclass(frozen=True, kw_only=True)
class _OfDirection:
    """A command about a role of one of the commune's agents."""

    commune_id: str
    agent_id: str
    role: str

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def _agent(self) -> Agent:
        """Return the agent. Raises AgentUnknown for one of elsewhere, RoleUnknown."""
        if self.role not in ROLES:
            raise RoleUnknown(f"Expected one of {', '.join(sorted(ROLES))}, found “{self.role[:60]}”.")
        found = next((one for one in people.list_agents(self.commune_id) if one.id == self.agent_id), None)
        if found is None:
            raise AgentUnknown(f"Expected an agent of the commune, found “{self.agent_id[:40]}”.")
        return found


@dataclass(frozen=True, kw_only=True)
class GiveRole(_OfDirection):
    """Give a role in the whole commune to one of its agents; answers whether it is new."""

    def handle(self, unit: Unit) -> bool:
        command = AssignRole(username=self._agent().username, role=self.role, commune_id=self.commune_id)
        return command.handle(unit)


@dataclass(frozen=True, kw_only=True)
class TakeRole(_OfDirection):
    """Take back every assignment of a role that one of the commune's agents holds there."""

    def handle(self, unit: Unit) -> None:
        agent = self._agent()
        held = [
            one
            for one in people.list_assignments(agent.id)
            if (one.role, one.commune_id) == (self.role, self.commune_id)
        ]
        if not held:
            raise RoleUnknown(f"Expected a role that the agent holds in the commune, found “{self.role}”.")
        for one in held:
            place = {"commune_id": self.commune_id, "service_id": one.service_id}
            RevokeRole(username=agent.username, role=self.role, **place).handle(unit)

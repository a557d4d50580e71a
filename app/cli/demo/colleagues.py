"""The agents who act in the demonstration: for each role of a commune always the same ones, in turns."""

from collections.abc import Sequence
from zlib import crc32

from app.cli.demo.errors import DemoRefused
from app.domain.actors import Actor, Assignment
from app.store import people
from app.store.models import Agent


class Colleagues:
    """Knows who holds which role; reads each once."""

    def __init__(self) -> None:
        self._able: dict[tuple[str, str], Sequence[Agent]] = {}
        self._actors: dict[str, Actor] = {}

    def agent_for(self, commune_id: str, roles: Sequence[str], *, turn: str) -> Actor:
        """Return an agent who holds one of the roles there; `turn` decides among several. Raises DemoRefused."""
        able = [agent for role in roles for agent in self._with_role(commune_id, role)]
        if not able:
            wanted = " or ".join(f"“{role}”" for role in roles)
            raise DemoRefused(f"Expected an agent with the role {wanted} in {commune_id}, found none: add one.")
        return self._actor(able[crc32(turn.encode()) % len(able)])

    def _with_role(self, commune_id: str, role: str) -> Sequence[Agent]:
        if (commune_id, role) not in self._able:
            self._able[commune_id, role] = people.list_agents_with_role(commune_id, role)
        return self._able[commune_id, role]

    def _actor(self, agent: Agent) -> Actor:
        if agent.id not in self._actors:
            held = people.list_assignments(agent.id)
            assignments = frozenset(
                Assignment(role=row.role, commune_id=row.commune_id, service_id=row.service_id) for row in held
            )
            self._actors[agent.id] = Actor(kind="agent", name=agent.name_fr, id=agent.id, assignments=assignments)
        return self._actors[agent.id]

"""What a commune needs before citizens may ask for a procedure: people, a service with a counter, its own head."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.procedures import ProcedurePackage
from app.queries.roles import OUTSIDE
from app.store import people, territory
from app.store.models import Agent, Counter, Service


@dataclass(frozen=True, kw_only=True)
class RoleHolders:
    """A role with tasks in the procedure, and the active agents who hold it for the commune."""

    role: str
    agents: tuple[Agent, ...]


@dataclass(frozen=True, kw_only=True)
class CommuneReadiness:
    """Where a commune stands with one procedure."""

    roles: tuple[RoleHolders, ...]
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    service_id: str | None

    @property
    def missing_roles(self) -> tuple[str, ...]:
        """Roles that nobody holds: a case would wait for ever."""
        return tuple(one.role for one in self.roles if not one.agents)

    @property
    def has_counter(self) -> bool:
        """True when the service in charge is known and receives people somewhere."""
        return any(one.service_id == self.service_id for one in self.counters)

    @property
    def may_open(self) -> bool:
        """True when nothing is missing."""
        return not self.missing_roles and self.has_counter


def read_readiness(package: ProcedurePackage, commune_id: str, service_id: str | None) -> CommuneReadiness:
    """Return where a commune stands. One read for each role, two for its places."""
    holders = [
        RoleHolders(
            role=role, agents=tuple(people.list_agents_with_role(commune_id, role, service_id=service_id or None))
        )
        for role in roles_with_tasks(package)
    ]
    return CommuneReadiness(
        roles=tuple(holders),
        services=tuple(territory.list_services(commune_id)),
        counters=tuple(territory.list_counters(commune_id)),
        service_id=service_id,
    )


def roles_with_tasks(package: ProcedurePackage) -> Sequence[str]:
    """Return the roles that do tasks of a procedure and of the flows that it calls, in the order of the diagram."""
    models = (package.bpmn, *package.flows.models.values())
    elements = (element for model in models for element in model.elements.values())
    roles = (one.role for one in elements if one.kind == "userTask" and one.role)
    return [role for role in dict.fromkeys(roles) if role not in OUTSIDE]

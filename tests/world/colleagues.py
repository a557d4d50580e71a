"""A second agent of Azrou, for what two people do to one task."""

from app.domain.actors import Actor, Assignment
from app.store import people
from app.store.database import database, transaction
from app.store.models import Agent, RoleAssignment
from tests.world.places import AZROU, World


def add_colleague(world: World, role: str, *, service_id: str | None = None, active: bool = True) -> Actor:
    """Add a second agent of a role in Azrou."""
    with transaction():
        identifier = f"second-{role}-{service_id or 'all'}"[:32]
        people.add(
            Agent(
                id=identifier,
                username=identifier,
                password_hash="-",
                name_ar="موظف ثان",
                name_fr="Second agent",
                title_ar="",
                title_fr="",
                language="fr",
                active=active,
                session_version=1,
                created_at=world.services.clock.now(),
            )
        )
        database.session.flush()
        people.add(
            RoleAssignment(id=identifier, commune_id=AZROU, agent_id=identifier, role=role, service_id=service_id)
        )
    assignment = Assignment(role=role, commune_id=AZROU, service_id=service_id)
    return Actor(kind="agent", name="Second agent", id=identifier, assignments=frozenset({assignment}))

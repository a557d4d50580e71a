"""Agents and their roles."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from app.store.database import database
from app.store.models import Agent, Commune, RoleAssignment


def add(row: Agent | RoleAssignment) -> None:
    """Add a row; the caller's transaction commits it."""
    database.session.add(row)


def find_agent(agent_id: str) -> Agent | None:
    """Return an agent by id, or None."""
    return database.session.get(Agent, agent_id)


def find_agent_by_username(username: str) -> Agent | None:
    """Return an agent by login name (case does not matter), or None."""
    return database.session.scalar(select(Agent).where(func.lower(Agent.username) == username.strip().lower()))


def list_agents(commune_id: str | None = None) -> Sequence[Agent]:
    """Return agents by login name; those with a role in the commune when one is given."""
    statement = select(Agent).order_by(Agent.username)
    if commune_id:
        assigned = select(RoleAssignment.agent_id).where(RoleAssignment.commune_id == commune_id)
        statement = statement.where(Agent.id.in_(assigned))
    return database.session.scalars(statement).all()


def list_agents_with_role(commune_id: str, role: str, *, service_id: str | None = None) -> Sequence[Agent]:
    """Return the active agents who hold a role in a commune (or for the whole country), by name.

    With a service, those only whose role counts in it: the role of one service, or of all of them.
    """
    assigned = select(RoleAssignment.agent_id).where(
        RoleAssignment.role == role,
        (RoleAssignment.commune_id == commune_id) | RoleAssignment.commune_id.is_(None),
    )
    if service_id is not None:
        held = (RoleAssignment.service_id == service_id) | RoleAssignment.service_id.is_(None)
        assigned = assigned.where(held)
    statement = select(Agent).where(Agent.id.in_(assigned), Agent.active).order_by(Agent.name_fr)
    return database.session.scalars(statement).all()


def list_names(names_fr: Collection[str]) -> Sequence[tuple[str, str]]:
    """Return the French and Arabic names of the agents who have one of the French names."""
    statement = select(Agent.name_fr, Agent.name_ar).where(Agent.name_fr.in_(names_fr)).distinct()
    return [(name_fr, name_ar) for name_fr, name_ar in database.session.execute(statement)]


def list_assignments(agent_id: str) -> Sequence[RoleAssignment]:
    """Return the roles of an agent."""
    statement = select(RoleAssignment).where(RoleAssignment.agent_id == agent_id)
    return database.session.scalars(statement.order_by(RoleAssignment.commune_id, RoleAssignment.role)).all()


def list_agent_communes(agent_id: str) -> Sequence[Commune]:
    """Return the communes in which an agent holds a role, by name."""
    assigned = select(RoleAssignment.commune_id).where(RoleAssignment.agent_id == agent_id)
    return database.session.scalars(select(Commune).where(Commune.id.in_(assigned)).order_by(Commune.name_fr)).all()


def list_demo_accounts() -> Sequence[tuple[Agent, RoleAssignment, Commune | None]]:
    """Return the demonstration accounts with their roles and commune."""
    statement = (
        select(Agent, RoleAssignment, Commune)
        .join(RoleAssignment, RoleAssignment.agent_id == Agent.id)
        .outerjoin(Commune, Commune.id == RoleAssignment.commune_id)
        .where(Agent.demo_password.is_not(None))
        .order_by(Commune.name_fr, Agent.username, RoleAssignment.role)
    )
    return [(agent, assignment, commune) for agent, assignment, commune in database.session.execute(statement)]

"""Accounts of agents: create, change the password, give and take roles; passwords are kept as Argon2 hashes."""

import re
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.commands.bus import Unit, require
from app.domain import permissions
from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.store import people, territory
from app.store.database import database
from app.store.models import Agent, RoleAssignment

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LONGEST_ADDRESS = 254
ROLES = permissions.DESK_ROLES | permissions.PROFESSIONAL_ROLES | {"analyst", "operator"}
"""The roles that an agent may hold."""
_hasher = PasswordHasher()
_open_hasher = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1)
"""For passwords of demonstration accounts, which the sign-in page shows to everybody."""


class AgentUnknown(MastaraError):
    """No agent has this login name."""

    code = "agent-unknown"


class UsernameTaken(MastaraError):
    """Another agent has this login name."""

    code = "username-taken"


class PasswordRefused(MastaraError):
    """The password is too short or too long."""

    code = "password-refused"


class RoleUnknown(MastaraError):
    """No such role, or the agent does not hold it."""

    code = "role-unknown"


class ServiceUnknown(MastaraError):
    """The commune has no such service."""

    code = "service-unknown"


def hash_password(password: str, *, shown: bool = False) -> str:
    """Return the Argon2id hash of a password, a cheap one of a password that is `shown`. Raises PasswordRefused."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PasswordRefused(
            f"Expected a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters, found {len(password)}.",
            shortest=SHORTEST_PASSWORD,
        )
    return (_open_hasher if shown else _hasher).hash(password)


def verify_password(agent: Agent | None, password: str) -> bool:
    """Tell whether the password is this agent's; an unknown or inactive agent takes as long as a wrong password."""
    known = agent if agent is not None and agent.active else None
    try:
        matches = _hasher.verify(known.password_hash if known else _nobodys_hash(), password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return matches and known is not None


@cache
def _nobodys_hash() -> str:
    """Return a hash that no password has: what is compared when there is no agent."""
    return _hasher.hash(new_id())


def get_agent(username: str) -> Agent:
    """Return an agent by login name. Raises AgentUnknown."""
    agent = people.find_agent_by_username(username)
    if agent is None:
        raise AgentUnknown(f"Expected the login name of an agent, found “{username}”: see `flask users list`.")
    return agent


class AddressRefused(MastaraError):
    """The e-mail address cannot be one."""

    code = "address-refused"


class _OfOperator:
    """A command that only the platform's operator, or the platform itself, may give."""

    def authorise(self, unit: Unit) -> None:
        """The operator of the platform."""
        allowed = unit.actor.kind == "system" or permissions.may(unit.actor, permissions.OPERATE)
        require(allowed, "Expected the operator of the platform.")


@dataclass(frozen=True, kw_only=True)
class CreateAgent(_OfOperator):
    """Create an account without roles; the answer is its id. `demo` keeps the password readable on the login page."""

    username: str
    password: str
    name_ar: str
    name_fr: str
    title_ar: str = ""
    title_fr: str = ""
    language: Language = "fr"
    email: str | None = None
    demo: bool = False

    def handle(self, unit: Unit) -> str:
        """Raises UsernameTaken, AddressRefused."""
        username = self.username.strip().lower()
        if people.find_agent_by_username(username) is not None:
            raise UsernameTaken(f"Expected a free login name, found “{username}” in use: choose another one.")
        agent = Agent(
            id=new_id(),
            username=username,
            password_hash=hash_password(self.password, shown=self.demo),
            name_ar=self.name_ar,
            name_fr=self.name_fr,
            title_ar=self.title_ar,
            title_fr=self.title_fr,
            language=self.language,
            email=_checked_address(self.email),
            active=True,
            demo_password=self.password if self.demo else None,
            session_version=1,
            created_at=unit.now,
        )
        people.add(agent)
        return agent.id


@dataclass(frozen=True, kw_only=True)
class SetPassword(_OfOperator):
    """Replace a password; every open session of the agent ends. A demonstration account becomes a plain one."""

    username: str
    password: str

    def handle(self, unit: Unit) -> None:
        agent = get_agent(self.username)
        agent.password_hash = hash_password(self.password)
        agent.demo_password = None
        agent.session_version += 1


@dataclass(frozen=True, kw_only=True)
class SetAddress(_OfOperator):
    """Give the e-mail address at which an agent is told of periods that run out; None takes it away."""

    username: str
    email: str | None

    def handle(self, unit: Unit) -> None:
        """Raises AgentUnknown, AddressRefused."""
        get_agent(self.username).email = _checked_address(self.email)


@dataclass(frozen=True, kw_only=True)
class AssignRole(_OfOperator):
    """Give a role in a commune (None: the whole country) and a service (None: all); answers whether it is new."""

    username: str
    role: str
    commune_id: str | None = None
    service_id: str | None = None

    def handle(self, unit: Unit) -> bool:
        agent = get_agent(self.username)
        _check_role(self.role)
        if self.commune_id is not None:
            territory.get_commune_by_id(self.commune_id)
        _check_service(self.commune_id, self.service_id)
        if _find_assignment(agent, self.role, self.commune_id, self.service_id) is not None:
            return False
        people.add(
            RoleAssignment(
                id=new_id(),
                commune_id=self.commune_id,
                agent_id=agent.id,
                role=self.role,
                service_id=self.service_id,
            )
        )
        agent.session_version += 1
        return True


@dataclass(frozen=True, kw_only=True)
class RevokeRole(_OfOperator):
    """Take a role back."""

    username: str
    role: str
    commune_id: str | None = None
    service_id: str | None = None

    def handle(self, unit: Unit) -> None:
        agent = get_agent(self.username)
        assignment = _find_assignment(agent, self.role, self.commune_id, self.service_id)
        if assignment is None:
            raise RoleUnknown(f"Expected a role that {agent.username} holds there, found “{self.role}”.")
        database.session.delete(assignment)
        agent.session_version += 1


def _checked_address(email: str | None) -> str | None:
    if not email:
        return None
    if len(email) > LONGEST_ADDRESS or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", email):
        raise AddressRefused(f"Expected an e-mail address like nom@commune.ma, found “{email[:80]}”: correct it.")
    return email


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise RoleUnknown(f"Expected one of {', '.join(sorted(ROLES))}, found “{role}”.", role=role)


def _check_service(commune_id: str | None, service_id: str | None) -> None:
    if service_id is None:
        return
    services = territory.list_services(commune_id) if commune_id else ()
    if service_id not in {service.id for service in services}:
        raise ServiceUnknown(f"Expected a service of the commune {commune_id}, found “{service_id}”.")


def _find_assignment(agent: Agent, role: str, commune_id: str | None, service_id: str | None) -> RoleAssignment | None:
    wanted = (role, commune_id, service_id)
    held = people.list_assignments(agent.id)
    return next((item for item in held if (item.role, item.commune_id, item.service_id) == wanted), None)

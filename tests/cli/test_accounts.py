"""Accounts: passwords, roles, and who may give them."""

import pytest

from app.commands.accounts import (
    AssignRole,
    CreateAgent,
    PasswordRefused,
    RoleUnknown,
    SetPassword,
    UsernameTaken,
    get_agent,
    verify_password,
)
from app.commands.bus import Forbidden, execute
from app.commands.services import Services
from app.domain.actors import SYSTEM, Actor, Assignment
from app.store import people
from app.store.models import Agent
from tests.world.places import World

PASSWORD = "a long password"


def create(services: Services, *, username: str = "Nadia@Azrou", demo: bool = False, actor: Actor = SYSTEM) -> Agent:
    """Create an account and return it."""
    command = CreateAgent(username=username, password=PASSWORD, name_ar="نادية", name_fr="Nadia", demo=demo)
    execute(command, actor=actor, services=services)
    return get_agent(username)


def test_the_password_is_kept_as_an_argon2_hash_only(services: Services) -> None:
    agent = create(services)
    assert agent.password_hash.startswith("$argon2id$")
    assert agent.demo_password is None
    assert verify_password(agent, PASSWORD)
    assert not verify_password(agent, PASSWORD + "!")


def test_nobody_and_closed_accounts_have_no_password(services: Services) -> None:
    agent = create(services)
    agent.active = False
    assert not verify_password(agent, PASSWORD)
    assert not verify_password(None, PASSWORD)


def test_only_a_demonstration_account_shows_its_password(services: Services) -> None:
    assert create(services, demo=True).demo_password == PASSWORD


def test_a_login_name_is_one_persons_whatever_its_case(services: Services) -> None:
    create(services)
    with pytest.raises(UsernameTaken):
        create(services, username="NADIA@AZROU")


def test_a_new_password_ends_open_sessions_and_leaves_the_demonstration(services: Services) -> None:
    agent = create(services, demo=True)
    version = agent.session_version
    execute(SetPassword(username=agent.username, password="another password"), actor=SYSTEM, services=services)
    assert verify_password(agent, "another password")
    assert agent.demo_password is None
    assert agent.session_version == version + 1


@pytest.mark.parametrize("password", ["", "too short", "x" * 201])
def test_a_password_has_a_length(services: Services, password: str) -> None:
    command = CreateAgent(username="nadia", password=password, name_ar="نادية", name_fr="Nadia")
    with pytest.raises(PasswordRefused):
        execute(command, actor=SYSTEM, services=services)
    assert people.find_agent_by_username("nadia") is None


def test_a_role_given_twice_is_held_once(services: Services) -> None:
    agent = create(services)
    assign = AssignRole(username=agent.username, role="operator")
    assert execute(assign, actor=SYSTEM, services=services)
    assert not execute(assign, actor=SYSTEM, services=services)
    assert len(people.list_assignments(agent.id)) == 1


def test_an_unknown_role_is_refused(services: Services) -> None:
    agent = create(services)
    with pytest.raises(RoleUnknown):
        execute(AssignRole(username=agent.username, role="king"), actor=SYSTEM, services=services)


def test_accounts_are_the_operators_work(services: Services, world: World) -> None:
    with pytest.raises(Forbidden):
        create(services, actor=world.agent("chef_service"))
    operator = Actor(kind="agent", name="x", assignments=frozenset({Assignment(role="operator", commune_id=None)}))
    assert create(services, actor=operator).active

"""Accounts: made by the operator, passwords never readable, roles only where they mean something."""

import pytest

from app.commands.accounts import (
    AgentUnknown,
    AssignRole,
    CreateAgent,
    PasswordRefused,
    RevokeRole,
    RoleUnknown,
    ServiceUnknown,
    SetPassword,
    UsernameTaken,
    get_agent,
    verify_password,
)
from app.commands.bus import Forbidden, execute
from app.domain.actors import SYSTEM, Actor
from app.store import people, territory
from app.store.territory import CommuneUnknown
from tests.world.places import AZROU, TABANT, World

PASSWORD = "cèdre-lac-montagne"
NEW = CreateAgent(username="Nadia@Azrou", password=PASSWORD, name_ar="نادية", name_fr="Nadia")


def _do(world: World, command: object, actor: Actor = SYSTEM) -> object:
    return execute(command, actor=actor, services=world.services)  # type: ignore[arg-type]


def _holds(world: World) -> set[tuple[str, str | None, str | None]]:
    held = people.list_assignments(get_agent("nadia@azrou").id)
    return {(row.role, row.commune_id, row.service_id) for row in held}


def test_a_password_is_kept_as_a_hash_and_recognised(world: World) -> None:
    _do(world, NEW, world.agent("operator", "country"))
    agent = get_agent("NADIA@azrou ")

    assert agent.password_hash.startswith("$argon2id$") and PASSWORD not in agent.password_hash
    assert agent.demo_password is None
    assert verify_password(agent, PASSWORD) and not verify_password(agent, PASSWORD + "x")


def test_an_unknown_or_inactive_agent_has_no_password_that_works(world: World) -> None:
    _do(world, NEW)
    agent = get_agent("nadia@azrou")
    agent.active = False

    assert not verify_password(None, PASSWORD) and not verify_password(agent, PASSWORD)


def test_a_new_password_ends_the_old_one_and_open_sessions(world: World) -> None:
    _do(world, NEW)
    before = get_agent("nadia@azrou").session_version

    _do(world, SetPassword(username="nadia@azrou", password="autre-mot-de-passe"))

    agent = get_agent("nadia@azrou")
    assert agent.session_version == before + 1
    assert verify_password(agent, "autre-mot-de-passe") and not verify_password(agent, PASSWORD)


@pytest.mark.parametrize("password", ["", "court", "x" * 201])
def test_a_password_too_short_or_too_long_is_refused(world: World, password: str) -> None:
    with pytest.raises(PasswordRefused):
        _do(world, CreateAgent(username="x", password=password, name_ar="x", name_fr="x"))


def test_a_login_name_is_taken_whatever_its_case(world: World) -> None:
    _do(world, NEW)
    with pytest.raises(UsernameTaken):
        _do(world, CreateAgent(username=" NADIA@AZROU", password=PASSWORD, name_ar="x", name_fr="x"))


def test_only_the_operator_changes_accounts(world: World) -> None:
    for command in (
        NEW,
        SetPassword(username="x", password=PASSWORD),
        AssignRole(username="x", role="agent_ec"),
        RevokeRole(username="x", role="agent_ec"),
    ):
        for actor in (world.agent("chef_service"), world.agent("analyst", "country")):
            with pytest.raises(Forbidden):
                _do(world, command, actor)


def test_a_role_is_given_once_counts_in_its_place_and_is_taken_back(world: World) -> None:
    _do(world, NEW)
    service = territory.list_services(AZROU)[0].id
    give = AssignRole(username="nadia@azrou", role="agent_ec", commune_id=AZROU, service_id=service)

    assert (_do(world, give), _do(world, give)) == (True, False)
    assert _holds(world) == {("agent_ec", AZROU, service)}
    _do(world, RevokeRole(username="nadia@azrou", role="agent_ec", commune_id=AZROU, service_id=service))
    assert _holds(world) == set()


def test_a_role_that_means_nothing_is_refused(world: World) -> None:
    _do(world, NEW)
    elsewhere = territory.list_services(TABANT)[0].id
    for role, commune_id, service_id, refusal in (
        ("sultan", AZROU, None, RoleUnknown),
        ("citizen", AZROU, None, RoleUnknown),
        ("agent_ec", "99.999.99.99", None, CommuneUnknown),
        ("agent_ec", AZROU, "nothing", ServiceUnknown),
        ("agent_ec", AZROU, elsewhere, ServiceUnknown),
        ("agent_ec", None, elsewhere, ServiceUnknown),
    ):
        command = AssignRole(username="nadia@azrou", role=role, commune_id=commune_id, service_id=service_id)
        with pytest.raises(refusal):
            _do(world, command)
    with pytest.raises(RoleUnknown):
        _do(world, RevokeRole(username="nadia@azrou", role="agent_ec", commune_id=AZROU))
    with pytest.raises(AgentUnknown):
        _do(world, AssignRole(username="nobody", role="agent_ec", commune_id=AZROU))
    assert _holds(world) == set()

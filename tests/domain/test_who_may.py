"""Roles count where they are held; lifecycles say what may follow; the clock is legal time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain import lifecycles, permissions
from app.domain.actors import SYSTEM, Actor, Assignment
from app.domain.clock import CASABLANCA, FixedClock, SystemClock, local_day
from app.domain.errors import MastaraError
from app.domain.findings import Finding, errors_of
from app.domain.languages import choose, direction, read_language


def _agent(*held: tuple[str, str | None, str | None]) -> Actor:
    assignments = frozenset(
        Assignment(role=role, commune_id=place, service_id=service) for role, place, service in held
    )
    return Actor(kind="agent", name="Agent", id="1", assignments=assignments)


def test_a_role_counts_in_its_commune_and_service_only() -> None:
    agent = _agent(("agent_ec", "A", "civil"), ("regisseur", "A", None), ("autorite_centrale", None, None))

    assert agent.roles_in("A", "civil") == {"agent_ec", "regisseur", "autorite_centrale"}
    assert agent.roles_in("A", "revenue") == {"regisseur", "autorite_centrale"}
    assert agent.roles_in("B", "civil") == {"autorite_centrale"}
    assert _agent(("agent_ec", "A", None)).works_in("A") and not _agent(("agent_ec", "A", None)).works_in("B")


@pytest.mark.parametrize(
    ("permission", "role", "allowed"),
    [
        (permissions.WORK, "agent_ec", True),
        (permissions.WORK, "operator", False),
        (permissions.WORK, "architect", False),
        (permissions.TAKE_PART, "architect", True),
        (permissions.TAKE_PART, "agent_ec", True),
        (permissions.TAKE_PART, "operator", False),
        (permissions.REASSIGN, "chef_service", True),
        (permissions.REASSIGN, "agent_ec", False),
        (permissions.REVOKE_DOCUMENT, "officier_ec", True),
        (permissions.REVOKE_DOCUMENT, "agent_ec", False),
        (permissions.RETRY, "operator", True),
        (permissions.RETRY, "dgs", True),
        (permissions.RETRY, "chef_service", True),
        (permissions.RETRY, "agent_ec", False),
        (permissions.REPAIR, "operator", True),
        (permissions.REPAIR, "dgs", True),
        (permissions.REPAIR, "chef_service", False),
        (permissions.REPAIR, "president", False),
        (permissions.OPERATE, "operator", True),
        (permissions.OPERATE, "president", False),
        (permissions.PUBLISH, "analyst", True),
        (permissions.MIGRATE, "analyst", True),
        (permissions.MIGRATE, "operator", True),
        (permissions.MIGRATE, "chef_service", False),
        ("invented", "operator", False),
    ],
)
def test_a_permission_is_for_its_roles(permission: str, role: str, allowed: bool) -> None:
    assert permissions.may(_agent((role, "A", None)), permission, "A") is allowed
    assert not permissions.may(_agent((role, "A", None)), permission, "B")


def test_a_permission_in_one_service_is_none_in_another() -> None:
    head = _agent(("chef_service", "A", "civil"))

    assert permissions.may(head, permissions.REASSIGN, "A", "civil")
    assert not permissions.may(head, permissions.REASSIGN, "A", "revenue")


def test_everybody_may_do_what_is_public_and_nobody_more() -> None:
    stranger = Actor(kind="citizen", name="citizen")

    granted = {name for name in permissions.ALL if permissions.may(stranger, name)}

    assert granted == {permissions.PUBLIC}
    assert permissions.may(Actor(kind="citizen", name="c", case_ids=frozenset({"1"})), permissions.FOLLOW_CASE)
    assert not permissions.may(SYSTEM, permissions.OPERATE)


@pytest.mark.parametrize("name", ["CASE", "USER_TASK", "JOB", "PAYMENT", "DOCUMENT", "MIGRATION", "MIGRATION_ITEM"])
def test_a_lifecycle_names_only_its_own_states_and_has_an_end(name: str) -> None:
    table: lifecycles.Transitions = getattr(lifecycles, name)

    assert {following for states in table.values() for following in states} <= table.keys()
    assert any(not following for following in table.values())


def test_what_is_over_stays_over() -> None:
    assert not lifecycles.may_become(lifecycles.USER_TASK, "completed", "ready")
    assert not lifecycles.may_become(lifecycles.DOCUMENT, "revoked", "valid")
    assert not lifecycles.may_become(lifecycles.PAYMENT, "refunded", "paid")
    assert lifecycles.may_become(lifecycles.PAYMENT, "refused", "paid")


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime(2026, 3, 3, 9, tzinfo=CASABLANCA))
    before = clock.now()

    clock.advance(timedelta(hours=1))

    assert clock.now() - before == timedelta(hours=1) and clock.now().tzinfo is UTC
    clock.move_to(datetime(2026, 1, 1, tzinfo=CASABLANCA))
    assert clock.now() == datetime(2025, 12, 31, 23, tzinfo=UTC)
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2026, 3, 3))  # noqa: DTZ001 (that is the point)
    assert SystemClock().now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 5, 23, 30, tzinfo=UTC), date(2026, 1, 6)),
        # Ramadan: Morocco keeps UTC, so midnight comes with that of Greenwich.
        (datetime(2026, 3, 3, 23, 30, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 4, 6, 23, 30, tzinfo=UTC), date(2026, 4, 7)),
    ],
)
def test_the_day_is_that_of_morocco(moment: datetime, day: date) -> None:
    assert local_day(moment) == day


def test_a_text_is_chosen_in_the_language_or_the_nearest() -> None:
    text = {"fr": "Commune", "ar": "جماعة"}

    assert (choose(text, "fr"), choose(text, "ar"), choose(text, "zgh")) == ("Commune", "جماعة", "جماعة")
    assert choose({"ar": "", "fr": "Commune"}, "ar") == "Commune" and choose({}, "fr") == ""
    assert (direction("ar"), direction("fr"), direction("zgh")) == ("rtl", "ltr", "ltr")
    assert (read_language("fr"), read_language("zgh"), read_language(None)) == ("fr", "ar", "ar")


def test_a_finding_reads_as_one_line_and_as_json() -> None:
    finding = Finding(rule="yaml", severity="error", file="x.yaml", line=3, element="key", message="Expected one.")
    warning = Finding(rule="yaml", severity="warning", file="x.yaml", message="Look.")

    assert str(finding) == "x.yaml:3: error yaml [key]: Expected one."
    assert finding.to_json()["line"] == 3 and errors_of([finding, warning]) == [finding]


def test_an_error_keeps_its_message_and_details() -> None:
    error = MastaraError("Expected a name.", field="name")
    assert (str(error), error.details, error.code) == ("Expected a name.", {"field": "name"}, "error")

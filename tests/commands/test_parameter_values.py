"""A value of the law decided for a day to come: who may, what is refused, and from when it counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from app.commands.bus import Forbidden, execute
from app.commands.deployed import DeploymentCache
from app.commands.parameters.deciding import DecideValue, ParameterUnknown, ValueRefused
from app.domain.clock import CASABLANCA, FixedClock
from app.queries.parameters import article_of
from app.store import deadlines, parameter_values
from tests.world.journeys import case_of, file_request
from tests.world.places import World

VALUE: dict[str, Any] = {
    "key": "watiqa.answer",
    "since": date(2026, 4, 1),
    "value": 5,
    "legal_ref": "Arrêté 123-26 art. 2",
    "source": "sourced",
}


@pytest.fixture
def own_world(world: World) -> Iterator[World]:
    """The world with deployments of its own: values decided here reach no other test."""
    yield replace(world, services=replace(world.services, deployments=DeploymentCache()))


def _decide(world: World, **changes: Any) -> None:
    command = DecideValue(**{**VALUE, **changes})
    execute(command, actor=world.agent("analyst", "country"), services=world.services)


def test_a_case_keeps_the_value_of_the_day_of_its_filing(own_world: World, clock: FixedClock) -> None:
    before = file_request(own_world)
    _decide(own_world)
    clock.move_to(datetime(2026, 4, 1, 9, tzinfo=CASABLANCA))
    after = file_request(own_world)

    lengths = {}
    for name, filed in (("before", before), ("after", after)):
        case = case_of(filed)
        package = own_world.services.deployments.get(case.deployment_id).package
        lengths[name] = package.parameters["watiqa.answer"].value_on(case.filed_at.date()).value
    period = deadlines.find_legal_period(case_of(after))

    assert lengths == {"before": 10, "after": 5}
    # 5 full days from Wednesday 1 April: the 7th, a Tuesday.
    assert period is not None and period.last_day == date(2026, 4, 7)


def test_a_diagram_reads_the_decided_value_from_its_day_on(own_world: World, clock: FixedClock) -> None:
    _decide(own_world, key="watiqa.max_copies", value=3)
    deployment = next(iter(parameter_values.list_deployments([case_of(file_request(own_world)).deployment_id])))
    parameters = own_world.services.deployments.get(deployment.id).package.parameters

    assert parameters.nested_on(date(2026, 3, 31))["watiqa"]["max_copies"] == 5
    assert parameters.nested_on(date(2026, 4, 1))["watiqa"]["max_copies"] == 3


@pytest.mark.parametrize(
    ("changes", "problem", "field"),
    [
        ({"since": date(2026, 3, 3)}, "past", "since"),
        ({"since": date(2025, 1, 1)}, "past", "since"),
        ({"since": date(2062, 1, 1)}, "past", "since"),
        ({"legal_ref": "  "}, "text", "legal_ref"),
        ({"source": "guessed"}, "source", "source"),
        ({"value": "dix"}, "kind", "value"),
        ({"value": -3}, "kind", "value"),
        ({"value": 2.5}, "period", "value"),
        ({"value": 10**9}, "period", "value"),
        ({"value": 61}, "ceiling", "value"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_with_its_place(
    own_world: World, clock: FixedClock, changes: dict[str, Any], problem: str, field: str
) -> None:
    with pytest.raises(ValueRefused) as refused:
        _decide(own_world, **changes)

    assert (refused.value.problem, refused.value.field) == (problem, field)
    assert parameter_values.list_values() == []


def test_two_values_from_one_day_contradict_each_other(own_world: World, clock: FixedClock) -> None:
    _decide(own_world)

    with pytest.raises(ValueRefused) as refused:
        _decide(own_world, value=7)

    assert refused.value.problem == "same-day"


def test_an_unknown_parameter_takes_no_value(own_world: World, clock: FixedClock) -> None:
    with pytest.raises(ParameterUnknown):
        _decide(own_world, key="watiqa.colour")


@pytest.mark.parametrize("role", ["agent_ec", "chef_service"])
def test_only_the_dgct_decides_values(own_world: World, clock: FixedClock, role: str) -> None:
    with pytest.raises(Forbidden):
        execute(DecideValue(**VALUE), actor=own_world.agent(role), services=own_world.services)


@pytest.mark.parametrize(
    ("reference", "article"),
    [
        ("Loi 55-19 art. 16", ("55-19", "16")),
        ("Loi organique 113-14 art. 116", ("113-14", "116")),
        ("Loi 12-90 art. 63-1", ("12-90", "63-1")),
        ("Décret 2-17-265 (presse)", ("2-17-265", "")),
        ("Hypothèse", None),
    ],
)
def test_the_article_of_a_reference_is_read(reference: str, article: tuple[str, str] | None) -> None:
    assert article_of(reference) == article

"""A value that the country decides meets the deployments of communes that have their own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.commands.bus import execute
from app.commands.deployed import DeploymentCache
from app.commands.parameters.deciding import DecideValue
from app.commands.publishing import PublishProcedure
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.procedures.layout import read_tree
from app.procedures.tailoring import Base, BaseReference, resolve
from tests.builders.tailoring import an_overlay, set_to
from tests.world.places import SLUG, World

ANSWER, KEPT_READY = "watiqa.answer", "watiqa.collection_period"
LOCAL_FROM, NATIONAL_FROM = date(2026, 3, 10), date(2026, 4, 1)


@pytest.fixture
def own_world(world: World) -> Iterator[World]:
    """The world with deployments of its own: values decided here reach no other test."""
    yield replace(world, services=replace(world.services, deployments=DeploymentCache()))


def publish_local(world: World, **values: int) -> str:
    """Publish the shipped procedure with values of a commune; return the deployment."""
    settings = world.services.settings
    base = Base(SLUG, read_tree(settings.processes_root, settings.forms_root, SLUG))
    operations = [set_to(f"watiqa.{key}", value, since=LOCAL_FROM) for key, value in values.items()]
    overlay = replace(an_overlay(*operations), procedure=SLUG, base=BaseReference(version=base.version))
    variant = resolve(base, overlay).variant
    assert variant is not None
    command = PublishProcedure(package=variant.package, published_by="test")
    return execute(command, actor=SYSTEM, services=world.services).deployment_id


def decide(world: World, key: str, value: int) -> None:
    command = DecideValue(key=key, since=NATIONAL_FROM, value=value, legal_ref="Arrêté 123-26 art. 2", source="sourced")
    execute(command, actor=world.agent("analyst", "country"), services=world.services)


def values(world: World, deployment_id: str, key: str) -> list[Any]:
    parameter = world.services.deployments.get(deployment_id).package.parameters[key]
    return [parameter.value_on(day).value for day in (date(2026, 3, 9), LOCAL_FROM, NATIONAL_FROM)]


def test_a_shorter_local_period_outlives_a_national_one_that_is_longer(own_world: World, clock: FixedClock) -> None:
    deployment = publish_local(own_world, answer=7)
    decide(own_world, ANSWER, 9)
    assert values(own_world, deployment, ANSWER) == [10, 7, 7]


def test_a_local_period_gives_way_to_a_national_one_that_is_shorter(own_world: World, clock: FixedClock) -> None:
    deployment = publish_local(own_world, answer=7)
    decide(own_world, ANSWER, 5)
    assert values(own_world, deployment, ANSWER) == [10, 7, 5]


def test_a_value_between_fixed_bounds_is_the_communes_to_choose(own_world: World, clock: FixedClock) -> None:
    deployment = publish_local(own_world, collection_period=120)
    decide(own_world, KEPT_READY, 80)
    assert values(own_world, deployment, KEPT_READY) == [90, 120, 120]

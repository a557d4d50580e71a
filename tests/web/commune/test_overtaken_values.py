"""A value decided for the country below the commune's own: the commune is told, and what it changes is held to it."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from app.commands.bus import execute
from app.commands.parameters.deciding import DecideValue
from app.commands.tailoring.errors import OperationsRefused
from app.procedures.tailoring.kinds import LocalValue, SetParameter
from tests.world.places import AZROU, SLUG, World
from tests.world.tailoring import adopt, publish, save_operations

SignIn = Callable[[str], FlaskClient]
HOME = f"/commune/azrou/procedures/{SLUG}"


def _answer_within(days: int) -> SetParameter:
    value = LocalValue(since=date(2026, 1, 1), value=days, legal_ref="Délibération n° 3/2026")
    return SetParameter(parameter="watiqa.answer", values=(value,))


def _decide(world: World, days: int) -> None:
    command = DecideValue(
        key="watiqa.answer", since=date(2026, 4, 1), value=days, legal_ref="Arrêté 123-26 art. 2", source="sourced"
    )
    execute(command, actor=world.agent("analyst", "country"), services=world.services)


def test_the_commune_is_told_from_when_the_national_value_takes_the_place_of_its_own(
    world: World, sign_in: SignIn
) -> None:
    adopt(world)
    save_operations(world, [_answer_within(8)])
    publish(world)
    before = sign_in(f"dgs@{AZROU}").get(f"{HOME}/").get_data(as_text=True)

    _decide(world, 5)
    told = sign_in(f"dgs@{AZROU}").get(f"{HOME}/").get_data(as_text=True)

    assert "Une valeur décidée pour le pays" not in before
    assert "Une valeur décidée pour le pays" in told and "mercredi 1 avril 2026" in told.replace("1er", "1")
    assert "change/parameters/watiqa.answer" in told


def test_a_change_made_afterwards_is_held_to_the_value_decided_since(world: World) -> None:
    adopt(world)
    save_operations(world, [_answer_within(8)])
    _decide(world, 5)

    with pytest.raises(OperationsRefused, match="national 5"):
        save_operations(world, [_answer_within(7)])

    save_operations(world, [_answer_within(4)])

"""A request of information (law 31-13) on the clock of cases: working days, one extension, as its articles say."""

from datetime import date, datetime
from typing import Any

import pytest

from app.commands.bus import execute
from app.commands.clocks.extending import ExtendPeriod
from app.commands.filing import Filed
from app.deadlines import ClockRefused
from app.domain.clock import CASABLANCA, FixedClock
from app.store import cases, deadlines
from tests.world.journeys import case_of, file_request
from tests.world.places import World
from tests.world.playing import let_pass
from tests.world.variants import publish_variant


def _of_law_31_13(manifest: dict[str, Any]) -> None:
    manifest["legal_basis"].append({"key": "law-31-13", "type": "law", "number": "31-13", "articles": ["16", "17"]})
    manifest["deadline"] |= {
        "parameter": "dai.answer",
        "starts": "filed",
        "restarts_after": [],
        "suspended_while": [],
        "half_window": False,
        "extension": {"reasons": ["many-items"], "parameter": "dai.extension", "legal_ref": "law-31-13 a.16"},
    }


@pytest.fixture
def filed(world: World, clock: FixedClock) -> Filed:
    """A request of Tuesday 3 March 2026."""
    publish_variant(world, _of_law_31_13)
    return file_request(world)


def _last_day(filed: Filed) -> date | None:
    row = deadlines.find_legal_period(case_of(filed))
    assert row is not None
    return row.last_day


def _extend(world: World, filed: Filed, amount: int) -> None:
    command = ExtendPeriod(
        commune_id=filed.commune_id,
        case_id=filed.case_id,
        reason="many-items",
        amount=amount,
        explanation="Les pièces sont réparties entre trois services.",
    )
    execute(command, actor=world.agent("chef_service"), services=world.services)


def test_the_answer_is_due_in_twenty_working_days(filed: Filed) -> None:
    # From the 4th: 3 days to the 6th, 8 to the 13th, 12 to the 19th (the 20th is Aïd Al Fitr, estimated), 17 to the
    # 27th, then the 30th, the 31st and Wednesday 1 April.
    assert _last_day(filed) == date(2026, 4, 1)


def test_one_extension_of_twenty_working_days_and_no_second(world: World, filed: Filed) -> None:
    _extend(world, filed, 20)

    # 22 to Friday 3 April, 27 to the 10th, 32 to the 17th, 37 to the 24th, then the 27th, 28th and 29th.
    assert _last_day(filed) == date(2026, 4, 29)
    with pytest.raises(ClockRefused, match="one extension"):
        _extend(world, filed, 1)


def test_an_extension_of_more_working_days_is_refused(world: World, filed: Filed) -> None:
    with pytest.raises(ClockRefused) as refused:
        _extend(world, filed, 21)

    assert refused.value.problem == "extension-too-long"


def test_silence_opens_the_appeal_on_the_day_after(world: World, clock: FixedClock, filed: Filed) -> None:
    let_pass(world, clock, datetime(2026, 4, 2, 9, tzinfo=CASABLANCA) - clock.now())

    over = [row for row in cases.list_events(case_of(filed)) if row.kind == "PeriodOver"]
    assert [(row.data["effect"], row.data["last_day"]) for row in over] == [("refusal_appealable", "2026-04-01")]

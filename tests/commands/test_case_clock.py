"""The legal clock of a case: it waits, stands still, goes on, is told and ends as the procedure declares."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.commands.bus import Forbidden, execute
from app.commands.clocks.extending import ExtendPeriod, ReasonTooShort
from app.commands.filing import Filed
from app.deadlines import ClockRefused
from app.deadlines.errors import DeadlineError
from app.domain.clock import CASABLANCA, FixedClock
from app.store import cases, deadlines, work
from app.store.database import transaction
from app.store.models import Deadline
from tests.world.journeys import case_of, complete, file_request, open_task, pay, reach
from tests.world.places import World
from tests.world.playing import fill_and_complete, let_pass, withdraw
from tests.world.variants import publish_variant

WRONG = {"finding": "wrong-data", "finding_reasons": ["act-number"], "finding_note": "Numéro d’une autre année."}
ASKING_WITHOUT_LOOKING = {" and case.may_ask": ""}


def _at(day: int, hour: int = 10, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CASABLANCA)


def _period(filed: Filed) -> Deadline:
    found = deadlines.find_legal_period(case_of(filed))
    assert found is not None
    return found


def _kinds(filed: Filed) -> list[str]:
    return [row.kind for row in deadlines.list_events(_period(filed))]


def _told(filed: Filed) -> list[str]:
    return [row.kind for row in cases.list_events(case_of(filed)) if row.kind.startswith("Period")]


def _file_and_pay(world: World, clock: FixedClock) -> Filed:
    """File on Tuesday 3 March 2026; the file is complete; pay on Thursday 5 March."""
    filed = file_request(
        world, knows_references="yes", act_year=1994, act_no=813, register_no="12", doc_type="full_copy"
    )
    complete(world, open_task(filed, "check-completeness"))
    clock.move_to(_at(5))
    pay(world, filed)
    return filed


def test_the_period_stands_still_while_the_citizen_pays_and_goes_on_for_what_remained(
    world: World, clock: FixedClock
) -> None:
    filed = file_request(world)
    # 10 full days from Tuesday 3 March: neither the 3rd nor the 14th counts. The 14th is a Saturday: Monday the 16th.
    assert _period(filed).last_day == date(2026, 3, 16)

    complete(world, open_task(filed, "check-completeness"))
    case = case_of(filed)
    assert (_period(filed).state, _period(filed).due_at, case.due_at) == ("suspended", None, None)

    clock.move_to(_at(9))
    pay(world, filed)

    # Six days, the 4th to the 9th, do not count: the end moves from Saturday the 14th to Friday the 20th, a feast of
    # two days by the estimate of the moon; the next working day is Monday the 23rd.
    assert (_period(filed).state, _period(filed).last_day) == ("running", date(2026, 3, 23))
    assert case_of(filed).due_at == _period(filed).due_at
    assert _kinds(filed) == ["filed", "completed", "suspended", "resumed"]
    assert _told(filed) == ["PeriodSuspended", "PeriodResumed"]


def test_the_tasks_of_a_case_take_the_new_day_of_its_period(world: World, clock: FixedClock) -> None:
    filed = _file_and_pay(world, clock)

    task = open_task(filed, "look-up-act")

    case = case_of(filed)
    assert task.due_at == min(day for day in (task.target_at, case.due_at) if day is not None)


def test_an_incomplete_file_starts_its_period_on_the_day_of_its_last_piece(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    missing = _answers_of(world, filed, "check-completeness")
    _complete_by_form(world, filed, "check-completeness", missing)

    first, second = cases.list_deadlines(case_of(filed))
    stopped = deadlines.list_events(first)[-1]
    assert (first.state, stopped.kind, stopped.reason) == ("ended", "stopped", "incomplete")
    assert (second.state, second.started_at, second.due_at, case_of(filed).due_at) == ("waiting", None, None, None)

    clock.move_to(_at(12))
    supplied = open_task(filed, "supply-pieces")
    fill_and_complete(world, supplied, _answers_of(world, filed, "supply-pieces"))

    # 10 full days from Thursday 12 March: the 23rd, a Monday.
    assert (_period(filed).state, _period(filed).last_day) == ("running", date(2026, 3, 23))
    assert _told(filed) == ["PeriodBegan"]


def test_a_file_that_is_never_completed_has_no_period_that_begins(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    clock.advance(timedelta(hours=1))
    _complete_by_form(world, filed, "check-completeness", _answers_of(world, filed, "check-completeness"))

    let_pass(world, clock, timedelta(days=40))

    assert (case_of(filed).outcome, _period(filed).started_at) == ("returned-incomplete", None)
    assert "PeriodBegan" not in _told(filed)


def test_a_request_taken_back_while_pieces_are_missing_has_no_period_that_begins(
    world: World, clock: FixedClock
) -> None:
    filed = file_request(world)
    clock.advance(timedelta(hours=1))
    _complete_by_form(world, filed, "check-completeness", _answers_of(world, filed, "check-completeness"))

    withdraw(world, filed)

    assert (case_of(filed).outcome, _period(filed).started_at) == ("withdrawn", None)
    assert "PeriodBegan" not in _told(filed)


def test_nothing_is_asked_of_the_citizen_in_the_second_half(world: World, clock: FixedClock) -> None:
    filed = _file_and_pay(world, clock)
    clock.move_to(_at(12))

    complete(world, open_task(filed, "look-up-act"), WRONG)

    assert open_task(filed).element == "prepare-refusal"
    assert _period(filed).state == "running"


def test_in_the_first_half_the_citizen_may_be_asked_once(world: World, clock: FixedClock) -> None:
    filed = _file_and_pay(world, clock)
    clock.move_to(_at(6))

    complete(world, open_task(filed, "look-up-act"), WRONG)

    assert open_task(filed).element == "correct-reference"
    assert _period(filed).state == "suspended"


def test_a_command_that_asks_too_late_is_refused_and_changes_nothing(world: World, clock: FixedClock) -> None:
    publish_variant(world, lambda manifest: None, diagram=ASKING_WITHOUT_LOOKING)
    filed = _file_and_pay(world, clock)
    clock.move_to(_at(12))
    before = case_of(filed).version

    with pytest.raises(ClockRefused) as refused:
        complete(world, open_task(filed, "look-up-act"), WRONG)

    assert refused.value.problem == "second-half"
    assert (case_of(filed).version, open_task(filed).element) == (before, "look-up-act")


def test_shares_of_the_period_and_its_end_are_told_once_each(world: World, clock: FixedClock) -> None:
    filed = _file_and_pay(world, clock)
    # Two days of payment: the end stands on Monday 16 March (Saturday 14 + 2); shares of 10 days from 3 March,
    # two days later: 5 days on the 10th, 7 on the 12th, 9 on the 14th.
    let_pass(world, clock, timedelta(days=20))

    told = [row for row in cases.list_events(case_of(filed)) if row.kind in ("PeriodAlerted", "PeriodOver")]
    assert [(row.kind, row.data.get("share")) for row in told] == [
        ("PeriodAlerted", 50),
        ("PeriodAlerted", 75),
        ("PeriodAlerted", 90),
        ("PeriodOver", None),
    ]
    assert told[-1].at.astimezone(CASABLANCA).date() == date(2026, 3, 17)
    assert _period(filed).state == "over"
    assert not [job for job in work.list_jobs() if job.operation == "clock.tell" and job.state == "waiting"]


def test_no_alarm_rings_while_the_period_stands_still(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"))

    let_pass(world, clock, timedelta(days=15))

    assert _told(filed) == ["PeriodSuspended"]


def test_a_decision_ends_the_period_before_the_document_is_handed_over(world: World, clock: FixedClock) -> None:
    filed = file_request(world, delivery_mode="counter")
    sign = reach(world, filed, "sign")
    complete(world, sign)

    assert open_task(filed).element == "hand-over"
    assert (_period(filed).state, case_of(filed).state) == ("ended", "open")
    assert open_task(filed).due_at is None


def test_a_server_whose_clock_was_put_back_does_not_undo_what_happened(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    world = replace(world, services=replace(world.services, clock=FixedClock(_at(2, 8))))

    complete(world, open_task(filed, "check-completeness"))

    moments = [row.at for row in deadlines.list_events(_period(filed))]
    assert moments == sorted(moments) and _period(filed).state == "suspended"


def _allow_extension(manifest: dict[str, Any]) -> None:
    manifest["deadline"]["extension"] = {
        "reasons": ["technical-expertise"],
        "parameter": "l5519.tacit_deliver",
        "legal_ref": "law-55-19 a.17",
    }


def _extension(filed: Filed, **changes: Any) -> ExtendPeriod:
    given: dict[str, Any] = {
        "reason": "technical-expertise",
        "amount": 5,
        "explanation": "Le registre est chez le relieur.",
    }
    return ExtendPeriod(commune_id=filed.commune_id, case_id=filed.case_id, **{**given, **changes})


def test_a_period_is_extended_once_for_a_declared_reason(world: World, clock: FixedClock) -> None:
    publish_variant(world, _allow_extension)
    filed = file_request(world)
    head = world.agent("chef_service")

    execute(_extension(filed), actor=head, services=world.services)

    # 15 full days from 3 March: the 19th, a Thursday.
    assert _period(filed).last_day == date(2026, 3, 19)
    assert _told(filed) == ["PeriodExtended"]
    with pytest.raises(ClockRefused, match="one extension"):
        execute(_extension(filed), actor=head, services=world.services)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [({"amount": 8}, "extension-too-long"), ({"reason": "public-inquiry"}, "extension-not-allowed")],
)
def test_an_extension_beyond_the_law_is_refused(
    world: World, clock: FixedClock, changes: Mapping[str, Any], problem: str
) -> None:
    publish_variant(world, _allow_extension)
    filed = file_request(world)

    with pytest.raises(ClockRefused) as refused:
        execute(_extension(filed, **changes), actor=world.agent("chef_service"), services=world.services)

    assert refused.value.problem == problem
    assert _kinds(filed) == ["filed", "completed"]


@pytest.mark.parametrize("amount", [0, -3, 10**9])
def test_an_absurd_extension_is_refused(world: World, clock: FixedClock, amount: int) -> None:
    publish_variant(world, _allow_extension)
    filed = file_request(world)

    with pytest.raises(DeadlineError, match="Expected"):
        execute(_extension(filed, amount=amount), actor=world.agent("chef_service"), services=world.services)


def test_an_extension_needs_a_reason_and_the_right_person(world: World, clock: FixedClock) -> None:
    publish_variant(world, _allow_extension)
    filed = file_request(world)

    with pytest.raises(ReasonTooShort):
        execute(_extension(filed, explanation="ok"), actor=world.agent("chef_service"), services=world.services)
    with pytest.raises(Forbidden):
        execute(_extension(filed), actor=world.agent("agent_ec"), services=world.services)
    with pytest.raises(Forbidden):
        foreign = world.agent("chef_service", "06.141.01.0")
        execute(_extension(filed), actor=foreign, services=world.services)


def test_a_procedure_that_allows_no_extension_grants_none(world: World, clock: FixedClock) -> None:
    filed = file_request(world)

    with pytest.raises(ClockRefused) as refused:
        execute(_extension(filed), actor=world.agent("chef_service"), services=world.services)

    assert refused.value.problem == "extension-not-allowed"


def _complete_by_form(world: World, filed: Filed, element: str, answers: Mapping[str, Any]) -> None:
    fill_and_complete(world, open_task(filed, element), answers)


def _answers_of(world: World, filed: Filed, element: str) -> Mapping[str, Any]:
    """Return the answers that the shipped scenario gives in a task."""
    case = case_of(filed)
    scenarios = world.services.deployments.get(case.deployment_id).package.scenarios
    steps = scenarios["scenarios/pieces-supplied.yaml"]["steps"]
    answers: Mapping[str, Any] = next(step["answers"] for step in steps if step.get("complete") == element)
    return answers


def test_a_case_moved_to_a_newer_deployment_keeps_the_rule_of_its_period(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"))

    def shorter(manifest: dict[str, Any]) -> None:
        manifest["deadline"]["suspended_while"] = []
        answer = next(item for item in manifest["parameters"] if item["key"] == "watiqa.answer")
        answer["values"][0]["value"] = 3

    newer = publish_variant(world, shorter)
    with transaction():
        case = case_of(filed)
        case.period_deployment_id, case.deployment_id = case.deployment_id, newer
    clock.move_to(_at(9))
    pay(world, filed)

    # Still 10 full days, and the six days of the payment do not count: Monday the 23rd, as before the move.
    assert (_period(filed).state, _period(filed).last_day) == ("running", date(2026, 3, 23))

"""Outside systems are asked once, and answered once, whatever they send again, wrongly or too late."""

from datetime import timedelta

import pytest

from app.commands.bus import execute
from app.commands.outside_answers import AnswerRefused, ReceiveExternalAnswer, RequestUnknown
from app.connectors.external.port import ExternalNotice
from app.connectors.switches import Switches, set_switches
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.procedures.systems import SYSTEMS
from app.store import cases, work
from app.store.models import Case
from app.store.simulation import StoredRecords
from app.worker import loop
from app.worker.operations import prepare
from tests.world.asking import MESSAGE, SOURCE, VISA, answer, ask, receive, simulator, waiting
from tests.world.corresponding import begin, cases_of, offer
from tests.world.places import World
from tests.world.playing import let_pass
from tests.world.registering import task


def reference_of(case: Case) -> str:
    return str(case.document["visa"]["reference"])


def now(case: Case) -> Case:
    return next(each for each in cases_of(case.slug) if each.id == case.id)


def told(case: Case, event: str) -> list[dict[str, object]]:
    return [dict(row.data) for row in cases.list_events(case) if row.kind == event]


def test_the_system_receives_what_it_is_asked_and_the_case_its_answer(world: World) -> None:
    case = ask(world)
    asked = simulator(world).find_request(reference_of(case))
    assert asked is not None and asked.fields["amount"] == 60_000 and asked.case_reference == case.reference

    assert answer(world, reference_of(case), visa_number="V-12") == "answered"

    closed = now(case)
    assert (closed.state, closed.outcome) == ("closed", "accepted")
    assert closed.document["external"] | {"answered_on": ""} == {
        "reference": reference_of(case),
        "system": "treasury",
        "kind": "expense-visa",
        "outcome": "accepted",
        "comment": "Vu",
        "answered_on": "",
        "visa_number": "V-12",
    }
    assert [row["system"] for row in told(closed, "ExternalAsked")] == ["treasury"]


def test_a_second_answer_changes_nothing(world: World) -> None:
    case = ask(world)
    answer(world, reference_of(case), visa_number="V-12")
    assert receive(world, simulator(world).repeat(reference_of(case))) == "repeated"
    assert answer(world, reference_of(case), "refused") == "repeated"
    assert now(case).document["external"]["outcome"] == "accepted"
    assert len(told(case, "ExternalAnswered")) == 1


def test_a_second_answer_is_kept_in_the_history_once_as_received_and_ignored(world: World) -> None:
    case = ask(world)
    answer(world, reference_of(case), visa_number="V-12")
    same = simulator(world).repeat(reference_of(case))
    assert [receive(world, same) for _ in range(3)] == ["repeated"] * 3
    assert answer(world, reference_of(case), "refused", colour="of no known shape") == "repeated"
    closed = now(case)
    assert (closed.state, closed.outcome, work.list_incidents(case.commune_id)) == ("closed", "accepted", [])
    assert [(row["outcome"], row["effect"]) for row in told(closed, "ExternalAnswerIgnored")] == [
        ("accepted", "ignored"),
        ("refused", "ignored"),
    ]


def test_an_answer_that_comes_before_the_case_waits_is_kept_for_it(world: World) -> None:
    case = ask(world, run=False)
    (held,) = loop.acquire(world.services, limit=1)
    finishing = prepare(held, world.services)

    assert answer(world, f"X-{held.id}", visa_number="V-12") == "kept"
    execute(finishing, actor=SYSTEM, services=world.services)
    world.run_jobs()

    assert now(case).outcome == "accepted" and now(case).document["external"]["visa_number"] == "V-12"


def test_an_outside_system_that_fails_is_asked_again_with_the_same_reference(world: World, clock: FixedClock) -> None:
    set_switches(StoredRecords(clock), "external", Switches(fail_next=1))
    case = ask(world)
    assert "visa" not in case.document
    let_pass(world, clock, timedelta(minutes=5))
    assert len(simulator(world).list_requests()) == 1
    assert answer(world, reference_of(now(case))) == "answered"


def test_an_answer_after_the_period_is_noted_and_does_not_move_the_case(world: World, clock: FixedClock) -> None:
    case = ask(world)
    let_pass(world, clock, timedelta(days=30))
    assert now(case).outcome == "lapsed"
    assert answer(world, reference_of(case)) == "late"
    assert now(case).document.get("external") is None
    assert [row["effect"] for row in told(case, "ExternalAnswered")] == ["late"]


@pytest.mark.parametrize("fields", [{"colour": "red"}, {"visa_number": "x" * 5_000}])
def test_an_answer_of_another_shape_is_refused_and_may_be_sent_again(world: World, fields: dict[str, str]) -> None:
    case = ask(world)
    with pytest.raises(AnswerRefused):
        answer(world, reference_of(case), **fields)
    assert answer(world, reference_of(case), visa_number="V-12") == "answered"


@pytest.mark.parametrize("reference", ["X-nothing", "nothing", "P2026-1"])
def test_a_reference_that_is_not_ours_is_refused(world: World, reference: str) -> None:
    ask(world)
    moment = world.services.clock.now()
    notice = ExternalNotice(id="1", reference=reference, outcome="accepted", comment="", moment=moment)
    with pytest.raises(RequestUnknown):
        execute(ReceiveExternalAnswer(notice=notice), actor=SYSTEM, services=world.services)


def test_a_request_that_is_not_whole_stops_the_case(world: World) -> None:
    case = ask(world, price="much")
    assert case.state == "open" and simulator(world).list_requests() == []
    assert work.list_incidents(case.commune_id)


EACH = (
    '<startEvent id="start"/><subProcess id="each"><multiInstanceLoopCharacteristics mastara:collection="=numbers" '
    'mastara:item="number" mastara:output-collection="answers" mastara:output-item="=external.visa_number"/>'
    f'<startEvent id="begin"/>{task("visa", "external.request", **{**VISA, "expense_number": "=number"})}'
    f'{waiting("answered", "visa")}<endEvent id="done"/>'
    '<sequenceFlow id="a" sourceRef="begin" targetRef="visa"/>'
    '<sequenceFlow id="b" sourceRef="visa" targetRef="answered"/>'
    '<sequenceFlow id="c" sourceRef="answered" targetRef="done"/></subProcess><endEvent id="end"/>'
    '<sequenceFlow id="d" sourceRef="start" targetRef="each"/><sequenceFlow id="e" sourceRef="each" targetRef="end"/>'
)


def test_answers_to_several_requests_of_one_case_are_told_apart_in_any_order(world: World) -> None:
    offer(world, "asks-each", EACH, definitions=MESSAGE, others={SYSTEMS: SOURCE})
    begin(world, "asks-each", {"numbers": ["A", "B", "C"], "price": 5})
    world.run_jobs()
    for request in simulator(world).list_requests():
        assert answer(world, request.reference, visa_number=f"V-{request.fields['expense_number']}") == "answered"
    (case,) = cases_of("asks-each")
    assert (case.state, case.document["answers"]) == ("closed", ["V-A", "V-B", "V-C"])

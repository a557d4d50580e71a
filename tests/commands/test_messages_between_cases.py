"""What one case throws reaches those that wait for it: one receiver of a message, every one of a signal."""

from datetime import timedelta

import pytest

from app.domain.clock import FixedClock
from app.engine.starts import StartUnreadable
from app.store import cases
from app.store.database import database
from app.store.models import BufferedMessage, StartTrigger
from app.worker.loop import run_round
from tests.world.corresponding import begin, cases_of, offer
from tests.world.places import AZROU, CASABLANCA, World

MESSAGE = '<message id="m" name="opinion"/>'
SIGNAL = '<signal id="s" name="alarm"/>'
FLOW = '<sequenceFlow id="{0}-{1}" sourceRef="{0}" targetRef="{1}"/>'

ASKS = (
    '<startEvent id="start"/><sendTask id="ask" messageRef="m" mastara:correlation="=file"{waits}>'
    '<extensionElements><mastara:input name="answer" value="=word"/></extensionElements></sendTask>'
    '<endEvent id="end"/>' + FLOW.format("start", "ask") + FLOW.format("ask", "end")
)
LISTENS = (
    '<startEvent id="start"/><receiveTask id="hear" messageRef="m" mastara:correlation="=file"/><endEvent id="end"/>'
    + FLOW.format("start", "hear")
    + FLOW.format("hear", "end")
)
ALARMS = (
    '<startEvent id="start"/><intermediateThrowEvent id="cry"><signalEventDefinition signalRef="s"/>'
    '</intermediateThrowEvent><endEvent id="end"/>' + FLOW.format("start", "cry") + FLOW.format("cry", "end")
)
LISTENS_TO_ALARMS = (
    '<startEvent id="start"/><intermediateCatchEvent id="hear"><signalEventDefinition signalRef="s"/>'
    '</intermediateCatchEvent><endEvent id="end"/>' + FLOW.format("start", "hear") + FLOW.format("hear", "end")
)


def asks(world: World, waits: str = "") -> None:
    offer(world, "asks", ASKS.format(waits=f' mastara:waits="{waits}"' if waits else ""), definitions=MESSAGE)


def kinds(case) -> list[str]:
    return [event.kind for event in cases.list_events(case)]


def test_a_message_reaches_the_one_case_that_has_its_correlation_value(world: World) -> None:
    offer(world, "listens", LISTENS, definitions=MESSAGE)
    asks(world)
    begin(world, "listens", {"file": "A"})
    begin(world, "listens", {"file": "B"})

    begin(world, "asks", {"file": "B", "word": "yes"})
    world.run_jobs()

    first, second = cases_of("listens")
    assert first.state == "open"
    assert second.state == "closed" and second.document["answer"] == "yes"


def test_of_two_cases_with_the_same_value_only_the_older_receives(world: World) -> None:
    offer(world, "listens", LISTENS, definitions=MESSAGE)
    asks(world)
    begin(world, "listens", {"file": "A"})
    begin(world, "listens", {"file": "A"})

    begin(world, "asks", {"file": "A", "word": "yes"})
    world.run_jobs()

    assert [case.state for case in cases_of("listens")] == ["closed", "open"]


def test_a_message_of_another_commune_is_not_received(world: World) -> None:
    offer(world, "listens", LISTENS, definitions=MESSAGE)
    inside = ASKS.format(waits="")
    offer(world, "asks", inside, definitions=MESSAGE, commune_id=CASABLANCA)
    begin(world, "listens", {"file": "A"})

    sent = begin(world, "asks", {"file": "A", "word": "yes"}, commune_id=CASABLANCA)
    world.run_jobs()

    assert cases_of("listens")[0].state == "open"
    assert "MessageNotReceived" in kinds(sent)


def test_a_message_that_nobody_awaits_waits_as_long_as_its_model_declares(world: World, clock: FixedClock) -> None:
    offer(world, "listens", LISTENS, definitions=MESSAGE)
    asks(world, "P2D")
    begin(world, "asks", {"file": "A", "word": "yes"})
    world.run_jobs()

    clock.advance(timedelta(days=1))
    begin(world, "listens", {"file": "A"})
    world.run_jobs()

    assert cases_of("listens")[0].state == "closed"
    assert database.session.query(BufferedMessage).count() == 0


def test_a_message_whose_time_is_over_is_not_handed_over_and_its_case_says_so(world: World, clock: FixedClock) -> None:
    offer(world, "listens", LISTENS, definitions=MESSAGE)
    asks(world, "P2D")
    sent = begin(world, "asks", {"file": "A", "word": "yes"})
    world.run_jobs()

    clock.advance(timedelta(days=3))
    run_round(world.services)
    begin(world, "listens", {"file": "A"})
    world.run_jobs()

    assert cases_of("listens")[0].state == "open"
    assert kinds(sent)[-1] == "MessageNotReceived"
    assert database.session.query(BufferedMessage).count() == 0


def test_a_message_without_a_declared_time_is_not_kept(world: World) -> None:
    asks(world)
    sent = begin(world, "asks", {"file": "A", "word": "yes"})
    world.run_jobs()

    assert kinds(sent)[-1] == "MessageNotReceived"
    assert database.session.query(BufferedMessage).count() == 0


def test_a_signal_reaches_every_case_of_its_commune_that_waits(world: World) -> None:
    offer(world, "listens", LISTENS_TO_ALARMS, definitions=SIGNAL)
    offer(world, "alarms", ALARMS, definitions=SIGNAL)
    for _ in range(3):
        begin(world, "listens", {})

    begin(world, "alarms", {})
    world.run_jobs()

    assert [case.state for case in cases_of("listens")] == ["closed"] * 3


def test_a_message_never_ends_a_wait_for_a_signal_of_the_same_name(world: World) -> None:
    offer(world, "listens", LISTENS_TO_ALARMS, definitions='<signal id="s" name="opinion"/>')
    asks(world)
    waiting = begin(world, "listens", {})

    begin(world, "asks", {"file": waiting.reference, "word": "yes"})
    world.run_jobs()

    assert cases_of("listens")[0].state == "open"


STARTED = (
    '<startEvent id="start">{event}</startEvent><userTask id="review" mastara:form="review" mastara:role="librarian"/>'
    '<endEvent id="end"/>' + FLOW.format("start", "review") + FLOW.format("review", "end")
)


@pytest.mark.parametrize(
    ("event", "definitions", "thrower", "carried"),
    [
        ('<messageEventDefinition messageRef="m"/>', MESSAGE, ASKS.format(waits=""), {"answer": "yes"}),
        ('<signalEventDefinition signalRef="s"/>', SIGNAL, ALARMS, {}),
    ],
    ids=["message", "signal"],
)
def test_a_procedure_begins_with_the_message_or_signal_of_its_start(
    world: World, event: str, definitions: str, thrower: str, carried: dict[str, str]
) -> None:
    offer(world, "started", STARTED.format(event=event), definitions=definitions)
    offer(world, "throws", thrower, definitions=definitions)

    begin(world, "throws", {"file": "A", "word": "yes"})
    world.run_jobs()

    (case,) = cases_of("started")
    assert (case.state, case.channel, case.document) == ("open", "process", carried)
    assert [task.element for task in cases.list_open_tasks(case)] == ["review"]
    assert kinds(case)[0] == "CaseBegun"


def test_a_procedure_begins_again_and_again_by_the_timer_of_its_start(world: World, clock: FixedClock) -> None:
    event = "<timerEventDefinition><timeCycle>R3/P1M</timeCycle></timerEventDefinition>"
    offer(world, "yearly", STARTED.format(event=event))

    opened = []
    for _month in range(5):
        clock.advance(timedelta(days=32))
        run_round(world.services)
        opened.append(len(cases_of("yearly")))

    assert opened == [1, 2, 3, 3, 3]


def test_an_offer_that_is_renewed_keeps_one_trigger_for_each_start(world: World) -> None:
    event = "<timerEventDefinition><timeDate>2030-07-01</timeDate></timerEventDefinition>"
    offer(world, "once", STARTED.format(event=event))
    offer(world, "once", STARTED.format(event=event))

    triggers = database.session.query(StartTrigger).filter_by(commune_id=AZROU, slug="once").all()
    assert [(row.kind, row.due_at and row.due_at.year) for row in triggers] == [("timer", 2030)]


def test_a_start_timer_that_needs_a_case_is_refused_when_it_is_offered(world: World) -> None:
    event = "<timerEventDefinition><timeDuration>=period</timeDuration></timerEventDefinition>"
    with pytest.raises(StartUnreadable, match="start"):
        offer(world, "never", STARTED.format(event=event))

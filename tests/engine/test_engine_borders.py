"""Every kind of border event on every kind of activity: interrupting or not, once or again."""

from collections.abc import Callable

import pytest

from tests.builders.bpmn import ProcessBuilder, a_process
from tests.engine.playing import Play

TWICE = "<multiInstanceLoopCharacteristics{0}><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
IN_TURN = TWICE.format(' isSequential="true"')
AT_ONCE = TWICE.format("")
LOOP = '<standardLoopCharacteristics loopMaximum="2"/>'


def inside(builder: ProcessBuilder) -> ProcessBuilder:
    """Draw what a sub-process or a called process does: it raises an escalation, then works, then may fail."""
    return builder.start("in").user_task("ask").throw("escalation", "raise", "late").service_task("work").end("out")


def called(builder: ProcessBuilder, repeated: str = "") -> ProcessBuilder:
    return builder.node("callActivity", "host", repeated, plain={"calledElement": "inner"})


HOSTS: dict[str, Callable[[ProcessBuilder], ProcessBuilder]] = {
    "user task": lambda builder: builder.user_task("host"),
    "manual task": lambda builder: builder.manual_task("host"),
    "service task": lambda builder: builder.service_task("host"),
    "receive task": lambda builder: builder.receive_task("host", "expected"),
    "instances at once": lambda builder: builder.repeated("userTask", "host", cardinality="3"),
    "instances in turn": lambda builder: builder.repeated("userTask", "host", cardinality="3", sequential=True),
    "standard loop": lambda builder: builder.looped("userTask", "host", maximum=3),
    "sub-process": lambda builder: inside(builder.sub("host")).end_sub(),
    "sub-process at once": lambda builder: inside(builder.sub("host")).end_sub(inner=AT_ONCE),
    "sub-process in turn": lambda builder: inside(builder.sub("host")).end_sub(inner=IN_TURN),
    "sub-process in a loop": lambda builder: inside(builder.sub("host")).end_sub(inner=LOOP),
    "call": called,
    "calls at once": lambda builder: called(builder, AT_ONCE),
    "calls in turn": lambda builder: called(builder, IN_TURN),
}
WITH_AN_INSIDE = [host for host in HOSTS if host.startswith(("sub", "call"))]
COMES = {
    "timer": lambda case: case.advance(hours=1),
    "cycle": lambda case: case.advance(hours=1),
    "message": lambda case: case.message("come"),
    "signal": lambda case: case.signal("come"),
    "condition": lambda case: case.complete("beside", {"come": True}),
}
EVENTS = {"timer": "PT1H", "cycle": "R2/PT1H", "message": "come", "signal": "come", "condition": "come = true"}


def begun(play: Callable[..., Play], host: str, *, interrupting: bool, **event: str) -> Play:
    """Begin an activity with a border event, and a task beside it that a condition may hear of."""
    builder = HOSTS[host](a_process().start().parallel("fork")).end("done").at("fork").user_task("beside").end("beyond")
    builder = builder.on("host", "border", interrupting=interrupting, **event).user_task("handle").end("handled")
    return play(builder, called=(inside(a_process("inner")),))


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("kind", EVENTS)
def test_what_comes_ends_the_activity_or_leaves_it_as_it_was(play, kind, host, interrupting):
    case = begun(play, host, interrupting=interrupting, **{kind: EVENTS[kind]})
    standing = [name for name in case.waiting if name not in ("beside", "border")]
    COMES[kind](case)
    beside = [] if kind == "condition" else ["beside"]
    kept = [] if interrupting else standing + (["border"] if kind in ("message", "signal") else [])
    assert case.waiting == sorted([*beside, "handle", *kept])
    assert case.timers == (["border"] if kind == "cycle" and not interrupting else [])
    assert "host" not in case.trace


@pytest.mark.parametrize("kind", ["cycle", "message", "signal"])
@pytest.mark.parametrize("host", ["user task", "instances at once", "sub-process in turn", "call"])
def test_what_does_not_interrupt_may_come_again(play, kind, host):
    case = begun(play, host, interrupting=False, **{kind: EVENTS[kind]})
    COMES[kind](COMES[kind](case))
    assert case.waiting.count("handle") == 2


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize("host", WITH_AN_INSIDE)
def test_an_escalation_from_inside_is_handled_at_the_border(play, host, interrupting):
    case = begun(play, host, interrupting=interrupting, escalation="late")
    others = [] if interrupting else [name for name in case.waiting if name == "ask"][1:]
    case.complete("ask")
    assert case.waiting == sorted(["beside", "handle", *others, *([] if interrupting else ["work"])])


@pytest.mark.parametrize("host", [*WITH_AN_INSIDE, "service task"])
def test_an_error_ends_the_whole_activity_at_the_border(play, host):
    case = begun(play, host, interrupting=True, error="bad")
    if host == "service task":
        case.fail("host", "bad")
    else:
        case.complete("ask").fail("work", "bad")
    assert (case.waiting, case.timers) == (["beside", "handle"], [])

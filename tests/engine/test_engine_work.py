"""The expressions of one step together: a heavy loop is stopped early, whatever each of its turns may cost."""

import pytest

from app.engine import Environment, bounds
from app.engine.step import Step
from tests.builders.bpmn import a_process
from tests.engine.playing import NOON, Answer, Play

HEAVY = "sum(for i in 1..20000 return i)"


def a_loop(script: str):
    """A loop that never waits and never ends."""
    builder = a_process().start().xor("again").script("turn", script).xor("more").when("true").to("again")
    return builder.at("more").otherwise().end()


def test_a_heavy_expression_in_a_loop_is_stopped_long_before_the_budget_of_steps():
    case = Play(a_loop(f"{{x: {HEAVY}}}"))
    assert case.incidents == [("too-much-work", case.incidents[0][1])]
    assert 10 < len(case.trace) < bounds.STEPS_PER_TRANSACTION / 4


@pytest.fixture
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "WORK_PER_TRANSACTION", 200_000)


@pytest.mark.usefixtures("little_work")
def test_copying_a_large_list_in_a_loop_counts_as_work():
    case = Play(a_loop("{copy: big}"), {"big": ["word"] * 20_000})
    assert [code for code, _ in case.incidents] == ["too-much-work"]


@pytest.mark.usefixtures("little_work")
def test_conditions_that_wait_together_are_bounded_together():
    builder = a_process().start().user_task("ask").parallel("fork")
    for number in range(20):
        builder = builder.at("fork").condition(f"c{number}", f"{HEAVY} < {number}").end(f"e{number}")
    case = Play(builder).complete("ask")
    assert {code for code, _ in case.incidents} == {"too-much-work"}
    assert 10 < len(case.incidents) < 20, "the first ones were looked at"


def test_a_decision_is_not_asked_once_the_work_of_the_step_is_used_up(monkeypatch):
    monkeypatch.setattr(bounds, "WORK_PER_TRANSACTION", -1)
    case = Play(a_process().start().decision("ask", "fee", "fee").end(), decide=lambda name, data: Answer(1))
    assert case.incidents == [("too-much-work", "ask")]


@pytest.mark.usefixtures("little_work")
def test_a_retry_has_a_budget_of_its_own_and_goes_on():
    builder = a_process().start().xor("again").script("turn", f"{{n: n + 1, x: {HEAVY}}}").xor("more").when("n < 7")
    case = Play(builder.to("again").at("more").otherwise().end(), {"n": 0})
    assert [code for code, _ in case.incidents] == ["too-much-work"]
    case.retry()
    assert (case.status, case.document["n"]) == ("completed", 7)


@pytest.mark.parametrize(("seconds", "overworked"), [(60.0, False), (-1.0, True)])
def test_the_processor_time_of_a_step_is_the_last_guard(monkeypatch: pytest.MonkeyPatch, seconds, overworked):
    monkeypatch.setattr(bounds, "UNWATCHED_SECONDS", 0.0)
    monkeypatch.setattr(bounds, "SECONDS_PER_TRANSACTION", seconds)
    step = Step(environment=Environment(now=NOON), document={})
    assert step.is_overworked is overworked

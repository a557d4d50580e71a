"""Tasks: who waits, who does not, and where what they give is written."""

from datetime import UTC, datetime

import pytest

from app.engine import Engine, NotWaiting, StaleState, UnknownTask, compile_definition
from app.procedures.bpmn import read_bpmn
from tests.builders.bpmn import a_process
from tests.engine.playing import Answer, Play


def test_a_start_and_an_end_run_through_at_once(play):
    case = play(a_process().start().end("end", outcome="done"))
    assert (case.status, case.ends, case.trace) == ("completed", ["end"], ["start", "end"])
    assert case.result.ends[0].outcome == "done"


def test_a_user_task_waits_with_its_form_role_and_target_and_merges_the_answers(play):
    xml = a_process().raw('<laneSet id="lanes"><lane id="agent_ec"><flowNodeRef>check</flowNodeRef></lane></laneSet>')
    case = play(xml.start().user_task("check", target="watiqa.check").end(), {"kept": 1})
    task = case.result.opened_tasks[0]
    assert (task.element, task.kind, task.form, task.role, task.target) == (
        "check",
        "userTask",
        "check",
        "agent_ec",
        "watiqa.check",
    )
    case.complete("check", {"complete": True})
    assert case.document == {"kept": 1, "complete": True}
    assert case.status == "completed"


def test_a_manual_task_waits_and_a_plain_task_does_not(play):
    case = play(a_process().start().task("note").manual_task("stamp").end())
    assert case.waiting == ["stamp"]
    assert case.trace == ["start", "note"]


def test_a_service_task_waits_for_its_job_and_keeps_the_result_under_its_name(play):
    case = play(
        a_process()
        .start()
        .service_task(
            "pay", "payment.request", inputs={"amount": "=fee * copies", "channel": "portal"}, result="payment"
        )
        .end(),
        {"fee": 200, "copies": 2},
    )
    job = case.result.opened_jobs[0]
    assert (job.operation, job.inputs) == ("payment.request", {"amount": 400, "channel": "portal"})
    case.job("pay", {"reference": "A1"})
    assert case.document["payment"] == {"reference": "A1"}


def test_a_job_without_a_result_name_gives_its_entries(play):
    case = play(a_process().start().service_task("search").end()).job("search", {"found": True})
    assert case.document == {"found": True}


def test_a_send_task_throws_its_message_and_goes_on(play):
    case = play(a_process().start().send_task("tell", "ready").end())
    assert (case.thrown, case.status) == (["ready"], "completed")


def test_a_receive_task_waits_for_its_message(play):
    case = play(a_process().start().receive_task("wait-payment", "payment-paid").end())
    subscription = case.result.opened_subscriptions[0]
    assert (subscription.message, subscription.receive_task) == ("payment-paid", True)
    case.message("payment-paid", {"paid": 400})
    assert case.document == {"paid": 400}


def test_a_script_assigns_the_entries_of_its_context_from_a_copy(play):
    case = play(
        a_process().start().script("count", "{total: sum(items), more: append(items, 9)}").end(), {"items": [1, 2]}
    )
    assert case.document == {"items": [1, 2], "total": 3, "more": [1, 2, 9]}


def test_dates_from_a_script_are_kept_as_text(play):
    case = play(a_process().start().script("day", '{on: date("2026-03-02"), span: duration("P2DT3H")}').end())
    assert case.document == {"on": "2026-03-02", "span": "P2DT3H"}


def test_a_business_rule_task_records_the_decision_and_its_rules(play):
    case = play(
        a_process().start().decision("price", "fee", "fee").end(),
        {"copies": 2},
        decide=lambda decision, data: Answer({"total": 200 * data["copies"]}, ("r2",)),
    )
    taken = case.result.decisions[0]
    assert (taken.decision, taken.rules, taken.result) == ("fee", ("r2",), {"total": 400})
    assert case.document["fee"] == {"total": 400}


def test_expressions_see_the_read_only_context_above_the_document(play):
    case = play(
        a_process().start().script("read", "{commune: case.commune, limit: parameters.watiqa.limit}").end(),
        {"case": "forged"},
        context={"case": {"commune": "rabat"}, "parameters": {"watiqa": {"limit": 3}}},
    )
    assert (case.document["commune"], case.document["limit"]) == ("rabat", 3)


def test_a_milestone_is_noted_when_a_token_enters(play):
    case = play(a_process().start(identity="start").user_task("check", status="in-review").end("end", status="done"))
    assert case.milestones == ["in-review"]
    assert case.complete("check").milestones == ["in-review", "done"]


def test_completing_twice_is_refused_and_changes_nothing():
    case = Play(a_process().start().user_task("one").user_task("two").end())
    key = case.key("tasks", "one")
    case.complete("one")
    state = case.result.state
    with pytest.raises(NotWaiting):
        Engine.complete(case.definition, state, case.document, key, {}, case.environment)
    with pytest.raises(UnknownTask):
        Engine.complete(case.definition, state, case.document, "99", {}, case.environment)
    with pytest.raises(UnknownTask):
        Engine.complete(case.definition, state, case.document, "nonsense", {}, case.environment)
    assert case.waiting == ["two"]


def test_a_task_cannot_be_ended_as_something_else():
    case = Play(a_process().start().user_task("one").end())
    key = case.key("tasks", "one")
    for call in (Engine.fire_timer, Engine.finish_job, Engine.fail_job):
        extra = [] if call is Engine.fire_timer else ["x"]
        with pytest.raises(NotWaiting):
            call(case.definition, case.result.state, case.document, key, *extra, case.environment)


def test_a_state_of_another_definition_is_refused():
    case = Play(a_process().start().user_task("one").end())
    other = compile_definition(read_bpmn(a_process().start().user_task("two").end().xml(), file="test.bpmn"))
    with pytest.raises(StaleState):
        Engine.complete(other, case.result.state, {}, "2", {}, case.environment)
    with pytest.raises(StaleState):
        Engine.positions(case.definition, b"not a state")


def test_cancelling_closes_all_that_waits(play):
    case = play(
        a_process().start().user_task("one").on("one", "late", timer="P1D").end("late-end").at("one").end()
    ).cancel()
    assert (case.status, case.waiting, case.timers) == ("terminated", [], [])
    assert {closed.reason for closed in case.result.closed_tasks} == {"cancelled"}


def test_a_case_that_has_ended_cannot_be_cancelled():
    case = Play(a_process().start().end())
    with pytest.raises(NotWaiting):
        case.cancel()


def test_equal_inputs_give_equal_results():
    process = a_process().start().user_task("one").on("one", "late", timer="P1D").end("late-end").at("one").end()
    first, second = Play(process, {"a": 1}), Play(process, {"a": 1}, anew=True)
    assert first.result == second.result


def test_the_state_stays_small_whatever_the_dossier_holds():
    case = Play(a_process().start().user_task("one").end(), {"text": "x" * 100_000})
    assert len(case.result.state) < 300


def test_the_position_is_where_tokens_stand(play):
    case = play(a_process().start().parallel("fork").user_task("one").end("e1").at("fork").user_task("two").end("e2"))
    assert case.positions == {"one", "two"}
    assert case.complete("one").positions == {"two"}


def test_now_in_expressions_is_the_environments(play):
    case = play(a_process().start().script("stamp", "{at: today()}").end())
    assert case.document["at"] == "2026-01-05"
    assert case.now == datetime(2026, 1, 5, 8, 0, tzinfo=UTC)

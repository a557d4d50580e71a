"""A case that stands still is repaired: run again or passed over."""

from datetime import date
from functools import partial

import pytest

from app.domain.errors import MastaraError
from app.engine import Engine, NotWaiting, RepairRefused, UnknownTask, bounds
from tests.builders.bpmn import a_process, extensions
from tests.engine.playing import Answer

SCRIPT = "if copies = null then 0 else {total: copies * 2}"
"""Gives a context, as a script must, once the copies are known."""
TOO_LARGE = "count(for i in 1..n return i) > 0"
"""Fails with n = 10⁸: it needs more memory than an expression may take."""
HUGE = 100_000_000


def two_prices():
    """Two branches that both stand: one gateway without a way, one script that cannot be computed."""
    process = a_process().start().parallel("both").xor("price").when("fee > 0").user_task("pay").to("join")
    process.at("price").when("fee = 0").user_task("free").to("join")
    return process.at("both").script("count", SCRIPT).to("join").at(None).parallel("join").end()


# --- again ------------------------------------------------------------------------------------------------------------


def test_one_incident_is_retried_and_the_other_stays(play):
    case = play(two_prices(), {"fee": None})
    assert case.incidents == [("no-path", "price"), ("script-without-context", "count")]

    case.repaired(fee=5, copies=3).retry("price")

    assert [element for _, element in case.incidents] == ["count"]
    assert case.waiting == ["pay"]
    case.retry("count")
    assert case.status == "running"
    assert case.document["total"] == 6


def test_a_job_is_asked_for_again_with_inputs_of_the_repaired_document(play):
    case = play(a_process().start().service_task("send", inputs={"to": "=address"}).end(), {"address": "wrong"})
    (old,) = case.rows["jobs"].values()

    case.repaired(address="right").retry("send")

    (new,) = case.rows["jobs"].values()
    assert (old.inputs, new.inputs) == ({"to": "wrong"}, {"to": "right"})
    assert new.key != old.key
    assert case.job("send").status == "completed"


def test_a_case_over_the_bound_of_tokens_goes_on_where_it_stopped(play, monkeypatch):
    monkeypatch.setattr(bounds, "TOKENS_PER_INSTANCE", 2)
    process = (
        a_process()
        .start()
        .parallel("fork")
        .user_task("a")
        .to("join")
        .at("fork")
        .user_task("b")
        .on("b", "late", timer="P1D")
    )
    process.end("too-late").at("b").to("join").at(None).parallel("join").end()
    case = play(process)
    assert {code for code, _ in case.incidents} == {"too-many-tokens"}

    monkeypatch.setattr(bounds, "TOKENS_PER_INSTANCE", 500)
    case.retry()

    assert case.waiting == ["a", "b"]
    assert case.timers == ["late"]
    assert case.complete("a").complete("b").status == "completed"


def test_what_is_at_rest_is_not_run_again(play):
    case = play(a_process().start().user_task("review").end())
    with pytest.raises(RepairRefused) as refused:
        case.retry("review")
    assert refused.value.details["reason"] == "not-in-error"


# --- passed over ------------------------------------------------------------------------------------------------------


def gateway():
    process = a_process().start().xor("price").when("fee > 0").user_task("pay").end("paid")
    return process.at("price").when("fee = 0").user_task("free").end("given")


def test_a_gateway_without_a_way_leaves_by_the_named_one(play):
    case = play(gateway(), {"fee": None})
    assert case.places[0].ways == ("flow-2", "flow-4")

    case.skip("price", flow="flow-4")

    assert (case.status, case.waiting) == ("running", ["free"])


def test_a_gateway_chooses_by_the_values_that_are_given(play):
    case = play(gateway(), {"fee": None})

    case.skip("price", {"fee": 7})

    assert (case.waiting, case.document["fee"]) == (["pay"], 7)


def test_a_gateway_whose_condition_fails_takes_its_default(play):
    process = a_process().start().xor("price").when(TOO_LARGE).user_task("pay").end("paid")
    case = play(process.at("price").otherwise().user_task("free").end("given"), {"n": HUGE})
    assert case.incidents == [("expression-failed", "price")]
    assert case.skip("price").waiting == ["free"]


@pytest.mark.parametrize(("flow", "reason"), [(None, "way-needed"), ("flow-9", "unknown-way")])
def test_a_gateway_asks_for_a_way_that_it_has(play, flow, reason):
    case = play(gateway(), {"fee": None})
    with pytest.raises(RepairRefused) as refused:
        case.skip("price", flow=flow)
    assert refused.value.details["reason"] == reason
    assert case.document == {"fee": None}


def test_a_script_is_passed_over_with_typed_values(play):
    case = play(a_process().start().script("count", "[1]").user_task("review").end())
    assert case.incidents == [("script-without-context", "count")]

    case.skip("count", {"total": 4})

    assert (case.waiting, case.document, case.status) == (["review"], {"total": 4}, "running")


def test_a_failed_decision_is_passed_over_with_its_result(play):
    def decide(name, data):
        raise MastaraError("no rule")

    case = play(a_process().start().decision("fee", "fee", "fee").user_task("pay").end(), decide=decide)
    assert case.incidents == [("decision-failed", "fee")]

    case.skip("fee", {"fee": 2})

    assert (case.waiting, case.document) == (["pay"], {"fee": 2})


def test_a_decision_is_taken_once_it_can_be(play):
    answers = {"able": False}

    def decide(name, data):
        if not answers["able"]:
            raise MastaraError("no rule")
        return Answer(3)

    case = play(a_process().start().decision("fee", "fee", "fee").user_task("pay").end(), decide=decide)
    answers["able"] = True
    assert case.retry("fee").document == {"fee": 3}


def test_a_job_is_passed_over_with_the_result_of_a_person(play):
    case = play(a_process().start().service_task("send", result="sent").user_task("file").end())

    case.skip("send", {"sent": {"by": "hand"}})

    assert (case.waiting, case.document) == (["file"], {"sent": {"by": "hand"}})


def test_an_uncaught_error_of_a_job_is_passed_over(play):
    case = play(a_process().start().service_task("send").user_task("file").end()).fail("send", "down")
    assert case.incidents == [("uncaught-error", "send")]
    assert case.skip("send").waiting == ["file"]


def test_an_error_end_that_nobody_catches_is_passed_over_as_a_plain_end(play):
    case = play(a_process().start().error_end("broken", "broken"))
    assert case.skip("broken").status == "completed"
    assert case.ends == ["broken"]


@pytest.mark.parametrize("kind", ["throw", "end"])
def test_a_message_that_cannot_be_written_is_not_sent(play, kind):
    process = a_process().start().user_task("before")
    payload = extensions(inputs={"size": f"={TOO_LARGE}"})
    message = payload + '<messageEventDefinition messageRef="message-news"/>'
    process._declare("message", "news")
    node = "intermediateThrowEvent" if kind == "throw" else "endEvent"
    process.node(node, "tell", message)
    case = play(process if kind == "end" else process.end(), {"n": HUGE}).complete("before")
    assert case.incidents == [("expression-failed", "tell")]

    case.skip("tell")

    assert (case.status, case.thrown) == ("completed", [])


def test_a_timer_that_cannot_be_read_is_passed_over(play):
    case = play(a_process().start().timer("wait", "=period").user_task("after").end(), {"period": "soon"})
    assert case.incidents == [("timer-unreadable", "wait")]
    assert case.skip("wait").waiting == ["after"]


def test_a_border_timer_that_cannot_be_read_no_longer_watches(play):
    process = a_process().start().user_task("review").end().on("review", "late", timer="=period").end("too-late")
    case = play(process, {"period": "soon"})
    assert case.incidents == [("timer-unreadable", "late")]

    case.skip("late")

    assert (case.status, case.waiting, case.timers) == ("running", ["review"], [])
    assert case.complete("review").ends == ["end"]


def test_one_of_the_events_behind_a_gateway_wins_when_it_is_passed_over(play):
    process = a_process().start().event_gateway("first").timer("wait", "=period").user_task("a").end("end-a")
    case = play(process.at("first").message("news", "news").user_task("b").end("end-b"), {"period": "soon"})
    assert case.skip("wait").waiting == ["a"]


def test_a_join_goes_on_with_the_tokens_that_have_arrived(play):
    process = a_process().start().xor("way").when("true").user_task("a").parallel("join").user_task("after").end()
    case = play(process.at("way").otherwise().user_task("b").to("join"))
    case.complete("a")
    assert case.incidents == [("join-never-complete", "join")]
    assert case.skip("join").waiting == ["after"]
    assert case.complete("after").status == "completed"


@pytest.mark.parametrize("sequential", [False, True])
def test_one_instance_is_passed_over_and_the_others_count(play, sequential):
    process = (
        a_process()
        .start()
        .repeated(
            "serviceTask",
            "each",
            collection="items",
            item="item",
            output_collection="out",
            output_item="double",
            sequential=sequential,
        )
    )
    case = play(process.user_task("after").end(), {"items": [1, 2, 3]})
    for index in range(3):
        if index == 1:
            case.skip("each", {"double": 40}, index=index)
        else:
            case.job("each", {"double": index}, index=index)

    assert (case.waiting, case.document["out"]) == (["after"], [0, 40, 2])


def test_all_instances_of_a_repetition_are_passed_over_at_once(play):
    process = a_process().start().repeated("serviceTask", "each", cardinality="3").user_task("after").end()
    case = play(process)
    keys = case.standing("each")
    assert len(keys) == 4
    case._do(partial(Engine.skip, keys=keys[1:], values={}))
    assert case.waiting == ["after"]


def test_a_repetition_without_a_list_is_passed_over_as_a_whole(play):
    process = a_process().start().repeated("userTask", "each", collection="items", item="item").user_task("after").end()
    case = play(process, {"items": 3})
    assert case.incidents == [("repetition-without-list", "each")]
    assert case.skip("each").waiting == ["after"]


def test_a_call_whose_output_fails_is_passed_over(play):
    called = a_process("inner").start().user_task("inside").end()
    process = a_process().start().call("outer", "inner", inputs={"n": "=n"}, outputs={"big": f"={TOO_LARGE}"})
    case = play(process.user_task("after").end(), {"n": HUGE}, called=(called,)).complete("inside")
    assert case.incidents == [("expression-failed", "outer")]
    assert case.skip("outer", {"big": True}).waiting == ["after"]
    assert case.document["big"] is True


def test_an_instance_whose_output_fails_is_passed_over(play):
    process = (
        a_process()
        .start()
        .repeated("userTask", "each", cardinality="2", output_collection="out", output_item=TOO_LARGE)
    )
    case = play(process.user_task("after").end(), {"n": HUGE})
    case.complete("each", index=0).complete("each", index=1)
    assert case.incidents == [("expression-failed", "each")] * 2

    case.skip("each", index=0).skip("each", index=1)

    assert (case.waiting, case.document["out"]) == (["after"], [None, None])


def test_what_waits_for_a_person_is_not_passed_over(play):
    case = play(a_process().start().user_task("review").end())
    with pytest.raises(RepairRefused) as refused:
        case.skip("review")
    assert refused.value.details["reason"] == "not-skippable"


def test_a_token_that_is_gone_is_told_from_one_that_never_was(play):
    case = play(a_process().start().user_task("first").end())
    old = case.standing("first")
    case.complete("first")
    with pytest.raises(NotWaiting):
        case._do(partial(Engine.skip, keys=old, values={}))
    with pytest.raises(UnknownTask):
        case._do(partial(Engine.skip, keys=["99"], values={}))


def test_values_of_a_skip_are_json(play):
    case = play(a_process().start().script("count", "[1]").end())
    case.skip("count", {"day": date(2026, 1, 5)})
    assert case.document == {"day": "2026-01-05"}

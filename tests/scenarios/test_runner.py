"""The runner: what an analyst may write, and what is said when something else happens."""

from typing import Any

import pytest

from app.scenarios import ScenarioReport, run_all
from tests.builders.packages import PackageBuilder, a_package

NOTICE = '<sendTask id="tell-received"'
ACCEPT = {"complete": "review", "answers": {"verdict": "accepted"}}


def run_one(builder: PackageBuilder | None = None, **content: Any) -> ScenarioReport:
    """Return the report of a scenario that differs from the builder's own one by `content`."""
    package = (builder or a_package()).scenario("tried", **content).build()
    return next(report for report in run_all(package).scenarios if report.file == "scenarios/tried.yaml")


def only_difference(report: ScenarioReport) -> str:
    """Return the one difference of a report."""
    [difference] = report.differences
    return difference


def test_a_scenario_that_goes_as_written_passes() -> None:
    report = run_one()
    assert report.passed
    assert report.ends == ("end-accepted",)
    assert report.status == "closed"
    assert report.outcome == "accepted"
    assert {"filed", "review", "is-accepted", "end-accepted"} <= report.coverage


def test_time_passes_only_when_told_and_timers_fire_on_the_legal_day() -> None:
    before = run_one(steps=[{"advance": "P11D"}], expect={"waiting": ["review"]})
    after = run_one(steps=[{"advance": "P12D"}], expect={"ends": ["end-lapsed"], "outcome": "lapsed"})
    assert before.passed, before.differences
    assert after.passed, after.differences


def test_ends_that_no_scenario_reaches_are_named() -> None:
    report = run_all(a_package().build())
    assert report.unreached_ends == ("end-refused", "end-lapsed")
    assert not report.passed


def test_three_scenarios_reach_all_ends() -> None:
    refused = [{"complete": "review", "answers": {"verdict": "refused"}}]
    builder = a_package().scenario("refused", steps=refused, expect={"ends": ["end-refused"]})
    builder.scenario("lapsed", steps=[{"advance": "P1M"}], expect={"ends": ["end-lapsed"]})
    report = run_all(builder.build())
    assert report.passed
    assert report.ratio == 1.0


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ({"ends": ["end-refused"]}, "ends: expected end-refused, found end-accepted"),
        ({"outcome": "refused"}, "outcome: expected refused, found accepted"),
        ({"status": "in-review"}, "status: expected in-review, found closed"),
        ({"waiting": ["review"]}, "waiting: expected review, found nothing"),
        ({"data": {"verdict": "refused"}}, "data.verdict: expected 'refused', found 'accepted'"),
        ({"data": {"fee": {"total": 1}}}, "data.fee: expected {'total': 1}, found nothing"),
    ],
)
def test_each_difference_says_what_was_expected_and_what_was_found(expect: dict[str, Any], said: str) -> None:
    assert only_difference(run_one(expect=expect)).startswith(said)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"complete": "sign"}, "expected the user task “sign” to wait, found these waiting: the user task “review”"),
        ({"message": "payment-paid"}, "expected the case to wait for the message “payment-paid”"),
        ({"job": "review"}, "expected the service task “review” to wait"),
    ],
)
def test_a_step_that_cannot_happen_says_what_waits_instead(step: dict[str, Any], said: str) -> None:
    difference = only_difference(run_one(steps=[step]))
    assert "step 1" in difference
    assert said in difference


def test_a_finished_case_is_said_to_be_finished() -> None:
    assert "found the case completed" in only_difference(run_one(steps=[ACCEPT, ACCEPT]))


def test_answers_are_checked_like_a_persons() -> None:
    assert "verdict" in only_difference(run_one(steps=[{"complete": "review", "answers": {"verdict": "maybe"}}]))
    assert "applicant_name" in only_difference(run_one(start={"age": 30}))


def test_a_key_that_the_form_does_not_have_is_an_error_of_the_scenario() -> None:
    difference = only_difference(run_one(start={"applicant_name": "Nora", "age": 30, "shoe_size": 40}))
    assert "shoe_size" in difference


def test_files_are_named_in_answers() -> None:
    start = {"applicant_name": "Nora", "age": 30, "identity_card": ["card.pdf"]}
    assert run_one(start=start, expect={"data": {"identity_card": ["identity_card:card.pdf"]}}).passed


def test_a_required_file_that_is_absent_stops_the_start() -> None:
    def require_card(components: list[dict[str, Any]]) -> None:
        components[2]["validate"] = {"required": True}

    assert "identity_card" in only_difference(run_one(a_package().form("request", require_card)))


def test_a_service_task_answers_by_itself_unless_the_next_step_answers_it() -> None:
    builder = a_package().diagram(NOTICE, f'{NOTICE} mastara:result="notice"')
    by_itself = run_one(builder, expect={"data": {"notice": {"message": "received"}}})
    told = {"job": "tell-received", "result": {"channels": ["sms"]}}
    by_step = run_one(builder, steps=[told, ACCEPT], expect={"data": {"notice": {"channels": ["sms"]}}})
    assert by_itself.passed, by_itself.differences
    assert by_step.passed, by_step.differences


def test_an_error_that_the_diagram_does_not_catch_leaves_the_case_standing() -> None:
    difference = only_difference(run_one(steps=[{"job": "tell-received", "error": "NO_ADDRESS"}]))
    assert "standing still at “tell-received”" in difference


def test_a_message_that_cannot_be_written_is_found() -> None:
    builder = a_package().message("received.fr", "subject: x\nsms: y\n\n{{ case.reference | money }}\n")
    assert "received.fr.txt" in only_difference(run_one(builder))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"step": []}, "step"),
        ({"expect": {"end": []}}, "expect.end"),
        ({"steps": [{"complete": "review", "advance": "P1D"}]}, "step 1"),
        ({"steps": [{"advance": "a month"}]}, "P15D"),
        ({"clock": "yesterday"}, "clock"),
        ({"language": "en"}, "language"),
    ],
)
def test_a_misspelt_scenario_says_where(content: dict[str, Any], said: str) -> None:
    report = run_one(**content)
    assert not report.passed
    assert said in only_difference(report)


EACH = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mastara="urn:mastara:bpmn:1">'
    '<message id="m-told" name="told"/><process id="library-card" isExecutable="true"><startEvent id="filed"/>'
    '<subProcess id="each"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>'
    '</multiInstanceLoopCharacteristics><startEvent id="in"/><userTask id="review" mastara:form="review"/>'
    '<receiveTask id="hear" messageRef="m-told"/><endEvent id="out"/>'
    '<sequenceFlow id="a" sourceRef="in" targetRef="review"/><sequenceFlow id="b" sourceRef="review" targetRef="hear"/>'
    '<sequenceFlow id="c" sourceRef="hear" targetRef="out"/></subProcess><endEvent id="end-accepted"/>'
    '<sequenceFlow id="d" sourceRef="filed" targetRef="each"/>'
    '<sequenceFlow id="e" sourceRef="each" targetRef="end-accepted"/></process></definitions>'
)


def test_an_item_names_one_instance_of_a_repeated_sub_process() -> None:
    def each(number: int) -> dict[str, Any]:
        return {**ACCEPT, "item": number}

    told = {"message": "told", "item": 2}
    report = run_one(
        a_package().draw(EACH), steps=[each(2), told, each(0), each(1)], expect={"waiting": ["hear", "hear"]}
    )
    assert report.passed, report.differences
    again = run_one(a_package().draw(EACH), steps=[each(2), each(2)])
    assert "expected the user task “review” to wait" in only_difference(again)
    early = run_one(a_package().draw(EACH), steps=[each(2), {"message": "told", "item": 0}])
    assert "expected the case to wait for the message “told”" in only_difference(early)


def test_the_same_scenario_twice_gives_the_same_report() -> None:
    assert run_one() == run_one()


DECLARED = '<message id="m" name="asked"/><signal id="s" name="alarm"/>'


def begun_by(event: str) -> PackageBuilder:
    """Return a package whose process begins by an event instead of a request."""
    start = '<startEvent id="filed" name="Déposée&#10;مودع" mastara:status="received">'
    builder = a_package().diagram(start, start + event)
    return builder.diagram("<process ", f"{DECLARED}<process ")


@pytest.mark.parametrize(
    ("event", "step"),
    [
        ('<messageEventDefinition messageRef="m"/>', {"message": "asked", "data": {"age": 7}}),
        ('<signalEventDefinition signalRef="s"/>', {"signal": "alarm", "data": {"age": 7}}),
        ("<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>", {"advance": "P2D"}),
    ],
    ids=["message", "signal", "timer"],
)
def test_a_procedure_that_nobody_files_begins_by_its_own_event(event: str, step: dict[str, Any]) -> None:
    known = {"age": 7} if "data" in step else {}
    report = run_one(begun_by(event), start={}, steps=[step, ACCEPT], expect={"ends": ["end-accepted"], "data": known})
    assert report.differences == ()


def test_answers_to_a_request_that_nobody_files_are_refused() -> None:
    report = run_one(begun_by('<messageEventDefinition messageRef="m"/>'))
    assert "expected `start: {}`" in only_difference(report)


@pytest.mark.parametrize(("kind", "other"), [("message", "signal"), ("signal", "message")])
def test_a_message_and_a_signal_of_one_name_are_told_apart(kind: str, other: str) -> None:
    event = {"message": '<messageEventDefinition messageRef="m"/>', "signal": '<signalEventDefinition signalRef="s"/>'}
    builder = begun_by(event[kind]).diagram('name="alarm"', 'name="asked"')
    assert f"to wait for the {other} “asked”" in only_difference(run_one(builder, start={}, steps=[{other: "asked"}]))

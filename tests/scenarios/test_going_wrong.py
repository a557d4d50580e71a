"""What goes wrong in a scenario: forms refuse, answers come twice or too late; what a package must show."""

from typing import Any

import pytest

from app.deployments import prepare
from app.domain.languages import Language
from app.linting.sentences import find_words
from app.procedures.showing import SHOWN
from app.scenarios import ScenarioReport, read_scenario, run_all
from app.scenarios.run import CaseRun
from app.scenarios.taking import take_all
from tests.builders.packages import PackageBuilder, a_package
from tests.scenarios.test_runner import ACCEPT, only_difference, run_one

AWAITED = "payment-paid"
OTHER = "opinion-given"
RECEIVE = (
    '<receiveTask id="paid" name="Payée&#10;مؤداة" messageRef="m-paid"/><receiveTask id="told" name="Avis&#10;رأي" '
    'messageRef="m-told"/>'
)
DIAGRAM = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mastara="urn:mastara:bpmn:1">'
    f'<message id="m-paid" name="{AWAITED}"/><message id="m-told" name="{OTHER}"/>'
    '<process id="library-card" isExecutable="true"><startEvent id="filed"/>'
    f'{RECEIVE}<receiveTask id="paid-too" name="Encore&#10;أيضا" messageRef="m-paid"/><endEvent id="end-accepted"/>'
    '<sequenceFlow id="a" sourceRef="filed" targetRef="paid"/><sequenceFlow id="b" sourceRef="paid" targetRef="told"/>'
    '<sequenceFlow id="c" sourceRef="told" targetRef="paid-too"/>'
    '<sequenceFlow id="d" sourceRef="paid-too" targetRef="end-accepted"/></process></definitions>'
)
PAID = {"message": AWAITED, "data": {"sum": 2}}
TOLD = {"message": OTHER}


def awaits(*steps: dict[str, Any], **expect: Any) -> ScenarioReport:
    """Run steps in a case that waits for a payment, an opinion, and another payment."""
    return run_one(a_package().draw(DIAGRAM), steps=list(steps), expect=expect)


def test_a_second_answer_changes_nothing_and_the_run_says_so() -> None:
    again = {"message": AWAITED, "ignored": "again", "data": {"sum": 9}}
    assert awaits(PAID, again, waiting=["told"], data={"sum": 2}).passed

    package = a_package().draw(DIAGRAM).build()
    raw = {"name": "twice", "start": {"applicant_name": "Nora", "age": 30}, "steps": [PAID, again], "expect": {}}
    scenario = read_scenario(raw, file="twice")
    run = CaseRun(prepare(package), scenario)
    take_all(run, scenario)
    assert [(fact.kind, fact.element) for fact in run.records.happenings if fact.name == AWAITED] == [
        ("message", "paid"),
        ("ignored", "paid"),
    ]


def test_an_answer_that_counts_once_comes_again_while_the_next_is_awaited() -> None:
    again = {"message": AWAITED, "ignored": "again"}
    assert awaits(PAID, TOLD, again, waiting=["paid-too"]).passed
    assert awaits(PAID, TOLD, PAID, again, ends=["end-accepted"]).passed


def test_a_message_that_never_came_cannot_come_again() -> None:
    said = only_difference(awaits({"message": OTHER, "ignored": "again"}))
    assert "never came" in said


def test_a_message_that_somebody_waits_for_is_not_ignored() -> None:
    said = only_difference(awaits({"message": AWAITED, "ignored": "late"}))
    assert "step 1" in said and "nobody to wait" in said
    assert awaits({"message": OTHER, "ignored": "late"}, waiting=["paid"]).passed


def test_a_form_refuses_and_the_task_waits_on() -> None:
    mistaken = {"complete": "review", "answers": {"verdict": "maybe"}, "refused": ["verdict"]}
    assert run_one(steps=[mistaken], expect={"waiting": ["review"], "data": {"applicant_name": "Nora"}}).passed
    assert run_one(steps=[mistaken, ACCEPT]).passed


def test_a_form_that_does_not_refuse_is_a_difference() -> None:
    said = only_difference(run_one(steps=[{**ACCEPT, "refused": ["verdict"]}]))
    assert "to refuse verdict, found no error" in said


def test_a_request_is_refused_before_it_is_filed() -> None:
    mistake = {"answers": {"applicant_name": None}, "refused": ["applicant_name"]}
    assert run_one(mistakes=[mistake]).passed
    other = {"answers": {"age": "much"}, "refused": ["applicant_name"]}
    report = run_one(mistakes=[mistake, other])
    said = only_difference(report)
    assert said.startswith("mistake 2") and "age" in said
    assert (report.found[0].step, report.found[0].mistake) == (0, 2)


def test_a_file_of_a_refused_request_is_not_kept_for_the_next_one() -> None:
    def require_card(components: list[dict[str, Any]]) -> None:
        components[2]["validate"] = {"required": True}

    start = {"applicant_name": "Nora", "age": 30, "identity_card": ["card.pdf"]}
    mistakes = [
        {"answers": {"age": "much"}, "refused": ["age"]},
        {"answers": {"identity_card": None}, "refused": ["identity_card"]},
    ]
    report = run_one(a_package().form("request", require_card), start=start, mistakes=mistakes)
    assert report.passed, report.differences


def test_the_sentence_of_a_refusal_may_be_demanded() -> None:
    wrong = {"answers": {"applicant_name": None}, "refused": {"applicant_name": "Non."}}
    said = only_difference(run_one(mistakes=[wrong]))
    sentence = said.rpartition("found “")[2].rstrip("”.") + "."
    assert "to say “Non.” at applicant_name" in said
    right = {**wrong, "refused": {"applicant_name": sentence}}
    assert run_one(mistakes=[right]).passed, sentence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"shows": ["citizens"]}, "shows"),
        ({"steps": [{"message": AWAITED, "ignored": "twice"}]}, "ignored"),
        ({"steps": [{"advance": "P1D", "ignored": "late"}]}, "expected “ignored” at message"),
        ({"steps": [{"message": AWAITED, "refused": ["age"]}]}, "expected “refused” at complete"),
        ({"steps": [{**ACCEPT, "refused": []}]}, "refused"),
        ({"mistakes": [{"answers": {}}]}, "mistakes"),
    ],
)
def test_what_is_misspelt_says_where(content: dict[str, Any], said: str) -> None:
    assert said in only_difference(run_one(**content))


@pytest.mark.parametrize("word", SHOWN)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_each_thing_that_no_scenario_shows_is_found(word: str, language: Language) -> None:
    builder = a_package().scenario("accepted", shows=[other for other in SHOWN if other != word])
    [finding] = builder.findings("scenario-shows")
    assert (finding.severity, f"[{word}]" in finding.message) == ("warning", True)
    assert f"[{word}]" in str(find_words(finding.message, language))


def test_a_package_shows_all_three_in_as_many_scenarios_as_it_likes() -> None:
    builder: PackageBuilder = a_package().scenario("accepted", shows=[SHOWN[0]])
    builder.scenario("late", shows=list(SHOWN[1:]))
    assert builder.findings("scenario-shows") == []
    assert run_all(builder.build()).scenarios

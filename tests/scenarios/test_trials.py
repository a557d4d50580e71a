"""A trial is a scenario that is being written: played from its steps, it stands where that scenario would."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from app.deployments import Deployed, prepare
from app.procedures import package_from_files
from app.procedures.layout import read_tree
from app.procedures.yaml_source import read_mapping
from app.scenarios import read_scenario, run_scenario
from app.scenarios import run as run_module
from app.scenarios.asking import asked_of, fill_in
from app.scenarios.coverage import cover
from app.scenarios.runner import run_raw
from app.scenarios.trial import Played, Trial, duration_between, held_answers, job_step, play, read_trial
from app.scenarios.workshop import Workshop
from app.scenarios.writing import Expected, expectation, scenario_source
from app.settings import ROOT
from tests.builders.packages import a_package

SLUG = "civil-status-copy"
FILED = {"applicant_name": "Nora", "age": 30}


@cache
def copies() -> Deployed:
    """The copy of a civil-status act, ready to run."""
    return prepare(package_from_files(SLUG, read_tree(ROOT / "processes", ROOT / "forms", SLUG)))


@cache
def card() -> Deployed:
    """The builder's small procedure, ready to run."""
    return prepare(a_package().build())


def trial_of(file: str) -> Trial:
    """Return what a shipped scenario plays."""
    return read_trial(copies().package.scenarios[f"scenarios/{file}.yaml"])


def played(trial: Trial, deployed: Deployed | None = None) -> Played:
    """Play a trial to where it stands, and insist that every step could happen."""
    found = play(deployed or copies(), trial)
    assert found.stop is None, found.stop
    return found


@pytest.mark.parametrize("file", ["electronic", "post-new-address", "withdrawn-paid", "not-collected"])
def test_a_trial_of_a_scenarios_steps_comes_to_the_scenarios_end(file: str) -> None:
    raw = copies().package.scenarios[f"scenarios/{file}.yaml"]
    report = run_raw(copies(), raw, file=file)
    run = played(trial_of(file)).run
    assert report.passed
    assert (tuple(run.ends), run.outcome, run.status, run.waiting) == (
        report.ends,
        report.outcome,
        report.status,
        report.waiting,
    )


def test_a_trial_survives_being_kept_as_json() -> None:
    trial = trial_of("electronic")
    assert read_trial(trial.to_json()) == trial
    assert read_trial(Trial().to_json()) == Trial()


def test_a_trial_that_was_not_begun_waits_for_its_request() -> None:
    found = played(Trial())
    assert not found.begun
    assert asked_of(found.run, None).form.id == "request"


def test_the_last_step_can_be_taken_back_down_to_the_filing() -> None:
    trial = trial_of("electronic")
    shorter = trial.without_last()
    assert played(shorter).run.waiting == ("rate-service",)
    empty = shorter
    while empty.start is not None:
        empty = empty.without_last()
    assert not played(empty).begun


def test_services_wait_for_whoever_holds_them_and_answer_by_themselves_before_any_other_step() -> None:
    trial = Trial(start=FILED, hold=True)
    held = played(trial, card())
    assert "tell-received" in held.run.waiting
    assert held_answers(held) == (job_step("tell-received"),)
    answered = played(trial.with_step(job_step("tell-received")), card())
    by_itself = played(Trial(start=FILED), card())
    assert answered.run.waiting == by_itself.run.waiting == ("review",)


def test_a_service_that_fails_with_a_code_goes_where_the_diagram_leads_errors() -> None:
    trial = Trial(start=FILED, hold=True).with_step(job_step("tell-received", error="no-network"))
    found = play(card(), trial)
    assert found.stop is not None
    assert found.stop.reason == "incident"
    assert found.run.records.happenings[-1].kind == "incident"


def test_a_posted_form_becomes_the_step_that_a_scenario_writes() -> None:
    before = played(trial_of("electronic").without_last())
    [task] = before.run.tasks.values()
    asked = asked_of(before.run, task.key)
    filled = fill_in(asked, {"rating": ["5"]}, {}, language="fr", stand_in=False)
    assert filled.answers == {"rating": "5"}
    after = played(before.trial.with_step({"complete": task.element, "answers": filled.answers}))
    assert after.run.outcome == "delivered"


def test_answers_that_do_not_validate_come_back_as_they_were_typed() -> None:
    asked = asked_of(played(Trial(), card()).run, None)
    filled = fill_in(asked, {"applicant_name": ["Nora"], "age": ["many"]}, {}, language="fr", stand_in=False)
    assert set(filled.found.errors) == {"age"}
    assert filled.found.entered["applicant_name"] == "Nora"
    assert filled.found.entered["age"] == ["many"]
    assert filled.answers == {}


def test_a_file_stands_in_where_one_is_demanded_and_only_there() -> None:
    def require_card(components: list[dict[str, Any]]) -> None:
        components[2]["validate"] = {"required": True}
        components[2]["accept"] = ".png"

    deployed = prepare(a_package().form("request", require_card).build())
    posted = {"applicant_name": ["Nora"], "age": ["30"]}
    asked = asked_of(played(Trial(), deployed).run, None)
    assert "identity_card" in fill_in(asked, posted, {}, language="fr", stand_in=False).found.errors
    filled = fill_in(asked, posted, {}, language="fr", stand_in=True)
    assert filled.answers == {**FILED, "identity_card": ["identity-card.png"]}
    assert played(Trial(start=filled.answers), deployed).begun
    optional = fill_in(asked_of(played(Trial(), card()).run, None), posted, {}, language="fr", stand_in=True)
    assert optional.answers == FILED


def test_what_happened_is_told_in_order_with_messages_in_both_languages() -> None:
    records = played(trial_of("electronic")).run.records
    kinds = [happening.kind for happening in records.happenings]
    assert kinds[0] == "filed"
    assert {"completed", "answered", "status", "end", "message"} <= set(kinds)
    assert records.happenings[-1].step == len(trial_of("electronic").steps)
    assert records.messages[0].key == "request-deposited"
    assert set(records.messages[0].texts) == {"ar", "fr"}
    issued = [document for document in records.documents if document.number]
    assert [document.key for document in issued] == ["copy"]


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "P0D"), (86_400, "P1D"), (90_061, "P1DT1H1M1S"), (3_600, "PT1H"), (0.5, "PT1S"), (-5, "P0D")],
)
def test_a_duration_reaches_the_moment_and_hardly_further(seconds: float, written: str) -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert duration_between(now, now + timedelta(seconds=seconds)) == written


def test_the_clock_is_not_put_beyond_all_years() -> None:
    found = play(card(), Trial(start=FILED, steps=({"advance": "P199Y"},)))
    assert found.stop is not None
    assert (found.stop.step, found.stop.reason) == (1, "clock-too-far")


def test_timers_without_end_are_stopped_however_many_steps_they_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "MOST_TIMERS", 100)
    tick = (
        '<boundaryEvent id="tick" attachedToRef="review" cancelActivity="false"><timerEventDefinition>'
        "<timeCycle>R/PT1H</timeCycle></timerEventDefinition></boundaryEvent>"
        '<endEvent id="tock"/><sequenceFlow id="to-tock" sourceRef="tick" targetRef="tock"/><endEvent id="end-lapsed"'
    )
    ticking = prepare(
        a_package()
        .diagram('<endEvent id="end-lapsed"', tick)
        .parameter("library.answer", unit="day", value=4000)
        .build()
    )
    steps = tuple({"advance": "P2D"} for _ in range(10))
    found = play(ticking, Trial(start=FILED, steps=steps))
    assert found.stop is not None
    assert (found.stop.step, found.stop.reason) == (3, "timers-without-end")


def test_a_clock_before_the_law_is_a_difference_of_the_scenario_not_a_crash() -> None:
    raw = {"name": "Ancien", "clock": "1950-01-02T09:00:00", "start": FILED, "expect": {}}
    report = run_raw(card(), raw, file="old.yaml")
    assert report.found[0].step == 0


def test_a_step_that_no_longer_fits_is_named_with_what_waits() -> None:
    found = play(card(), Trial(start=FILED, steps=({"complete": "gone"},)))
    assert found.stop is not None
    assert (found.stop.step, found.stop.reason) == (1, "not-waiting")
    assert found.stop.details["waiting"] == ("review",)


def test_a_trial_is_written_as_a_scenario_that_passes() -> None:
    found = played(trial_of("electronic"))
    source = scenario_source(
        name="Essai : rien à signaler",
        raw=found.trial.to_scenario(),
        expect=expectation(found, Expected(period=True, data=["fee"])),
        comment="Essai du studio",
        say_step=lambda step: str(step.get("complete") or ""),
    )
    assert source.startswith(b"# Essai du studio\nname: ")
    assert b"# sign\n- complete: sign\n" in source
    raw = read_mapping(source, file="trial.yaml").data
    report = run_scenario(copies(), read_scenario(raw, file="trial.yaml"))
    assert report.passed, report.differences
    assert raw["expect"]["period"]["state"] == "stopped"


def test_coverage_counts_how_many_scenarios_reach_an_element() -> None:
    shop = Workshop()
    coverage = shop.coverage(copies().package)
    assert coverage.missed_ends == ()
    assert coverage.passed == len(coverage.reports) == len(copies().package.scenarios)
    assert coverage.reached["complete-file"] > 5
    assert coverage.percent == 100 * len(coverage.reached) // len(copies().package.bpmn.elements)
    assert cover(copies().package, []).percent == 0


def test_only_what_has_changed_runs_again() -> None:
    shop = Workshop()
    before = shop.coverage(a_package().build())
    again = shop.coverage(a_package().scenario("more", expect={"outcome": "accepted"}).build())
    assert again.reports[0] is before.reports[0]
    assert len(again.reports) == 2
    changed = shop.coverage(a_package().manifest(version="2.0.0").build())
    assert changed.reports[0] is not before.reports[0]


@pytest.mark.parametrize("named", ["card.pdf", [7], 7, {"a": 1}, True])
def test_a_file_may_be_named_in_any_way(named: object) -> None:
    assert play(card(), Trial(start={**FILED, "identity_card": named})).stop is None


ODD: tuple[dict[str, Any], ...] = (
    {"start": []},
    {"expect": []},
    {"steps": [1]},
    {"steps": {"a": 1}},
    {"clock": 12},
    {"clock": "9999-12-31T23:59:59", "steps": [{"advance": "P1D"}]},
    {"language": "zz"},
    {"commune": {"kind": {"a": 1}}},
    {"start": {**FILED, 1: 2, "more": 3}},
    {"start": {"applicant_name": {"a": [1]}, "age": float("nan")}},
    {"steps": [{"complete": "review", "answers": {"verdict": [{"b": 1}]}}]},
    {"steps": [{"advance": "P199Y"}, {"advance": "P199Y"}]},
    {"steps": [{"check": "period", "data": {"state": "zz"}}]},
    {"expect": {"data": {"a": {"b": 1}}, "period": {"x": 1}, "ends": ["a"], "waiting": ["z"]}},
)


@pytest.mark.parametrize("odd", ODD, ids=[str(number) for number in range(len(ODD))])
def test_whatever_is_written_is_a_report_and_not_a_crash(odd: dict[str, Any]) -> None:
    report = run_raw(card(), {"name": "Odd", "start": FILED, "expect": {}, **odd}, file="odd.yaml")
    assert not report.passed
    assert all(difference.message for difference in report.found)

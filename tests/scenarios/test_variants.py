"""National scenarios on a variant: made to fit what the commune changed, skipped with the reason, or failed."""

from dataclasses import replace
from typing import Any

from app.procedures.tailoring import Base, Operation, Overlay, read_overlay, resolve, write_overlay
from app.procedures.tailoring.kinds import AddPiece, HideField, RequireField, SwitchStep
from app.scenarios.variants import Tried, VariantReport, run_variant
from tests.builders.packages import PackageBuilder
from tests.builders.tailoring import a_base, an_overlay, set_to
from tests.procedures.tailoring.test_resolving import LABEL, a_field

OFF = SwitchStep(step="notice", turn=False)
ANSWERS_NOTICE = [{"job": "tell-received", "result": {}}, {"complete": "review", "answers": {"verdict": "accepted"}}]


def a_base_with(**scenarios: dict[str, Any]) -> Base:
    def add(builder: PackageBuilder) -> None:
        builder.manifest(policy={"default": "open"})
        for name, content in scenarios.items():
            builder.scenario(name.replace("_", "-"), **content)

    return a_base(add)


def run(base: Base, *operations: Operation, own: tuple[dict[str, Any], ...] = ()) -> VariantReport:
    overlay: Overlay = replace(an_overlay(*operations), scenarios=own)
    resolution = resolve(base, overlay)
    assert resolution.variant is not None, resolution.findings
    return run_variant(base, overlay, resolution.variant)


def tried(report: VariantReport, name: str) -> Tried:
    return next(one for one in report.tried if one.report.file == f"scenarios/{name}.yaml")


def test_without_changes_the_national_scenarios_run_as_they_are_written() -> None:
    report = run(a_base())
    assert [(one.report.passed, one.dropped, one.answered, one.skipped) for one in report.tried] == [
        (True, (), (), None)
    ]
    assert report.passed and report.unreached_ends == ("end-refused", "end-lapsed")


def test_a_step_at_what_is_left_out_falls_away() -> None:
    report = run(a_base_with(noticed={"steps": ANSWERS_NOTICE}), OFF)
    one = tried(report, "noticed")
    assert one.report.passed and one.dropped == ("tell-received",) and one.skipped is None


def test_what_is_left_out_is_waited_for_no_more() -> None:
    waiting = {"steps": [], "expect": {"waiting": ["review", "tell-received"]}}
    assert tried(run(a_base_with(waits=waiting), OFF), "waits").report.passed
    assert not tried(run(a_base_with(waits=waiting)), "waits").passed


def test_a_scenario_that_needs_what_is_left_out_is_skipped_with_the_reason() -> None:
    needs = {"steps": ANSWERS_NOTICE, "expect": {"data": {"never": "written"}}}
    report = run(a_base_with(needs=needs), OFF)
    one = tried(report, "needs")
    assert not one.report.passed
    assert (one.skipped, one.about) == ("left-out", ("tell-received",))
    assert report.passed


def test_a_question_of_the_commune_gets_an_invented_answer() -> None:
    piece = AddPiece(
        piece="local-rent-receipt", slot="form", title=LABEL, note=LABEL, legal_ref="law-1-00 a.1", required=True
    )
    report = run(
        a_base(), replace(a_field(), required=True), piece, RequireField(form="review", field="verdict_reasons")
    )
    [one] = report.tried
    assert one.report.passed
    assert one.answered == ("local_quarter", "local_rent_receipt", "verdict_reasons")


def test_days_that_the_commune_changed_do_not_fail_a_national_scenario() -> None:
    lapses = {"steps": [{"advance": "P12D"}], "expect": {"ends": ["end-lapsed"], "outcome": "lapsed"}}
    base = a_base_with(lapses=lapses)
    assert tried(run(base), "lapses").report.passed
    one = tried(run(base, set_to("library.answer", 40, since=an_overlay().since.replace(year=2020))), "lapses")
    assert (one.skipped, one.about) == ("own-values", ("library.answer",))


def test_a_scenario_that_goes_otherwise_for_no_reason_of_the_commune_fails() -> None:
    wrong = {"expect": {"outcome": "refused"}}
    report = run(a_base_with(wrong=wrong), HideField(form="request", field="age"))
    one = tried(report, "wrong")
    assert (one.passed, one.skipped, report.passed) == (False, None, False)


def test_a_scenario_of_the_commune_is_run_and_never_skipped() -> None:
    own = {
        "name": "Refusée à Azrou",
        "start": {"applicant_name": "Amina", "age": 30, "identity_card": ["cin.pdf"]},
        "steps": [{"complete": "review", "answers": {"verdict": "refused", "verdict_reasons": "Dossier vide."}}],
        "expect": {"ends": ["end-refused"]},
    }
    report = run(a_base(), OFF, own=(own,))
    assert [(one.own, one.report.passed) for one in report.tried] == [(False, True), (True, True)]
    assert report.unreached_ends == ("end-lapsed",)
    failing = run(a_base(), OFF, own=({**own, "steps": ANSWERS_NOTICE},))
    assert not failing.passed and failing.tried[-1].skipped is None
    misspelt = run(a_base(), own=({**own, "stesp": []},))
    assert not misspelt.passed and "stesp" in misspelt.tried[-1].report.differences[0]


def test_scenarios_of_the_commune_stand_in_its_file_and_not_in_the_variant() -> None:
    own = {"name": "À Azrou", "start": {"age": 30}, "expect": {"ends": ["end-accepted"]}}
    overlay = replace(an_overlay(set_to("library.card_fee", 300)), scenarios=(own,))
    assert read_overlay(write_overlay(overlay, file="x.yaml"), file="x.yaml") == overlay
    with_own, without = (resolve(a_base(), one).variant for one in (overlay, replace(overlay, scenarios=())))
    assert with_own is not None and without is not None and with_own.digest == without.digest

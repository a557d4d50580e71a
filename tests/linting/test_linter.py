"""The linter as a whole: order, completeness, packages that cannot be loaded."""

from pathlib import Path

import pytest

from app.linting import lint, lint_files, list_rules
from tests.builders.packages import SLUG, a_package

RULES_FOLDER = Path(__file__).parents[2] / "app/linting/rules"


def test_a_valid_package_has_no_findings() -> None:
    assert a_package().findings() == []


def test_every_rule_file_registers_one_rule_of_its_own_name() -> None:
    names = {path.stem.replace("_", "-") for path in RULES_FOLDER.glob("*.py") if path.stem != "__init__"}
    assert {rule.name for rule in list_rules()} == names


@pytest.mark.parametrize("rule", list_rules(), ids=lambda rule: rule.name)
def test_every_rule_has_a_page_that_says_why_wrong_right_and_source(rule) -> None:  # type: ignore[no-untyped-def]
    for part in ("Why:", "Wrong:", "Right:", "Source:"):
        assert part in rule.page


def test_findings_come_by_file_and_line_whatever_the_order_of_the_rules() -> None:
    builder = a_package().diagram(' mastara:outcome="refused"', "").text("ar", "fiche.title", None)
    package = builder.manifest(appeals=[]).build()
    findings = lint(package)
    places = [(finding.file, finding.line or 0) for finding in findings]
    assert len(findings) >= 3
    assert places == sorted(places)
    assert findings == lint(package)


def test_findings_point_to_the_line_of_the_fault() -> None:
    [finding] = a_package().diagram(' mastara:outcome="refused"', "").findings("end-outcome")
    lines = a_package().files()[f"processes/{SLUG}/{SLUG}.bpmn"].decode().splitlines()
    assert 'id="end-refused"' in lines[(finding.line or 0) - 1]
    assert finding.file == f"processes/{SLUG}/{SLUG}.bpmn"


def test_a_package_that_cannot_be_loaded_is_reported_with_all_its_errors() -> None:
    files = a_package().manifest(version="one", audience="everybody").files()
    report = lint_files(SLUG, files)
    assert report.package is None
    assert not report.passed
    assert {finding.element for finding in report.errors} == {"version", "audience"}


def test_a_warning_alone_does_not_stop_a_package() -> None:
    report = lint_files(SLUG, a_package().text("fr", "statuses.old", {"title": "x"}).files())
    assert [finding.rule for finding in report.findings] == ["stray-texts"]
    assert report.passed

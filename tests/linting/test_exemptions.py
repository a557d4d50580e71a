"""Exemptions: a written reason lets a finding of a rule of law pass, and is never hidden."""

from datetime import date
from typing import Any

import pytest

from app.domain.findings import errors_of
from tests.builders.packages import PackageBuilder, a_package

EXEMPTION = {
    "rule": "certified-copy",
    "element": "identity-card",
    "reason": "Le décret impose ici la copie certifiée de l'acte étranger.",
    "by": "A. Alaoui",
    "date": date(2026, 3, 2),
}


def _exempting(**changes: Any) -> PackageBuilder:
    builder = a_package().text("fr", "fiche.pieces.identity-card.name", "Copie certifiée conforme")
    return builder.manifest(exemptions=[EXEMPTION | changes])


def test_an_exempted_finding_stays_as_a_note_with_its_reason() -> None:
    [finding] = _exempting().findings()
    assert (finding.rule, finding.severity, finding.element) == ("certified-copy", "info", "identity-card")
    for word in ("A. Alaoui", "2026-03-02", "acte étranger", "“Copie certifiée”"):
        assert word in finding.message


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "certified-copies"},
        {"rule": "drawn"},
        {"reason": ""},
        {"reason": "ok"},
        {"by": " "},
        {"date": None},
    ],
)
def test_a_void_exemption_is_an_error_and_exempts_nothing(change: dict[str, Any]) -> None:
    found = errors_of(_exempting(**change).findings())
    assert {finding.rule for finding in found} == {"certified-copy", "exemptions"}
    assert all(finding.line for finding in found)


def test_an_exemption_that_exempts_nothing_is_a_warning() -> None:
    [finding] = a_package().manifest(exemptions=[EXEMPTION]).findings()
    assert (finding.rule, finding.severity, finding.element) == ("exemptions", "warning", "exemptions.0")


def test_an_exemption_reaches_only_the_element_that_it_names() -> None:
    found = _exempting(element="tax-receipt").findings("certified-copy")
    assert [finding.severity for finding in found] == ["error"]

"""A policy speaks of what is there, a shipped overlay can be applied, an optional step can be taken out."""

from dataclasses import replace

import pytest

from app.domain.findings import Finding
from app.linting import lint
from app.linting.sentences import say
from app.procedures import package_from_files
from app.procedures.layout import list_slugs, read_tree
from app.procedures.tailoring import Base, BaseReference, Operation, read_overlay, resolve, write_overlay
from app.procedures.tailoring.kinds import SwitchStep
from app.settings import ROOT
from tests.builders.packages import SLUG
from tests.builders.tailoring import POLICY, a_base, an_overlay, change, set_to

FILE = f"processes/{SLUG}/overlays/azrou.yaml"
SHIPPED = [
    (slug, path.name)
    for slug in list_slugs(ROOT / "processes")
    for path in sorted((ROOT / "processes" / slug / "overlays").glob("*.yaml"))
]


def shipped(content: bytes, rule: str) -> list[Finding]:
    base = a_base(lambda one: one.manifest(overlays=["overlays/azrou.yaml"]))
    package = package_from_files(SLUG, {**base.files, FILE: content})
    return [finding for finding in lint(package) if finding.rule == rule]


def told(*operations: Operation) -> list[Finding]:
    return shipped(write_overlay(an_overlay(*operations), file=FILE), "tailoring-overlay")


def test_an_overlay_within_the_policy_is_accepted() -> None:
    assert told(set_to("library.card_fee", 300), SwitchStep(step="notice", turn=False)) == []


def test_an_overlay_beyond_the_policy_is_told_at_its_line_in_both_languages() -> None:
    [finding] = told(change("fiche.summary", fr="Ici"), set_to("library.card_fee", 900))
    assert (finding.file, finding.element, finding.severity) == (FILE, "operations.1", "error")
    lines = write_overlay(an_overlay(change("fiche.summary", fr="Ici"), set_to("library.card_fee", 900)), file=FILE)
    assert finding.line is not None and b"set-parameter" in lines.splitlines()[finding.line - 1]
    assert "un montant qui n’est pas plus élevé que le montant national" in say(finding.message, "fr")
    assert "مبلغ لا يفوق المبلغ الوطني" in say(finding.message, "ar")
    assert "la DGCT" in say(finding.message, "fr")


def test_an_overlay_that_cannot_be_read_is_told() -> None:
    assert "Unknown field." in [one.message for one in shipped(b"procedures: x\n", "tailoring-overlay")]


def test_an_overlay_for_an_older_version_waits_and_stops_nothing() -> None:
    content = write_overlay(an_overlay(set_to("library.card_fee", 900)), file=FILE).replace(b"1.0.0", b"0.9.0")
    assert [one.severity for one in shipped(content, "tailoring-overlay")] == ["warning"]


def test_an_overlay_of_another_procedure_is_told() -> None:
    content = write_overlay(an_overlay(), file=FILE).replace(b"procedure: library-card", b"procedure: building-permit")
    assert [one.severity for one in shipped(content, "tailoring-overlay")] == ["error"]


def test_the_file_of_an_overlay_bears_the_name_of_its_commune() -> None:
    content = write_overlay(an_overlay(), file=FILE).replace(b"commune: azrou", b"commune: ifrane")
    assert [one.element for one in shipped(content, "tailoring-overlay")] == ["commune"]


def test_a_policy_about_nothing_is_told() -> None:
    policy = POLICY | {"parameters": {"library.card_fees": "open"}}
    package = package_from_files(SLUG, a_base(lambda one: one.manifest(policy=policy)).files)
    assert [one.element for one in lint(package) if one.rule == "tailoring-policy"] == [
        "policy.parameters.library.card_fees"
    ]


def test_an_optional_step_with_a_timer_on_its_border_is_told() -> None:
    base = a_base(lambda one: one.diagram('attachedToRef="review"', 'attachedToRef="tell-received"'))
    found = [one.element for one in lint(package_from_files(SLUG, base.files)) if one.rule == "optional-step"]
    assert found == ["tell-received"]


@pytest.mark.parametrize(("slug", "name"), SHIPPED)
def test_each_shipped_overlay_gives_a_variant_without_errors(slug: str, name: str) -> None:
    base = Base(slug, read_tree(ROOT / "processes", ROOT / "forms", slug))
    file = f"processes/{slug}/overlays/{name}"
    overlay = read_overlay(base.files[file], file=file)
    result = resolve(base, replace(overlay, base=BaseReference(version=base.version)), file=file)
    assert result.variant is not None and result.findings == ()
    assert [one for one in lint(result.variant.package) if one.severity == "error"] == []

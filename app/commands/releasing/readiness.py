"""Is a draft ready to be published? The check list, computed from the files alone: no database, no transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.decisions.errors import DecisionError
from app.domain.findings import Finding
from app.engine import DefinitionRefused
from app.linting import LintReport
from app.procedures import ProcedurePackage
from app.procedures.changelog import entry_of
from app.scenarios import PackageReport
from app.scenarios.kept_runs import run_once

State = Literal["passed", "warning", "failed"]
TRANSLATION_RULES = frozenset(
    {
        "bilingual-name",
        "fiche-texts",
        "form-texts",
        "message-languages",
        "outcomes-translated",
        "statuses-translated",
        "task-texts",
    }
)
SHEET_RULES = frozenset(
    {
        "appeals-present",
        "assumed-value",
        "deadline-ceiling",
        "deadline-elements",
        "fiche-texts",
        "legal-reference",
        "manifest-units",
        "piece-field",
    }
)
SHORTEST_ENTRY = 10
"""Signs of an entry of the changelog that says something."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of the check list. `count` is how many things are to be done; `details` names them."""

    key: str
    state: State
    count: int = 0
    details: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """The check list of one content. `package` is None when the files cannot be read as a package."""

    digest: str
    package: ProcedurePackage | None
    report: PackageReport | None
    changelog: str
    points: tuple[Point, ...]

    @property
    def failed(self) -> tuple[Point, ...]:
        """The points that stop publication."""
        return tuple(point for point in self.points if point.state == "failed")

    @property
    def ready(self) -> bool:
        """True when nothing stops publication."""
        return self.package is not None and not self.failed


def check_readiness(report: LintReport) -> Readiness:
    """Return the check list of what was linted; scenarios of one content are run once."""
    package = report.package
    if package is None:
        points = (_lint_point(report),)
        return Readiness(digest="", package=None, report=None, changelog="", points=points)
    tried = _run(package)
    entry = entry_of(package.files.get(f"processes/{package.key}/CHANGELOG.md", b""), package.version)
    return Readiness(
        digest=package.digest,
        package=package,
        report=tried,
        changelog=entry,
        points=(
            _lint_point(report),
            *_scenario_points(tried),
            _of_rules("translations", report.findings, TRANSLATION_RULES),
            _of_rules("sheet", report.findings, SHEET_RULES),
            Point(key="changelog", state="passed" if len(entry) >= SHORTEST_ENTRY else "failed"),
        ),
    )


def _lint_point(report: LintReport) -> Point:
    if report.errors:
        return Point(key="lint", state="failed", count=len(report.errors), details=_places(report.errors))
    left = tuple(finding for finding in report.findings if finding.severity == "warning")
    return Point(key="lint", state="warning" if left else "passed", count=len(left))


def _places(findings: list[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{one.rule}: {one.element or one.file}" for one in findings))


def _of_rules(key: str, findings: tuple[Finding, ...], rules: frozenset[str]) -> Point:
    found = [finding for finding in findings if finding.rule in rules and finding.severity != "info"]
    stops = any(finding.severity == "error" for finding in found)
    state: State = "failed" if stops else "warning" if found else "passed"
    return Point(key=key, state=state, count=len(found), details=_places(found))


def _scenario_points(tried: PackageReport | None) -> Iterator[Point]:
    if tried is None:
        yield Point(key="scenarios", state="failed")
        return
    wrong = tuple(report.name for report in tried.scenarios if not report.passed)
    none = not tried.scenarios
    yield Point(key="scenarios", state="failed" if wrong or none else "passed", count=len(wrong), details=wrong)
    ends = tried.unreached_ends
    state: State = "failed" if ends else "warning" if tried.unreached_elements else "passed"
    missed = ends or tried.unreached_elements
    yield Point(key="coverage", state=state, count=len(missed), details=missed)


def _run(package: ProcedurePackage) -> PackageReport | None:
    try:
        return run_once(package)
    except (DefinitionRefused, DecisionError):
        return None

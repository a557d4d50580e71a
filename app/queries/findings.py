"""What the checks found, as a screen or an editor shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.findings import Finding, Severity
from app.domain.languages import Language
from app.languages import translate
from app.linting.fixes import find_fix
from app.linting.guide import family_of, title_of
from app.linting.linter import LintReport
from app.linting.registry import Family, find_rule
from app.linting.sentences import find_words

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, kw_only=True)
class ShownFinding:
    """One finding in words of the reader's language. `in_english` is True where no catalogue has its sentence."""

    key: str
    rule: str
    family: Family
    severity: Severity
    file: str
    element: str | None
    line: int | None
    title: str
    words: str
    in_english: bool
    has_page: bool
    fix: str | None
    may_be_exempted: bool


@dataclass(frozen=True, kw_only=True)
class FindingsWanted:
    """What a reader wants to see: one severity or one family, or all of them."""

    severity: str = ""
    family: str = ""

    def takes(self, shown: ShownFinding) -> bool:
        """Tell whether the reader wants to see it."""
        return self.severity in ("", shown.severity) and self.family in ("", shown.family)


def list_findings(report: LintReport, language: Language) -> list[ShownFinding]:
    """Return the findings in words, errors first, in the order of the files."""
    shown = [show_finding(finding, language) for finding in report.findings]
    return sorted(shown, key=lambda one: SEVERITIES.index(one.severity))


def show_finding(finding: Finding, language: Language) -> ShownFinding:
    """Return one finding in words."""
    words = find_words(finding.message, language)
    rule, fix = find_rule(finding.rule), find_fix(finding)
    return ShownFinding(
        key=finding.key,
        rule=finding.rule,
        family=family_of(finding),
        severity=finding.severity,
        file=finding.file,
        element=finding.element,
        line=finding.line,
        title=title_of(finding.rule, language),
        words=words or finding.message,
        in_english=words is None,
        has_page=rule is not None,
        fix=translate(language, fix.label) if fix is not None else None,
        may_be_exempted=rule is not None and rule.family == "legal" and finding.severity != "info",
    )


def count_by(shown: Iterable[ShownFinding], part: str) -> dict[str, int]:
    """Count findings by severity or by family."""
    counted: dict[str, int] = {}
    for one in shown:
        value = str(getattr(one, part))
        counted[value] = counted.get(value, 0) + 1
    return counted


def shown_findings(report: LintReport, language: Language, *, rules: str) -> list[dict[str, object]]:
    """Return {rule, severity, family, file, element, line, message, title, page, fix, key} for each finding.

    `page` is the address of the rule's page under `rules`, `fix` the words of a correction by one click, or None.
    """
    return [
        {
            "key": one.key,
            "rule": one.rule,
            "severity": one.severity,
            "family": one.family,
            "file": one.file,
            "element": one.element,
            "line": one.line,
            "message": one.words,
            "title": one.title,
            "page": f"{rules}/{one.rule}" if one.has_page else None,
            "fix": one.fix,
        }
        for one in list_findings(report, language)
    ]

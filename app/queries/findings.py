"""What the checks found, as a screen or an editor shows it."""

from app.domain.languages import Language
from app.linting.linter import LintReport


def shown_findings(report: LintReport, language: Language) -> list[dict[str, object]]:
    """Return {rule, severity, file, element, line, message, title, page, fix} for each finding."""
    return [{**found.to_json(), "title": found.rule, "page": None, "fix": None} for found in report.findings]

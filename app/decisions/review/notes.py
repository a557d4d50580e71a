"""Collects the findings about one file."""

from dataclasses import dataclass, field

from app.domain.findings import Finding, Severity


@dataclass(kw_only=True)
class Notes:
    """The findings so far, in the order in which they were made."""

    file: str
    findings: list[Finding] = field(default_factory=list)

    def error(self, rule: str, element: str, line: int | None, message: str) -> None:
        """Note what makes a value null or the model unusable."""
        self._add(rule, "error", element, line, message)

    def warning(self, rule: str, element: str, line: int | None, message: str) -> None:
        """Note what is doubtful."""
        self._add(rule, "warning", element, line, message)

    def _add(self, rule: str, severity: Severity, element: str, line: int | None, message: str) -> None:
        finding = Finding(rule=rule, severity=severity, file=self.file, element=element, line=line, message=message)
        if finding not in self.findings:
            self.findings.append(finding)

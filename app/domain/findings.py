"""What a check found in a package: the one shape that loaders, linters and readers report in."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One remark about one place of a package; an error stops publication."""

    rule: str
    severity: Severity
    file: str
    message: str
    element: str | None = None
    line: int | None = None

    @property
    def key(self) -> str:
        """The name under which a page posts back this finding of a report."""
        return hashlib.sha256(str(self).encode()).hexdigest()[:16]

    def to_json(self) -> dict[str, object]:
        """Return {rule, severity, file, element, line, message} as the command line prints it."""
        return asdict(self)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        element = f" [{self.element}]" if self.element else ""
        return f"{place}: {self.severity} {self.rule}{element}: {self.message}"


def errors_of(findings: list[Finding]) -> list[Finding]:
    """Return the findings that stop publication."""
    return [finding for finding in findings if finding.severity == "error"]
